#include "vilda/lda/document_inference.hpp"

#include <fmt/format.h>

#include <utility>

#include "vilda/error.hpp"

namespace vilda::lda {

std::string_view name_of(Precision precision) {
  return precision == Precision::float32 ? "float32" : "float64";
}

Precision precision_named(std::string_view name) {
  if (name == name_of(Precision::float32)) return Precision::float32;
  if (name == name_of(Precision::float64)) return Precision::float64;
  throw InvalidOption(fmt::format("--precision is \"{}\"; it must be float32 or float64", name));
}

void DocumentOptions::validate() const {
  if (max_iterations < 1) {
    throw InvalidOption(fmt::format("document iterations is {}; it must be at least 1", max_iterations));
  }
  if (!(tolerance >= 0)) {
    throw InvalidOption(fmt::format("document tolerance is {}; it must be at least 0", tolerance));
  }
}

vi::Dirichlet even_start(const DocumentWords& words, const vi::Dirichlet& prior) {
  const double share = words.num_tokens() / static_cast<double>(prior.concentration.size());
  return {.concentration = prior.concentration.array() + share};
}

DocumentPosterior infer_document(const DocumentWords& words, const vi::Dirichlet& prior, vi::Dirichlet start,
                                 const DocumentOptions& options) {
  DocumentPosterior posterior{.proportions = std::move(start)};
  while (!posterior.converged && posterior.iterations < options.max_iterations) {
    const Responsibilities phi = responsibilities(words, posterior.proportions);
    const Eigen::VectorXd tokens =  // K: sum_w n_dw phi_wk
        phi.topics * (words.weights * phi.ratios(words).matrix()).array();
    const Eigen::VectorXd gamma = prior.concentration + tokens;
    const double change = (gamma - posterior.proportions.concentration).array().abs().mean();
    posterior.proportions.concentration = gamma;
    posterior.converged = change < options.tolerance;
    ++posterior.iterations;
  }
  return posterior;
}

Responsibilities responsibilities(const DocumentWords& words, const vi::Dirichlet& proportions) {
  ScaledWeights topics = topic_weights(proportions);
  Eigen::ArrayXd normalizers = (words.weights.transpose() * topics.weight.matrix()).array();
  return {.topics = std::move(topics.weight),
          .topics_log_scale = topics.log_scale,
          .normalizers = std::move(normalizers)};
}

}  // namespace vilda::lda
