#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/option_record.hpp"
#include "app/recorded_options.hpp"
#include "app/verb.hpp"
#include "vilda/lda/memory_need.hpp"
#include "vilda/lda/training.hpp"

namespace vilda::app {

/// The options of `vilda train` about inference.
class TrainOptions {
 public:
  void add(po::options_description& options);

  /// Checks what can be checked before the corpus is read. Throws InvalidOption.
  void validate_early() const;

  /// As the library takes them; `auto` is resolved by the size of the corpus. Throws InvalidOption.
  lda::TrainingOptions resolved(const CommonOptions& common, const lda::CorpusSize& corpus) const;

  int num_topics() const { return num_topics_; }
  std::size_t num_restarts() const { return static_cast<std::size_t>(restarts_); }
  void set_num_topics(int num_topics) { num_topics_ = num_topics; }
  void take_choices(const lda::TrainingOptions& recorded);  ///< `auto` is what an earlier run made of it
  void start_from(const lda::Priors& of_model) { priors_of_model_ = of_model; }  ///< and its topics
  bool starts_by_option() const { return initialization_ != "auto" || initialization_passes_.has_value(); }

 private:
  /// Throws InvalidOption for an option that this method would ignore.
  void require_used(const lda::TrainingOptions& options) const;
  lda::Priors priors() const;
  lda::InitializationOptions initialization(lda::Method method, const lda::CorpusSize& corpus) const;
  vi::StochasticOptions stochastic(const lda::TrainingOptions& options, const lda::CorpusSize& corpus) const;

  int num_topics_ = 0;
  int restarts_ = 1;
  std::optional<lda::Priors> priors_of_model_;  // where the run starts at the topics of one
  std::string method_ = "auto";
  std::string alpha_ = "auto";
  std::string eta_ = "auto";
  std::string initialization_ = "auto";
  std::string precision_ = "auto";
  std::optional<std::int64_t> batch_size_;
  std::optional<double> tau_, kappa_, smallest_step_;
  std::optional<int> sweeps_, initialization_passes_, annealing_passes_;
  lda::TrainingOptions options_;
};

OptionRecord record(const lda::TrainingOptions& options);

/// The options that a model was trained with. Throws BadInput where its model.json has not those of a
/// training.
lda::TrainingOptions training_options(const RecordedOptions& recorded);

}  // namespace vilda::app
