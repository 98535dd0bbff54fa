#include "vilda/corpus/prune.hpp"

#include <fmt/format.h>

#include <cmath>

#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

bool is_count(double value) {
  return std::isfinite(value) && value >= 1 && value == std::floor(value);
}

}  // namespace

void PruneOptions::validate() const {
  if (min_df && !(*min_df > 0 && *min_df < 1) && !is_count(*min_df)) {
    throw InvalidOption(fmt::format(
        "--min-df: found {}; expected a proportion between 0 and 1 or a whole number of at least 1",
        *min_df));
  }
  if (max_df && !(*max_df > 0 && *max_df <= 1) && !is_count(*max_df)) {
    throw InvalidOption(fmt::format(
        "--max-df: found {}; expected a proportion above 0 and up to 1 or a whole number of at least 2",
        *max_df));
  }
  if (max_words && *max_words == 0) throw InvalidOption("--max-words: found 0; expected at least 1");
}

bool PruneOptions::keeps(std::uint64_t document_frequency, std::uint64_t num_documents) const {
  const auto documents = static_cast<double>(document_frequency);
  const auto all = static_cast<double>(num_documents);
  if (min_df && documents < (*min_df < 1 ? *min_df * all : *min_df)) return false;
  if (max_df && documents > (*max_df <= 1 ? *max_df * all : *max_df)) return false;
  return true;
}

}  // namespace vilda::corpus
