#include "lda/mean_field/gathered_words.hpp"

namespace vilda::lda {

GatheredWords::GatheredWords(std::size_t longest_document)
    : rows_(longest_document + 3), counts_(longest_document + 3), of_resting_(longest_document + 3) {}

void GatheredWords::gather(std::span<const std::uint32_t> words, std::span<const std::uint32_t> counts,
                           const Rows& rows, const DocumentPrior& prior,
                           const std::optional<RestingTopics>& resting) {
  words_ = words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    rows_[i] = rows.row(words[i]);
    counts_[i] = static_cast<float>(counts[i]);
  }
  for (std::size_t i = words.size(); i % 4 != 0; ++i) {
    rows_[i] = rows_[0];
    counts_[i] = 0;
  }
  document_ = {.rows = rows_.data(),
               .counts = counts_.data(),
               .num_words = words.size(),
               .alpha = prior.alpha(),
               .num_topics = prior.num_topics()};
  resting_.reset();
  if (!resting) return;
  for (std::size_t i = 0; i < words.size(); ++i) of_resting_[i] = resting->of_word(words[i]);
  resting_ = {.weights = prior.resting_weights(), .of_words = of_resting_.data()};
}

}  // namespace vilda::lda
