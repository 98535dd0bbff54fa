// Input that is unusual, but no fault, and files that do not stay as they are.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "corpus/formats/text_readers.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using namespace std::literals;
using testing::WrittenFiles;
using Strings = std::vector<std::string>;

ReadOptions every_word(Format format) {
  ReadOptions options;
  options.format = format;
  options.prune = {.min_df = 1, .max_df = 1};
  return options;
}

/// The same two documents in a format.
struct Sample {
  Format format;
  std::string content;
};

const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = {
      {Format::lines, "rain rain\nsnow\n"},
      {Format::tsv, "n\tl\train rain\nm\tk\tsnow\n"},
      {Format::csv, "text,name\nrain rain,n\nsnow,m\n"},
      {Format::jsonl, "{\"text\": \"rain rain\"}\n{\"text\": \"snow\"}\n"},
      {Format::mallet, "n l rain rain\nm k snow\n"},
      {Format::ldac, "1 0:2\n1 1:1\n"},
      {Format::uci, "2\n2\n2\n1 1 2\n2 2 1\n"},
      {Format::mtx, "%%MatrixMarket matrix coordinate integer general\n2 2 2\n1 1 2\n2 2 1\n"},
      {Format::svmlight, "1 1:2\n-1 2:1\n"},
      {Format::vw, "|w rain:2\n|w snow\n"}};
  return all;
}

std::string with_windows_line_ends(const std::string& text) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : text) windows += c == '\n' ? "\r\n"s : std::string(1, c);
  return windows;
}

TEST(AwkwardInput, AByteOrderMarkAndWindowsLineEndsChangeNoCorpus) {
  const WrittenFiles files;
  for (const auto& [format, content] : samples()) {
    const Corpus expected = read_corpus(files.write("c", content), every_word(format));
    EXPECT_EQ(expected.num_tokens(), 3u) << name_of(format);
    const Corpus windows = read_corpus(files.write("c", with_windows_line_ends(content)), every_word(format));
    EXPECT_EQ(sha256(windows), sha256(expected)) << name_of(format);
  }
}

TEST(AwkwardInput, ANulIsRefusedWithItsLine) {
  const WrittenFiles files;
  for (const auto& [format, content] : samples()) {
    std::string with_nul = content;
    with_nul.insert(with_nul.size() - 2, 1, '\0');
    const auto lines = std::count(content.begin(), content.end(), '\n');
    const auto file = files.write("c", with_nul);
    const std::string message = files.message_of<BadInput>([&] { read_corpus(file, every_word(format)); });
    EXPECT_TRUE(message.starts_with(fmt::format("c:{}: found", lines))) << name_of(format) << ": " << message;
  }
}

TEST(AwkwardInput, ALineOfAHundredMegabytesIsADocumentLikeAnyOther) {
  const WrittenFiles files;
  std::string line;
  line.reserve(100'000'020);
  while (line.size() < 100'000'000) line += "wordy prose goes on ";
  const auto times = line.size() / 20;
  const Corpus corpus =
      read_corpus(files.write("c", "short\n" + line + "\nshort\n"), every_word(Format::lines));
  EXPECT_EQ(corpus.num_documents(), 3u);
  EXPECT_EQ(corpus.counts(*corpus.vocabulary.id("prose"), 1), times);

  std::string pairs = "1 0:1\n5000000";
  for (int word = 0; word < 5'000'000; ++word) fmt::format_to(std::back_inserter(pairs), " {}:1", word);
  EXPECT_EQ(read_corpus(files.write("c", pairs + "\n"), every_word(Format::ldac)).num_pairs(), 5'000'001u);
}

TEST(AwkwardInput, AMillionEmptyDocumentsKeepTheirPlaces) {
  const WrittenFiles files;
  const auto repeated = [](std::string_view line) {
    std::string text;
    for (int d = 0; d < 1'000'000; ++d) text += line;
    return text;
  };
  const auto expect_last_to_be_full = [&](Format format, const std::string& content) {
    const Corpus corpus = read_corpus(files.write("c", content), every_word(format));
    EXPECT_EQ(corpus.num_documents(), 1'000'001u);
    EXPECT_EQ(corpus.counts(0, 1'000'000), 1u);
    EXPECT_EQ(corpus.num_tokens(), 1u);
  };
  expect_last_to_be_full(Format::tsv, repeated("\t\t\n") + "n\tl\train\n");
  expect_last_to_be_full(Format::ldac, repeated("0\n") + "1 0:1\n");
  expect_last_to_be_full(Format::vw, repeated("|\n") + "| rain\n");
  expect_last_to_be_full(Format::uci, "1000001\n1\n1\n1000001 1 1\n");
}

TEST(AwkwardInput, NamesMayRepeatAndLabelsHoldTabsAndLineEnds) {
  const WrittenFiles files;
  const Corpus csv =
      read_corpus(files.write("c", "name,label,text\nn,\"a\tb\",rain\nn,\"a\nb\",\"sn\now\nfog\"\n"),
                  every_word(Format::csv));
  EXPECT_EQ(csv.names, (Strings{"n", "n"}));
  EXPECT_EQ(csv.labels, (Strings{"a\tb", "a\nb"}));
  EXPECT_EQ(csv.vocabulary.words(), (Strings{"fog", "rain"}));
  const Corpus jsonl =
      read_corpus(files.write("c", R"({"name": "n", "label": "a\tb\u0000", "text": "rain\u0000fog"})"),
                  every_word(Format::jsonl));
  EXPECT_EQ(jsonl.labels, Strings{"a\tb\0"s});
  EXPECT_EQ(jsonl.vocabulary.words(), (Strings{"fog", "rain"}));
}

/// Lines of more than a block, of which the first has been read.
class OpenFile {
 public:
  OpenFile() : path_(files_.write("c", std::string(3'000'000, 'x') + "\nend\n")) {}

  /// What is said once `change` was done to the file while it is read.
  template <class Change>
  std::string message_after(Change change) {
    LineReader lines(path_);
    change(path_);
    return files_.message_of<BadInput>([&] {
      while (lines.next()) {
      }
    });
  }

 private:
  WrittenFiles files_;
  std::filesystem::path path_;
};

TEST(AwkwardInput, AFileThatChangesWhileItIsReadIsRefused) {
  EXPECT_EQ(
      OpenFile().message_after([](const auto& path) { std::ofstream(path, std::ios::app) << "more\n"; }),
      "c: changed while it was read, from 3000005 to 3000010 bytes; expected a file that stays as it is");
  EXPECT_EQ(
      OpenFile().message_after([](const auto& path) { std::filesystem::resize_file(path, 2'000'000); }),
      "c: changed while it was read, from 3000005 to 2000000 bytes; expected a file that stays as it is");
}

TEST(AwkwardInput, AFileThatVanishesWhileItIsReadIsReadToItsEnd) {
  EXPECT_EQ(OpenFile().message_after([](const auto& path) { std::filesystem::remove(path); }),
            "nothing was thrown");
}

TEST(AwkwardInput, AFileThatVanishesFromAFolderIsMissed) {
  const WrittenFiles files;
  std::filesystem::create_directory(files.folder() / "news");
  files.write("news/a", "rain");
  files.write("news/b", "snow");
  const TextSink remove_b = [&](const TextDocument&) { std::filesystem::remove(files.folder() / "news/b"); };
  EXPECT_EQ(files.message_of<BadInput>([&] { read_folder(files.folder() / "news", remove_b); }),
            "news/b: cannot be opened: No such file or directory; expected a file");
}

}  // namespace
}  // namespace vilda::corpus
