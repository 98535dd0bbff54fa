#pragma once

#include <cstdint>

namespace vilda::app {

/// Bytes that this process could still take: MemAvailable of /proc/meminfo, or what its control groups leave,
/// whichever is less. The largest number where the system does not say.
std::uint64_t available_memory();

/// Bytes that this process has in memory, with what is there of the files that are mapped into it.
std::uint64_t memory_in_use();

/// The most bytes that it has had in memory; getrusage's are at least those of the process that started it.
std::uint64_t peak_memory();

}  // namespace vilda::app
