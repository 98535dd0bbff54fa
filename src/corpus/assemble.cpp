#include "corpus/assemble.hpp"

#include <utility>

namespace vilda::corpus {
namespace {

arma::SpMat<arma::u32> count_matrix(const BagsOfWords& bags, std::size_t num_words) {
  arma::uvec words(bags.words.size());
  arma::Col<arma::u32> counts(bags.words.size());
  for (std::size_t pair = 0; pair < bags.words.size(); ++pair) {
    words[pair] = bags.words[pair].word;
    counts[pair] = bags.words[pair].count;
  }
  const arma::uvec starts(std::vector<arma::uword>(bags.starts.begin(), bags.starts.end()));
  return arma::SpMat<arma::u32>(words, starts, counts, num_words, bags.num_documents());
}

std::vector<Frequency> frequencies_of(const BagsOfWords& bags, std::size_t num_words) {
  std::vector<Frequency> frequencies(num_words);
  add_frequencies(bags.words, frequencies);
  return frequencies;
}

WordOf words_by_id(const std::vector<std::string>& words) {
  return [&](std::uint32_t id) { return std::string_view(words[id]); };
}

}  // namespace

DroppedWords prune_words(const PruneOptions& prune, WordOrder order, std::vector<std::string>& words,
                         Contents& contents) {
  const auto frequencies = frequencies_of(contents.bags, words.size());
  const auto kept = kept_words(prune, order, words_by_id(words), frequencies, contents.bags.num_documents());
  const auto new_ids = new_ids_of(kept, words.size());
  auto dropped = dropped_words(DropReason::pruned, words_by_id(words), new_ids, frequencies);

  std::vector<std::string> left;
  left.reserve(kept.size());
  for (const std::uint32_t id : kept) left.push_back(std::move(words[id]));
  words = std::move(left);
  renumber(contents.bags, new_ids);
  sort_documents_in_parallel(contents.bags);
  return dropped;
}

DroppedWords match_words(const Vocabulary& vocabulary, const std::vector<std::string>& words,
                         Contents& contents) {
  const auto frequencies = frequencies_of(contents.bags, words.size());
  std::vector<std::uint32_t> ids;
  ids.reserve(words.size());
  for (const std::string& word : words) ids.push_back(vocabulary.id(word).value_or(kDropped));
  auto dropped = dropped_words(DropReason::unknown, words_by_id(words), ids, frequencies);
  contents.unknown_words = renumber(contents.bags, ids);
  sort_documents_in_parallel(contents.bags);
  return dropped;
}

Corpus assemble(Vocabulary vocabulary, Contents contents) {
  Corpus corpus;
  corpus.counts = count_matrix(contents.bags, vocabulary.size());
  corpus.vocabulary = std::move(vocabulary);
  corpus.names = std::move(contents.names);
  corpus.labels = std::move(contents.labels);
  for (std::size_t d = corpus.names.size(); d < corpus.num_documents(); ++d)
    corpus.names.push_back(std::to_string(d));
  return corpus;
}

}  // namespace vilda::corpus
