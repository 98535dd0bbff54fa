#include "corpus/bytes/pipeline.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>
#include <string>

namespace vilda::corpus {
namespace {

/// OpenMP's number of threads, as it was before at the end.
class Threads {
 public:
  explicit Threads(int number) : before_(omp_get_max_threads()) { omp_set_num_threads(number); }
  ~Threads() { omp_set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

struct Number {
  int value = 0;
  int squared = 0;
  bool taken = false;
};

/// Squares the numbers 0 to `size` - 1, takes them, and takes them again; each may fail at one of them.
struct Squares {
  std::vector<int> taken, taken_again;
  std::string failure;

  Squares(int size, int work_fails_at, int take_fails_at, int read_fails_at, int again_fails_at = -1) {
    Pipeline<Number> pipeline(
        [&](Number& number, std::size_t) {
          if (number.value == work_fails_at) throw std::runtime_error("work");
          number.squared = number.value * number.value;
        },
        {[&](Number& number) {
           if (number.value == take_fails_at) throw std::runtime_error("take");
           taken.push_back(number.squared);
           number.taken = true;
         },
         [&](Number& number) {
           if (number.value == again_fails_at) throw std::runtime_error("again");
           taken_again.push_back(number.taken ? number.squared : -1);
         }});
    try {
      pipeline.run([&] {
        for (int value = 0; value < size; ++value) {
          if (value == read_fails_at) throw std::runtime_error("read");
          Number number = pipeline.spare();
          number = {.value = value};
          pipeline.submit(number);
        }
      });
    } catch (const std::runtime_error& error) {
      failure = error.what();
    }
  }
};

TEST(Pipeline, TakesEveryBlockInItsOrderWhateverTheThreads) {
  for (const int threads : {1, 2, 3, 8}) {
    const Threads set(threads);
    const Squares squares(1'000, -1, -1, -1);
    ASSERT_EQ(squares.taken.size(), 1'000u) << threads;
    for (int value = 0; value < 1'000; ++value)
      EXPECT_EQ(squares.taken[static_cast<std::size_t>(value)], value * value) << threads;
    EXPECT_EQ(squares.taken_again, squares.taken) << threads;
    EXPECT_EQ(squares.failure, "");
  }
}

TEST(Pipeline, NoBlocksAreNoWork) {
  EXPECT_EQ(Squares(0, -1, -1, -1).taken.size(), 0u);
}

TEST(Pipeline, TheFirstFailureInTheOrderOfTheBlocksIsThrownAndNothingBehindItTaken) {
  for (const int threads : {1, 2, 3, 8}) {
    const Threads set(threads);
    const Squares work(500, 100, 101, 102);
    EXPECT_EQ(work.failure, "work") << threads;
    EXPECT_EQ(work.taken.size(), 100u) << threads;
    const Squares take(500, 101, 100, 102);
    EXPECT_EQ(take.failure, "take") << threads;
    EXPECT_EQ(take.taken.size(), 100u) << threads;
    const Squares read(500, 101, 102, 100);
    EXPECT_EQ(read.failure, "read") << threads;
    EXPECT_EQ(read.taken.size(), 100u) << threads;
    const Squares again(500, 102, 101, 103, 100);
    EXPECT_EQ(again.failure, "again") << threads;
    EXPECT_EQ(again.taken_again.size(), 100u) << threads;
    const Squares before(500, 102, 100, 103, 101);
    EXPECT_EQ(before.failure, "take") << threads;
    EXPECT_EQ(before.taken_again.size(), 100u) << threads;
  }
}

}  // namespace
}  // namespace vilda::corpus
