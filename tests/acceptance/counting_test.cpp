// What tests/golden/count_words.py, written apart from this code, finds in a text. Needs python3.

#include <sstream>

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class Counting : public Acceptance {
 protected:
  /// What the script prints, of what `vilda export` writes.
  std::string counts_by_vilda(const std::string& corpus) const {
    done({"export", corpus, "--format", "uci", "--output", "counts", "--output-vocabulary", "words",
          "--quiet"});
    std::istringstream counts(read("counts"));
    std::size_t num_documents = 0, num_words = 0, num_pairs = 0;
    counts >> num_documents >> num_words >> num_pairs;
    std::vector<std::size_t> frequency(num_words), total(num_words);
    std::vector<bool> has_words(num_documents);
    for (std::size_t document = 0, word = 0, count = 0; counts >> document >> word >> count;) {
      ++frequency[word - 1];
      total[word - 1] += count;
      has_words[document - 1] = true;
    }
    std::ostringstream lines;
    lines << num_documents << ' ' << std::count(has_words.begin(), has_words.end(), false) << '\n';
    std::istringstream words(read("words"));
    std::string word;
    for (std::size_t id = 0; std::getline(words, word); ++id)
      lines << word << ' ' << frequency[id] << ' ' << total[id] << '\n';
    std::filesystem::remove(path("counts"));
    std::filesystem::remove(path("words"));
    return lines.str();
  }

  Outcome python(const Arguments& arguments) const {
    return run(arguments,
               {.folder = folder(), .environment = {"PYTHONUTF8=1"}, .program = "/usr/bin/python3"});
  }

  void expect_agreement(const std::string& corpus,
                        const char* by = VILDA_GOLDEN_DIR "/count_words.py") const {
    const Outcome script = python({by, corpus});
    ASSERT_EQ(script.exit_code, 0) << script.err;
    EXPECT_EQ(counts_by_vilda(corpus), script.out);
  }
};

TEST_F(Counting, ExportSaysWhatInfoSaysOfTheCorpus) {
  EXPECT_EQ(done({"export", kSpeeches, "--format", "uci", "--output", "counts", "--json"}).out,
            done({"info", kSpeeches, "--json"}).out);
}

TEST_F(Counting, OfSpeechesAgreesWithTheScript) {
  expect_agreement(VILDA_DATA_DIR "/state-of-the-union.train.tsv");
}

TEST_F(Counting, OfLatinGreekAndCyrillicLettersAgreesWithTheScript) {
  const std::vector<std::string> texts = {
      "Straße STRASSE ﬁlm film naïve nai\u0308ve Ελλάδα ΕΛΛΆΔΑ Москва МОСКВА e.g. U.S.A. 3.14 x86_64",
      "don’t DON'T Darcy's o'clock l’été l'ÉTÉ été ete me@example.org example.org 10,000 1984 ＷＯＲＤ word",
      "ΟΔΥΣΣΕΥΣ Οδυσσεύς İstanbul istanbul œuvre Œuvre ǅ ǆ co\u00ADoperate cooperate and the of"};
  std::string corpus;
  for (int d = 0; d < 40; ++d) {
    corpus += "n" + std::to_string(d) + "\tl\t";
    if (d % 4 < 3 && d % 5 != 0) corpus += texts[static_cast<std::size_t>(d) % texts.size()];
    corpus += "\n";
  }
  write("c.tsv", corpus);
  expect_agreement("c.tsv");
}

TEST_F(Counting, OfTextsInTenLanguagesAgreesWithTheScript) {
  std::istringstream lines(content_of(VILDA_DATA_DIR "/languages.tsv"));
  std::string all, line;
  while (std::getline(lines, line)) {
    if (line.find("\tja\t") == line.npos) all += line + "\n";  // Japanese takes a dictionary
  }
  write("c.tsv", all);
  expect_agreement("c.tsv");
}

TEST_F(Counting, OfChineseJapaneseAndOtherTextAgreesWithTheScriptThatAsksICU) {
  if (python({"-c", "import icu"}).exit_code != 0) GTEST_SKIP() << "python3-icu is missing";
  std::string corpus = content_of(VILDA_DATA_DIR "/languages.tsv");
  const std::vector<std::string> lines = {
      "床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。", "中国人民共和国的首都是北京ＡＢＣ１２３",
      "国境の長いトンネルを抜けると雪国であった。", "ｶﾀｶﾅ と ひらがな、コンピューター"};
  for (std::size_t d = 0; d < 40; ++d)
    corpus += "n" + std::to_string(d) + "\tl\t" + lines[d % lines.size()] + "\n";
  write("c.tsv", corpus);
  expect_agreement("c.tsv", VILDA_GOLDEN_DIR "/count_words_by_icu.py");
}

TEST_F(Counting, OfSeveralFilesIsThatOfTheirTextsTogether) {
  const std::string speeches = content_of(kSpeeches);
  const std::size_t cut = speeches.find('\n', speeches.size() / 3) + 1;
  write("a.tsv", speeches.substr(0, cut));
  write("b.tsv", speeches.substr(cut));
  done({"train", "a.tsv", "b.tsv", "--model", "several", "--topics", "2", "--passes", "2", "--quiet"});
  done({"train", kSpeeches, "--model", "one", "--topics", "2", "--passes", "2", "--quiet"});
  EXPECT_EQ(read("several/model.json"), read("one/model.json"));
  EXPECT_EQ(json("several/run.json")["corpus"], "a.tsv, b.tsv");
  const Arguments to_uci{"--format", "uci", "--output", "-", "--quiet"};
  EXPECT_EQ(done(Arguments{"export", "a.tsv", "b.tsv"} + to_uci).out,
            done(Arguments{"export", kSpeeches} + to_uci).out);
}

TEST_F(Counting, OfSeveralFilesIsThatOfTheirTextsTogetherForEveryVerb) {
  const std::string speeches = content_of(kSpeeches);
  const std::size_t cut = speeches.find('\n', speeches.size() / 3) + 1;
  write("a.tsv", speeches.substr(0, cut));
  write("b.tsv", speeches.substr(cut));
  write("ab.tsv", speeches);
  done({"train", "ab.tsv", "--model", "m", "--topics", "2", "--passes", "2", "--quiet"});
  for (const Arguments& verb : {Arguments{"infer", "m"},
                                {"evaluate", "m", "--json"},
                                {"topics", "m", "--topic", "1", "--json"},
                                {"report", "m", "--output", "-"}})
    EXPECT_TRUE(done(verb + Arguments{"a.tsv", "b.tsv"}).out == done(verb + Arguments{"ab.tsv"}).out)
        << verb[0];
  const Arguments info{"info", "--json"};
  Json several = Json::parse(done(info + Arguments{"a.tsv", "b.tsv"}).out);
  EXPECT_EQ(several, Json::parse(done(info + Arguments{"ab.tsv"}).out));
  expect_refused(2, {"m is a model; expected it alone"}, {"info", "ab.tsv", "m"});
  write("b.csv", "text\nwar\n");
  expect_refused(2, {"b.csv is part of the input"},
                 {"infer", "m", "ab.tsv", "b.csv", "--output", "b.csv", "--force"});
}

class Export : public Acceptance {};

TEST_F(Export, PartsOfASplitAreThoseOfImport) {
  const std::string split = "train:0.7,valid:0.1,test:0.2";
  std::string documents;
  for (int copy = 0; copy < 20; ++copy) documents += kTwoThings;
  write("c.ldac", documents);
  done({"import", "c.ldac", "--output", "s.vc", "--split", split});
  done({"export", "c.ldac", "--format", "ldac", "--output", "s.ldac", "--output-vocabulary", "s.words",
        "--split", split});
  for (const std::string part : {"train", "valid", "test"}) {
    const Arguments to_stdout{"--format", "ldac", "--output", "-", "--quiet"};
    EXPECT_EQ(read("s." + part + ".ldac"), done(Arguments{"export", "s." + part + ".vc"} + to_stdout).out);
  }
  EXPECT_THAT(names(), testing::ElementsAre("c.ldac", "s.test.ldac", "s.test.vc", "s.train.ldac",
                                            "s.train.vc", "s.valid.ldac", "s.valid.vc", "s.words"));
  expect_refused(2, {"s.train.ldac: exists already"},
                 {"export", "c.ldac", "--format", "ldac", "--output", "s.ldac", "--split", split});
  expect_refused(2, {"--output is -"},
                 {"export", "c.ldac", "--format", "ldac", "--output", "-", "--split", split});
  expect_refused(2, {"--split: found \"x\""},
                 {"export", "c.ldac", "--format", "ldac", "--output", "t.ldac", "--split", "x"});
}

}  // namespace
}  // namespace vilda::acceptance
