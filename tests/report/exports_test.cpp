#include "vilda/report/exports.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "vilda/error.hpp"
#include "vilda/report/explorer.hpp"
#include "vilda/report/figures.hpp"
#include "vilda/report/topic_map.hpp"
#include "vilda/report/word_counts.hpp"

namespace vilda::report {
namespace {

/// Two topics of four words, one of which is markup.
class Shown : public testing::Test {
 protected:
  Shown() {
    model.topics = lda::Topics((Eigen::MatrixXd(2, 4) << 60, 30, 9, 1, 5, 30, 1, 64).finished());
    model.priors = lda::Priors::symmetric(2, 0.1, 0.05);
    model.vocabulary = corpus::Vocabulary({"</script>", "b,c", "d", "e"});
    model.num_tokens = 200;
    model.num_documents = 10;
    words.emplace(model.topics);
    content.title = "<b>";
    content.model = &model;
    content.words = &*words;
    content.word_counts = expected_word_counts(model);
    content.divergences = jensen_shannon(model.topics, 4);
    content.places = classical_scaling(content.divergences);
  }

  lda::Model model;
  std::optional<WordRanking> words;
  ExplorerContent content;
};

TEST_F(Shown, PyldavisHasTheKeysAndNumbersOfThatFormat) {
  const auto json = nlohmann::json::parse(pyldavis_json(content));
  std::set<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.insert(key);
  EXPECT_EQ(keys, (std::set<std::string>{"R", "lambda.step", "mdsDat", "plot.opts", "tinfo", "token.table",
                                         "topic.order"}));
  EXPECT_EQ(json["topic.order"], (std::vector<int>{1, 2}));
  const auto& terms = json["tinfo"];
  bool seen = false;
  for (std::size_t i = 0; i < terms["Term"].size(); ++i) {
    if (terms["Category"][i] != "Topic2" || terms["Term"][i] != "e") continue;
    seen = true;
    EXPECT_NEAR(terms["Freq"][i].get<double>(), 64, 1e-9);
    EXPECT_NEAR(terms["Total"][i].get<double>(), 65, 1e-9);
    EXPECT_NEAR(terms["logprob"][i].get<double>(), std::log(0.64), 1e-4);
    EXPECT_NEAR(terms["loglift"][i].get<double>(), std::log(0.64 / 0.325), 1e-4);
  }
  EXPECT_TRUE(seen);
}

TEST_F(Shown, TablesQuoteWhatNeedsIt) {
  const auto tables = csv_tables(content);
  EXPECT_NE(tables.at("words.csv").find("\n0,\"b,c\",0.3,"), std::string::npos);
  EXPECT_EQ(tables.count("documents.csv"), 0U);
}

TEST_F(Shown, ThePageHasNoMarkupOfTheWords) {
  const std::string html = explorer_html(content);
  EXPECT_NE(html.find("\\u003c/script\\u003e\\nb,c"), std::string::npos);
  EXPECT_NE(html.find("<title>&lt;b&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
}

TEST_F(Shown, FiguresEscapeWords) {
  const std::string sizes = figure_svg(content, Figure::sizes);
  EXPECT_NE(sizes.find("&lt;/script&gt;"), std::string::npos);
  EXPECT_EQ(sizes.find("</script>"), std::string::npos);
}

TEST_F(Shown, FiguresSayWhatTheyNeed) {
  EXPECT_THROW(figure_svg(content, Figure::correlations), InvalidOption);
  EXPECT_THROW(figure_svg(content, Figure::trace), InvalidOption);
  EXPECT_THROW(figure_named("pie"), InvalidOption);
}

TEST(TitleOf, IsTheFilesName) {
  EXPECT_EQ(title_of("/data/state-of-the-union.train.tsv.gz"), "state of the union");
  EXPECT_EQ(title_of("my_news.txt"), "my news");
  EXPECT_EQ(title_of(""), "Topics");
}

}  // namespace
}  // namespace vilda::report
