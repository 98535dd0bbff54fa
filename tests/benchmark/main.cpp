#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <cstdio>

#include "benchmark/run.hpp"

int main(int argc, char** argv) {
  try {
    return vilda::benchmark::run(argc, argv);
  } catch (const boost::program_options::error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
