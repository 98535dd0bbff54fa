#include "lda/model/model_json.hpp"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace vilda::lda {
namespace {

constexpr int kFormatVersion = 1;
constexpr int kCheckpointVersion = 2;  // 1 had no recent estimates: they are gathered anew

/// Throws std::invalid_argument with the key; nlohmann's own numbers wrap around, and lose their fractions.
[[noreturn]] void fail(const char* key, const Json& found, const std::string& expected) {
  throw std::invalid_argument(fmt::format("found {} for {}; expected {}", found.dump(), key, expected));
}

template <class Integer>
Integer whole_number(const Json& object, const char* key) {
  const Json& value = object.at(key);
  if (value.is_number_unsigned() && std::in_range<Integer>(value.get<std::uint64_t>()))
    return value.get<Integer>();
  fail(key, value, fmt::format("a whole number, 0 to {}", std::numeric_limits<Integer>::max()));
}

double number(const Json& value, const char* key) {
  if (value.is_number()) return value.get<double>();
  fail(key, value, "a number");
}

double number_at(const Json& object, const char* key) {
  return number(object.at(key), key);
}

std::vector<double> numbers_at(const Json& object, const char* key) {
  const Json& list = object.at(key);
  if (!list.is_array()) fail(key, list, "a list of numbers");
  std::vector<double> numbers;
  for (const Json& value : list) numbers.push_back(number(value, key));
  return numbers;
}

Json terms_to_json(const vi::Elbo& elbo) {
  Json terms = Json::object();
  for (const auto& [name, value] : elbo.terms()) terms[name] = value;
  return terms;
}

vi::Elbo elbo_from_json(const Json& terms) {
  vi::Elbo elbo;
  for (const auto& [name, value] : terms.items()) elbo += vi::Elbo{{name, number(value, name.c_str())}};
  return elbo;
}

OptionValue option_from_json(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  const bool is_large = json.is_number_unsigned() && !std::in_range<std::int64_t>(json.get<std::uint64_t>());
  if (json.is_number_integer() && !is_large) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  return json.get<std::string>();
}

Json to_json(const DocumentConvergence& convergence) {
  Json json = {{"documents", convergence.documents}, {"converged", convergence.converged}};
  for (const DocumentConvergence::Document& document : convergence.worst) {
    json["worst"].push_back({{"name", document.name},
                             {"num_tokens", document.num_tokens},
                             {"change", document.change},
                             {"relative_change", document.relative_change}});
  }
  return json;
}

DocumentConvergence document_convergence_from_json(const Json& json) {
  DocumentConvergence convergence{.documents = whole_number<std::uint64_t>(json, "documents"),
                                  .converged = whole_number<std::uint64_t>(json, "converged")};
  for (const Json& document : json.value("worst", Json::array())) {
    convergence.worst.push_back({.name = document.at("name").get<std::string>(),
                                 .num_tokens = whole_number<std::uint64_t>(document, "num_tokens"),
                                 .change = number_at(document, "change"),
                                 .relative_change = number_at(document, "relative_change")});
  }
  return convergence;
}

}  // namespace

Json to_json(const Model& model) {
  Json json;
  json["format_version"] = kFormatVersion;
  json["num_topics"] = model.topics.num_topics();
  json["num_words"] = model.topics.num_words();
  json["num_documents"] = model.num_documents;
  json["num_tokens"] = model.num_tokens;
  json["alpha"] = std::vector<double>(model.priors.alpha.begin(), model.priors.alpha.end());
  json["eta"] = model.priors.eta;
  json["method"] = model.method;
  json["seed"] = model.seed;
  json["passes"] = model.passes;
  json["converged"] = model.converged;
  json["elbo_nats"] = model.elbo_nats;
  json["elbo_per_token_nats"] = model.elbo_per_token_nats();
  if (model.document_convergence) json["document_convergence"] = to_json(*model.document_convergence);
  for (const Restart& run : model.restarts)
    json["restarts"].push_back({{"seed", run.seed}, {"elbo_nats", run.elbo_nats}});
  Json& options = json["options"] = Json::object();
  for (const auto& [name, value] : model.options) {
    std::visit([&, &key = name](const auto& typed) { options[key] = typed; }, value);
  }
  json["corpus_sha256"] = model.corpus_sha256;
  return json;
}

Model model_from_json(const Json& json) {
  Model model;
  if (const int version = whole_number<int>(json, "format_version"); version != kFormatVersion) {
    throw std::invalid_argument("format_version is " + std::to_string(version) + "; this program reads " +
                                std::to_string(kFormatVersion));
  }
  const auto alpha = numbers_at(json, "alpha");
  model.priors.alpha =
      Eigen::Map<const Eigen::VectorXd>(alpha.data(), static_cast<Eigen::Index>(alpha.size()));
  if (const auto num_topics = whole_number<std::uint64_t>(json, "num_topics"); num_topics != alpha.size()) {
    throw std::invalid_argument("found num_topics " + std::to_string(num_topics) + "; expected " +
                                std::to_string(alpha.size()) + ", as alpha has");
  }
  model.priors.eta = number_at(json, "eta");
  model.num_documents = whole_number<std::uint64_t>(json, "num_documents");
  model.num_tokens = whole_number<std::uint64_t>(json, "num_tokens");
  model.method = json.at("method").get<std::string>();
  model.seed = whole_number<std::uint64_t>(json, "seed");
  model.passes = whole_number<int>(json, "passes");
  model.converged = json.at("converged").get<bool>();
  model.elbo_nats = number_at(json, "elbo_nats");
  if (json.contains("document_convergence"))
    model.document_convergence = document_convergence_from_json(json["document_convergence"]);
  if (json.contains("restarts")) {
    for (const Json& run : json["restarts"]) {
      model.restarts.push_back(
          {.seed = whole_number<std::uint64_t>(run, "seed"), .elbo_nats = number_at(run, "elbo_nats")});
    }
  }
  model.corpus_sha256 = json.at("corpus_sha256").get<std::string>();
  for (const auto& [name, value] : json.at("options").items()) model.options[name] = option_from_json(value);
  return model;
}

std::uint64_t num_words_from_json(const Json& json) {
  return whole_number<std::uint64_t>(json, "num_words");
}

Json to_json(const vi::Summary& summary) {
  Json json;
  json["pass"] = summary.passes;
  json["steps"] = summary.steps;
  json["elbo_nats"] = summary.elbo->total();
  json["terms"] = terms_to_json(*summary.elbo);
  json["seconds"] = summary.seconds;
  return json;
}

vi::Summary summary_from_json(const Json& json) {
  vi::Summary summary;
  summary.passes = whole_number<int>(json, "pass");
  summary.steps = whole_number<std::uint64_t>(json, "steps");
  summary.elbo = elbo_from_json(json.at("terms"));
  summary.seconds = number_at(json, "seconds");
  return summary;
}

Json checkpoint_to_json(const vi::Summary& summary) {
  Json json = {{"format_version", kCheckpointVersion}};
  json.update(to_json(summary));
  json["recent_estimates_nats"] = summary.recent_estimates;
  return json;
}

vi::Summary checkpoint_from_json(const Json& json) {
  const int version = json.contains("format_version") ? whole_number<int>(json, "format_version") : 1;
  if (version != 1 && version != kCheckpointVersion) {
    throw std::invalid_argument("format_version is " + std::to_string(version) +
                                "; this program reads 1 and " + std::to_string(kCheckpointVersion));
  }
  vi::Summary summary = summary_from_json(json);
  if (version > 1) summary.recent_estimates = numbers_at(json, "recent_estimates_nats");
  return summary;
}

Json to_json(const TracePass& pass) {
  Json json = to_json(pass.summary);
  json["estimate"] = pass.estimate;
  json["documents"] = pass.ledger.documents;
  json["documents_converged"] = pass.ledger.converged;
  json["inner_iterations"] = pass.ledger.iterations;
  json["word_iterations"] = pass.ledger.word_iterations;
  return json;
}

TracePass trace_pass_from_json(const Json& json) {
  return {.summary = summary_from_json(json),
          .ledger = {.documents = whole_number<std::uint64_t>(json, "documents"),
                     .converged = whole_number<std::uint64_t>(json, "documents_converged"),
                     .iterations = whole_number<std::uint64_t>(json, "inner_iterations"),
                     .word_iterations = json.contains("word_iterations")
                                            ? whole_number<std::uint64_t>(json, "word_iterations")
                                            : 0},
          .estimate = json.at("estimate").get<bool>()};
}

Json to_json(const RunFacts& run) {
  Json json;
  json["version"] = run.version;
  json["corpus"] = run.corpus;
  json["host"] = run.host;
  json["threads"] = run.threads;
  json["started"] = run.started;
  json["seconds"] = run.seconds;
  json["training_seconds"] = run.training_seconds;
  json["peak_memory_bytes"] = run.peak_memory_bytes;
  return json;
}

}  // namespace vilda::lda
