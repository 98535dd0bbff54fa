#pragma once

#include <string>

#include "app/verbs/training_corpus.hpp"
#include "vilda/lda/document_ledger.hpp"
#include "vilda/lda/model.hpp"

namespace vilda::app {

/// The ledger with the documents' names and lengths.
lda::DocumentConvergence document_convergence(const lda::DocumentLedger& ledger,
                                              const TrainingCorpus& corpus);

/// How many documents did not converge, and lines about the worst of them.
std::string description(const lda::DocumentConvergence& convergence);

}  // namespace vilda::app
