#pragma once

#include <cstddef>

/// What a core can do at most, by the instruction set that Highway dispatches to at the moment: the measures
/// that the kernels are held against.
namespace vilda::benchmark {

/// Float multiply-adds in independent chains that never leave the registers. Returns the floating-point
/// operations done, two a multiply-add.
double multiply_add(std::size_t rounds);

/// Reads `size` floats (a multiple of 512), aligned to 64 bytes. Returns something that depends on all.
float read(const float* numbers, std::size_t size);

}  // namespace vilda::benchmark
