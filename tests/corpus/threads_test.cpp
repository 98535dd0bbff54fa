#include <fmt/format.h>
#include <gtest/gtest.h>
#include <omp.h>

#include <map>
#include <random>
#include <sstream>

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

/// The first thread to ask for a block gets it: whichever it is, these numbers are spread unevenly over them.
TEST(Threads, DroppedWordsAreCountedInFullWhicheverThreadMeetsMostOfThem) {
  const WrittenFiles files;
  std::string text;
  for (int document = 0; document < 4'000; ++document) {
    text += fmt::format("n\tl\tword{}x", document % 7);
    for (int number = 0; number < 40; ++number) {
      const int times = document / 100 == number ? 40 + number : document % 3;
      for (int time = 0; time < times; ++time) text += fmt::format(" {}", number);
    }
    text += "\n";
  }
  const auto file = files.write("c.tsv", text);
  const auto read = [&] {
    ReadReport report;
    read_corpus(file, {}, &report);
    return report.dropped.at(0).words;
  };
  const auto expected = with_threads(1, read);
  ASSERT_EQ(expected.size(), 10u);
  EXPECT_EQ(expected[0], (DroppedWord{"39", 100 * (40 + 39) + 3'900}));
  for (const int threads : {2, 3, 8}) EXPECT_EQ(with_threads(threads, read), expected) << threads;
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

/// The same random counts in every format, some blocks of lines each; every word of the first 100 occurs.
struct LargeCounts {
  static constexpr unsigned kDocuments = 12'000, kWords = 5'000;

  std::map<Format, std::string> files;

  LargeCounts() {
    std::mt19937 random(1);
    std::string entries;
    unsigned num_entries = 0;
    for (unsigned d = 0; d < kDocuments; ++d) {
      std::map<unsigned, unsigned> words{{d % 100, 1}};
      for (unsigned word = random() % 30; word > 0; --word)
        words[random() % (1 + d % kWords)] += 1 + random() % (random() % 100 == 0 ? 20'000'000 : 5);
      num_entries += static_cast<unsigned>(words.size());
      files[Format::ldac] += fmt::format("{}", words.size());
      files[Format::svmlight] += fmt::format("{}", d);
      files[Format::vw] += fmt::format("label 'name{}|n", d);
      for (const auto& [word, count] : words) {
        files[Format::ldac] += fmt::format(" {}:{}", word, count);
        files[Format::svmlight] += fmt::format(" {}:{}", word + 1, count);
        files[Format::vw] += fmt::format(" {:07}:{}", word, count);
        entries += fmt::format("{} {} {}\n", d + 1, word + 1, count);
      }
      for (const Format format : {Format::ldac, Format::svmlight, Format::vw}) files[format] += "\n";
    }
    files[Format::uci] = fmt::format("{}\n{}\n{}\n", kDocuments, kWords, num_entries) + entries;
    files[Format::mtx] = fmt::format("%%MatrixMarket matrix coordinate integer general\n{} {} {}\n",
                                     kDocuments, kWords, num_entries) +
                         entries;
  }
};

std::string with_line(const std::string& text, std::size_t number, const std::string& line) {
  std::size_t begin = 0;
  for (std::size_t i = 1; i < number; ++i) begin = text.find('\n', begin) + 1;
  return text.substr(0, begin) + line + text.substr(text.find('\n', begin));
}

TEST(Threads, CountsAreTheSameCorpusInEveryFormatWhateverTheirNumber) {
  const WrittenFiles files;
  std::string expected;
  for (const auto& [format, text] : LargeCounts().files) {
    const auto file = files.write("c", text);
    const auto read = [&, &format = format] {
      const Corpus corpus = read_corpus(file, {.format = format});
      std::ostringstream counts;  // words have names of their own in vw, and the last may not occur
      for (auto at = corpus.counts.begin(); at != corpus.counts.end(); ++at)
        counts << at.col() << ' ' << std::stoi(corpus.vocabulary.word(at.row())) << ' ' << *at << '\n';
      return counts.str();
    };
    if (expected.empty()) expected = with_threads(1, read);
    for (const int threads : {1, 2, 5})
      EXPECT_TRUE(with_threads(threads, read) == expected) << name_of(format) << threads;
  }
}

TEST(Threads, OfSeveralMalformedLinesTheFirstIsToldWhateverTheirNumber) {
  const WrittenFiles files;
  const std::map<Format, std::string> expected = {
      {Format::ldac,
       "c:9000: found \"1:0\"; expected id:count, whole numbers, the count from 1 to 2147483647"},
      {Format::svmlight,
       "c:9000: found \"1:0\"; expected id:count, whole numbers, the count from 1 to 2147483647"},
      {Format::vw,
       "c:9000: found \"1:0\"; expected word or word:count, the count a whole number from 1 to 2147483647"},
      {Format::uci,
       "c:9000: found document \"12001\"; expected a whole number from 1 to 12000, as the header promises"},
      {Format::mtx,
       "c:9000: found document \"12001\"; expected a whole number from 1 to 12000, as the header promises"},
  };
  for (const auto& [format, text] : LargeCounts().files) {
    const bool is_matrix = format == Format::uci || format == Format::mtx;
    const std::string bad = is_matrix ? "12001 1 1" : format == Format::vw ? "|n 1:0" : "1 1:0";
    const auto file = files.write("c", with_line(with_line(text, 9'001, "x y z"), 9'000, bad));
    for (const int threads : {1, 2, 5}) {
      const auto message = [&, &format = format] {
        return files.message_of<BadInput>([&] { read_corpus(file, {.format = format}); });
      };
      EXPECT_EQ(with_threads(threads, message), expected.at(format)) << threads;
    }
  }
}

TEST(Threads, AnEntryTooManyIsToldBeforeWhatIsWrongWithItWhateverTheirNumber) {
  const WrittenFiles files;
  for (const auto& [format, header] : {std::pair{Format::uci, "20000\n1\n15000\n"},
                                       std::pair{Format::mtx,
                                                 "%%MatrixMarket matrix coordinate integer general\n"
                                                 "20000 1 15000\n%\n"}}) {
    std::string text = header;
    for (int d = 1; d <= 15'000; ++d) text += fmt::format("{} 1 1\n\n", d);
    const auto file = files.write("c", text + "20001 1 1\n1 1\n");
    for (const int threads : {1, 2, 5}) {
      const auto message = [&, &format = format] {
        return files.message_of<BadInput>([&] { read_corpus(file, {.format = format}); });
      };
      EXPECT_EQ(with_threads(threads, message),
                "c:30004: found another entry; expected 15000, as the header promises")
          << name_of(format) << threads;
    }
  }
}

}  // namespace
}  // namespace vilda::corpus
