#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "app/held_out_options.hpp"
#include "app/terminal.hpp"
#include "app/verb.hpp"
#include "vilda/error.hpp"
#include "vilda/evaluation/completion.hpp"
#include "vilda/lda/held_out.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kAllMetrics = "bound,completion";

std::set<std::string> metrics_in(const std::string& list) {
  if (list.empty())
    throw InvalidOption(fmt::format("--metrics is empty; it must list some of {}", kAllMetrics));
  std::set<std::string> metrics;
  std::istringstream parts(list + ',');  // what a comma ends is a part, an empty one too
  for (std::string part; std::getline(parts, part, ',');) {
    if (part != "bound" && part != "completion") {
      throw InvalidOption(fmt::format("--metrics has \"{}\"; it must list some of {}", part, kAllMetrics));
    }
    metrics.insert(part);
  }
  return metrics;
}

/// What a mini-batch of these documents says of the training bound: their own terms per token of theirs, the
/// topics' term per token of training. For the training corpus that is the bound in model.json.
Json bound(const HeldOut& held_out, const lda::DocumentOptions& options) {
  const lda::HeldOutInference inference =
      lda::infer_documents(held_out.model, held_out.documents.corpus.counts, options);
  const auto num_tokens = static_cast<double>(held_out.documents.corpus.num_tokens());
  const vi::Elbo per_token =
      1 / num_tokens * inference.elbo +
      1 / static_cast<double>(held_out.model.num_tokens) * lda::topics_elbo(held_out.model);
  Json json{{"elbo_per_token_nats", per_token.total()}, {"perplexity", std::exp(-per_token.total())}};
  for (const auto& [name, value] : per_token.terms()) json["terms_per_token_nats"][name] = value;
  json["documents_converged"] = inference.ledger.converged;
  return json;
}

Json completion(const HeldOut& held_out, const std::string& source) {
  const lda::Topics& topics = held_out.model.topics;
  const Eigen::MatrixXd beta = topics.lambda().array().colwise() / topics.row_sums().array();
  const auto completed =
      evaluation::complete_documents(beta, held_out.model.priors.alpha, held_out.documents.corpus.counts);
  if (completed.scored_tokens == 0)
    throw BadInput(fmt::format("{}: found no document of two tokens; expected one to complete", source));
  return {{"log_likelihood_per_token_nats", completed.log_likelihood_per_token_nats()},
          {"perplexity", completed.perplexity()},
          {"scored_tokens", completed.scored_tokens}};
}

void print_text(const Json& json) {
  fmt::print("{} documents, {} tokens; {} tokens outside the vocabulary, {} empty documents\n",
             grouped(json["num_documents"]), grouped(json["num_tokens"]),
             grouped(json["out_of_vocabulary_tokens"]), grouped(json["empty_documents"]));
  if (json.contains("bound")) {
    fmt::print("bound       {:9.5f} nats a token, perplexity {:9.2f}\n",
               json["bound"]["elbo_per_token_nats"].get<double>(), json["bound"]["perplexity"].get<double>());
  }
  if (json.contains("completion")) {
    fmt::print("completion  {:9.5f} nats a token, perplexity {:9.2f}\n",
               json["completion"]["log_likelihood_per_token_nats"].get<double>(),
               json["completion"]["perplexity"].get<double>());
  }
}

class EvaluateVerb : public Verb {
 public:
  std::string name() const override { return "evaluate"; }
  std::string summary() const override {
    return "measures how well a model predicts documents it has not seen";
  }
  std::string usage() const override { return "evaluate DIR CORPUS... [options]"; }
  std::string examples() const override {
    return "  vilda evaluate news held-out.txt\n"
           "  vilda evaluate kos kos.test.ldac --vocabulary vocab.kos.txt --metrics completion --json\n";
  }
  std::string notes() const override {
    return "bound: the documents' share of the evidence lower bound. completion: one half of each document "
           "is\n"
           "predicted from the other. perplexity is exp(-log likelihood per token), for the bound exp(-bound "
           "per token).";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    held_out_.add(options, positional);
    options.add_options()("metrics", po::value(&metrics_)->default_value(kAllMetrics)->value_name("LIST"),
                          "what to measure, separated by commas");
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    const std::set<std::string> metrics = metrics_in(metrics_);
    held_out_.require_both(usage());
    const HeldOut held_out = held_out_.read(common, given);
    const corpus::Corpus& corpus = held_out.documents.corpus;
    if (corpus.num_tokens() == 0)
      throw BadInput(fmt::format("{}: found {} documents, all of them empty; expected words",
                                 held_out_.name_of_corpus(), corpus.num_documents()));
    Json json{{"num_documents", corpus.num_documents()},
              {"num_tokens", corpus.num_tokens()},
              {"out_of_vocabulary_tokens", held_out.num_unknown_tokens()},
              {"empty_documents", held_out.num_empty_documents()}};
    if (metrics.contains("bound")) json["bound"] = bound(held_out, held_out_.document());
    if (metrics.contains("completion")) json["completion"] = completion(held_out, held_out_.name_of_corpus());
    if (common.json) {
      fmt::print("{}\n", json.dump(2));
    } else {
      print_text(json);
    }
    return done;
  }

 private:
  HeldOutOptions held_out_;
  std::string metrics_;
};

}  // namespace

std::unique_ptr<Verb> make_evaluate() {
  return std::make_unique<EvaluateVerb>();
}

}  // namespace vilda::app
