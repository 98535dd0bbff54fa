#include "app/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "app/terminal.hpp"

namespace vilda::app {
namespace {

constexpr auto kBetweenSteps = std::chrono::milliseconds(200);

}  // namespace

Progress::Progress(Run run) : run_(run), redraw_(can_redraw_progress()) {}

Progress::~Progress() {
  leave_line();
}

void Progress::on_restart(std::uint64_t seed) {
  traces_.emplace_back();
  if (run_.num_restarts > 1)
    show(fmt::format("run {} of {}, seed {}", traces_.size(), run_.num_restarts, seed), false);
}

void Progress::on_end(const lda::Restart& run) {
  if (run_.num_restarts == 1) return;
  show(fmt::format("seed {}: bound {:.5f} nats a token", run.seed,
                   run.elbo_nats / static_cast<double>(run_.num_tokens)),
       false);
}

void Progress::on_initialization() {
  show("starting topics", redraw_);
}

void Progress::on_pass(const vi::Summary& summary, const lda::DocumentLedger& ledger) {
  last_pass_ = Clock::now();
  traces_.back().push_back({.summary = summary, .ledger = ledger, .estimate = run_.estimate});
  show(line_of_pass(summary, ledger), redraw_);
}

void Progress::on_step(std::size_t documents_done, std::size_t num_documents) {
  if (!redraw_ || documents_done == num_documents || Clock::now() - last_shown_ < kBetweenSteps) return;
  const std::string after = last_line_;  // empty before the first pass
  show(fmt::format("{}  | next pass {:3.0f} %", after,
                   100. * static_cast<double>(documents_done) / static_cast<double>(num_documents)),
       true);
  last_line_ = after;
}

bool Progress::stop_requested() {
  last_pass_ = Clock::now();
  return Interruption::requested();
}

std::string Progress::line_of_pass(const vi::Summary& summary, const lda::DocumentLedger& ledger) const {
  const double seconds = std::max(summary.seconds, 1e-9);
  const auto tokens = static_cast<double>(run_.num_tokens);
  std::string line = fmt::format("pass {}/{}  {} {:.5f} nats a token", summary.passes, run_.max_passes,
                                 run_.estimate ? "bound about" : "bound", summary.elbo->total() / tokens);
  if (summary.elbo_before) {
    line += fmt::format(" ({:+.1e})", (summary.elbo->total() - summary.elbo_before->total()) / tokens);
  }
  if (run_.documents_converge) {
    line +=
        fmt::format("  {} of {} documents converged", grouped(ledger.converged), grouped(ledger.documents));
  }
  line += fmt::format("  {} tokens/s", grouped(static_cast<std::uint64_t>(tokens / seconds)));
  const std::chrono::seconds left(static_cast<long>(seconds * (run_.max_passes - summary.passes)));
  return line + fmt::format("  at most {:%H:%M:%S} left", left);
}

/// What is printed next begins a line.
void Progress::leave_line() {
  if (!last_line_.empty()) tell("\n");
  last_line_.clear();
}

void Progress::show(const std::string& line, bool redraw) {
  if (run_.quiet) return;
  if (redraw) {
    last_shown_ = Clock::now();
    last_line_ = line;
    const auto width = static_cast<std::size_t>(terminal_width(STDERR_FILENO));
    tell("\r\033[K{}", line.substr(0, width - 1));
  } else {
    leave_line();
    tell("{}\n", line);
  }
  std::fflush(stderr);
}

}  // namespace vilda::app
