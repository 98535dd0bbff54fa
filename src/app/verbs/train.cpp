#include <fmt/format.h>
#include <omp.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <optional>

#include "app/available_memory.hpp"
#include "app/corpus_options.hpp"
#include "app/memory_check.hpp"
#include "app/memory_size.hpp"
#include "app/open_model.hpp"
#include "app/progress.hpp"
#include "app/terminal.hpp"
#include "app/verbs/document_convergence.hpp"
#include "app/verbs/train_options.hpp"
#include "app/verbs/training_corpus.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"
#include "vilda/io/output.hpp"
#include "vilda/lda/model_directory.hpp"
#include "vilda/lda/restarts.hpp"
#include "vilda/version.hpp"

namespace vilda::app {
namespace {

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

/// lambda of another model's topics over this vocabulary: words it does not know start at the prior. Throws
/// BadInput where it knows none: all topics would be alike, and stay so.
lda::Topics topics_over(const corpus::Vocabulary& vocabulary, const lda::Model& other,
                        const std::string& name, double eta) {
  std::size_t known = 0;
  const Eigen::MatrixXd& theirs = other.topics.lambda();
  Eigen::MatrixXd lambda =
      Eigen::MatrixXd::Constant(theirs.rows(), static_cast<Eigen::Index>(vocabulary.size()), eta);
  for (std::size_t word = 0; word < vocabulary.size(); ++word) {
    if (const auto id = other.vocabulary.id(vocabulary.word(word))) {
      lambda.col(static_cast<Eigen::Index>(word)) = theirs.col(static_cast<Eigen::Index>(*id));
      ++known;
    }
  }
  if (known == 0) {
    throw BadInput(fmt::format("{}: none of its {} words is among the {} words of the corpus", name,
                               other.vocabulary.size(), vocabulary.size()));
  }
  return lda::Topics(std::move(lambda));
}

class TrainVerb : public Verb {
 public:
  std::string name() const override { return "train"; }
  std::string summary() const override { return "learns topics from a corpus"; }
  std::string usage() const override { return "train CORPUS... --model DIR --topics K [options]"; }
  std::string examples() const override {
    return "  vilda train news.txt --model news --topics 50            # a document a line\n"
           "  vilda train docword.kos.txt.gz --vocabulary vocab.kos.txt --model kos --topics 100 --method "
           "svi\n"
           "  vilda train news.txt --model news --resume               # goes on where it stopped\n";
  }
  void add_options(po::options_description& options, po::positional_options_description& positional) override;
  int run(const CommonOptions& common, const po::variables_map& given) override;

 private:
  void require_possible(const CommonOptions& common, const po::variables_map& given);
  RecordedOptions recorded_options() const { return {*earlier_, lda::file_of_model(directory_)}; }
  lda::TrainingOptions options_for(const CommonOptions& common, const po::variables_map& given,
                                   const TrainingCorpus& corpus);
  lda::TrainingOptions options_to_resume(const CommonOptions& common, const po::variables_map& given,
                                         const TrainingCorpus& corpus);
  int use_threads_that_fit(const lda::TrainingOptions& options, std::optional<std::uint64_t> memory,
                           const TrainingCorpus& corpus, bool quiet) const;
  lda::Start start(const lda::TrainingOptions& options, TrainingCorpus& corpus) const;
  lda::Model model_of(const lda::TrainingOptions& options, lda::BestOfRestarts& runs,
                      TrainingCorpus& corpus) const;
  int report(const CommonOptions& common, const lda::Model& model, const lda::BestOfRestarts& runs) const;

  std::vector<std::string> corpus_;
  std::string directory_;
  std::string from_;
  std::string sha256_of_from_;
  bool force_ = false;
  bool strict_ = false;
  bool resume_ = false;
  CorpusOptions reading_;
  TrainOptions training_;
  std::optional<lda::Model> earlier_;             // the model that --resume or --from names
  std::optional<lda::TrainingOptions> recorded_;  // of the model that --resume names
};

void TrainVerb::add_options(po::options_description& options,
                            po::positional_options_description& positional) {
  options.add_options()  //
      ("corpus", po::value(&corpus_)->value_name("FILE"),
       "the corpus, of one file or several; - is standard input")                               //
      ("model,m", po::value(&directory_)->value_name("DIR"), "where to write the model")        //
      ("force", po::bool_switch(&force_), "replace what stands there")                          //
      ("resume", po::bool_switch(&resume_), "go on with the model in DIR, by its own options")  //
      ("from", po::value(&from_)->value_name("DIR"),
       "start from the topics of another model, and from its priors where they are learned")  //
      ("memory", po::value<std::string>()->value_name("SIZE"),
       "so much memory and no more, like 512M (80 % of what is available): training that needs more is "
       "refused; where it is given, the corpus waits on the disk of the model, and svi and collapsed keep "
       "little of it in memory")  //
      ("strict", po::bool_switch(&strict_), "exit with 4 where the bound has not converged");
  training_.add(options);
  reading_.add_format(options);
  reading_.add_reading(options);
  reading_.add_pruning(options);
  positional.add("corpus", -1);
}

void TrainVerb::require_possible(const CommonOptions& common, const po::variables_map& given) {
  if (corpus_.empty()) throw InvalidOption("no corpus is given; expected vilda " + usage());
  if (directory_.empty()) throw InvalidOption("--model is missing: the folder to write the model to");
  directory_ = io::named(directory_).string();
  if (resume_ && !from_.empty()) throw InvalidOption("--resume and --from exclude each other");
  if (training_.num_restarts() > 1 && (resume_ || !from_.empty())) {
    throw InvalidOption(fmt::format("--restarts and --{} exclude each other: restarts start anew",
                                    resume_ ? "resume" : "from"));
  }
  if (!from_.empty() && training_.starts_by_option())
    throw InvalidOption("--from and --init or --init-passes exclude each other: --from is the start");
  if (resume_ || !from_.empty()) {
    earlier_ = open_model(resume_ ? directory_ : from_, common.quiet);
    if (!from_.empty()) sha256_of_from_ = lda::sha256_of_model(from_);
    if (resume_ && earlier_->converged) {
      throw InvalidOption(fmt::format("{} has converged: there is nothing to resume", directory_));
    }
    const auto num_topics = static_cast<int>(earlier_->topics.num_topics());
    if (given.count("topics") != 0 && training_.num_topics() != num_topics) {
      throw InvalidOption(fmt::format("--topics is {}; {} has {} topics", training_.num_topics(),
                                      resume_ ? directory_ : from_, num_topics));
    }
    training_.set_num_topics(num_topics);
    if (!from_.empty()) training_.start_from(earlier_->priors);
  }
  if (resume_) {
    recorded_ = training_options(recorded_options());
    training_.take_choices(*recorded_);
  }
  if (training_.num_topics() == 0 && given.count("topics") == 0) {
    throw InvalidOption("--topics is missing: the number of topics");
  }
  training_.validate_early();
  lda::require_place_for_model(directory_, force_ || resume_);
}

lda::TrainingOptions TrainVerb::options_for(const CommonOptions& common, const po::variables_map& given,
                                            const TrainingCorpus& corpus) {
  return resume_ ? options_to_resume(common, given, corpus)
                 : training_.resolved(common, lda::size_of(corpus.source()));
}

lda::TrainingOptions TrainVerb::options_to_resume(const CommonOptions& common, const po::variables_map& given,
                                                  const TrainingCorpus& corpus) {
  if (corpus.sha256() != earlier_->corpus_sha256) {
    throw InvalidOption(
        fmt::format("{} is not the corpus that {} was trained on, or is not read in the same way",
                    fmt::join(corpus_, ", "), directory_));
  }
  const lda::TrainingOptions wanted = training_.resolved(common, lda::size_of(corpus.source()));
  const auto require = [&](const char* option, bool same) {
    if (!given[option].defaulted() && given.count(option) != 0 && !same) {
      throw InvalidOption(fmt::format("--{} cannot be changed on --resume", option));
    }
  };
  require("seed", wanted.seed == earlier_->seed);
  require("method", lda::name_of(wanted.method) == earlier_->method);
  require("alpha", wanted.learning.alpha || wanted.priors.alpha == earlier_->priors.alpha);
  require("eta", wanted.learning.eta || wanted.priors.eta == earlier_->priors.eta);
  for (const auto& [name, value] : record(wanted)) {
    if (name == "passes" || name == "tolerance") continue;
    const auto recorded = earlier_->options.find(name);
    require(name.c_str(), recorded != earlier_->options.end() && recorded->second == value);
  }
  lda::TrainingOptions options = *recorded_;
  if (!given["passes"].defaulted()) options.ascent.max_passes = wanted.ascent.max_passes;
  if (!given["tolerance"].defaulted()) options.ascent.tolerance = wanted.ascent.tolerance;
  if (options.ascent.max_passes <= earlier_->passes) {
    throw InvalidOption(fmt::format("{} has made {} passes; --passes must be more than that to go on, not {}",
                                    directory_, earlier_->passes, options.ascent.max_passes));
  }
  return options;
}

lda::Start TrainVerb::start(const lda::TrainingOptions& options, TrainingCorpus& corpus) const {
  if (resume_) {
    auto checkpoint = lda::load_checkpoint(directory_);
    if (!checkpoint)
      throw BadInput(fmt::format("{}: found no checkpoint; expected one to resume", directory_));
    return *std::move(checkpoint);
  }
  if (!from_.empty()) return topics_over(corpus.vocabulary(), *earlier_, from_, options.priors.eta);
  return {};
}

/// Takes the topics out of the runs, and the words out of the corpus.
lda::Model TrainVerb::model_of(const lda::TrainingOptions& options, lda::BestOfRestarts& runs,
                               TrainingCorpus& corpus) const {
  lda::TrainingResult& result = runs.result;
  lda::Model model;
  model.topics = lda::rounded_to_float(std::move(result.topics));
  model.priors = result.priors;
  model.vocabulary = corpus.take_vocabulary();
  model.num_documents = corpus.num_documents();
  model.num_tokens = corpus.num_tokens();
  model.method = lda::name_of(options.method);
  model.seed = runs.restarts[runs.best].seed;
  model.passes = result.summary().passes;
  model.converged = result.summary().termination == vi::Termination::converged;
  model.elbo_nats = result.elbo.total();
  model.document_convergence = document_convergence(result.documents, corpus);
  model.corpus_sha256 = corpus.sha256();
  model.options = resume_ ? earlier_->options : record(options);
  model.options["passes"] = std::int64_t{options.ascent.max_passes};
  model.options["tolerance"] = options.ascent.tolerance;
  if (!from_.empty()) model.options.insert({{"from", from_}, {"from-sha256", sha256_of_from_}});
  if (resume_) model.restarts = earlier_->restarts;
  if (training_.num_restarts() > 1) {
    model.options["restarts"] = static_cast<std::int64_t>(training_.num_restarts());
    model.options["restart"] = static_cast<std::int64_t>(runs.best);
    model.restarts = runs.restarts;
  }
  model.options.insert(corpus.reading().begin(), corpus.reading().end());
  return model;
}

int TrainVerb::report(const CommonOptions& common, const lda::Model& model,
                      const lda::BestOfRestarts& runs) const {
  if (common.json) {
    fmt::print("{}", lda::model_json(directory_));
  } else if (!common.quiet) {
    vi::Summary summary = runs.result.summary();
    summary.elbo = runs.result.elbo;  // the model's own bound, where the last pass has but an estimate
    fmt::print(
        "{} topics of {} words from {} documents by {}: {}, {:.5f} nats a token{}. The model is in {}\n",
        model.topics.num_topics(), grouped(model.vocabulary.size()), grouped(model.num_documents),
        model.method, summary.report(), model.elbo_per_token_nats(),
        runs.restarts.size() > 1 ? fmt::format(" (seed {})", model.seed) : "", directory_);
  }
  if (runs.interrupted) return interrupted;
  return strict_ && !model.converged ? not_converged : done;
}

/// Every thread needs memory for the longest document. With fewer of them the model's bytes are the same.
int TrainVerb::use_threads_that_fit(const lda::TrainingOptions& options, std::optional<std::uint64_t> memory,
                                    const TrainingCorpus& corpus, bool quiet) const {
  const lda::CorpusSize size = lda::size_of(corpus.source());
  const lda::Beside beside = resume_                        ? lda::Beside::checkpoint
                             : training_.num_restarts() > 1 ? lda::Beside::best_run
                                                            : lda::Beside::nothing;
  const auto need_of = [&](int threads) { return lda::memory_need(options, size, threads, beside); };
  const MemoryLimit limit(memory, corpus.memory_of_vocabulary());
  int threads = omp_get_max_threads();
  while (threads > 1 && !limit.allows(need_of(threads))) --threads;
  const lda::MemoryNeed need = need_of(threads);
  limit.require(need);
  omp_set_num_threads(threads);
  if (!quiet)
    tell("method {} in {}, {} threads\n{}\n", lda::name_of(options.method),
         lda::name_of(options.document.precision), threads, limit.description(need));
  return threads;
}

int TrainVerb::run(const CommonOptions& common, const po::variables_map& given) {
  require_possible(common, given);
  lda::RunFacts facts{.version = std::string(version()),
                      .corpus = fmt::format("{}", fmt::join(corpus_, ", ")),
                      .host = host_name(),
                      .threads = omp_get_max_threads(),
                      .started = utc_now()};
  const auto started = std::chrono::steady_clock::now();

  corpus::ReadOptions reading = reading_.resolved(given);
  if (resume_ && !corpus::is_store(corpus_[0])) {
    take_text_options(recorded_options(), given, reading);
    take_pruning_options(recorded_options(), reading);
  }
  const std::optional<std::uint64_t> limit = memory_given(given);
  TrainingCorpus corpus(corpus_, reading, limit, directory_);
  if (!common.quiet) tell("{}\n", corpus.description());

  const lda::TrainingOptions options = options_for(common, given, corpus);
  const bool stochastic = options.method != lda::Method::batch;
  facts.threads = use_threads_that_fit(options, limit, corpus, common.quiet);
  std::vector<lda::TracePass> trace;
  if (resume_) trace = lda::load_trace(directory_);
  lda::BestOfRestarts runs = [&] {
    Progress progress({.num_tokens = corpus.num_tokens(),
                       .max_passes = options.ascent.max_passes,
                       .num_restarts = training_.num_restarts(),
                       .estimate = stochastic,
                       .documents_converge = options.method != lda::Method::collapsed,
                       .quiet = common.quiet});
    lda::BestOfRestarts trained =
        lda::train_best(corpus.source(), options, training_.num_restarts(), progress, start(options, corpus));
    trace.insert(trace.end(), progress.trace(trained.best).begin(), progress.trace(trained.best).end());
    facts.training_seconds = progress.seconds();
    return trained;
  }();
  corpus.require_unchanged();

  const lda::Model model = model_of(options, runs, corpus);
  facts.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  facts.peak_memory_bytes = peak_memory();
  lda::save_model(directory_, model, trace, facts, model.converged ? nullptr : &runs.result.checkpoint,
                  force_ || resume_);
  if (!common.quiet) tell("{}", description(*model.document_convergence));
  return report(common, model, runs);
}

}  // namespace

std::unique_ptr<Verb> make_train() {
  return std::make_unique<TrainVerb>();
}

}  // namespace vilda::app
