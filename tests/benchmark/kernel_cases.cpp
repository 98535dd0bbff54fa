#include "benchmark/kernel_cases.hpp"

#include <fmt/format.h>
#include <hwy/aligned_allocator.h>

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <memory>
#include <random>

#include "lda/kernels/kernels.hpp"

namespace vilda::benchmark {
namespace {

namespace kernels = lda::kernels;
using Numbers = std::vector<double>;

double exp_digamma(double x) {
  return std::exp(boost::math::digamma(x));
}

/// max_i |a_i - b_i| / sum_i |b_i|
double relative_error(const float* a, const Numbers& b) {
  double largest = 0, size = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    size += std::abs(b[i]);
  }
  return largest / size;
}

/// Rows of K floats, aligned and padded with zeros as the kernels have them.
struct Rows {
  Rows(std::size_t num_rows, std::size_t num_topics)
      : size(kernels::row_size(num_topics)), floats(hwy::AllocateAligned<float>(num_rows * size)) {
    std::fill_n(floats.get(), num_rows * size, 0.0F);
  }
  float* row(std::size_t i) const { return floats.get() + i * size; }

  std::size_t size;
  hwy::AlignedFreeUniquePtr<float[]> floats;
};

/// A document whose words have much of a few topics, and little of the others.
class Document {
 public:
  Document(std::size_t num_words, std::size_t num_topics)
      : num_topics_(num_topics),
        rows_(num_words, num_topics),
        phi_(num_words, num_topics),
        row_(8, num_topics),
        counts_(num_words + 3, 0.0F),
        ratios_(num_words + 3) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> uniform(0, 1);
    for (std::size_t w = 0; w < num_words; ++w) {
      counts_[w] = static_cast<float>(1 + random() % 3);
      for (std::size_t k = 0; k < num_topics; ++k) rows_.row(w)[k] = std::pow(uniform(random), 8.0F) + 1e-6F;
    }
    std::fill_n(alpha(), num_topics, 0.1F);
    for (std::size_t w = 0; w < num_words; ++w) row_pointers_.push_back(rows_.row(w));
    row_pointers_.resize(num_words + 3, rows_.row(0));
    words_ = {.rows = row_pointers_.data(),
              .counts = counts_.data(),
              .num_words = num_words,
              .alpha = alpha(),
              .num_topics = num_topics};
    collapsed_ = {.rows = row_pointers_.data(),
                  .counts = counts_.data(),
                  .num_words = num_words,
                  .alpha = alpha(),
                  .num_topics = num_topics};
    start();
    for (std::size_t w = 0; w < num_words; ++w)
      std::fill_n(phi_.row(w), num_topics, 1 / static_cast<float>(num_topics));
  }

  /// gamma = alpha + N / K, as phi = 1 / K gives it.
  void start() {
    float tokens = 0;
    for (std::size_t w = 0; w < words_.num_words; ++w) tokens += counts_[w];
    for (std::size_t k = 0; k < num_topics_; ++k)
      gamma()[k] = alpha()[k] + tokens / static_cast<float>(num_topics_);
  }

  void iterate(int iterations) {
    kernels::iterate_document(words_, iterations, 0, gamma(), row_.row(2), ratios_.data(), row_.row(3));
  }
  void compute_topic_weights() { kernels::topic_weights(gamma(), num_topics_, row_.row(2)); }
  void sweep() { kernels::collapsed_sweep(collapsed_, gamma(), phi_.row(0), row_.row(3)); }

  double error_of_iterations(int iterations) {
    start();
    Numbers expected(gamma(), gamma() + num_topics_);
    for (int i = 0; i < iterations; ++i) expected = iterated(expected);
    iterate(iterations);
    return relative_error(gamma(), expected);
  }

  double error_of_sweep() {
    sweep();  // the second one starts from responsibilities that differ
    const Numbers expected = swept();
    sweep();
    return relative_error(gamma(), expected);
  }

 private:
  float* alpha() const { return row_.row(0); }
  float* gamma() const { return row_.row(1); }

  /// gamma_k = alpha_k + sum_w n_w phi_wk, phi_wk proportional to exp(digamma(gamma_k)) rows_wk
  Numbers iterated(const Numbers& gamma) const {
    Numbers weights(num_topics_), next(alpha(), alpha() + num_topics_);
    std::transform(gamma.begin(), gamma.end(), weights.begin(), exp_digamma);
    for (std::size_t w = 0; w < words_.num_words; ++w) {
      double normalizer = 0;
      for (std::size_t k = 0; k < num_topics_; ++k) normalizer += weights[k] * rows_.row(w)[k];
      for (std::size_t k = 0; k < num_topics_; ++k)
        next[k] += counts_[w] * weights[k] * rows_.row(w)[k] / normalizer;
    }
    return next;
  }

  /// gamma after phi_wk was made proportional to max(gamma_k - phi_wk, alpha_k) rows_wk, four words at a time
  Numbers swept() const {
    Numbers gamma_now(gamma(), gamma() + num_topics_), seen, weights(num_topics_);
    for (std::size_t w = 0; w < words_.num_words; ++w) {
      if (w % 4 == 0 || w >= words_.num_words / 4 * 4) seen = gamma_now;
      double normalizer = 0;
      for (std::size_t k = 0; k < num_topics_; ++k) {
        const double others = seen[k] - phi_.row(w)[k];
        weights[k] = std::max(others, static_cast<double>(alpha()[k])) * rows_.row(w)[k];
        normalizer += weights[k];
      }
      for (std::size_t k = 0; k < num_topics_; ++k)
        gamma_now[k] += counts_[w] * (weights[k] / normalizer - phi_.row(w)[k]);
    }
    return gamma_now;
  }

  std::size_t num_topics_;
  Rows rows_, phi_, row_;  // row_: alpha, gamma, weights, five of scratch
  std::vector<float> counts_, ratios_;
  std::vector<const float*> row_pointers_;
  kernels::Document words_;
  kernels::CollapsedDocument collapsed_;
};

/// Numbers spread evenly in the logarithm, as the gamma and lambda of training are: 0.01 to 10^4.
double spread(std::size_t i) {
  return std::pow(10, -2 + 6 * static_cast<double>(i * 7919 % 1009) / 1009);
}

KernelCase mean_field_case(std::size_t num_words, std::size_t num_topics) {
  constexpr int iterations = 20;
  const auto document = std::make_shared<Document>(num_words, num_topics);
  const auto row_size = static_cast<double>(kernels::row_size(num_topics));
  const double words = static_cast<double>(num_words) * iterations;
  return {.name = fmt::format("mean field, {} words", num_words),
          .elements = words * static_cast<double>(num_topics),
          .flops = 4 * words * static_cast<double>(num_topics),
          .padded_flops = 4 * words * row_size,
          .bytes = sizeof(float) * words * row_size,
          .run =
              [document] {
                document->start();
                document->iterate(iterations);
              },
          .topic_weights =
              [document] {
                for (int i = 0; i < iterations; ++i) document->compute_topic_weights();
              },
          .error = [document] { return document->error_of_iterations(iterations); },
          .allowed_error = 1e-5};
}

KernelCase collapsed_case(std::size_t num_words, std::size_t num_topics) {
  const auto document = std::make_shared<Document>(num_words, num_topics);
  const auto pairs = static_cast<double>(num_words);
  return {.name = fmt::format("collapsed sweep, {} words", num_words),
          .elements = pairs * static_cast<double>(num_topics),
          .bytes = 2 * sizeof(float) * pairs * static_cast<double>(kernels::row_size(num_topics)),
          .run = [document] { document->sweep(); },
          .error = [document] { return document->error_of_sweep(); },
          .allowed_error = 1e-5};
}

KernelCase topic_weights_case(std::size_t num_topics) {
  const auto rows = std::make_shared<Rows>(2, num_topics);
  for (std::size_t k = 0; k < num_topics; ++k) rows->row(0)[k] = static_cast<float>(spread(k));
  const auto run = [rows, num_topics] {
    return kernels::topic_weights(rows->row(0), num_topics, rows->row(1));
  };
  return {.name = "exp(digamma), topic weights",
          .elements = static_cast<double>(num_topics),
          .run = run,
          .error =
              [=] {
                const double shift = run();
                double largest = 0;
                for (std::size_t k = 0; k < num_topics; ++k) {
                  const double log_weight =
                      boost::math::digamma(static_cast<double>(rows->row(0)[k])) + shift;
                  if (log_weight < -60) continue;  // the kernel's floor
                  largest = std::max(largest, std::abs(rows->row(1)[k] / std::exp(log_weight) - 1));
                }
                return largest;
              },
          .allowed_error = 2e-5};
}

KernelCase word_weights_case(std::size_t num_topics) {
  const auto rows = std::make_shared<Rows>(2, num_topics);  // factors, weights
  const auto lambda = std::make_shared<Numbers>();
  for (std::size_t k = 0; k < num_topics; ++k) {
    lambda->push_back(spread(k));
    rows->row(0)[k] = 1 + 0.01F * static_cast<float>(k % 7);
  }
  const auto run = [=] {
    return kernels::word_weights(lambda->data(), rows->row(0), num_topics, rows->row(1));
  };
  return {.name = "exp(digamma), word weights",
          .elements = static_cast<double>(num_topics),
          .run = run,
          .error =
              [=] {
                const double log_scale = run();
                double largest = 0;
                for (std::size_t k = 0; k < num_topics; ++k) {
                  const double log_weight = boost::math::digamma((*lambda)[k]) +
                                            std::log(static_cast<double>(rows->row(0)[k])) - log_scale;
                  if (log_weight < -60) continue;  // the kernel's floor
                  largest = std::max(largest, std::abs(rows->row(1)[k] / std::exp(log_weight) - 1));
                }
                return largest;
              },
          .allowed_error = 1e-6};
}

/// A word that stands in every second of some documents whose weights lie in L2.
KernelCase word_pass_case(std::size_t num_topics) {
  constexpr std::size_t num_documents = 512, num_occurrences = num_documents / 2;
  const auto weights = std::make_shared<Rows>(num_documents, num_topics);
  for (std::size_t d = 0; d < num_documents; ++d) {
    for (std::size_t k = 0; k < num_topics; ++k)
      weights->row(d)[k] = static_cast<float>(spread(d + 31 * k) * 1e-4);
  }
  const auto occurrences = std::make_shared<std::vector<lda::WordOccurrences::Occurrence>>();
  const auto ratios = std::make_shared<std::vector<float>>();
  for (std::uint32_t i = 0; i < num_occurrences; ++i) {
    occurrences->push_back({.document = 2 * i, .pair = i});
    ratios->push_back(static_cast<float>(spread(i)));
  }
  const auto sums = std::make_shared<Numbers>(num_topics);
  const auto run = [=] {
    kernels::accumulate_word(weights->row(0), num_topics, occurrences->data(), num_occurrences,
                             ratios->data(), sums->data());
  };
  const auto pairs = static_cast<double>(num_occurrences);
  return {.name = "word pass, 256 documents",
          .elements = pairs * static_cast<double>(num_topics),
          .flops = 2 * pairs * static_cast<double>(num_topics),
          .padded_flops = 2 * pairs * static_cast<double>(weights->size),
          .bytes = sizeof(float) * pairs * static_cast<double>(weights->size),
          .run = run,
          .error =
              [=] {
                std::fill(sums->begin(), sums->end(), 0);
                run();
                double largest = 0;
                for (std::size_t k = 0; k < num_topics; ++k) {
                  double expected = 0;
                  for (std::size_t i = 0; i < num_occurrences; ++i)
                    expected += static_cast<double>((*ratios)[i]) * weights->row(2 * i)[k];
                  largest = std::max(largest, std::abs((*sums)[k] / expected - 1));
                }
                return largest;
              },
          .allowed_error = 1e-5};
}

}  // namespace

std::vector<KernelCase> kernel_cases(std::size_t num_topics, const std::vector<std::size_t>& document_sizes) {
  std::vector<KernelCase> cases;
  for (const std::size_t size : document_sizes) cases.push_back(mean_field_case(size, num_topics));
  cases.push_back(collapsed_case(100, num_topics));
  cases.push_back(topic_weights_case(num_topics));
  cases.push_back(word_weights_case(num_topics));
  cases.push_back(word_pass_case(num_topics));
  return cases;
}

}  // namespace vilda::benchmark
