// 10x Genomics' three files, whatever their bytes: the input's parts are the matrix, the genes, the cells.

#include "corpus/bytes/utf8.hpp"
#include "corpus/counts/word_count.hpp"
#include "fuzz/files.hpp"
#include "vilda/corpus/read.hpp"

namespace vilda::corpus::fuzz {
namespace {

void require_valid_text(const std::vector<std::string>& strings) {
  for (const std::string& string : strings)
    require(valid_text_prefix(string) == string.size(), "genes and cells are valid UTF-8 without a NUL");
}

void require_whole(const Corpus& corpus) {
  require(corpus.names.size() == corpus.num_documents(), "each cell has a name");
  require(corpus.vocabulary.size() == corpus.num_words(), "each gene has a name");
  require_valid_text(corpus.names);
  require_valid_text(corpus.vocabulary.words());
  for (const std::uint32_t count : corpus.counts)
    require(count <= kLargestCount, "counts are at most kLargestCount");
}

}  // namespace
}  // namespace vilda::corpus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  const fuzz::ScratchFolder folder;
  auto parts = fuzz::parts_of(data, size, 3);
  parts.resize(3);
  folder.write("matrix.mtx", parts[0]);
  folder.write("features.tsv", parts[1]);
  folder.write("barcodes.tsv", parts[2]);
  fuzz::may_refuse([&] { fuzz::require_whole(read_corpus(folder.path(), {})); }, folder.path());
  return 0;
}
