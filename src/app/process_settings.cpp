#include "app/process_settings.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace vilda::app {
namespace {

/// Whether something was changed, as in what follows.
bool let_waiting_threads_sleep() {
  constexpr const char* spins = "1000";  // a few microseconds: a sleep costs as much
  if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) return false;
  return ::setenv("GOMP_SPINCOUNT", spins, 1) == 0;
}

bool use_huge_pages() {
  const std::string name = "glibc.malloc.hugetlb";
  const char* given = std::getenv("GLIBC_TUNABLES");
  std::string tunables = given != nullptr ? given : "";
  if (tunables.find(name) != std::string::npos) return false;
  if (!tunables.empty()) tunables += ':';
  tunables += name + "=1";
  return ::setenv("GLIBC_TUNABLES", tunables.c_str(), 1) == 0;
}

}  // namespace

void start_with_settings(char** argv) {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return;
  const bool threads_changed = let_waiting_threads_sleep(), pages_changed = use_huge_pages();
  if (threads_changed || pages_changed) ::execv(program.c_str(), argv);  // comes back only where it fails
}

}  // namespace vilda::app
