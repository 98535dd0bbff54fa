#include "corpus/counts/hand_over.hpp"
#include "corpus/store/content_hash.hpp"
#include "vilda/corpus/corpus.hpp"

namespace vilda::corpus {

std::string sha256(const Corpus& corpus) {
  ContentHash hash(corpus.num_words(), corpus.num_documents(), corpus.num_pairs(), corpus.labels.size());
  hand_over(corpus, hash);
  return hash.hexadecimal();
}

}  // namespace vilda::corpus
