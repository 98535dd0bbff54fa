#include "app/verbs/report_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/terminal.hpp"
#include "vilda/error.hpp"
#include "vilda/io/input.hpp"
#include "vilda/version.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

std::string prior_text(const Eigen::VectorXd& alpha) {
  if (alpha.minCoeff() == alpha.maxCoeff()) return fmt::format("{:g} for every topic", alpha[0]);
  return fmt::format("{:g} to {:g}, sum {:g}", alpha.minCoeff(), alpha.maxCoeff(), alpha.sum());
}

std::string option_text(const lda::OptionValue& value) {
  return std::visit([](const auto& typed) { return fmt::format("{}", typed); }, value);
}

void add_numbers(const Json& json, const std::string& path, Facts& facts) {
  for (const auto& [name, value] : json.items()) {
    std::string here = path.empty() ? name : path + ", " + name;
    std::ranges::replace(here, '_', ' ');
    if (value.is_structured()) {
      add_numbers(value, here, facts);
    } else {
      facts.emplace_back(here,
                         value.is_number_float() ? fmt::format("{:.6g}", value.get<double>()) : value.dump());
    }
  }
}

Json parsed(const std::string& path) {
  try {
    return Json::parse(io::read_file(path));
  } catch (const Json::exception& error) {
    throw BadInput(fmt::format("{}: {}; expected one JSON document", path, error.what()));
  }
}

}  // namespace

RunOfModel run_of_model(const std::string& directory) {
  const std::filesystem::path path = std::filesystem::path(directory) / "run.json";
  if (!std::filesystem::exists(path)) return {};
  const Json run = parsed(path.string());
  return {.corpus = run.value("corpus", ""),
          .version = run.value("version", ""),
          .started = run.value("started", "")};
}

Facts facts(const lda::Model& model, const RunOfModel& run) {
  const std::string name = run.corpus.substr(run.corpus.find_last_of('/') + 1);
  Facts facts{{"corpus", name},
              {"documents", grouped(model.num_documents)},
              {"tokens", grouped(model.num_tokens)},
              {"vocabulary", grouped(model.vocabulary.size()) + " words"},
              {"topics", fmt::format("{}", model.topics.num_topics())},
              {"method", fmt::format("{}, {} passes, {}", model.method, model.passes,
                                     model.converged ? "converged" : "not converged")},
              {"bound", fmt::format("{:.5f} nats a token", model.elbo_per_token_nats())},
              {"prior of proportions, alpha", prior_text(model.priors.alpha)},
              {"prior of topics, eta", fmt::format("{:g}", model.priors.eta)},
              {"seed", fmt::format("{}", model.seed)}};
  for (const auto& [option, value] : model.options) {
    if (option != "seed" && option != "topics" && option != "alpha" && option != "eta" && option != "method")
      facts.emplace_back("--" + option, option_text(value));
  }
  facts.emplace_back("corpus, SHA-256", model.corpus_sha256);
  facts.emplace_back("trained", fmt::format("{} by vilda {}", run.started, run.version));
  facts.emplace_back("page", fmt::format("by vilda {}", version()));
  return facts;
}

Facts metrics_in_file(const std::string& path) {
  const Json json = parsed(path);
  if (!json.is_object())
    throw BadInput(
        fmt::format("{}: found no JSON object; expected what `vilda evaluate --json` writes", path));
  Facts facts;
  add_numbers(json, "", facts);
  return facts;
}

}  // namespace vilda::app
