#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "vilda/lda/collapsed_steps.hpp"
#include "vilda/lda/initialization.hpp"
#include "vilda/lda/lda.hpp"
#include "vilda/lda/priors.hpp"
#include "vilda/math/views.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::lda {

/// Which driver runs the model.
enum class Method {
  batch,      ///< vi::coordinate_ascent, documents restarted from their last gamma: the bound never falls
  svi,        ///< vi::stochastic_ascent
  collapsed,  ///< vi::stochastic_ascent, with the collapsed document step
};

std::string_view name_of(Method method);

/// Spectral topics, on which passes of collapsed inference work before mean field: they end higher than
/// random ones, and differ less from seed to seed. For more than 200 topics random ones: the time of spectral
/// ones grows with the square of K. For Method::collapsed, too, of more than 1,000 documents but fewer than
/// 2^20 pairs (of a document and a word): the passes that spectral topics save take less time there than they
/// do.
InitializationOptions default_start(Method method, Eigen::Index num_topics, std::size_t num_documents,
                                    std::uint64_t num_pairs);

struct TrainingOptions {
  Eigen::Index num_topics = 0;  ///< 1 to kMaxTopics
  Method method = Method::batch;
  Priors priors{};  ///< where they are learned, the start
  PriorLearning learning{};
  InitializationOptions initialization{};
  DocumentOptions document{};               ///< of the mean-field document step
  int collapsed_sweeps = kCollapsedSweeps;  ///< Method::collapsed: of a document and pass, >= 1
  vi::AscentOptions ascent{};
  vi::StochasticOptions stochastic{};  ///< Method::svi, collapsed; its seed and annealing are not used
  int annealing_passes = 0;            ///< of these, >= 0: see anneal()
  std::uint64_t seed = 1;

  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// From where a run can go on as if it had never stopped.
struct Checkpoint {
  Eigen::MatrixXd lambda;  ///< K x V
  Gamma gamma;             ///< K x D for Method::batch, else empty
  Priors priors;
  vi::Summary summary;
};

/// After every pass. The ledger is that of the pass.
class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;
  virtual void on_initialization() {}  ///< before the first pass of a new run
  virtual void on_pass(const vi::Summary&, const DocumentLedger&) {}
  virtual void on_step(std::size_t /*documents_done*/, std::size_t /*num_documents*/) {}
  virtual bool stop_requested() { return false; }
};

struct TrainingResult {
  Topics topics;
  Priors priors;             ///< as learned, or as given
  vi::Elbo elbo;             ///< the mean-field bound at these, over all documents; never an estimate
  DocumentLedger documents;  ///< of the last mean-field E-step of them all: that of the last pass, or, where
                             ///< passes make no such step, the one made for the bound
  Checkpoint checkpoint;

  const vi::Summary& summary() const { return checkpoint.summary; }
};

/// Where a run starts: as TrainingOptions::initialization says, at given topics, or where another run
/// stopped.
using Start = std::variant<std::monostate, Topics, Checkpoint>;

/// Trains on counts (V x D). Throws InvalidOption, and Failure where the bound fell or is not finite: no
/// model is worth keeping then.
TrainingResult train(const DocumentSource& source, const TrainingOptions& options, TrainingObserver& observer,
                     const Start& start = {});
TrainingResult train(const math::Counts& counts, const TrainingOptions& options, TrainingObserver& observer,
                     const Start& start = {});

}  // namespace vilda::lda
