// A folder of files with any names and any bytes: the input's parts are a name, a content, a name, a content
// ...

#include "fuzz/files.hpp"
#include "fuzz/text_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  constexpr std::size_t kMostFiles = 16;
  const fuzz::ScratchFolder folder;
  const auto parts = fuzz::parts_of(data, size, 2 * kMostFiles);
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) folder.write(parts[i], parts[i + 1]);
  fuzz::may_refuse(
      [&] { read_documents(folder.path(), nullptr, Format::text, {}, fuzz::require_valid_text); },
      folder.path());
  return 0;
}
