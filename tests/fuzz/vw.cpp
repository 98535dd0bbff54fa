#include "fuzz/counted_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return vilda::corpus::fuzz::read_counted(data, size, vilda::corpus::Format::vw);
}
