// csv, jsonl, mallet and folders: what was written is what is read, and every fault has its place.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/formats/text_readers.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Words = std::vector<std::string>;

struct Document {
  std::string name, label, text;
  bool operator==(const Document&) const = default;
};
using Documents = std::vector<Document>;

void PrintTo(const Document& document, std::ostream* stream) {
  *stream << '[' << document.name << '|' << document.label << '|' << document.text << ']';
}

TextSink into(Documents& documents) {
  return [&](const TextDocument& document) {
    documents.push_back({std::string(document.name.value_or("-")), std::string(document.label.value_or("-")),
                         std::string(document.text)});
  };
}

Documents csv(const std::filesystem::path& file, const FieldNames& names = {}) {
  Documents documents;
  LineReader lines(file);
  read_csv(lines, names, into(documents));
  return documents;
}

Documents jsonl(const std::filesystem::path& file, const FieldNames& names = {}) {
  Documents documents;
  LineReader lines(file);
  read_jsonl(lines, names, into(documents));
  return documents;
}

std::string random_text(std::mt19937& random) {
  const Words pieces = {"a", "word", "\"", "\"\"", ",", "\n", " ", "é", "中", "\t", "'", ":", "\\", "{"};
  std::string text;
  for (unsigned left = random() % 12; left > 0; --left) text += pieces[random() % pieces.size()];
  return text;
}

Documents random_documents(unsigned seed) {
  std::mt19937 random(seed);
  Documents documents(1 + random() % 20);
  for (Document& document : documents)
    document = {random_text(random), random_text(random), random_text(random)};
  return documents;
}

std::string csv_field(const std::string& text, bool always) {
  if (!always && text.find_first_of(",\"\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

TEST(Csv, ReadsWhatWasWritten) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < 60; ++seed) {
    const Documents documents = random_documents(seed);
    const bool always = seed % 2 == 0;
    std::string text = "label,id,text,name\n";
    for (const auto& [name, label, body] : documents) {
      text +=
          csv_field(label, always) + ",7," + csv_field(body, always) + "," + csv_field(name, always) + "\n";
    }
    EXPECT_EQ(csv(files.write("c.csv", text)), documents) << text;
  }
}

TEST(Csv, ColumnsAreFoundByNameOrNumber) {
  const WrittenFiles files;
  const auto file = files.write("c.csv", "who,what,words\r\nann,x,\"a,\r\nb\"\r\nbob,y,c\r\n");
  EXPECT_EQ(csv(file, {.text = "words", .label = "what", .name = "who"}),
            (Documents{{"ann", "x", "a,\nb"}, {"bob", "y", "c"}}));
  EXPECT_EQ(csv(file, {.text = "words", .label = "2", .name = {}}),
            (Documents{{"-", "x", "a,\nb"}, {"-", "y", "c"}}));
  EXPECT_EQ(csv(file, {.text = "3", .label = {}, .name = "1"}),
            (Documents{{"who", "-", "words"}, {"ann", "-", "a,\nb"}, {"bob", "-", "c"}}));
}

TEST(Csv, MalformedInputIsToldWithItsPlace) {
  const WrittenFiles files;
  const auto error = [&](std::string_view content, const FieldNames& names = {}) {
    const auto file = files.write("c.csv", content);
    return files.message_of<BadInput>([&] { csv(file, names); });
  };
  EXPECT_EQ(error("text,a\nx,\"y\"z\n"),
            "c.csv:2: found \"z\" after a closing quote, at byte 6 of the line; expected a comma");
  EXPECT_EQ(error("text\nx\"y\n"),
            "c.csv:2: found a quote inside a field without quotes, at byte 2 of the line; expected the field "
            "in quotes");
  EXPECT_EQ(error("text\n\"x\ny\n"),
            "c.csv:3: the file ends inside quotes that line 2 opens; expected a closing quote");
  EXPECT_EQ(error("text,a\nx,\"1\n2\"\ny\n"),
            "c.csv:4: found 1 fields in the record that line 4 begins; expected 2, as in the first record");
  EXPECT_EQ(
      error("a,b\n1,2\n"),
      "c.csv:1: found no column \"text\" among \"a\", \"b\"; expected a heading with it (see --text-column)");
  EXPECT_EQ(error("a,text\n1,2\n", {.text = {}, .label = "genre", .name = {}}),
            "c.csv:1: found no column \"genre\" among \"a\", \"text\"; expected a heading with it (see "
            "--label-column)");
  EXPECT_EQ(
      error("a,b\n1,2\n", {.text = "3", .label = {}, .name = {}}),
      "c.csv:1: found no column \"3\" among \"a\", \"b\"; expected a heading with it (see --text-column)");
  EXPECT_EQ(
      error("id;Text\n1;2\n"),
      "c.csv:1: found no column \"text\" among \"id;Text\"; expected a heading with it (see --text-column)");
  EXPECT_EQ(error("1,2,3,4,5,6,7,8,9,10\n"),
            "c.csv:1: found no column \"text\" among \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\" "
            "and 2 more; "
            "expected a heading with it (see --text-column)");
  EXPECT_EQ(error("text,text\n1,2\n"),
            "c.csv:1: found column \"text\" twice; expected it once, or its number (see --text-column)");
  EXPECT_EQ(error("text\nx\xFF\n"),
            "c.csv:2: found byte 0xFF, which is not UTF-8, at byte 2 of the line; expected UTF-8 text");
}

TEST(Jsonl, ReadsWhatWasWritten) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < 60; ++seed) {
    const Documents documents = random_documents(seed);
    std::string text;
    for (const auto& [name, label, body] : documents)
      text +=
          nlohmann::json{{"name", name}, {"label", label}, {"text", body}, {"more", {1, 2}}}.dump() + "\n";
    EXPECT_EQ(jsonl(files.write("c.jsonl", text)), documents) << text;
  }
}

TEST(Jsonl, FieldsAreFoundByNameAndNumbersAreNames) {
  const WrittenFiles files;
  const auto file = files.write("c.jsonl", "{\"id\": 7, \"body\": \"a\\u00e9\", \"good\": true}\r\n");
  EXPECT_EQ(jsonl(file, {.text = "body", .label = "good", .name = "id"}), (Documents{{"7", "true", "aé"}}));
  EXPECT_EQ(jsonl(file, {.text = "body", .label = {}, .name = {}}), (Documents{{"-", "-", "aé"}}));
}

TEST(Jsonl, MalformedInputIsToldWithItsPlace) {
  const WrittenFiles files;
  const auto error = [&](std::string_view content, const FieldNames& names = {}) {
    const auto file = files.write("c", content);
    return files.message_of<BadInput>([&] { jsonl(file, names); });
  };
  EXPECT_EQ(error("{\"text\": \"a\"}\n[1]\n"), "c:2: found \"[1]\"; expected a JSON object a line");
  EXPECT_EQ(error("{\"body\": 1}\n"), "c:1: found no field \"text\"; expected a string (see --text-field)");
  EXPECT_EQ(error("{\"text\": 1}\n"),
            "c:1: found no string in field \"text\"; expected a string (see --text-field)");
  EXPECT_EQ(error("{\"text\": \"a\"}\n", {.text = {}, .label = "l", .name = {}}),
            "c:1: found no field \"l\"; expected one (see --label-field)");
  EXPECT_EQ(error("{\"text\": \"a\", \"l\": [1]}\n", {.text = {}, .label = "l", .name = {}}),
            "c:1: found \"[1]\" in field \"l\"; expected a string or a whole number");
  EXPECT_EQ(error("{\"text\": \"a\"}\n{\"text\": \"b\n").substr(0, 45),
            "c:2: found \"{\"text\": \"b\", which is not JSON (");
  EXPECT_EQ(error("\n").substr(0, 34), "c:1: found \"\", which is not JSON (");
}

TEST(Mallet, HasNameLabelAndTextInALine) {
  const WrittenFiles files;
  Documents documents;
  LineReader lines(files.write("c", "one x  some text\n\ntwo\ty\ttabs\there\nthree z\n"));
  read_mallet(lines, into(documents));
  EXPECT_EQ(documents,
            (Documents{{"one", "x", "  some text"}, {"two", "y", "\ttabs\there"}, {"three", "z", ""}}));
  LineReader faulty(files.write("d", "one x text\nalone\n"));
  EXPECT_EQ(files.message_of<BadInput>([&] { read_mallet(faulty, into(documents)); }),
            "d:2: found \"alone\"; expected `name label text`");
}

TEST(Folder, AFileIsADocumentNamedByItsPath) {
  const WrittenFiles files;
  std::filesystem::create_directories(files.folder() / "news/sport");
  std::filesystem::create_directories(files.folder() / "news/.git");
  files.write("news/b.txt", "plain words\nof text\n");
  files.write("news/a.gz", testing::gzip("more words"));
  files.write("news/sport/1", "");
  files.write("news/.hidden", "no");
  files.write("news/.git/x", "no");
  Documents documents;
  read_folder(files.folder() / "news", into(documents));
  EXPECT_EQ(documents, (Documents{{"a.gz", "", "more words\n"},
                                  {"b.txt", "", "plain words\nof text\n"},
                                  {"sport/1", "sport", ""}}));

  ReadReport report;
  ReadOptions options;
  options.prune = {.min_df = 1, .max_df = 1};
  const Corpus corpus = read_corpus(files.folder() / "news", options, &report);
  EXPECT_EQ(report.format, Format::text);
  EXPECT_EQ(corpus.names, (Words{"a.gz", "b.txt", "sport/1"}));
  EXPECT_EQ(corpus.labels, (Words{"", "", "sport"}));
  EXPECT_EQ(corpus.vocabulary.words(), (Words{"plain", "text", "words"}));

  const auto oddly_named = files.write("news/sport/a\xFFz", "words");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_corpus(files.folder() / "news", options); }),
            "news: found a file named \"sport/a\\xFFz\"; expected a name in UTF-8");
  std::filesystem::remove(oddly_named);
  files.write("news/sport/2", "bad \xFF");
  EXPECT_EQ(
      files.message_of<BadInput>([&] { read_corpus(files.folder() / "news", options); }),
      "news/sport/2:1: found byte 0xFF, which is not UTF-8, at byte 5 of the line; expected UTF-8 text");
}

TEST(Folder, AFilesNameMayHoldAnyCharacterAndItsMessageIsOneLine) {
  const WrittenFiles files;
  std::filesystem::create_directories(files.folder() / "news");
  files.write("news/two\nlines", "text");
  Documents documents;
  read_folder(files.folder() / "news", into(documents));
  EXPECT_EQ(documents, (Documents{{"two\nlines", "-", "text\n"}}));
  files.write("news/two\nlines", "bad \xFF");
  EXPECT_EQ(
      files.message_of<BadInput>([&] { read_folder(files.folder() / "news", into(documents)); }),
      "news/two\\nlines:1: found byte 0xFF, which is not UTF-8, at byte 5 of the line; expected UTF-8 text");
}

TEST(DocumentsOfSeveralLines, AreRefusedAboveTheLimitOfALine) {
  const WrittenFiles files;
  std::filesystem::create_directories(files.folder() / "news");
  const auto error_of_csv = [&](const std::string& content) {
    LineReader lines(files.write("c.csv", content));
    lines.set_limit({9, "in a test"});
    return files.message_of<ResourceLimit>([&] { read_csv(lines, {}, [](const TextDocument&) {}); });
  };
  const auto error_of_folder = [&](const std::string& content) {
    files.write("news/a", "short");
    files.write("news/b", content);
    return files.message_of<ResourceLimit>([&] {
      read_folder(files.folder() / "news", [](const TextDocument&) {}, {9, "in a test"});
    });
  };
  EXPECT_EQ(error_of_csv("text\n\"1 3\n5 7\n\"\n"), "nothing was thrown");
  EXPECT_EQ(error_of_csv("text\n\"1 3\n5 7\nb 9\n\"\n"),
            "c.csv:4: found a document of more than 0 MiB, in a test; expected shorter ones");
  EXPECT_EQ(error_of_folder("1 3\n5 7\n9"), "nothing was thrown");
  EXPECT_EQ(error_of_folder("1 3\n5 7\n9 b\n"),
            "news/b:3: found a document of more than 0 MiB, in a test; expected shorter ones");
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  std::ranges::replace(text, '\t', ' ');
  return text;
}

TEST(LineFormats, ReadWhatWasWritten) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < 60; ++seed) {
    Documents documents = random_documents(seed), only_texts;
    std::string lines, tsv, mallet;
    Documents of_mallet;
    for (auto& [name, label, text] : documents) {
      name = one_line(name), label = one_line(label), text = one_line(text);
      lines += text + "\n";
      only_texts.push_back({"-", "-", text});
      tsv += name + "\t" + label + "\t" + text + "\n";
      mallet += fmt::format("n{0} l{0}{1}{2}\n", lines.size(), text.empty() ? "" : " ", text);
      of_mallet.push_back({fmt::format("n{}", lines.size()), fmt::format("l{}", lines.size()),
                           text.empty() ? "" : " " + text});
    }
    const auto read = [&](Format format, const std::string& content) {
      Documents found;
      LineReader reader(files.write("c", content));
      read_documents("c", &reader, format, {}, into(found));
      return found;
    };
    EXPECT_EQ(read(Format::lines, lines), only_texts);
    EXPECT_EQ(read(Format::tsv, tsv), documents);
    EXPECT_EQ(read(Format::mallet, mallet), of_mallet);
  }
}

TEST(Folder, ReadsWhatWasWritten) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const WrittenFiles files;
    Documents documents = random_documents(seed);
    for (std::size_t d = 0; d < documents.size(); ++d) {
      auto& [name, label, text] = documents[d];
      label = d % 3 == 0 ? "" : fmt::format("part{}", d % 3);
      std::filesystem::create_directories(files.folder() / "texts" / label);
      name = (label.empty() ? "" : label + "/") + fmt::format("{:03}", d);
      text += "\n";
      files.write("texts/" + name, text);
    }
    std::ranges::sort(documents, {}, &Document::name);
    Documents found;
    read_folder(files.folder() / "texts", into(found));
    EXPECT_EQ(found, documents);
  }
}

TEST(FieldFormats, AreReadAsACorpus) {
  const WrittenFiles files;
  ReadOptions options;
  options.prune = {.min_df = 1, .max_df = 1};
  const auto expect_corpus = [&](const std::filesystem::path& file, Format format) {
    ReadReport report;
    const Corpus corpus = read_corpus(file, options, &report);
    EXPECT_EQ(report.format, format);
    EXPECT_EQ(corpus.names, (Words{"n1", "n2"}));
    EXPECT_EQ(corpus.labels, (Words{"x", ""}));
    EXPECT_EQ(corpus.vocabulary.words(), (Words{"rain", "snow"}));
  };
  expect_corpus(files.write("c.csv", "name,label,text\nn1,x,rain\nn2,,snow\n"), Format::csv);
  expect_corpus(
      files.write(
          "c", "{\"name\":\"n1\",\"label\":\"x\",\"text\":\"rain\"}\n{\"name\":\"n2\",\"text\":\"snow\"}\n"),
      Format::jsonl);
  EXPECT_TRUE(read_corpus(files.write("d.jsonl", "{\"text\":\"rain\"}\n"), options).labels.empty());
}

TEST(FieldFormats, OnlyFormatsWithFieldsTakeTheirNames) {
  const WrittenFiles files;
  ReadOptions options;
  options.fields.text = "body";
  const auto file = files.write("c", "some text\n");
  EXPECT_EQ(files.message_of<InvalidOption>([&] { read_corpus(file, options); }),
            "--text-field, --label-field and --name-field: c is lines; expected csv or jsonl");
}

}  // namespace
}  // namespace vilda::corpus
