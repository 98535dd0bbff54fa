#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lda/documents/word_occurrences.hpp"

/// The arithmetic of the fast local step, vectorised for the processor it runs on (Google's Highway; chosen
/// at run time). Weights of topics are float, in rows padded with zeros to a multiple of kRowMultiple numbers
/// and aligned to kRowAlignment bytes; sums over many terms are double. Sums of a row's products use the same
/// kRowMultiple partial sums whatever the processor's vectors are, those in double eight, so that AVX2 and
/// AVX-512 give the same bits of gamma, of expected counts and of the bound. Older processors round a product
/// before it is added. To give their bits everywhere, without fused operations, takes the loop over words 1.2
/// to 1.6 times as long; to give the others' there, through double, 6 times.
namespace vilda::lda::kernels {

inline constexpr std::size_t kRowMultiple = 16;
inline constexpr std::size_t kRowAlignment = 64;

/// Numbers in a row of K.
constexpr std::size_t row_size(std::size_t num_topics) {
  return (num_topics + kRowMultiple - 1) / kRowMultiple * kRowMultiple;
}

/// weights_k = exp(digamma(gamma_k) + shift), k < K, at least 1e-30 and finite; the padding is zero. Returns
/// the shift, which makes the largest weight about max(1, gamma_k), or would make that of largest_elsewhere.
/// Relative error below 1e-6 for gamma_k in [1e-3, 1e7].
float topic_weights(const float* gamma, std::size_t num_topics, float* weights, float largest_elsewhere = 0);

/// row_k = factors_k exp(digamma(lambda_k) - log_scale), at least 1e-30, the largest 1 but for rounding.
/// Returns log_scale. factors (a row): up to 1e30. Relative error below 1e-6 for lambda_k from 1e-3.
double word_weights(const double* lambda, const float* factors, std::size_t num_topics, float* row);

/// A document as its E-step sees it: n distinct words, K topics. Up to a multiple of four, words follow whose
/// counts are zero and whose rows are any.
struct Document {
  const float* const* rows;  ///< n: where the row of each word is, see word_weights
  const float* counts;       ///< n
  std::size_t num_words;
  const float* alpha;  ///< one row
  std::size_t num_topics;
};

struct Outcome {
  int iterations;
  bool converged;
};

/// Iterates gamma = alpha + sum_w n_w phi_w (Hoffman, Blei & Bach 2010, algorithm 1) from where gamma (a row)
/// stands. On return n_w phi_wk = ratios_w weights_k rows_wk (k < K) are the phi that this gamma is of; there
/// is room for as many ratios as the document has words, and those beyond are zero. scratch: a row.
Outcome iterate_document(const Document& document, int max_iterations, float tolerance, float* gamma,
                         float* weights, float* ratios, float* scratch);

/// The same document where K is small: a row a topic, of n numbers, padded with ones.
struct DocumentByTopic {
  const float* const* rows;  ///< K: where each topic's row is: exp(E[log beta_kw]) of the document's words
  const float* counts;       ///< n, padded with zeros to a row
  const float* resting;      ///< n, padded with ones: what each normalizer has of all topics at rest
  std::size_t num_words;
  const float* alpha;  ///< one row, of K
  std::size_t num_topics;
  const float* resting_weights;  ///< one row, of K: the weights at rest that stand in `resting`
  float largest_elsewhere;       ///< of topic_weights
};

/// iterate_document, with normalizer_w = resting_w + sum_k (weights_k - resting_weights_k) rows_kw. weights:
/// two rows, of which the second has those differences; ratios: n, to a row; tokens: a row; sums:
/// kRowMultiple numbers for every topic, of which there are a multiple of four.
Outcome iterate_document(const DocumentByTopic& document, int max_iterations, float tolerance, float* gamma,
                         float* weights, float* ratios, float* tokens, float* sums);

/// The normalizers of that, w < n, to a row, at `gamma`. weights: two rows.
void normalizers(const DocumentByTopic& document, const float* gamma, float* weights, float* normalizers);

/// A document as the collapsed document step sees it: n distinct words, K topics.
struct CollapsedDocument {
  const float* const* rows;  ///< n: where the row of each word's beta is
  const float* counts;       ///< n
  std::size_t num_words;
  const float* alpha;  ///< one row
  std::size_t num_topics;
};

/// Of eight numbers of a row, those at some of their lanes.
struct LanesOfEight {
  std::size_t first;  ///< of the eight, in the row
  std::size_t size;
  alignas(32) std::uint32_t lanes[8];  ///< `size` of them, ascending; beyond them any
};

/// The lanes at which the numbers at these ascending positions of a row are.
void find_lanes(std::span<const std::uint32_t> positions, std::vector<LanesOfEight>& lanes);

/// The numbers at these lanes of each row, in rows of their own, one behind the other from `to`, padded with
/// zeros. There must be room for eight numbers behind the last. The rows may stand behind `to`, too, one
/// behind the other and larger than those that come there.
void gather(const float* const* rows, std::size_t num_rows, std::span<const LanesOfEight> lanes, float* to);

/// tokens_k (a row) = sum_w counts_w rows_wk / sum_j rows_wj.
void collapsed_first_look(const CollapsedDocument& document, float* tokens);

/// row_k = (factor * mass_k + offset) * inverse_sums_k, k < K: E[beta_kw] of a word.
void mean_row(const double* mass, double factor, double offset, const double* inverse_sums,
              std::size_t num_topics, float* row);

/// The first sweep over its words, from phi = 1 / K: as collapsed_sweep. On return gamma and phi are those it
/// leaves.
void collapsed_first_sweep(const CollapsedDocument& document, float* gamma, float* phi, float* scratch);

/// gamma (a row) = alpha + sum_w counts_w phi_w.
void collapsed_gamma(const CollapsedDocument& document, const float* phi, float* gamma);

/// One sweep of it, four words after the other four: phi_w becomes proportional to max(gamma - phi_w, alpha)
/// * rows_w, and gamma follows. On entry gamma = alpha + sum_w counts_w phi_w. scratch: five rows that are
/// overwritten. Returns sum_k |change of gamma_k|.
float collapsed_sweep(const CollapsedDocument& document, float* gamma, float* phi, float* scratch);

/// The expected counts of a word that stands `count` times in a document, count * phi_k, but for those of the
/// topics whose phi is below `negligible` times the largest; the others are scaled up for them, so that no
/// token is lost. Writes the names of the topics that are left, as `topics` (a row of them) has them, and
/// their counts, and returns how many they are. There must be room for a row behind the last. tokens (a row,
/// by place among `topics`) grow by these counts.
std::size_t keep_counts(const float* phi, const std::uint32_t* topics, std::size_t num_topics, float count,
                        float negligible, std::uint32_t* kept_topics, float* kept_counts, double* tokens);

/// The topic k < K at the share `uniform` of the added-up weights_k * row_k (rows). scratch: a row.
std::size_t draw_topic(const float* weights, const float* row, std::size_t num_topics, float uniform,
                       float* scratch);

/// normalizers_w = sum_k weights_k rows_wk, w < n; and beyond, up to a multiple of 4, ones.
void normalizers(const Document& document, const float* weights, float* normalizers);

/// sum_w counts_w log(normalizers_w).
double weighted_sum_of_logs(const float* counts, const float* normalizers, std::size_t num_words);

/// digammas_k = digamma(x_k).
void digammas(const double* x, std::size_t size, double* digammas);

/// sum_k (prior_k - q_k) digamma(q_k) + log Gamma(q_k): what KL(Dir(q) || Dir(prior)) sums over its
/// dimensions.
double dirichlet_terms(const float* q, const float* prior, std::size_t size);
double dirichlet_terms(const double* q, double prior, std::size_t size);

/// sums_k += sum over occurrences of ratios[pair] * weights[document][k]; weights: a row a document.
void accumulate_word(const float* weights, std::size_t num_topics,
                     const WordOccurrences::Occurrence* occurrences, std::size_t num_occurrences,
                     const float* ratios, double* sums);

}  // namespace vilda::lda::kernels
