#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "app/interruption.hpp"
#include "vilda/lda/model.hpp"
#include "vilda/lda/training.hpp"

namespace vilda::app {

/// Shows a run on stderr (one line that is redrawn on a terminal, else a line a pass), keeps its trace, and
/// asks it to stop after the pass in which an interrupt or a termination signal arrived.
class Progress : public lda::TrainingObserver {
 public:
  struct Run {
    std::uint64_t num_tokens = 0;
    int max_passes = 0;
    bool estimate = false;  ///< bounds are mini-batch estimates
    bool quiet = false;
  };

  explicit Progress(Run run);
  ~Progress() override;

  void on_initialization() override;
  void on_pass(const vi::Summary& summary, const lda::DocumentLedger& ledger) override;
  void on_step(std::size_t documents_done, std::size_t num_documents) override;
  bool stop_requested() override;

  const std::vector<lda::TracePass>& trace() const { return trace_; }

 private:
  using Clock = std::chrono::steady_clock;

  std::string line_of_pass(const vi::Summary& summary, const lda::DocumentLedger& ledger) const;
  void show(const std::string& line, bool redraw);

  Interruption interruption_;
  Run run_;
  bool redraw_;
  std::vector<lda::TracePass> trace_;
  std::string last_line_;
  Clock::time_point last_shown_;
};

}  // namespace vilda::app
