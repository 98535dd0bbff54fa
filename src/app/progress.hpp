#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "app/interruption.hpp"
#include "vilda/lda/model.hpp"
#include "vilda/lda/restarts.hpp"

namespace vilda::app {

/// Shows a run, or several, on stderr (one line that is redrawn on a terminal, else a line a pass), keeps the
/// trace, and asks it to stop after the pass in which an interrupt or a termination signal arrived.
class Progress : public lda::RestartsObserver {
 public:
  struct Run {
    std::uint64_t num_tokens = 0;
    int max_passes = 0;
    std::size_t num_restarts = 1;
    bool estimate = false;           ///< bounds are mini-batch estimates
    bool documents_converge = true;  ///< not so where a pass makes a fixed number of sweeps
    bool quiet = false;
  };

  explicit Progress(Run run);
  ~Progress() override;

  void on_restart(std::uint64_t seed) override;
  void on_end(const lda::Restart& run) override;
  void on_initialization() override;
  void on_pass(const vi::Summary& summary, const lda::DocumentLedger& ledger) override;
  void on_step(std::size_t documents_done, std::size_t num_documents) override;
  bool stop_requested() override;

  /// Of a restart, counted from 0.
  const std::vector<lda::TracePass>& trace(std::size_t restart) const { return traces_.at(restart); }

  /// From the start of the run to the end of its last pass, which the drivers ask about stopping.
  double seconds() const { return std::chrono::duration<double>(last_pass_ - started_).count(); }

 private:
  using Clock = std::chrono::steady_clock;

  std::string line_of_pass(const vi::Summary& summary, const lda::DocumentLedger& ledger) const;
  void show(const std::string& line, bool redraw);
  void leave_line();

  Interruption interruption_;
  Run run_;
  bool redraw_;
  std::vector<std::vector<lda::TracePass>> traces_;  // one a restart
  std::string last_line_;                            // that is redrawn
  Clock::time_point last_shown_;
  Clock::time_point started_ = Clock::now(), last_pass_ = started_;
};

}  // namespace vilda::app
