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

  /// What the page is given.
  nlohmann::json page() const {
    const std::string html = explorer_html(content), before = "id=\"data\">";
    const std::size_t begin = html.find(before) + before.size();
    return nlohmann::json::parse(html.substr(begin, html.find("</script>", begin) - begin));
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

TEST_F(Shown, PyldavisOrdersTheWordsOfAllTopicsBySaliency) {
  const auto terms = nlohmann::json::parse(pyldavis_json(content))["tinfo"];
  std::vector<std::string> overall;
  for (std::size_t i = 0; i < terms["Term"].size() && terms["Category"][i] == "Default"; ++i) {
    overall.push_back(terms["Term"][i]);
    EXPECT_EQ(terms["Freq"][i], terms["Total"][i]);
    EXPECT_EQ(terms["logprob"][i], 30.0 - static_cast<double>(i));
    EXPECT_EQ(terms["loglift"][i], terms["logprob"][i]);
  }
  // p(w) = 0.325, 0.325, 0.05, 0.3; KL(p(k | w) || p(k)) = 0.61, 0.42, 0.37, 0.
  EXPECT_EQ(overall, (std::vector<std::string>{"e", "</script>", "d", "b,c"}));
}

TEST_F(Shown, PyldavisDividesAWordAmongTheTopicsThatHaveHalfATokenOfIt) {
  const auto table = [&](std::uint64_t num_tokens) {
    model.num_tokens = num_tokens;
    return nlohmann::json::parse(pyldavis_json(content))["token.table"];
  };
  const auto all = table(200), most = table(22);
  EXPECT_EQ(all["Term"].size(), 8U);
  for (const char* word : {"</script>", "b,c", "d", "e"}) {
    double sum = 0;
    for (std::size_t i = 0; i < all["Term"].size(); ++i)
      sum += all["Term"][i] == word ? all["Freq"][i].get<double>() : 0;
    EXPECT_NEAR(sum, 1, 1e-12) << word;
  }
  EXPECT_EQ(most["Term"], (nlohmann::json{"</script>", "</script>", "b,c", "b,c", "d", "e"}));
  EXPECT_EQ(most["Topic"], (nlohmann::json{1, 2, 1, 2, 1, 2}));
}

TEST_F(Shown, PyldavisHasTheSharesOfTheTopicsInPercent) {
  model.topics = lda::Topics((Eigen::MatrixXd(2, 4) << 180, 90, 27, 3, 5, 30, 1, 64).finished());
  words.emplace(model.topics);
  const auto map = nlohmann::json::parse(pyldavis_json(content))["mdsDat"];
  EXPECT_NEAR(map["Freq"][0].get<double>(), 75, 1e-12);
  EXPECT_NEAR(map["Freq"][1].get<double>(), 25, 1e-12);
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

/// Two documents, the first nearly all of topic 0; both have the word b,c, which the topics have alike.
class ShownWithDocuments : public Shown {
 protected:
  ShownWithDocuments() {
    documents.counts.set_size(4, 2);
    documents.counts(1, 0) = documents.counts(1, 1) = 3;
    documents.counts(3, 0) = 5;
    documents.counts.sync();
    documents.names = {"one", "two, too"};
    documents.labels = {"old", "new"};
    const TypicalDocument one{.document = 0, .proportions = Eigen::Vector2d(0.99, 0.01)};
    const TypicalDocument two{.document = 1, .proportions = Eigen::Vector2d(0.25, 0.75)};
    content.corpus.emplace();
    content.corpus->corpus = &documents;
    CorpusView& view = content.corpus->view;
    view.typical_documents = {{one, two}, {two, one}};
    view.labels = {"new", "old"};
    view.label_documents = {1, 1};
    view.label_proportions = (Eigen::MatrixXd(2, 2) << 0.25, 0.75, 0.99, 0.01).finished();
  }

  corpus::Corpus documents;
};

TEST_F(ShownWithDocuments, TablesHaveThemByTopicAndRank) {
  const auto tables = csv_tables(content);
  EXPECT_EQ(tables.at("documents.csv"),
            "topic,rank,document,name,label,proportion\n0,1,0,one,old,0.99\n0,2,1,\"two, too\",new,0.25\n"
            "1,1,1,\"two, too\",new,0.75\n1,2,0,one,old,0.01\n");
  EXPECT_EQ(tables.at("labels.csv"),
            "label,documents,topic,proportion\nnew,1,0,0.25\nnew,1,1,0.75\nold,1,0,0.99\nold,1,1,0.01\n");
}

TEST_F(ShownWithDocuments, ThePageHasAWordsMostLikelyTopicInItsDocument) {
  const auto shown = page()["documents"];
  EXPECT_EQ(shown[0]["words"], nlohmann::json::parse(R"([["e", 5, 0], ["b,c", 3, 0]])"));
  EXPECT_EQ(shown[1]["words"], nlohmann::json::parse(R"([["b,c", 3, 1]])"));
}

TEST_F(ShownWithDocuments, ThePageLeavesOutADocumentsSmallTopicsExceptTheOneItIsShownFor) {
  EXPECT_EQ(page()["documents"][0]["topics"], nlohmann::json::parse("[[0, 0.99]]"));
  auto& typical = content.corpus->view.typical_documents;
  typical[0].clear();
  EXPECT_EQ(page()["documents"][1]["topics"], nlohmann::json::parse("[[0, 0.99], [1, 0.01]]"));
}

TEST_F(Shown, ThePageTellsOfAWordsTopicsThatHaveTwoPercentOfIt) {
  const auto told = page()["words"];
  EXPECT_EQ(told["text"], "</script>\nb,c\nd\ne");
  EXPECT_EQ(told["num_topics"], "AgICAQ==");  // 2, 2, 2, 1: topic 0 has 1 / 65 of e
}

TEST_F(Shown, ThePageHasTheThreeNearestTopics) {
  model.topics = lda::Topics(
      (Eigen::MatrixXd(5, 4) << 9, 1, 1, 1, 8, 1, 1, 1, 6, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1).finished());
  words.emplace(model.topics);
  content.divergences = jensen_shannon(model.topics, 4);
  content.places = classical_scaling(content.divergences);
  const auto nearest = page()["topics"]["nearest"];
  ASSERT_EQ(nearest[0].size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(nearest[0][i][0], i + 1);
    EXPECT_DOUBLE_EQ(nearest[0][i][1].get<double>(),
                     content.divergences(0, static_cast<Eigen::Index>(i) + 1));
  }
}

TEST_F(Shown, ThePageHasTheFirstAndTheLastOfManyPasses) {
  for (int pass = 1; pass <= 1001; ++pass) {
    content.trace.emplace_back();
    content.trace.back().summary = {.passes = pass, .elbo = vi::Elbo{{"words", -1.0 * pass}}};
  }
  const auto shown = page()["trace"];
  EXPECT_LE(shown.size(), 400U);
  EXPECT_EQ(shown.front()["pass"], 1);
  EXPECT_EQ(shown.back()["pass"], 1001);
  EXPECT_EQ(shown.back()["elbo_nats"], -1001);
}

TEST_F(Shown, FiguresEscapeWords) {
  const std::string sizes = figure_svg(content, Figure::sizes);
  EXPECT_NE(sizes.find("&lt;/script&gt;"), std::string::npos);
  EXPECT_EQ(sizes.find("</script>"), std::string::npos);
}

TEST_F(Shown, TheLargestTopicsBarIsTheWholeWidth) {
  model.topics = lda::Topics((Eigen::MatrixXd(2, 4) << 180, 90, 27, 3, 5, 15, 1, 129).finished());
  words.emplace(model.topics);
  const std::string sizes = figure_svg(content, Figure::sizes);
  EXPECT_NE(sizes.find("width=\"220.00\" height=\"13\""), std::string::npos);
  EXPECT_NE(sizes.find("width=\"110.00\" height=\"13\""), std::string::npos);
  EXPECT_LT(sizes.find("width=\"220.00\""), sizes.find("width=\"110.00\""));
}

TEST_F(ShownWithDocuments, NegativeCorrelationsAreBlueAndPositiveOnesRed) {
  const auto figure_of = [&](double covariance) {
    content.corpus->view.proportion_covariance =
        (Eigen::Matrix2d() << 1, covariance, covariance, 1).finished();
    return figure_svg(content, Figure::correlations);
  };
  const std::string blue = "rgb(27,108,168)", red = "rgb(209,73,91)";
  EXPECT_NE(figure_of(-0.4).find(blue), std::string::npos);
  EXPECT_EQ(figure_of(-0.4).find(red), std::string::npos);
  EXPECT_NE(figure_of(0.4).find(red), std::string::npos);
  EXPECT_EQ(figure_of(0.4).find(blue), std::string::npos);
  EXPECT_NE(figure_of(0).find("rgb(255,255,255)"), std::string::npos);
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
