#pragma once

#include <string>
#include <vector>

#include "corpus/counts/word_count.hpp"
#include "vilda/corpus/corpus.hpp"

namespace vilda::corpus {

/// Hands a corpus over piece by piece, to a StoreWriter or a ContentHash: the words, the documents, the
/// names, the labels.
template <class Receiver>
void hand_over(const Corpus& corpus, Receiver& receiver) {
  const auto& counts = corpus.counts;
  counts.sync();  // elements set one by one lie in a cache until then
  for (const std::string& word : corpus.vocabulary.words()) receiver.add_word(word);
  std::vector<WordCount> words;
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    words.clear();
    for (std::size_t pair = counts.col_ptrs[d]; pair < counts.col_ptrs[d + 1]; ++pair)
      words.push_back({static_cast<std::uint32_t>(counts.row_indices[pair]), counts.values[pair]});
    receiver.add_document(words);
  }
  for (const std::string& name : corpus.names) receiver.add_name(name);
  for (const std::string& label : corpus.labels) receiver.add_label(label);
}

}  // namespace vilda::corpus
