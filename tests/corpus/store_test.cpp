#include "vilda/corpus/store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>

#include "corpus/random_corpus.hpp"
#include "corpus/store/store_layout.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::RandomCorpus;
using testing::WrittenFiles;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Three documents, the second one empty, as tests/golden/tiny_store.py has them.
Corpus tiny() {
  Corpus corpus;
  corpus.counts.set_size(3, 3);
  corpus.counts(0, 0) = 2;
  corpus.counts(2, 0) = 1;
  corpus.counts(1, 2) = 2147483647;
  corpus.vocabulary = Vocabulary({"court", "naïve", "世界"});
  corpus.names = {"a", "b", "c"};
  corpus.labels = {"old", "new", "old"};
  return corpus;
}

/// The same, with a header whose checksum is right.
std::string with_checksum(std::string store) {
  const std::uint32_t crc = crc32(std::string_view(store).substr(0, 124));
  return store.replace(124, sizeof crc, reinterpret_cast<const char*>(&crc), sizeof crc);
}

constexpr const char* kReading = R"({"min-length":3,"stop-words":"english"})";

class Store : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(golden.size(), 743U); }

  /// What is said of a store of this content.
  std::string message(const std::string& content) const {
    files.write("c.vc", content);
    return files.message_of<BadInput>([&] { CorpusStore(path).verify(); });
  }

  WrittenFiles files;
  std::filesystem::path path = files.folder() / "c.vc";
  const std::string golden = bytes_of(std::string(VILDA_GOLDEN_DIR) + "/tiny.vc");
};

TEST_F(Store, TheFileIsTheOneThatPythonWrites) {
  write_store(path, tiny(), kReading, false);
  EXPECT_EQ(bytes_of(path), golden);
}

TEST_F(Store, GivesWhatWasWritten) {
  const CorpusStore store(std::string(VILDA_GOLDEN_DIR) + "/tiny.vc");
  store.verify();
  EXPECT_EQ(store.num_documents(), 3U);
  EXPECT_EQ(store.num_words(), 3U);
  EXPECT_EQ(store.num_pairs(), 3U);
  EXPECT_EQ(store.num_tokens(), 2147483650U);
  EXPECT_EQ(store.sha256(), sha256(tiny()));
  EXPECT_EQ(store.reading(), kReading);
  const auto list = [](std::span<const std::uint32_t> numbers) {
    return std::vector<std::uint32_t>(numbers.begin(), numbers.end());
  };
  EXPECT_EQ(list(store.words_of(0)), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(list(store.counts_of(0)), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_TRUE(store.words_of(1).empty());
  EXPECT_EQ(list(store.counts_of(2)), (std::vector<std::uint32_t>{2147483647}));
  EXPECT_EQ(store.word(2), "世界");
  EXPECT_EQ(store.name(1), "b");
  EXPECT_EQ(store.label(2), "old");
}

TEST_F(Store, DocumentsReadFromTheFileAreThoseOfTheMapping) {
  const CorpusStore store(std::string(VILDA_GOLDEN_DIR) + "/tiny.vc");
  for (std::size_t d = 0; d < store.num_documents(); ++d) {
    const auto expected_words = store.words_of(d), expected_counts = store.counts_of(d);
    std::vector<std::uint32_t> words(expected_words.size()), counts(words);
    store.read_document(d, words, counts);
    EXPECT_TRUE(std::ranges::equal(words, expected_words)) << d;
    EXPECT_TRUE(std::ranges::equal(counts, expected_counts)) << d;
  }
}

TEST_F(Store, ReadCorpusGivesTheCorpusBack) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    Corpus corpus = read_corpus(files.write("c.ldac", RandomCorpus(seed).ldac()), {});
    if (seed % 2 == 0) corpus.labels.assign(corpus.num_documents(), "line\nand\ttab,\0nul");
    if (seed % 3 == 0) corpus.names.assign(corpus.num_documents(), "");
    write_store(path, corpus, "{}", true);
    ReadReport report;
    const Corpus back = read_corpus(path, {}, &report);
    EXPECT_EQ(sha256(back), sha256(corpus));
    EXPECT_EQ(CorpusStore(path).sha256(), sha256(corpus));
    EXPECT_EQ(back.labels, corpus.labels);
    EXPECT_EQ(report.format, Format::store);
    EXPECT_EQ(report.tokens, corpus.num_tokens());
  }
}

TEST_F(Store, IsPrunedLikeTheFileItWasMadeFrom) {
  const auto ldac = files.write("c.ldac", RandomCorpus(7).ldac());
  write_store(path, read_corpus(ldac, {}), "{}", false);
  ReadOptions options;
  options.prune.min_df = 3;
  EXPECT_EQ(sha256(read_corpus(path, options)), sha256(read_corpus(ldac, options)));
}

TEST_F(Store, IsMatchedByWordWithAModelsVocabulary) {
  write_store(path, tiny(), "{}", false);
  const HeldOutCorpus held_out = read_corpus_for(Vocabulary({"世界", "new", "court"}), path, {});
  EXPECT_EQ(held_out.corpus.counts(0, 0), 1U);
  EXPECT_EQ(held_out.corpus.counts(2, 0), 2U);
  EXPECT_EQ(held_out.unknown_words, (std::vector<std::uint64_t>{0, 0, 2147483647}));
  EXPECT_EQ(held_out.corpus.labels, tiny().labels);
}

TEST_F(Store, ACorpusWithoutWordsOrLabelsIsWhole) {
  Corpus corpus;
  corpus.counts.set_size(0, 2);
  corpus.names = {"a", "b"};
  write_store(path, corpus, "", false);
  const CorpusStore store(path);
  store.verify();
  EXPECT_FALSE(store.has_labels());
  EXPECT_EQ(store.sha256(), sha256(corpus));
}

TEST_F(Store, EveryFlippedBitIsFound) {
  for (std::size_t byte = 0; byte < golden.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = golden;
      damaged[byte] = static_cast<char>(damaged[byte] ^ 1 << bit);
      EXPECT_NE(message(damaged), "nothing was thrown") << "byte " << byte << ", bit " << bit;
    }
  }
}

TEST_F(Store, EveryShorterOrLongerFileIsRefusedOnOpening) {
  for (std::size_t size = 0; size < golden.size(); ++size) {
    const auto cut = files.write("c.vc", golden.substr(0, size));
    EXPECT_THROW(CorpusStore{cut}, BadInput) << size;
  }
  EXPECT_EQ(message(golden + "x"),
            "c.vc: byte 743: the file is 744 bytes long; expected 743, as its header says");
}

TEST_F(Store, DamageIsToldWithItsByte) {
  const auto with = [&](std::size_t byte, char value) {
    std::string damaged = golden;
    damaged[byte] = value;
    return message(damaged);
  };
  EXPECT_EQ(
      message("a lot of text, and more"),
      "c.vc: byte 0: found \"a lot of\"; expected a corpus store, which begins with \"\\x89VILDA\\r\\n\"");
  EXPECT_EQ(message(golden.substr(0, 100)),
            "c.vc: byte 100: the file ends in its header; expected 128 bytes of it");
  EXPECT_EQ(with(8, 2), "c.vc: byte 8: found version 2 of the corpus store; expected 1");
  EXPECT_EQ(with(20, 1), "c.vc: byte 124: the header is not what its checksum says: the file is damaged");
  EXPECT_EQ(with(136, 9),
            "c.vc: byte 128: document 0 (from 0) has the pairs 0 to 9 of 3: the file is damaged");
  EXPECT_EQ(with(192, 5), "c.vc: byte 192: found word id 5 of 3 words: the file is damaged");
  EXPECT_EQ(with(196, 0), "c.vc: byte 196: found word id 0 behind 0: the file is damaged");
  EXPECT_EQ(with(256, 0), "c.vc: byte 256: found count 0: the file is damaged");
  EXPECT_EQ(with(259, '\x80'), "c.vc: byte 256: found count 2147483650: the file is damaged");
  EXPECT_EQ(with(268, 7), "c.vc: byte 268: found something between two sections: the file is damaged");
}

TEST_F(Store, EveryByteOfItsStringsBelongsToAString) {
  for (const auto& [byte, told] :
       {std::pair{56, "byte 320: 3 strings have 17 of 18"}, std::pair{64, "byte 448: 3 strings have 3 of 4"},
        std::pair{72, "byte 576: 3 strings have 9 of 10"}}) {
    std::string longer = golden;
    ++longer[static_cast<std::size_t>(byte)];  // the sections keep their places: zeros follow
    EXPECT_EQ(message(with_checksum(longer)), fmt::format("c.vc: {} bytes: the file is damaged", told));
  }
}

TEST_F(Store, AHeaderThatMakesNoSenseIsToldWithItsByte) {
  const auto with = [&](std::size_t byte, std::uint64_t number) {
    std::string other = golden;
    return message(with_checksum(
        other.replace(byte, sizeof number, reinterpret_cast<const char*>(&number), sizeof number)));
  };
  constexpr std::uint64_t most_bytes = std::uint64_t{1} << 56;
  for (const auto& [byte, what, most] : {std::tuple{16, "documents", std::uint64_t{2147483647}},
                                         {24, "words", std::uint64_t{2147483647}},
                                         {32, "pairs", most_bytes / 8},
                                         {56, "bytes of words", most_bytes},
                                         {64, "bytes of names", most_bytes},
                                         {72, "bytes of labels", most_bytes},
                                         {80, "bytes of options", most_bytes}}) {
    EXPECT_EQ(with(static_cast<std::size_t>(byte), most + 1),
              fmt::format("c.vc: byte {}: found {} {}; expected at most {}", byte, most + 1, what, most));
  }
  for (const std::uint64_t labels : {2, 4})
    EXPECT_EQ(with(48, labels), fmt::format("c.vc: byte 48: found {} labels; expected 3, or none", labels));
  EXPECT_EQ(with(40, 1), "c.vc: byte 256: its counts add up to 2147483650, not 1: the file is damaged");
  std::string reserved = golden, options = golden;
  reserved[120] = 1;
  options[12] = static_cast<char>(options[12] ^ 1);
  EXPECT_EQ(message(with_checksum(reserved)), "c.vc: byte 120: found a number; expected zero");
  EXPECT_EQ(message(with_checksum(options)),
            "c.vc: byte 704: the options are not what their checksum says: the file is damaged");
}

TEST_F(Store, LongDocumentsAndNamesAreWhole) {
  Corpus corpus;
  corpus.counts.set_size(20'000, 2);
  for (arma::uword word = 0; word < 20'000; ++word) corpus.counts(word, 1) = static_cast<arma::u32>(word + 1);
  corpus.vocabulary = Vocabulary::of_ids(20'000);
  corpus.names = {"short", std::string(100'000, 'x')};
  write_store(path, corpus, kReading, false);
  const CorpusStore store(path);
  store.verify();
  EXPECT_EQ(store.sha256(), sha256(corpus));
  EXPECT_EQ(sha256(read_corpus(path, {.prune = {.min_df = 1, .max_df = 1}})), sha256(corpus));
}

TEST_F(Store, DamageThatIsNotLookedForStaysInsideTheFile) {
  for (std::size_t byte = 128; byte < golden.size(); ++byte) {
    std::string damaged = golden;
    damaged[byte] = static_cast<char>(damaged[byte] ^ 0xFF);
    const CorpusStore store(files.write("c.vc", damaged));
    for (std::size_t i = 0; i < 3; ++i) {
      try {
        std::uint64_t sum = store.word(i).size() + store.name(i).size() + store.label(i).size();
        for (const std::uint32_t count : store.counts_of(i)) sum += count;
        EXPECT_LE(store.words_of(i).size(), 3U) << sum;
      } catch (const BadInput&) {
      }
    }
  }
}

TEST_F(Store, OptionsThatMakeNoSenseForItAreRefused) {
  write_store(path, tiny(), "{}", false);
  ReadOptions options;
  options.vocabulary_file = path;
  EXPECT_EQ(files.message_of<InvalidOption>([&] { read_corpus(path, options); }),
            "--vocabulary: c.vc is store, which has its own words; expected another counted format");
  EXPECT_THROW(write_store(path, tiny(), "{}", false), InvalidOption);
}

}  // namespace
}  // namespace vilda::corpus
