#include <vector>

#include "corpus/content_hash.hpp"
#include "vilda/corpus/corpus.hpp"

namespace vilda::corpus {

std::string sha256(const Corpus& corpus) {
  const auto& counts = corpus.counts;
  counts.sync();  // elements set one by one lie in a cache until then
  ContentHash hash(corpus.num_words(), corpus.num_documents(), corpus.num_pairs());
  for (const std::string& word : corpus.vocabulary.words()) hash.add_string(word);
  std::vector<std::uint32_t> words;
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    const std::size_t first = counts.col_ptrs[d], last = counts.col_ptrs[d + 1];
    words.assign(counts.row_indices + first, counts.row_indices + last);
    hash.add_document(words, {counts.values + first, last - first});
  }
  for (const std::string& name : corpus.names) hash.add_string(name);
  hash.begin_labels(corpus.labels.size());
  for (const std::string& label : corpus.labels) hash.add_string(label);
  return hash.hexadecimal();
}

}  // namespace vilda::corpus
