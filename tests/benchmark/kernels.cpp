// How fast the kernels of training are beside what a core can do at most, measured in the same run, for every
// instruction set of this processor. tests/benchmark/kernels builds and runs it.
#include <fmt/format.h>
#include <hwy/aligned_allocator.h>
#include <hwy/targets.h>
#include <unistd.h>

#include <boost/program_options.hpp>
#include <iostream>

#include "benchmark/kernel_cases.hpp"
#include "benchmark/machine.hpp"
#include "benchmark/run.hpp"
#include "benchmark/stopwatch.hpp"

namespace vilda::benchmark {
namespace {

namespace po = boost::program_options;

constexpr double kSecondsOfAMeasure = 0.005;
const std::vector<std::size_t> kDocumentSizes{60, 100, 200, 300};

constexpr const char* kHelp =
    "The kernels of training beside what a core can do at most, measured in the same run.\n\n"
    "  scripts/benchmark kernels [options]\n\n"
    "For every instruction set of this processor, forced in turn: the FMA peak of a core, what it reads "
    "from\n"
    "the caches and memory, then the kernels, whose results are first verified against the same computed\n"
    "plainly in double. One thread; times are the processor's.\n\n"
    "  G numbers  10^9 (word, topic) pairs or topics a second\n"
    "  of peak    4 flops a pair and mean-field iteration, 2 in the word pass, as a share of the FMA peak\n"
    "             measured just before\n"
    "  its words  the same for the loop over words alone: less the time that exp(digamma) takes by itself\n"
    "  padded     of peak, counting the zeros that fill a row up to a multiple of 16 topics\n"
    "  of L2      the rows' bytes, each once an iteration, as a share of what can be read from L2\n";

struct Options {
  std::size_t num_topics = 100;
  std::size_t rounds = 21;
  int peak_of_threads = 0;
};

/// What is read over and over: half of a cache, so that it stays there, or eight times the last one.
struct Memory {
  Memory(const char* its_name, std::size_t bytes)
      : name(its_name),
        size(std::max<std::size_t>(bytes / sizeof(float) / 512, 1) * 512),
        floats(hwy::AllocateAligned<float>(size)) {
    std::fill_n(floats.get(), size, 1.0F);
  }
  double bytes_per_second() const {
    volatile float sink = 0;
    const double seconds = seconds_of(kSecondsOfAMeasure, [&] { sink = read(floats.get(), size); });
    return static_cast<double>(size * sizeof(float)) / seconds;
  }

  std::string name;
  std::size_t size;
  hwy::AlignedFreeUniquePtr<float[]> floats;
};

std::size_t cache_size(int name, std::size_t otherwise) {
  const long size = ::sysconf(name);
  return size > 0 ? static_cast<std::size_t>(size) : otherwise;
}

std::vector<Memory> memories() {
  std::vector<Memory> all;
  all.emplace_back("L1", cache_size(_SC_LEVEL1_DCACHE_SIZE, 32 << 10) / 2);
  all.emplace_back("L2", cache_size(_SC_LEVEL2_CACHE_SIZE, 1 << 20) / 2);
  all.emplace_back("memory", std::size_t{512} << 20);
  return all;
}

double flops_per_second() {
  constexpr std::size_t rounds = 10'000;
  return multiply_add(rounds) / seconds_of(kSecondsOfAMeasure, [] { multiply_add(rounds); });
}

/// What a kernel took, with what the core could do just before: shares are of neighbours in time.
struct Rounds {
  std::vector<double> seconds, share, padded_share, words_share, share_of_l2;

  void measure(const KernelCase& kernel, double peak, double l2) {
    const double its_seconds = seconds_of(kSecondsOfAMeasure, kernel.run);
    seconds.push_back(its_seconds);
    share.push_back(kernel.flops / its_seconds / peak);
    padded_share.push_back(kernel.padded_flops / its_seconds / peak);
    share_of_l2.push_back(kernel.bytes / its_seconds / l2);
    if (!kernel.topic_weights) return;
    const double of_words = its_seconds - seconds_of(kSecondsOfAMeasure, kernel.topic_weights);
    words_share.push_back(kernel.flops / of_words / peak);
  }
};

/// Whether every kernel gives what the plain computation gives.
bool verify(const char* target, const std::vector<KernelCase>& kernels) {
  bool all = true;
  for (const KernelCase& kernel : kernels) {
    const double error = kernel.error();
    if (error <= kernel.allowed_error) continue;
    fmt::print(stderr, "{}: {} differs from the plain computation by {:.1e}; expected at most {:.0e}\n",
               target, kernel.name, error, kernel.allowed_error);
    all = false;
  }
  return all;
}

std::string percent(const std::vector<double>& shares) {
  return shares.empty() || shares[0] == 0 ? "" : fmt::format("{:.1f} %", 100 * median(shares));
}

void print(const KernelCase& kernel, const Rounds& rounds) {
  const double seconds = median(rounds.seconds);
  const std::string flops = kernel.flops > 0 ? fmt::format("{:.1f}", kernel.flops / seconds / 1e9) : "";
  fmt::print("  {:<28} {:>9.3f} {:>9} {:>9} {:>9} {:>9} {:>9}\n", kernel.name,
             kernel.elements / seconds / 1e9, flops, percent(rounds.share), percent(rounds.words_share),
             percent(rounds.padded_share), percent(rounds.share_of_l2));
}

void measure(const char* target, const std::vector<KernelCase>& kernels, const std::vector<Memory>& memory,
             const Options& options) {
  std::vector<Rounds> rounds(kernels.size());
  std::vector<double> peaks;
  std::vector<std::vector<double>> bandwidths(memory.size());
  for (std::size_t round = 0; round < options.rounds; ++round) {
    for (std::size_t m = 0; m < memory.size(); ++m) bandwidths[m].push_back(memory[m].bytes_per_second());
    for (std::size_t i = 0; i < kernels.size(); ++i) {
      peaks.push_back(flops_per_second());
      rounds[i].measure(kernels[i], peaks.back(), bandwidths[1].back());
    }
  }
  fmt::print("\n{}: FMA peak {:.1f} GFLOP/s; reads", target, median(peaks) / 1e9);
  for (std::size_t m = 0; m < memory.size(); ++m)
    fmt::print("{} {:.0f} GB/s from {}", m == 0 ? "" : ",", median(bandwidths[m]) / 1e9, memory[m].name);
  fmt::print("\n  {:<28} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "", "G numbers", "GFLOP/s", "of peak",
             "its words", "padded", "of L2");
  for (std::size_t i = 0; i < kernels.size(); ++i) print(kernels[i], rounds[i]);
}

/// What so many threads do together, by the best instruction set.
double peak_of_threads(int threads, std::size_t rounds) {
  std::vector<double> peaks;
  for (std::size_t round = 0; round < rounds; ++round) {
    double sum = 0;
#pragma omp parallel num_threads(threads) reduction(+ : sum)
    sum += flops_per_second();
    peaks.push_back(sum);
  }
  return median(peaks);
}

Options options_of(int argc, char** argv) {
  Options options;
  po::options_description described("Options");
  described.add_options()("help,h", "show this help")(
      "topics,K", po::value(&options.num_topics)->default_value(options.num_topics)->value_name("K"),
      "number of topics")("rounds",
                          po::value(&options.rounds)->default_value(options.rounds)->value_name("N"),
                          "medians of so many measures, each of some milliseconds of the processor's time")(
      "peak", po::value(&options.peak_of_threads)->value_name("THREADS"),
      "print only the FMA peak of so many threads together, in GFLOP/s");
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, described), given);
  if (given.count("help") != 0) {
    std::cout << kHelp << "\n" << described;
    std::exit(0);
  }
  po::notify(given);
  if (options.num_topics == 0 || options.rounds == 0)
    throw po::error("--topics and --rounds must be at least 1");
  return options;
}

}  // namespace

int run(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  if (options.peak_of_threads > 0) {
    fmt::print("{:.2f}\n", peak_of_threads(options.peak_of_threads, options.rounds) / 1e9);
    return 0;
  }
  const std::vector<KernelCase> kernels = kernel_cases(options.num_topics, kDocumentSizes);
  const std::vector<Memory> memory = memories();
  fmt::print("K = {}, one thread, medians of {} measures\n", options.num_topics, options.rounds);
  bool correct = true;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (target == HWY_SCALAR) continue;  // the kernels ask for SSSE3 at least
    hwy::SetSupportedTargetsForTest(target);
    if (!verify(hwy::TargetName(target), kernels)) {
      correct = false;  // and not timed
      continue;
    }
    measure(hwy::TargetName(target), kernels, memory, options);
  }
  return correct ? 0 : 1;
}

}  // namespace vilda::benchmark
