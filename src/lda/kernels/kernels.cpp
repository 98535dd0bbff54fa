#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lda/kernels/kernels.cpp"
#include <hwy/foreach_target.h>
// clang-format keeps this order: foreach_target.h includes this file once a target.
#include <hwy/highway.h>

#include "lda/kernels/collapsed-inl.hpp"
#include "lda/kernels/gathering-inl.hpp"
#include "lda/kernels/mean_field-inl.hpp"
#include "lda/kernels/sums_in_double-inl.hpp"
#include "lda/kernels/topics_used-inl.hpp"
#include "lda/kernels/weights-inl.hpp"
#include "lda/kernels/word_pass-inl.hpp"

#if HWY_ONCE

#include "lda/kernels/kernels.hpp"

namespace vilda::lda::kernels {

HWY_EXPORT(TopicWeights);
HWY_EXPORT(WordWeights);
HWY_EXPORT(IterateDocument);
HWY_EXPORT(IterateDocumentByTopic);
HWY_EXPORT(NormalizersByTopic);
HWY_EXPORT(CollapsedFirstLook);
HWY_EXPORT(CollapsedFirstSweep);
HWY_EXPORT(CollapsedSweep);
HWY_EXPORT(CollapsedGamma);
HWY_EXPORT(Gather);
HWY_EXPORT(MeanRow);
HWY_EXPORT(KeepCounts);
HWY_EXPORT(DrawTopic);
HWY_EXPORT(Digammas);
HWY_EXPORT(Normalizers);
HWY_EXPORT(WeightedSumOfLogs);
HWY_EXPORT(DirichletTermsOfFloats);
HWY_EXPORT(DirichletTermsOfDoubles);
HWY_EXPORT(AccumulateWord);

float topic_weights(const float* gamma, std::size_t num_topics, float* weights, float largest_elsewhere) {
  return HWY_DYNAMIC_DISPATCH(TopicWeights)(gamma, num_topics, largest_elsewhere, weights);
}

double word_weights(const double* lambda, const float* factors, std::size_t num_topics, float* row) {
  return HWY_DYNAMIC_DISPATCH(WordWeights)(lambda, factors, num_topics, row);
}

Outcome iterate_document(const Document& document, int max_iterations, float tolerance, float* gamma,
                         float* weights, float* ratios, float* scratch) {
  return HWY_DYNAMIC_DISPATCH(IterateDocument)(document, max_iterations, tolerance, gamma, weights, ratios,
                                               scratch);
}

Outcome iterate_document(const DocumentByTopic& document, int max_iterations, float tolerance, float* gamma,
                         float* weights, float* ratios, float* tokens, float* sums) {
  return HWY_DYNAMIC_DISPATCH(IterateDocumentByTopic)(document, max_iterations, tolerance, gamma, weights,
                                                      ratios, tokens, sums);
}

void normalizers(const DocumentByTopic& document, const float* gamma, float* weights, float* normalizers) {
  HWY_DYNAMIC_DISPATCH(NormalizersByTopic)(document, gamma, weights, normalizers);
}

void find_lanes(std::span<const std::uint32_t> positions, std::vector<LanesOfEight>& lanes) {
  lanes.clear();
  for (const std::uint32_t position : positions) {
    const std::size_t first = position / 8 * 8;
    if (lanes.empty() || lanes.back().first != first)
      lanes.push_back({.first = first, .size = 0, .lanes = {}});
    lanes.back().lanes[lanes.back().size++] = position % 8;
  }
}

void gather(const float* const* rows, std::size_t num_rows, std::span<const LanesOfEight> lanes, float* to) {
  HWY_DYNAMIC_DISPATCH(Gather)(rows, num_rows, lanes.data(), lanes.size(), to);
}

void collapsed_first_look(const CollapsedDocument& document, float* tokens) {
  HWY_DYNAMIC_DISPATCH(CollapsedFirstLook)(document, tokens);
}

void collapsed_first_sweep(const CollapsedDocument& document, float* gamma, float* phi, float* scratch) {
  HWY_DYNAMIC_DISPATCH(CollapsedFirstSweep)(document, gamma, phi, scratch);
}

void collapsed_gamma(const CollapsedDocument& document, const float* phi, float* gamma) {
  HWY_DYNAMIC_DISPATCH(CollapsedGamma)(document, phi, gamma);
}

void mean_row(const double* mass, double factor, double offset, const double* inverse_sums,
              std::size_t num_topics, float* row) {
  HWY_DYNAMIC_DISPATCH(MeanRow)(mass, factor, offset, inverse_sums, num_topics, row);
}

float collapsed_sweep(const CollapsedDocument& document, float* gamma, float* phi, float* scratch) {
  return HWY_DYNAMIC_DISPATCH(CollapsedSweep)(document, gamma, phi, scratch);
}

std::size_t keep_counts(const float* phi, const std::uint32_t* topics, std::size_t num_topics, float count,
                        float negligible, std::uint32_t* kept_topics, float* kept_counts, double* tokens) {
  return HWY_DYNAMIC_DISPATCH(KeepCounts)(phi, topics, num_topics, count, negligible, kept_topics,
                                          kept_counts, tokens);
}

std::size_t draw_topic(const float* weights, const float* row, std::size_t num_topics, float uniform,
                       float* scratch) {
  return HWY_DYNAMIC_DISPATCH(DrawTopic)(weights, row, num_topics, uniform, scratch);
}

void normalizers(const Document& document, const float* weights, float* normalizers) {
  HWY_DYNAMIC_DISPATCH(Normalizers)(document, weights, normalizers);
}

double weighted_sum_of_logs(const float* counts, const float* normalizers, std::size_t num_words) {
  return HWY_DYNAMIC_DISPATCH(WeightedSumOfLogs)(counts, normalizers, num_words);
}

void digammas(const double* x, std::size_t size, double* digammas) {
  HWY_DYNAMIC_DISPATCH(Digammas)(x, size, digammas);
}

double dirichlet_terms(const float* q, const float* prior, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(DirichletTermsOfFloats)(q, prior, size);
}

double dirichlet_terms(const double* q, double prior, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(DirichletTermsOfDoubles)(q, prior, size);
}

void accumulate_word(const float* weights, std::size_t num_topics,
                     const WordOccurrences::Occurrence* occurrences, std::size_t num_occurrences,
                     const float* ratios, double* sums) {
  HWY_DYNAMIC_DISPATCH(AccumulateWord)(weights, num_topics, occurrences, num_occurrences, ratios, sums);
}

}  // namespace vilda::lda::kernels

#endif  // HWY_ONCE
