#include "vilda/lda/training.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "lda/documents/documents_in_memory.hpp"
#include "vilda/error.hpp"
#include "vilda/vi/item_order.hpp"

namespace vilda::lda {
namespace {

/// The share of the bound, or of a nat a token, by which documents in float32 may let it fall.
constexpr double kFloatRounding = 1e-6;

/// What is learned from a pass. In the first one topics are so alike that every document seems to use them
/// all.
PriorLearning learned_from(int pass, const PriorLearning& learning) {
  return pass >= 2 ? learning : PriorLearning{};
}

/// Adds what only the model knows to what the drivers report.
class Forwarder : public vi::Observer {
 public:
  Forwarder(Lda& model, const PriorLearning& learning, TrainingObserver& observer)
      : model_(&model), learning_(learning), observer_(&observer) {}

  void on_pass(const vi::Summary& summary) override {
    of_last_pass_ = model_->take_ledger();
    observer_->on_pass(summary, of_last_pass_);
    model_->learn(learned_from(summary.passes, learning_));
    model_->gather(learned_from(summary.passes + 1, learning_));
    model_->settle();
  }
  void on_step(std::size_t done, std::size_t all) override { observer_->on_step(done, all); }
  bool stop_requested() override { return observer_->stop_requested(); }

  const DocumentLedger& of_last_pass() const { return of_last_pass_; }

 private:
  Lda* model_;
  PriorLearning learning_;
  TrainingObserver* observer_;
  DocumentLedger of_last_pass_;
};

Topics first_topics(const DocumentSource& source, const TrainingOptions& options, TrainingObserver& observer,
                    const Start& start) {
  if (const auto* topics = std::get_if<Topics>(&start)) return *topics;
  if (const auto* checkpoint = std::get_if<Checkpoint>(&start)) return Topics(checkpoint->lambda);
  observer.on_initialization();
  Topics topics = initial_topics(source, options.priors, options.initialization, options.seed);
  ::malloc_trim(0);  // what the allocator kept of the start's many pieces
  return topics;
}

double num_tokens(const DocumentSource& source) {
  std::vector<std::uint32_t> words, counts;
  double sum = 0;
  for (std::size_t document = 0; document < source.num_documents(); ++document) {
    words.clear();
    counts.clear();
    source.append(document, words, counts);
    sum = std::accumulate(counts.begin(), counts.end(), sum);
  }
  return sum;
}

/// What a word's share of the bound loses to rounding is relative to its count, not to the logarithm: that of
/// a word that a topic has for itself is near zero, however often it stands there.
vi::Summary ascend(Lda& model, const DocumentSource& source, const TrainingOptions& options,
                   vi::Observer& observer, vi::Summary start) {
  if (options.method == Method::batch) {
    vi::AscentOptions ascent = options.ascent;
    ascent.largest_summand = num_tokens(source);
    if (options.document.precision == Precision::float32) ascent.allowed_fall = kFloatRounding;
    return vi::coordinate_ascent(model, ascent, observer, std::move(start));
  }
  vi::StochasticOptions stochastic = options.stochastic;
  stochastic.seed = options.seed;
  anneal(options.annealing_passes, model.num_items(), stochastic);
  return vi::stochastic_ascent(model, options.ascent, stochastic, observer, std::move(start));
}

DocumentOptions document_step(const TrainingOptions& options) {
  DocumentOptions document = options.document;
  document.seed = options.seed;
  if (options.method == Method::batch) document.gamma = Precision::float32;  // the most that is in memory
  if (options.method == Method::collapsed) {
    document.inference = DocumentInference::collapsed;
    document.max_iterations = options.collapsed_sweeps;
    document.tolerance = 0;
  }
  return document;
}

/// The mean-field bound at the result's topics and priors, every document inferred. So many documents are in
/// memory at a time, whatever there is of it: the sum has the same bits.
void add_mean_field_bound(const DocumentSource& source, const DocumentOptions& options,
                          TrainingResult& result) {
  Lda model(source, std::move(result.topics), result.priors, options, GammaStart::even);
  for_some_documents(model.num_items(), [&](vi::Batch some, std::size_t /*first*/) {
    model.infer(some);
    result.elbo += model.local_elbo(some);
  });
  result.elbo += model.global_elbo();
  result.documents = model.take_ledger();
  result.topics = model.take_topics();
}

/// Takes the model apart before there is one more lambda, and what the allocator kept of it.
TrainingResult result_of(std::optional<Lda>& model, const vi::Summary& summary,
                         const DocumentLedger& of_last_pass, const DocumentSource& source,
                         const TrainingOptions& options) {
  TrainingResult result;
  result.priors = result.checkpoint.priors = model->priors();
  result.checkpoint.summary = summary;
  if (options.method == Method::batch) {
    result.elbo = model->local_elbo(vi::in_order(model->num_items())) + model->global_elbo();
    result.documents = of_last_pass;
    result.checkpoint.gamma = model->take_gamma();
    result.topics = model->take_topics();
    model.reset();
  } else {
    result.topics = model->take_topics();
    model.reset();
    ::malloc_trim(0);
    add_mean_field_bound(source, options.document, result);
  }
  ::malloc_trim(0);
  result.checkpoint.lambda = result.topics.lambda();
  return result;
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::batch:
      return "batch";
    case Method::svi:
      return "svi";
    case Method::collapsed:
      return "collapsed";
  }
  return {};
}

InitializationOptions default_start(Method method, Eigen::Index num_topics, std::size_t num_documents,
                                    std::uint64_t num_pairs) {
  constexpr Eigen::Index kMostTopics = 200;
  constexpr std::size_t kFewDocuments = 1000;
  constexpr std::uint64_t kManyPairs = 1 << 20;
  constexpr int kPassesBeforeMeanField = 5;
  const bool collapsed = method == Method::collapsed;
  const bool pays = !collapsed || num_documents <= kFewDocuments || num_pairs >= kManyPairs;
  return {.method = pays && num_topics <= kMostTopics ? Initialization::spectral : Initialization::random,
          .passes = collapsed ? 0 : kPassesBeforeMeanField};
}

void TrainingOptions::validate() const {
  priors.validate();
  if (priors.alpha.size() != num_topics) {
    throw InvalidOption(
        fmt::format("alpha has {} values; it must have {}, one a topic", priors.alpha.size(), num_topics));
  }
  if (collapsed_sweeps < 1)
    throw InvalidOption(fmt::format("sweeps is {}; it must be at least 1", collapsed_sweeps));
  if (annealing_passes < 0)
    throw InvalidOption(fmt::format("annealing passes is {}; it must be at least 0", annealing_passes));
  initialization.validate();
  document.validate();
  ascent.validate();
  stochastic.validate();
}

TrainingResult train(const DocumentSource& source, const TrainingOptions& options, TrainingObserver& observer,
                     const Start& start) {
  options.validate();
  const bool batch = options.method == Method::batch;
  const auto* checkpoint = std::get_if<Checkpoint>(&start);
  std::optional<Lda> model(std::in_place, source, first_topics(source, options, observer, start),
                           checkpoint != nullptr ? checkpoint->priors : options.priors,
                           document_step(options), batch ? GammaStart::previous : GammaStart::even);
  if (checkpoint != nullptr && batch) model->set_gamma(vi::in_order(model->num_items()), checkpoint->gamma);
  vi::Summary so_far = checkpoint != nullptr ? checkpoint->summary : vi::Summary{};
  model->gather(learned_from(so_far.passes + 1, options.learning));
  Forwarder forwarder(*model, options.learning, observer);
  const vi::Summary summary = ascend(*model, source, options, forwarder, std::move(so_far));
  if (summary.termination == vi::Termination::bound_fell ||
      summary.termination == vi::Termination::not_finite) {
    throw Failure(fmt::format("training stopped: {}", summary.report()));
  }
  return result_of(model, summary, forwarder.of_last_pass(), source, options);
}

TrainingResult train(const math::Counts& counts, const TrainingOptions& options, TrainingObserver& observer,
                     const Start& start) {
  return train(CountsSource(counts), options, observer, start);
}

}  // namespace vilda::lda
