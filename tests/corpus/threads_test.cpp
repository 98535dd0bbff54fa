#include <fmt/format.h>
#include <gtest/gtest.h>
#include <omp.h>

#include <random>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

/// Some megabytes, so that there are many blocks; new words come up to the end.
std::string large_text() {
  std::mt19937 random(1);
  std::string text;
  for (int d = 0; d < 30'000; ++d) {
    text += fmt::format("document{}\tlabel{}\t", d, d % 7);
    for (unsigned word = random() % 40; word > 0; --word)
      text += fmt::format("Word{}x ", random() % static_cast<unsigned>(100 + d));
    text += "\n";
  }
  return text;
}

/// What `read` gives with so many threads.
template <class Read>
auto with_threads(int threads, Read read) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  const auto result = read();
  omp_set_num_threads(before);
  return result;
}

TEST(Threads, TextIsTheSameCorpusWhateverTheirNumber) {
  const WrittenFiles files;
  const auto file = files.write("c.tsv", large_text());
  const auto read = [&] { return sha256(read_corpus(file, {})); };
  const std::string expected = with_threads(1, read);
  for (const int threads : {2, 3, 5}) EXPECT_EQ(with_threads(threads, read), expected) << threads;
}

TEST(Threads, DroppedWordsAreTheSameWhateverTheirNumber) {
  const WrittenFiles files;
  std::string text = large_text();
  for (int number = 0; number < 50'000; ++number)
    text += fmt::format("n\tl\tthe of {} {}\n", number % 777, number % 50);
  const auto file = files.write("c.tsv", text);
  const auto read = [&] {
    ReadReport report;
    read_corpus(file, {}, &report);
    std::vector<DroppedWord> all;
    for (const auto& [reason, words] : report.dropped) all.insert(all.end(), words.begin(), words.end());
    return all;
  };
  const auto expected = with_threads(1, read);
  EXPECT_EQ(expected.size(), 10u + 2u + 10u);  // numbers, the of, rare words
  for (const int threads : {2, 5}) EXPECT_EQ(with_threads(threads, read), expected) << threads;
}

TEST(Threads, UnknownWordsAreTheSameWhateverTheirNumber) {
  const WrittenFiles files;
  const auto file = files.write("c.tsv", large_text());
  const Vocabulary vocabulary({"word5x", "word3x", "word77x"});
  const auto read = [&] { return read_corpus_for(vocabulary, file, {}).unknown_words; };
  const auto expected = with_threads(1, read);
  for (const int threads : {2, 5}) EXPECT_EQ(with_threads(threads, read), expected) << threads;
}

TEST(Threads, MalformedInputIsToldWhateverTheirNumber) {
  const WrittenFiles files;
  const auto file = files.write("c.tsv", large_text() + "no tabs\n");
  for (const int threads : {1, 2, 5}) {
    EXPECT_EQ(
        with_threads(threads, [&] { return files.message_of<BadInput>([&] { read_corpus(file, {}); }); }),
        "c.tsv:30001: found \"no tabs\"; expected name<TAB>label<TAB>text");
  }
}

}  // namespace
}  // namespace vilda::corpus
