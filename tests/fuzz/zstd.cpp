#include "corpus/bytes/zstd_source.hpp"
#include "fuzz/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  fuzz::may_refuse([&] {
    ZstdSource source(std::make_unique<fuzz::Bytes>(data, size), "input");
    char buffer[4096];
    for (int blocks = 0; blocks < 1000 && source.read(buffer) > 0; ++blocks) {
    }
  });
  return 0;
}
