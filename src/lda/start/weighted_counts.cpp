#include "lda/start/weighted_counts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace vilda::lda {
namespace {

struct Document {
  std::vector<std::uint32_t> words, counts;

  void read(const DocumentSource& source, std::size_t document) {
    words.clear();
    counts.clear();
    source.append(document, words, counts);
  }
};

std::size_t size_of_sample(std::size_t num_documents, std::size_t num_pairs) {
  if (num_pairs > WeightedCounts::kMostPairs)
    num_documents =
        std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(num_documents) *
                                                          static_cast<double>(WeightedCounts::kMostPairs) /
                                                          static_cast<double>(num_pairs)));
  return std::min(num_documents, WeightedCounts::kMostDocuments);
}

using Entries = std::vector<Eigen::Triplet<float, int>>;

void add_column(const Document& document, const Eigen::ArrayXd& weights, int column, Entries& entries) {
  const std::size_t first = entries.size();
  double squares = 0;
  for (std::size_t i = 0; i < document.words.size(); ++i) {
    const double value = std::log1p(document.counts[i]) * weights[document.words[i]];
    squares += value * value;
    entries.emplace_back(static_cast<int>(document.words[i]), column, static_cast<float>(value));
  }
  const auto length = static_cast<float>(squares > 0 ? std::sqrt(squares) : 1);
  for (std::size_t i = first; i < entries.size(); ++i)
    entries[i] = {entries[i].row(), entries[i].col(), entries[i].value() / length};
}

}  // namespace

WeightedCounts::WeightedCounts(const DocumentSource& source)
    : tokens(Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(source.num_words()))) {
  // sum_d p log p = (sum_d n log n) / N - log N, with N = sum_d n.
  const std::size_t num_documents = source.num_documents();
  Eigen::ArrayXd sums = tokens;
  std::size_t num_pairs = 0;
  Document document;
  for (std::size_t d = 0; d < num_documents; ++d) {
    document.read(source, d);
    num_pairs += document.words.size();
    for (std::size_t i = 0; i < document.words.size(); ++i) {
      const double n = document.counts[i];
      tokens[document.words[i]] += n;
      if (n > 1) sums[document.words[i]] += n * std::log(n);
    }
  }
  const Eigen::ArrayXd at_least_one = tokens.max(1);
  const Eigen::ArrayXd weights =
      1 + (sums / at_least_one - at_least_one.log()) / std::log(static_cast<double>(num_documents) + 1);

  const std::size_t size = size_of_sample(num_documents, num_pairs);
  Entries entries;
  for (std::size_t i = 0; i < size; ++i) {
    document.read(source, i * num_documents / size);
    add_column(document, weights, static_cast<int>(i), entries);
  }
  x.resize(tokens.size(), static_cast<Eigen::Index>(size));
  x.setFromTriplets(entries.begin(), entries.end());
}

SparseRows heaviest_rows(const SparseRows& x, Eigen::Index most) {
  if (x.rows() <= most) return x;
  std::vector<float> squares(static_cast<std::size_t>(x.rows()));
  for (Eigen::Index row = 0; row < x.rows(); ++row)
    squares[static_cast<std::size_t>(row)] = x.row(row).squaredNorm();
  std::vector<std::size_t> rows(squares.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const auto end = rows.begin() + most;
  std::nth_element(rows.begin(), end, rows.end(), [&](std::size_t a, std::size_t b) {
    return squares[a] != squares[b] ? squares[a] > squares[b] : a < b;
  });
  std::sort(rows.begin(), end);
  SparseRows heaviest(most, x.cols());
  Entries entries;
  for (Eigen::Index i = 0; i < most; ++i) {
    for (SparseRows::InnerIterator entry(x, static_cast<Eigen::Index>(rows[static_cast<std::size_t>(i)]));
         entry; ++entry)
      entries.emplace_back(static_cast<int>(i), static_cast<int>(entry.col()), entry.value());
  }
  heaviest.setFromTriplets(entries.begin(), entries.end());
  return heaviest;
}

DenseRows product(const SparseRows& x, const DenseRows& y) {
  constexpr Eigen::Index kRowsAtATime = 64;
  DenseRows result(x.rows(), y.cols());
  const Eigen::Index blocks = (x.rows() + kRowsAtATime - 1) / kRowsAtATime;
#pragma omp parallel for schedule(dynamic)
  for (Eigen::Index block = 0; block < blocks; ++block) {
    const Eigen::Index first = block * kRowsAtATime, rows = std::min(kRowsAtATime, x.rows() - first);
    result.middleRows(first, rows).noalias() = x.middleRows(first, rows) * y;
  }
  return result;
}

}  // namespace vilda::lda
