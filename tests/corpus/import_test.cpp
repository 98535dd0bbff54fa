// An import gives the store of the corpus that read_corpus reads, whatever memory it may take.

#include "vilda/corpus/import.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <numeric>
#include <set>

#include "corpus/counts/document_runs.hpp"
#include "corpus/random_corpus.hpp"
#include "corpus/strings/string_spool.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/store.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

namespace fs = std::filesystem;
using testing::RandomCorpus;
using testing::WrittenFiles;

constexpr const char* kReading = "{}";

class ImportCorpus : public ::testing::Test {
 protected:
  static std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  ReadReport import(const std::vector<fs::path>& sources, const ImportOptions& options = {}) const {
    return import_corpus(sources, output, options, [](Format) { return kReading; });
  }
  /// The store that the corpus has when it is read into memory.
  std::string expected(const fs::path& source, const ReadOptions& options) const {
    const fs::path path = files.folder() / "expected.vc";
    write_store(path, read_corpus(source, options), kReading, true);
    return bytes_of(path);
  }

  WrittenFiles files;
  fs::path output = files.folder() / "c.vc";
  const fs::path speeches = std::string(VILDA_DATA_DIR) + "/state-of-the-union.test.tsv";
};

TEST_F(ImportCorpus, GivesTheStoreOfTheCorpusThatIsRead) {
  ImportOptions options{.force = true};
  for (unsigned seed = 0; seed < 10; ++seed) {
    const RandomCorpus corpus(seed);
    const auto shuffled = corpus.shuffled_entries(seed);
    for (const auto& source :
         {files.write("c.ldac", corpus.ldac()), files.write("c.uci", corpus.uci(shuffled)),
          files.write("c.mtx", corpus.mtx(shuffled, false))}) {
      import({source}, options);
      EXPECT_EQ(bytes_of(output), expected(source, {})) << source << ", seed " << seed;
    }
  }
}

TEST_F(ImportCorpus, TextIsReadAndPrunedInTheSameWay) {
  for (const double min_df : {1.0, 2.0, 0.05}) {
    ImportOptions options{.force = true};
    options.reading.prune.min_df = min_df;
    options.reading.text.stem = "english";
    if (min_df == 2.0) options.reading.prune.max_words = 300;
    ReadReport report;
    read_corpus(speeches, options.reading, &report);
    const ReadReport imported = import({speeches}, options);
    EXPECT_EQ(bytes_of(output), expected(speeches, options.reading));
    EXPECT_EQ(imported.tokens_read, report.tokens_read);
    EXPECT_EQ(imported.stop_words, report.stop_words);
    EXPECT_EQ(imported.pruned, report.pruned);
    EXPECT_EQ(imported.words_seen, report.words_seen);
    EXPECT_EQ(imported.tokens, report.tokens);
    EXPECT_EQ(imported.empty_documents, report.empty_documents);
    ASSERT_EQ(imported.dropped.size(), report.dropped.size());
    for (std::size_t reason = 0; reason < report.dropped.size(); ++reason)
      EXPECT_EQ(imported.dropped[reason].words, report.dropped[reason].words);
  }
}

TEST_F(ImportCorpus, DocumentsWithoutNamesAreNamedByTheirNumbersHoweverManyDigitsTheseHave) {
  for (const std::size_t documents : {1, 2, 9, 10, 11, 99, 100, 101, 1'000, 1'001, 11'111}) {
    std::string lines;
    for (std::size_t d = 0; d < documents; ++d) lines += "1 0:1\n";
    import({files.write("numbered.ldac", lines)}, {.force = true});
    const CorpusStore store(output);
    ASSERT_EQ(store.num_documents(), documents);
    for (std::size_t d = 0; d < documents; ++d) ASSERT_EQ(store.name(d), std::to_string(d));
    store.verify();
  }
}

TEST_F(ImportCorpus, WordsAndNamesThatACountedFormatHasAreItsOwn) {
  const auto vw = files.write("c.vw", "1 'b|w zoo:2 ant:1\n0 'a|w bee\n");
  import({vw});
  EXPECT_EQ(bytes_of(output), expected(vw, {}));
  EXPECT_EQ(CorpusStore(output).word(0), "ant");
  EXPECT_EQ(CorpusStore(output).name(1), "a");
  const fs::path cells = files.folder() / "cells";
  fs::create_directory(cells);
  files.write("cells/matrix.mtx", "%%MatrixMarket matrix coordinate integer general\n2 3 2\n1 1 4\n2 3 1\n");
  files.write("cells/features.tsv", "id1\tACTB\nid2\tCD4\n");
  files.write("cells/barcodes.tsv", "AAA\nAAC\nAAG\n");
  import({cells}, {.force = true});
  EXPECT_EQ(bytes_of(output), expected(cells, {}));
  EXPECT_EQ(CorpusStore(output).name(2), "AAG");
  EXPECT_EQ(files.message_of<InvalidOption>([&] {
    import({vw, vw}, {.force = true});
  }),
            "c.vw has words of its own; expected no other source beside it");
}

TEST_F(ImportCorpus, PhrasesAreJoinedInTheSameWay) {
  ImportOptions options;
  options.reading.text.phrases = {.join = true, .threshold = 0.3, .min_count = 3};
  ReadReport report;
  read_corpus(speeches, options.reading, &report);
  const ReadReport imported = import({speeches}, options);
  EXPECT_EQ(bytes_of(output), expected(speeches, options.reading));
  EXPECT_GT(imported.phrases, 0U);
  EXPECT_EQ(imported.phrases, report.phrases);
  EXPECT_EQ(imported.joined, report.joined);
  for (const bool given : {false, true}) {
    if (given)
      options.reading.vocabulary_file = files.write("v.txt", "fellow_citizens\nunited\nstates\nnever\n");
    options.memory = std::uint64_t{1} << 30;
    options.force = true;
    const ReadReport bounded = import({speeches}, options);
    EXPECT_EQ(bytes_of(output), expected(speeches, options.reading)) << given;
    EXPECT_GT(bounded.joined, 0U);
  }
}

TEST_F(ImportCorpus, TextIsReadInAGivenVocabulary) {
  ImportOptions options;
  options.reading.vocabulary_file = files.write("v.txt", "world\nnever\ncongress\nunicorn\n");
  ReadReport report;
  read_corpus(speeches, options.reading, &report);
  const ReadReport imported = import({speeches}, options);
  EXPECT_EQ(bytes_of(output), expected(speeches, options.reading));
  EXPECT_EQ(imported.unknown, report.unknown);
  EXPECT_EQ(imported.pruned, 0U);
  EXPECT_EQ(imported.words, 4U);
}

TEST_F(ImportCorpus, AStoreImportedIsTheSameStore) {
  import({speeches});
  const std::string bytes = bytes_of(output);
  const fs::path first = files.write("first.vc", bytes);
  import({first}, {.force = true});
  EXPECT_EQ(bytes_of(output), bytes);
}

TEST_F(ImportCorpus, SeveralFilesAreOneCorpus) {
  const auto a = files.write("a.txt", "red green\nblue\n"), b = files.write("b.txt", "green blue blue\n");
  const auto both = files.write("both.txt", "red green\nblue\ngreen blue blue\n");
  ImportOptions options{.force = true};
  options.reading.prune = {.min_df = 1, .max_df = 1};
  import({a, b}, options);
  EXPECT_EQ(bytes_of(output), expected(both, options.reading));
  const auto c = files.write("c.ldac", "1 0:2\n0\n"), d = files.write("d.ldac", "2 0:1 3:1\n");
  import({c, d}, {.force = true});
  EXPECT_EQ(bytes_of(output), expected(files.write("e.ldac", "1 0:2\n0\n2 0:1 3:1\n"), {}));
  EXPECT_EQ(files.message_of<InvalidOption>([&] {
    import({a, c}, {.force = true});
  }),
            "a.txt is lines, and c.ldac is ldac; expected sources of one format");
}

TEST_F(ImportCorpus, WhatReadCorpusRefusesIsRefusedInTheSameWords) {
  const auto refused = [&](const std::string& name, const std::string& content) {
    const auto source = files.write(name, content);
    EXPECT_EQ(files.message_of<BadInput>([&] { import({source}); }),
              files.message_of<BadInput>([&] { read_corpus(source, {}); }));
    EXPECT_FALSE(fs::exists(output));
  };
  refused("a.txt", "");
  refused("a.txt", "\n\n");
  refused("a.txt", "the and of\n");
  refused("a.txt", "every word here once\n");
  refused("a.ldac", "1 0:1\n1 x:1\n");
  refused("a.ldac", "0\n0\n");
  refused("a.ldac", "1 999999999:1\n");
  refused("a.uci", "1\n1\n2\n1 1 2147483647\n1 1 1\n");
}

TEST_F(ImportCorpus, TooLittleMemoryIsSaidAndNothingIsWritten) {
  ImportOptions options;
  options.memory = 1 << 20;
  const std::string message = files.message_of<ResourceLimit>([&] { import({speeches}, options); });
  EXPECT_NE(message.find("--memory 1M does not do"), std::string::npos) << message;
  EXPECT_NE(message.find("distinct words"), std::string::npos) << message;
  EXPECT_TRUE(fs::is_empty(files.folder()));
}

TEST_F(ImportCorpus, PartsAreDisjointAndTogetherTheWhole) {
  import({speeches});
  const CorpusStore whole(output);
  const ImportOptions options{.split = Split::parse("train:0.6,valid:0.2,test:0.2")};
  import({speeches}, options);
  std::map<std::string, std::pair<std::size_t, std::size_t>> place;  // by name: part, document in it
  std::vector<CorpusStore> parts;
  for (const fs::path& path : files_of_parts(output, options.split)) {
    parts.emplace_back(path);
    parts.back().verify();
    EXPECT_EQ(parts.back().num_words(), whole.num_words());
    for (std::size_t d = 0; d < parts.back().num_documents(); ++d)
      EXPECT_TRUE(place.emplace(parts.back().name(d), std::pair(parts.size() - 1, d)).second);
  }
  ASSERT_EQ(place.size(), whole.num_documents());
  for (std::size_t d = 0; d < whole.num_documents(); ++d) {
    const auto [part, its] = place.at(std::string(whole.name(d)));
    EXPECT_TRUE(std::ranges::equal(parts[part].words_of(its), whole.words_of(d)));
    EXPECT_TRUE(std::ranges::equal(parts[part].counts_of(its), whole.counts_of(d)));
    EXPECT_EQ(parts[part].label(its), whole.label(d));
  }
  EXPECT_EQ(files.folder() / "c.valid.vc", files_of_parts(output, options.split)[1]);
}

/// Of documents of different sizes, so many that they are handed over piece by piece.
TEST_F(ImportCorpus, EachPartHasItsDocumentsOfEveryPiece) {
  constexpr std::size_t kDocuments = 40'000;
  std::string ldac;
  for (std::size_t d = 0; d < kDocuments; ++d) {
    ldac += std::to_string(d % 4);
    for (std::size_t i = 0; i < d % 4; ++i)
      ldac += " " + std::to_string((d + 2 * i) % 500) + ":" + std::to_string(1 + (d + i) % 300);
    ldac += '\n';
  }
  const ImportOptions options{.split = Split::parse("every:3")};
  import({files.write("c.ldac", ldac)}, options);
  const std::vector<fs::path> paths = files_of_parts(output, options.split);
  const std::array<CorpusStore, 2> parts{CorpusStore(paths[0]), CorpusStore(paths[1])};
  std::array<std::size_t, 2> next{};
  for (const CorpusStore& part : parts) part.verify();
  for (std::size_t d = 0; d < kDocuments; ++d) {
    const std::size_t part = d % 3 == 2 ? 1 : 0, its = next[part]++;
    std::map<std::size_t, std::size_t> expected, found;
    for (std::size_t i = 0; i < d % 4; ++i) expected[(d + 2 * i) % 500] = 1 + (d + i) % 300;
    const auto words = parts[part].words_of(its), counts = parts[part].counts_of(its);
    for (std::size_t i = 0; i < words.size(); ++i)
      found[std::stoul(std::string(parts[part].word(words[i])))] = counts[i];
    ASSERT_EQ(found, expected) << "document " << d;
  }
  EXPECT_EQ(next[0], parts[0].num_documents());
  EXPECT_EQ(next[1], parts[1].num_documents());
}

TEST_F(ImportCorpus, ADocumentStaysInItsPartWhenOthersAreAdded) {
  std::string few, many;
  for (int d = 0; d < 400; ++d) {
    const std::string line = "name" + std::to_string(d) + "\tlabel\tword" + std::to_string(d % 7) + "\n";
    many += line;
    if (d % 3 == 1) few += line;
  }
  ImportOptions options{.split = Split::parse("train:0.5,test:0.5"), .force = true};
  options.reading.prune = {.min_df = 1, .max_df = 1};
  const auto names_in_test = [&](const std::string& tsv) {
    import({files.write("c.tsv", tsv)}, options);
    const CorpusStore test(files_of_parts(output, options.split)[1]);
    std::set<std::string> names;
    for (std::size_t d = 0; d < test.num_documents(); ++d) names.emplace(test.name(d));
    return names;
  };
  const std::set<std::string> of_few = names_in_test(few), of_many = names_in_test(many);
  EXPECT_GT(of_few.size(), 30U);
  for (int d = 1; d < 400; d += 3) {
    const std::string name = "name" + std::to_string(d);
    EXPECT_EQ(of_few.contains(name), of_many.contains(name)) << name;
  }
}

/// The documents that come out, whatever the order in which their parts go in.
std::map<std::uint64_t, std::map<unsigned, unsigned>> documents_of(const DocumentRuns& runs,
                                                                   std::uint64_t n) {
  std::map<std::uint64_t, std::map<unsigned, unsigned>> documents;
  runs.for_each_batch(n, [&](std::uint64_t first, const BagsOfWords& batch) {
    for (std::uint64_t d = 0; d < batch.num_documents(); ++d) {
      for (const auto [word, count] : batch.document(d))
        EXPECT_TRUE(documents[first + d].emplace(word, count).second) << "a word twice";
    }
  });
  return documents;
}

TEST_F(ImportCorpus, RunsOnDiskGiveWhatRunsInMemoryGive) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    RandomCorpus corpus(seed);
    auto entries = corpus.entries();
    for (auto& entry : entries) entry.count %= 1000;
    std::shuffle(entries.begin(), entries.end(), std::mt19937(seed));
    DocumentRuns memory("c", output, std::nullopt);
    DocumentRuns disk("c", output, 16 * (1 + seed));  // down to one record a run
    for (DocumentRuns* runs : {&memory, &disk}) {
      for (const auto& [d, word, count] : entries) {
        const WordCount part{word, count};
        runs->add(static_cast<std::uint32_t>(d), std::span(&part, 1), false);
        if (count % 2 == 0) runs->add(static_cast<std::uint32_t>(d), std::span(&part, 1), false);
      }
    }
    const auto documents = documents_of(memory, corpus.documents.size());
    EXPECT_EQ(documents_of(disk, corpus.documents.size()), documents);
    EXPECT_EQ(documents_of(disk, corpus.documents.size()), documents) << "the second time";
    std::size_t pairs = 0;
    for (const auto& [d, words] : documents) pairs += words.size();
    EXPECT_EQ(pairs, entries.size());
  }
  EXPECT_TRUE(fs::is_empty(files.folder()));
}

TEST_F(ImportCorpus, RunsKeepWordsAndCountsOfAnySize) {
  std::map<std::uint64_t, std::map<unsigned, unsigned>> documents;
  for (const unsigned word : {0u, 0xFF'FFFFu, 0x100'0000u, 0x7FFF'FFFEu}) {
    for (const unsigned count : {1u, 255u, 256u, 0x7FFF'FFFFu}) {
      const std::uint64_t d = documents.size();
      documents[d] = {{1, 1}, {2, 255}};
      documents[d][word] = count;
    }
  }
  DocumentRuns memory("c", output, std::nullopt), disk("c", output, 40);
  for (DocumentRuns* runs : {&memory, &disk}) {
    for (const auto& [d, words] : documents) {
      std::vector<WordCount> counts;
      for (const auto& [word, count] : words) counts.push_back({word, count});
      runs->add(static_cast<std::uint32_t>(d), counts, true);
    }
    EXPECT_EQ(documents_of(*runs, documents.size()), documents);
  }
}

TEST_F(ImportCorpus, RunsKnowWhetherDocumentsCameWholeWithDistinctWords) {
  const auto distinct = [&](const std::vector<std::pair<std::uint32_t, std::vector<WordCount>>>& documents) {
    DocumentRuns runs("c", output, std::nullopt);
    for (const auto& [document, words] : documents) runs.add(document, words, false);
    return runs.words_are_distinct();
  };
  EXPECT_TRUE(distinct({{0, {{1, 1}, {2, 1}}}, {3, {{1, 1}}}}));
  EXPECT_FALSE(distinct({{0, {{1, 1}, {1, 1}}}}));
  EXPECT_TRUE(distinct({{0, {{2, 1}, {1, 1}}}, {1, {{2, 1}, {0, 1}, {1, 1}}}}));
  EXPECT_FALSE(distinct({{0, {{2, 1}, {1, 1}, {2, 1}}}}));
  EXPECT_FALSE(distinct({{0, {{2'000'000'000, 1}, {1, 1}}}})) << "a table of all ids would be too large";
  EXPECT_FALSE(distinct({{0, {{1, 1}}}, {0, {{2, 1}}}}));
  EXPECT_FALSE(distinct({{1, {{1, 1}}}, {0, {{2, 1}}}, {1, {{1, 1}}}}));
}

TEST_F(ImportCorpus, SpooledStringsComeBackInOrder) {
  for (const std::optional<std::size_t> most : {std::optional<std::size_t>(), {1}, {20}, {1000}}) {
    StringSpool spool(output, most);
    std::vector<std::string> strings, back;
    for (int i = 0; i < 100; ++i) strings.push_back(std::string(i % 13, static_cast<char>(i)));
    for (const std::string& string : strings) spool.add(string);
    EXPECT_EQ(spool.bytes(), std::accumulate(strings.begin(), strings.end(), std::string()).size());
    for (int time = 0; time < 2; ++time) {
      back.clear();
      spool.for_each([&](std::string_view string) { back.emplace_back(string); });
      EXPECT_EQ(back, strings);
    }
  }
}

}  // namespace
}  // namespace vilda::corpus
