#include "app/available_memory.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace vilda::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

/// The number that a file begins with; nothing where there is no such file or number, as for "max".
std::optional<std::uint64_t> number_in(const fs::path& file) {
  std::uint64_t number = 0;
  if (std::ifstream(file) >> number) return number;
  return std::nullopt;
}

/// The number behind a name, on a line of its own, as files of /proc and memory.stat have them.
std::optional<std::uint64_t> number_of(const fs::path& path, std::string_view name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string its_name;
    std::uint64_t number = 0;
    if (fields >> its_name >> number && its_name == name) return number;
  }
  return std::nullopt;
}

/// The names of a group's files, and what its memory.stat calls it together with the groups below it.
struct Interface {
  const char *root, *limit, *usage, *inactive_file, *active_file;
};
constexpr Interface kVersion1{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                              "total_inactive_file", "total_active_file"};
constexpr Interface kVersion2{"/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file",
                              "active_file"};

/// What a group may take still. Cached pages of files are given back on demand, as MemAvailable has it, too.
std::uint64_t left_of(const fs::path& group, const Interface& names) {
  const auto most = number_in(group / names.limit), used = number_in(group / names.usage);
  if (!most || !used) return kUnlimited;
  const std::uint64_t cached = number_of(group / "memory.stat", names.inactive_file).value_or(0) +
                               number_of(group / "memory.stat", names.active_file).value_or(0);
  const std::uint64_t held = *used - std::min(*used, cached);
  return *most > held ? *most - held : 0;
}

/// What the groups from this process' own up to the root leave, by both versions of the interface. A line of
/// /proc/self/cgroup: ID:CONTROLLERS:PATH, CONTROLLERS empty in version 2.
std::uint64_t of_the_groups() {
  std::uint64_t left = kUnlimited;
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && controllers != "memory") continue;
    const Interface& names = controllers.empty() ? kVersion2 : kVersion1;
    for (fs::path group = line.substr(second + 1);; group = group.parent_path()) {
      left = std::min(left, left_of(names.root / group.relative_path(), names));
      if (!group.has_relative_path()) break;
    }
  }
  return left;
}

}  // namespace

std::uint64_t available_memory() {
  const auto kilobytes = number_of("/proc/meminfo", "MemAvailable:");
  return std::min(kilobytes ? *kilobytes * 1024 : kUnlimited, of_the_groups());
}

std::uint64_t memory_in_use() {
  return number_of("/proc/self/status", "VmRSS:").value_or(0) * 1024;
}

std::uint64_t peak_memory() {
  return number_of("/proc/self/status", "VmHWM:").value_or(0) * 1024;
}

}  // namespace vilda::app
