#include "vilda/lda/lda.hpp"

#include <algorithm>
#include <utility>

#include "lda/kernels/kernels.hpp"
#include "vilda/lda/learned_priors.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {
namespace {

/// Priors that run away while topics are still alike could not come back: no element of alpha more than
/// doubles or halves at a time, and a word's prior count stays below one.
constexpr double kLargestEta = 1;

/// As far from alpha towards the learned one as that allows. The bound is concave in alpha, so it rises on
/// the way.
Eigen::VectorXd towards(const Eigen::VectorXd& alpha, const Eigen::VectorXd& learned) {
  const Eigen::ArrayXd change = ((learned - alpha).array() / alpha.array());
  const double most = std::max(change.maxCoeff(), -2 * change.minCoeff());
  return most > 1 ? Eigen::VectorXd(alpha + (learned - alpha) / most) : learned;
}

}  // namespace

Lda::Lda(const DocumentSource& source, Topics topics, Priors priors, const DocumentOptions& options,
         GammaStart start)
    : num_documents_(source.num_documents()),
      topics_(std::move(topics)),
      priors_(std::move(priors)),
      inference_(options.inference),
      start_(start) {
  priors_.validate();
  options.validate();
  const vi::Dirichlet prior{priors_.alpha};
  if (options.inference == DocumentInference::collapsed) {
    local_ = make_collapsed_local_step(source, prior, options);
  } else {
    auto mean_field = options.precision == Precision::float32
                          ? make_fast_local_step(source, prior, options)
                          : make_reference_local_step(source, prior, options);
    mean_field_ = mean_field.get();
    local_ = std::move(mean_field);
  }
}

Lda::Lda(std::unique_ptr<const DocumentSource> source, Topics topics, Priors priors,
         const DocumentOptions& options, GammaStart start)
    : Lda(*source, std::move(topics), std::move(priors), options, start) {
  own_source_ = std::move(source);
}

Lda::Lda(const math::Counts& counts, Topics topics, Priors priors, const DocumentOptions& options,
         GammaStart start)
    : Lda(std::make_unique<CountsSource>(counts), std::move(topics), std::move(priors), options, start) {}

void Lda::infer(vi::Batch documents) {
  ledger_ += local_->infer(documents, topics_, start_);
}

/// -sum_k KL(Dir(lambda_k) || Dir(eta)), added up a word at a time, as lambda lies in memory.
vi::Elbo Lda::global_elbo() const {
  const Eigen::Index num_topics = topics_.num_topics(), num_words = topics_.num_words();
  Eigen::ArrayXd of_words(num_words);
#pragma omp parallel for schedule(static)
  for (Eigen::Index w = 0; w < num_words; ++w) {
    const Eigen::VectorXd lambda = topics_.lambda(w);
    of_words[w] = kernels::dirichlet_terms(lambda.data(), priors_.eta, static_cast<std::size_t>(num_topics));
  }
  const vi::Dirichlet prior = vi::Dirichlet::symmetric(num_words, priors_.eta);
  double minus_kl = of_words.sum() - static_cast<double>(num_topics) * prior.log_normalizer();
  for (const double sum : topics_.row_sums())
    minus_kl -= (prior.sum() - sum) * math::digamma(sum) + math::lgamma(sum);
  return {{"-kl_beta", minus_kl}};
}

void Lda::step(vi::Batch /*documents*/, double scale, double rho) {
  const auto add_counts = [&](double factor, Eigen::MatrixXd& sums) {
    return local_->add_expected_counts(factor, sums);
  };
  topics_.step(add_counts, priors_.eta, scale, rho);
  local_->topics_have_changed();
}

void Lda::learn(const PriorLearning& which) {
  // What was gathered is forgotten, wanted or not.
  const Eigen::VectorXd learned = local_->most_likely_alpha(priors_.alpha);
  if (which.alpha) {
    priors_.alpha = towards(priors_.alpha, learned);
    local_->set_prior({priors_.alpha});
  }
  if (which.eta) learn_eta();
}

/// A start need not have eta in every lambda, and keeps some of what it has for a while.
void Lda::learn_eta() {
  const bool collapsed = inference_ == DocumentInference::collapsed;
  const double learned =
      collapsed ? eta_of_counts(topics_, priors_.eta) : eta_of_expected_logs(topics_, priors_.eta);
  const double before = std::exchange(priors_.eta, std::min(learned, kLargestEta));
  if (!collapsed) return;
  topics_.add_to_all(priors_.eta - std::min(before, topics_.smallest_lambda()));
  local_->topics_have_changed();
}

void Lda::set_topics(Topics topics) {
  topics_ = LazyTopics(Topics());  // the memory of the old ones, before the new ones take theirs
  topics_ = LazyTopics(std::move(topics));
  local_->topics_have_changed();
}

Eigen::MatrixXd Lda::TopicsCoordinate::expected_statistics(vi::Batch) const {
  Natural counts = Natural::Zero(model_->topics_.num_topics(), model_->topics_.num_words());
  model_->local_->add_expected_counts(1, counts);
  return counts;
}

}  // namespace vilda::lda
