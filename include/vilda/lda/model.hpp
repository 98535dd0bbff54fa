#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "vilda/corpus/vocabulary.hpp"
#include "vilda/lda/priors.hpp"
#include "vilda/lda/restarts.hpp"
#include "vilda/lda/topics.hpp"
#include "vilda/lda/training.hpp"

namespace vilda::lda {

/// The value of an option, as model.json records it.
using OptionValue = std::variant<bool, std::int64_t, double, std::string>;

/// How far the documents are from the fixed points of their E-steps.
struct DocumentConvergence {
  struct Document {
    std::string name;
    std::uint64_t num_tokens = 0;
    double change = 0;           ///< as in UnconvergedDocument
    double relative_change = 0;  ///< as in UnconvergedDocument
  };

  std::uint64_t documents = 0;
  std::uint64_t converged = 0;
  std::vector<Document> worst;  ///< of those that did not converge, the worst first
};

/// A trained model and how it came about: what model.json, lambda.npy and vocabulary.txt hold.
struct Model {
  Topics topics;  ///< as lambda.npy has it: rounded to float32
  Priors priors;
  corpus::Vocabulary vocabulary;  ///< V

  std::uint64_t num_documents = 0;
  std::uint64_t num_tokens = 0;
  std::string method;
  std::uint64_t seed = 1;
  int passes = 0;
  bool converged = false;
  double elbo_nats = 0;                                     ///< at the topics before rounding
  std::optional<DocumentConvergence> document_convergence;  ///< unknown of models of older versions
  std::vector<Restart> restarts;  ///< where there were several: this model is that of its seed
  std::string corpus_sha256;
  std::map<std::string, OptionValue> options;  ///< all that decide the result, resolved

  double elbo_per_token_nats() const { return elbo_nats / static_cast<double>(num_tokens); }
};

/// One line of trace.jsonl.
struct TracePass {
  vi::Summary summary;
  DocumentLedger ledger;
  bool estimate = false;  ///< the bound is a mini-batch estimate
};

/// What may differ between two runs of the same thing: run.json.
struct RunFacts {
  std::string version;
  std::string corpus;  ///< as given
  std::string host;
  int threads = 1;
  std::string started;          ///< UTC, ISO 8601
  double seconds = 0;           ///< of the whole run, reading included, writing not
  double training_seconds = 0;  ///< of the start, the passes and the priors learned between them
  std::uint64_t peak_memory_bytes = 0;
};

}  // namespace vilda::lda
