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

std::uint64_t left_of(const fs::path& group, const char* limit, const char* usage) {
  const auto most = number_in(group / limit), used = number_in(group / usage);
  if (!most || !used) return kUnlimited;
  return *most > *used ? *most - *used : 0;
}

/// A line NAME KILOBYTES of a file of /proc, in bytes.
std::optional<std::uint64_t> line_of(const fs::path& path, std::string_view name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string its_name;
    std::uint64_t kilobytes = 0;
    if (fields >> its_name >> kilobytes && its_name == name) return kilobytes * 1024;
  }
  return std::nullopt;
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
    const bool version_2 = controllers.empty();
    if (!version_2 && controllers != "memory") continue;
    const fs::path root = version_2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
    for (fs::path group = line.substr(second + 1);; group = group.parent_path()) {
      const fs::path folder = root / group.relative_path();
      left = std::min(left, version_2 ? left_of(folder, "memory.max", "memory.current")
                                      : left_of(folder, "memory.limit_in_bytes", "memory.usage_in_bytes"));
      if (!group.has_relative_path()) break;
    }
  }
  return left;
}

}  // namespace

std::uint64_t available_memory() {
  return std::min(line_of("/proc/meminfo", "MemAvailable:").value_or(kUnlimited), of_the_groups());
}

std::uint64_t memory_in_use() {
  return line_of("/proc/self/status", "VmRSS:").value_or(0);
}

}  // namespace vilda::app
