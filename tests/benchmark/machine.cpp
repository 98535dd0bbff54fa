#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "benchmark/machine.cpp"
#include <hwy/foreach_target.h>
// clang-format keeps this order: foreach_target.h includes this file once a target.
#include <hwy/highway.h>

#include "benchmark/machine.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::benchmark::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Two units that take four to six cycles a result are busy with 12 chains, and 16 registers hold them.
constexpr std::size_t kChains = 12;

double MultiplyAdd(std::size_t rounds) {
  const hn::ScalableTag<float> d;
  volatile float inputs[] = {0.75F, 0.5F};  // volatile: the compiler must not know the results
  const auto factor = hn::Set(d, inputs[0]), summand = hn::Set(d, inputs[1]);
  hn::Vec<decltype(d)> chain[kChains];
  for (auto& x : chain) x = summand;
  for (std::size_t i = 0; i < rounds; ++i) {
    for (auto& x : chain) x = hn::MulAdd(x, factor, summand);
  }
  auto sum = chain[0];
  for (std::size_t c = 1; c < kChains; ++c) sum = hn::Add(sum, chain[c]);
  inputs[0] = hn::GetLane(sum);
  return 2. * static_cast<double>(rounds * kChains * hn::Lanes(d));
}

float Read(const float* HWY_RESTRICT numbers, std::size_t size) {
  const hn::ScalableTag<float> d;
  constexpr std::size_t at_once = 8;
  hn::Vec<decltype(d)> seen[at_once];
  for (auto& x : seen) x = hn::Zero(d);
  for (std::size_t i = 0; i < size; i += at_once * hn::Lanes(d)) {
    for (std::size_t j = 0; j < at_once; ++j) {
      seen[j] = hn::Xor(seen[j], hn::Load(d, numbers + i + j * hn::Lanes(d)));
    }
  }
  for (std::size_t j = 1; j < at_once; ++j) seen[0] = hn::Xor(seen[0], seen[j]);
  return hn::GetLane(hn::MaxOfLanes(d, seen[0]));
}

}  // namespace vilda::benchmark::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace vilda::benchmark {

HWY_EXPORT(MultiplyAdd);
HWY_EXPORT(Read);

double multiply_add(std::size_t rounds) {
  return HWY_DYNAMIC_DISPATCH(MultiplyAdd)(rounds);
}

float read(const float* numbers, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(Read)(numbers, size);
}

}  // namespace vilda::benchmark

#endif  // HWY_ONCE
