#include "app/interruption.hpp"

#include <csignal>

namespace vilda::app {
namespace {

volatile std::sig_atomic_t signal_arrived = 0;

extern "C" void note_signal(int number) {
  signal_arrived = 1;
  std::signal(number, SIG_DFL);
}

bool is_ignored(int number) {
  struct sigaction now {};
  return ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

Interruption::Interruption() : hangs_up_(!is_ignored(SIGHUP)) {
  std::signal(SIGINT, note_signal);
  std::signal(SIGTERM, note_signal);
  if (hangs_up_) std::signal(SIGHUP, note_signal);
}

Interruption::~Interruption() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (hangs_up_) std::signal(SIGHUP, SIG_DFL);
}

bool Interruption::requested() {
  return signal_arrived != 0;
}

}  // namespace vilda::app
