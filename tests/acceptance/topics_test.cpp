// The views of `vilda topics`: what they say of a model whose numbers are known.

#include <cmath>
#include <sstream>

#include "acceptance/known_model.hpp"

namespace vilda::acceptance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const Json& ranked) {
  std::vector<std::string> words;
  for (const Json& word : ranked) words.push_back(word["word"]);
  return words;
}

class TopicsViews : public KnownModel {
 protected:
  Json view(const Arguments& arguments) const {
    return Json::parse(done(Arguments{"topics", "model", "--json"} + arguments).out);
  }
};

TEST_F(TopicsViews, ATopicInDepthHasEveryRanking) {
  const Json topic = view({"--topic", "0", "--words", "3", "--relevance-lambda", "0.3"});
  EXPECT_EQ(topic["id"], 0);
  EXPECT_NEAR(topic["weight"], 0.5, 1e-7);
  const Json& rankings = topic["rankings"];
  EXPECT_THAT(words_of(rankings["probability"]), ElementsAre("court", "law", "judge"));
  EXPECT_THAT(words_of(rankings["lift"]), ElementsAre("court", "judge", "law"));  // 0.6/0.325, 0.09/0.05, 1
  EXPECT_NEAR(rankings["probability"][0]["score"], 0.6, 1e-7);
  EXPECT_NEAR(rankings["lift"][0]["score"], 0.6 / 0.325, 1e-6);
  EXPECT_NEAR(rankings["relevance"][0]["score"], 0.3 * std::log(0.6) + 0.7 * std::log(0.6 / 0.325), 1e-6);
  EXPECT_NEAR(rankings["frex"][0]["score"], 1, 1e-12);
  EXPECT_NEAR(rankings["probability"][0]["count"], 65 - 2 * eta(), 1e-4);  // the model's own
  EXPECT_EQ(topic["nearest"].size(), 1U);
  EXPECT_EQ(topic["nearest"][0]["id"], 1);
  EXPECT_FALSE(topic.contains("documents"));
}

TEST_F(TopicsViews, ACorpusAddsItsCountsAndItsDocuments) {
  write("more.tsv", "port\tsea\tship ship ship\nbench\tlaw\tCourt, law & court\nnothing\tlaw\t...\n");
  const Json topic = view({"more.tsv", "--topic", "0"});
  EXPECT_EQ(topic["rankings"]["probability"][0]["count"], 2);
  ASSERT_EQ(topic["documents"].size(), 2U);  // the empty one is left out
  EXPECT_EQ(topic["documents"][0]["name"], "bench");
  EXPECT_EQ(topic["documents"][0]["label"], "law");
  EXPECT_EQ(topic["documents"][0]["text"], "Court, law & court");
  EXPECT_GT(topic["documents"][0]["proportion"], topic["documents"][1]["proportion"]);
  EXPECT_THAT(done({"topics", "model", "more.tsv", "--topic", "0"}).out,
              testing::AllOf(HasSubstr("bench  law"), HasSubstr("Court, law & court")));
}

TEST_F(TopicsViews, TextOfNamedFieldsIsShown) {
  write("c.csv", "id,body,kind\nbench,\"court, law\",a\ndock,ship ship,b\n");
  write("c.jsonl",
        "{\"id\": \"bench\", \"body\": \"court, law\"}\n{\"id\": \"dock\", \"body\": \"ship ship\"}\n");
  const Json csv = view({"c.csv", "--text-column", "body", "--name-column", "1", "--topic", "0"});
  const Json jsonl = view({"c.jsonl", "--text-field", "body", "--name-field", "id", "--topic", "0"});
  for (const Json& topic : {csv, jsonl}) {
    EXPECT_EQ(topic["documents"][0]["name"], "bench");
    EXPECT_EQ(topic["documents"][0]["text"], "court, law");
  }
}

TEST_F(TopicsViews, AWordHasItsTopicsByShare) {
  const Json word = view({"--word", "court"});
  EXPECT_EQ(word["id"], 0);
  EXPECT_NEAR(word["probability"], 0.325, 1e-7);
  ASSERT_EQ(word["topics"].size(), 2U);
  const Json& first = word["topics"][0];
  EXPECT_EQ(first["id"], 0);
  EXPECT_NEAR(first["share"], 60.0 / 65, 1e-7);
  EXPECT_NEAR(first["probability"], 0.6, 1e-7);
  EXPECT_NEAR(first["lift"], 0.6 / 0.325, 1e-6);
  EXPECT_EQ(first["rank"], 1);
  EXPECT_EQ(word["topics"][1]["rank"], 3);
  EXPECT_THAT(lines_of(done({"topics", "model", "--word", "ship", "--csv"}).out),
              ElementsAre("word,topic,share,probability,lift,rank", testing::StartsWith("ship,1,0.98"),
                          testing::StartsWith("ship,0,0.015")));
}

TEST_F(TopicsViews, AWordThatTheModelLacksIsRefusedWithWordsLikeIt) {
  expect_refused(2, {"\"courts\" is not among the 4 words", "it has court"},
                 {"topics", "model", "--word", "courts"});
}

TEST_F(TopicsViews, DocumentsHaveTheirMainTopicsAndEmptyOnesNone) {
  write("more.tsv",
        "bench\tlaw\tcourt court court court\nnothing\tlaw\t...\n\"dock, 3\"\tsea\tship ship ship ship\n");
  const Json documents = view({"more.tsv", "--documents"})["documents"];
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_EQ(documents[0]["name"], "bench");
  EXPECT_EQ(documents[0]["topics"][0]["id"], 0);
  EXPECT_EQ(documents[1]["topics"], Json::array());
  EXPECT_EQ(documents[2]["topics"][0]["id"], 1);
  const auto csv = lines_of(done({"topics", "model", "more.tsv", "--documents", "--csv"}).out);
  EXPECT_EQ(csv[0], "name,label,topic,proportion");
  EXPECT_THAT(csv[1], testing::StartsWith("bench,law,0,0."));
  EXPECT_THAT(csv.back(), testing::StartsWith("\"\"\"dock, 3\"\"\",sea,"));
  EXPECT_THAT(done({"topics", "model", "more.tsv", "--documents"}).out, HasSubstr("(no words)"));
}

TEST_F(TopicsViews, TablesHaveEveryWordInOrder) {
  const auto all = lines_of(done({"topics", "model", "--csv", "--rank", "lift", "--words", "2"}).out);
  EXPECT_THAT(all, ElementsAre("topic,weight,rank,word,probability,score",
                               testing::MatchesRegex("0,0\\.5,1,court,0\\.6.*,1\\.846.*"),
                               testing::MatchesRegex("0,0\\.5,2,judge,0\\.09.*,1\\.[78].*"),
                               testing::MatchesRegex("1,0\\.5,1,ship,0\\.64.*,1\\.969.*"),
                               testing::MatchesRegex("1,0\\.5,2,law,0\\.3.*,1.*")));
  const auto one = lines_of(done({"topics", "model", "--csv", "--topic", "1", "--words", "1"}).out);
  ASSERT_EQ(one.size(), 5U);
  EXPECT_EQ(one[0], "topic,ranking,rank,word,probability,score,count");
  EXPECT_THAT(one[1], testing::StartsWith("1,probability,1,ship,0.64"));
  EXPECT_THAT(one[4], testing::StartsWith("1,lift,1,ship,0.64"));
}

TEST_F(TopicsViews, RelevanceGoesFromLiftToProbability) {
  const auto words = [&](const Arguments& order) { return words_of(view(order)["topics"][1]["words"]); };
  EXPECT_EQ(words({"--rank", "relevance", "--relevance-lambda", "1"}), words({"--rank", "probability"}));
  EXPECT_EQ(words({"--rank", "relevance", "--relevance-lambda", "0"}), words({"--rank", "lift"}));
  EXPECT_NE(words({"--rank", "probability"}), words({"--rank", "lift"}));
}

TEST_F(TopicsViews, LinesAreCutToTheColumnsAskedForAndToNoneInAPipe) {
  const std::string whole = done({"topics", "model"}).out;
  EXPECT_THAT(whole, HasSubstr("court law judge ship"));
  EXPECT_THAT(whole, Not(HasSubstr("\033")));
  const Outcome narrow =
      run({"topics", "model"}, {.folder = folder(), .input = {}, .environment = {"COLUMNS=34"}});
  EXPECT_THAT(narrow.out, testing::AllOf(HasSubstr("court law\n"), Not(HasSubstr("judge"))));
}

TEST_F(TopicsViews, ViewsExcludeEachOther) {
  expect_refused(2, {"--topic, --word and --documents exclude each other"},
                 {"topics", "model", "--topic", "1", "--word", "court"});
  expect_refused(2, {"--csv and --json exclude each other"}, {"topics", "model", "--csv", "--json"});
  expect_refused(2, {"--documents needs a corpus"}, {"topics", "model", "--documents"});
  expect_refused(2, {"--topic is 2; the model has topics 0 to 1"}, {"topics", "model", "--topic", "2"});
  expect_refused(2, {"--topic is -1"}, {"topics", "model", "--topic=-1"});
}

}  // namespace
}  // namespace vilda::acceptance
