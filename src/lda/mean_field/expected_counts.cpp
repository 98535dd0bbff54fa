#include "lda/mean_field/expected_counts.hpp"

#include <algorithm>

#include "lda/documents/word_sums.hpp"

namespace vilda::lda {

void ExpectedCounts::begin(const DocumentBlocks& blocks, std::size_t num_topics) {
  num_topics_ = num_topics;
  const std::size_t summed_up = blocks.are_one() ? 0 : blocks.words().size();
  sums_.resize(static_cast<Eigen::Index>(num_topics), static_cast<Eigen::Index>(summed_up));
#pragma omp parallel for schedule(static)
  for (Eigen::Index word = 0; word < sums_.cols(); ++word) sums_.col(word).setZero();
  resting_ratios_.assign(summed_up, 0);
}

void ExpectedCounts::begin_block(const DocumentPairs& block) {
  weights_.resize(block.num_documents(), num_topics_);
  ratios_.resize(block.num_pairs());
}

void ExpectedCounts::keep(const DocumentPairs& block, std::size_t document, MeanFieldInference& inference) {
  if (inference.others_rest()) weights_.set(document, inference.topics_used());
  std::copy_n(inference.ratios(), block.num_pairs_of(document), ratios_.data() + block.first_pair(document));
}

void ExpectedCounts::end_block(DocumentBlocks& blocks) {
  weights_.count_those_at_rest();
  if (!blocks.are_one()) add_up(blocks.occurrences());
}

void ExpectedCounts::add_up(const WordOccurrences& occurrences) {
  const Eigen::Index num_words = sums_.cols();
#pragma omp parallel
  {
    std::vector<WordOccurrences::Occurrence> scratch;
#pragma omp for schedule(dynamic, 64)
    for (Eigen::Index word = 0; word < num_words; ++word) {
      const auto u = static_cast<std::size_t>(word);
      resting_ratios_[u] += weights_.add(occurrences.of(u), ratios_.data(), scratch, sums_.col(word).data());
    }
  }
}

Eigen::VectorXd ExpectedCounts::add(double factor, DocumentBlocks& blocks, const WordRows& rows,
                                    const DocumentPrior& prior, Eigen::MatrixXd& sums) const {
  const WordOccurrences& occurrences = blocks.occurrences();
  return add_by_word(blocks.words(), factor, sums, [&](std::size_t word, Eigen::VectorXd& counts) {
    double resting = 0;
    if (blocks.are_one()) {
      std::vector<WordOccurrences::Occurrence> scratch;
      resting = weights_.add(occurrences.of(word), ratios_.data(), scratch, counts.data());
    } else {
      counts = sums_.col(static_cast<Eigen::Index>(word));
      resting = resting_ratios_[word];
    }
    if (resting > 0)
      counts +=
          resting * Eigen::Map<const Eigen::VectorXf>(prior.resting_weights(), counts.size()).cast<double>();
    counts.array() *= Eigen::Map<const Eigen::ArrayXf>(rows.rows().row(word), counts.size()).cast<double>();
  });
}

}  // namespace vilda::lda
