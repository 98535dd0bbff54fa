#include "corpus/store_contents.hpp"

namespace vilda::corpus {

std::vector<std::string> words_of(const CorpusStore& store) {
  std::vector<std::string> words;
  words.reserve(store.num_words());
  for (std::size_t id = 0; id < store.num_words(); ++id) words.emplace_back(store.word(id));
  return words;
}

Contents contents_of(const CorpusStore& store) {
  Contents contents;
  contents.num_words = store.num_words();
  contents.unknown_words.resize(store.num_documents());
  contents.bags.starts.push_back(0);
  contents.bags.words.reserve(store.num_pairs());
  for (std::size_t d = 0; d < store.num_documents(); ++d) {
    const auto words = store.words_of(d), counts = store.counts_of(d);
    for (std::size_t pair = 0; pair < words.size(); ++pair)
      contents.bags.words.push_back({words[pair], counts[pair]});
    contents.bags.starts.push_back(contents.bags.words.size());
    contents.names.emplace_back(store.name(d));
    if (store.has_labels()) contents.labels.emplace_back(store.label(d));
  }
  store.require_unchanged();
  return contents;
}

}  // namespace vilda::corpus
