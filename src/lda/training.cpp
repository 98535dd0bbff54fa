#include "vilda/lda/training.hpp"

#include <fmt/format.h>

#include <utility>

#include "vilda/error.hpp"
#include "vilda/vi/item_order.hpp"

namespace vilda::lda {
namespace {

/// The share of the bound by which documents in float32 may let it fall.
constexpr double kFloatRounding = 1e-6;

/// Adds what only the model knows to what the drivers report.
class Forwarder : public vi::Observer {
 public:
  Forwarder(Lda& model, TrainingObserver& observer) : model_(&model), observer_(&observer) {}

  void on_pass(const vi::Summary& summary) override { observer_->on_pass(summary, model_->take_ledger()); }
  void on_step(std::size_t done, std::size_t all) override { observer_->on_step(done, all); }
  bool stop_requested() override { return observer_->stop_requested(); }

 private:
  Lda* model_;
  TrainingObserver* observer_;
};

Topics first_topics(const math::Counts& counts, const TrainingOptions& options, TrainingObserver& observer,
                    const Start& start) {
  if (const auto* topics = std::get_if<Topics>(&start)) return *topics;
  if (const auto* checkpoint = std::get_if<Checkpoint>(&start)) return Topics(checkpoint->lambda);
  observer.on_initialization();
  return initial_topics(counts, options.priors, options.initialization, options.seed,
                        options.document.precision);
}

vi::Summary ascend(Lda& model, const TrainingOptions& options, vi::Observer& observer, vi::Summary start) {
  if (options.method == Method::batch) {
    vi::AscentOptions ascent = options.ascent;
    if (options.document.precision == Precision::float32) ascent.allowed_fall = kFloatRounding;
    return vi::coordinate_ascent(model, ascent, observer, std::move(start));
  }
  vi::StochasticOptions stochastic = options.stochastic;
  stochastic.seed = options.seed;
  return vi::stochastic_ascent(model, options.ascent, stochastic, observer, std::move(start));
}

/// The bound at the topics as they are: known after coordinate ascent, one more document step after
/// stochastic.
vi::Elbo final_elbo(Lda& model, const TrainingOptions& options, const vi::Summary& summary) {
  if (options.method == Method::batch && summary.elbo) return *summary.elbo;
  const std::vector<std::size_t> documents = vi::in_order(model.num_items());
  model.infer(documents);
  return model.local_elbo(documents) + model.global_elbo();
}

}  // namespace

std::string_view name_of(Method method) {
  return method == Method::batch ? "batch" : "svi";
}

void TrainingOptions::validate() const {
  priors.validate();
  if (priors.alpha.size() != num_topics) {
    throw InvalidOption(
        fmt::format("alpha has {} values; it must have {}, one a topic", priors.alpha.size(), num_topics));
  }
  initialization.validate();
  document.validate();
  ascent.validate();
  stochastic.validate();
}

TrainingResult train(const math::Counts& counts, const TrainingOptions& options, TrainingObserver& observer,
                     const Start& start) {
  options.validate();
  const bool batch = options.method == Method::batch;
  const auto* checkpoint = std::get_if<Checkpoint>(&start);
  Lda model(counts, first_topics(counts, options, observer, start), options.priors, options.document,
            batch ? GammaStart::previous : GammaStart::even);
  if (checkpoint != nullptr && batch) model.set_gamma(vi::in_order(model.num_items()), checkpoint->gamma);
  Forwarder forwarder(model, observer);
  const vi::Summary summary =
      ascend(model, options, forwarder, checkpoint != nullptr ? checkpoint->summary : vi::Summary{});
  if (summary.termination == vi::Termination::bound_fell ||
      summary.termination == vi::Termination::not_finite) {
    throw Failure(fmt::format("training stopped: {}", summary.report()));
  }
  vi::Elbo elbo = final_elbo(model, options, summary);
  return {.topics = model.topics(),
          .elbo = std::move(elbo),
          .checkpoint = {.lambda = model.topics().lambda(),
                         .gamma = batch ? model.gamma() : Eigen::MatrixXd(),
                         .summary = summary}};
}

}  // namespace vilda::lda
