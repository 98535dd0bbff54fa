#pragma once

#include <cstdint>

#include "acceptance/program.hpp"

namespace vilda::acceptance {

/// The most memory that the program has resident while it runs in the folder, in bytes. It is started by a
/// small process, since what starts a program counts as its own at first.
inline std::int64_t peak_memory_of(const std::vector<std::string>& arguments,
                                   const std::filesystem::path& folder) {
  constexpr const char* measure =
      "import resource, subprocess, sys\n"
      "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n";
  const Outcome outcome = run(std::vector<std::string>{"-c", measure, VILDA_PROGRAM} + arguments,
                              {.folder = folder, .program = "/usr/bin/python3"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return std::stoll(outcome.out) * 1024;
}

}  // namespace vilda::acceptance
