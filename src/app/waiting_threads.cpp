#include "app/waiting_threads.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace vilda::app {

void let_waiting_threads_sleep(char** argv) {
  constexpr const char* spins = "1000";  // a few microseconds: a sleep costs as much
  if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) return;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error || ::setenv("GOMP_SPINCOUNT", spins, 1) != 0) return;
  ::execv(program.c_str(), argv);  // comes back only where it fails: then threads spin
}

}  // namespace vilda::app
