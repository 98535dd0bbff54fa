#include "app/verbs/document_convergence.hpp"

#include <fmt/format.h>

#include <numeric>

#include "app/terminal.hpp"

namespace vilda::app {
namespace {

std::uint64_t num_tokens(const lda::DocumentSource& source, std::size_t document) {
  std::vector<std::uint32_t> words, counts;
  source.append(document, words, counts);
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace

lda::DocumentConvergence document_convergence(const lda::DocumentLedger& ledger,
                                              const TrainingCorpus& corpus) {
  lda::DocumentConvergence convergence{.documents = ledger.documents, .converged = ledger.converged};
  for (const lda::UnconvergedDocument& one : ledger.worst.documents()) {
    convergence.worst.push_back({.name = std::string(corpus.name(one.document)),
                                 .num_tokens = num_tokens(corpus.source(), one.document),
                                 .change = one.change,
                                 .relative_change = one.relative_change});
  }
  return convergence;
}

std::string description(const lda::DocumentConvergence& convergence) {
  if (convergence.converged == convergence.documents)
    return fmt::format("all {} documents converged\n", grouped(convergence.documents));
  std::string lines =
      fmt::format("{} of {} documents did not converge; the worst:\n",
                  grouped(convergence.documents - convergence.converged), grouped(convergence.documents));
  for (const auto& document : convergence.worst) {
    lines += fmt::format("  {}: {} tokens, gamma still changes by {:.2g} a topic, {:.2g} % in all\n",
                         one_line(document.name), grouped(document.num_tokens), document.change,
                         100 * document.relative_change);
  }
  return lines;
}

}  // namespace vilda::app
