#include "fuzz/counted_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  fuzz::read_counted(data, size, Format::mtx, true);
  return fuzz::read_counted(data, size, Format::mtx, false);
}
