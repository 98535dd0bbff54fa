#pragma once

namespace vilda::benchmark {

/// A benchmark program, but for its main: returns the exit code. Throws Boost.Program_options' errors.
int run(int argc, char** argv);

}  // namespace vilda::benchmark
