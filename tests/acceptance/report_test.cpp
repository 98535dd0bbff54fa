// `vilda report`: what it writes, what it never overwrites, what it refuses.

#include "acceptance/known_model.hpp"

namespace vilda::acceptance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Report : public KnownModel {
 protected:
  static inline const Arguments kReport{"report", "model", "--quiet", "--output"};

  /// What the page is given to show.
  Json data_of(const std::string& page) const {
    static const std::string opening = "<script type=\"application/json\" id=\"data\">";
    const std::string html = read(page);
    const std::size_t first = html.find(opening) + opening.size();
    return Json::parse(html.substr(first, html.find("</script>", first) - first));
  }
};

TEST_F(Report, IsOneFileThatAsksForNothing) {
  const Outcome outcome = done(kReport + Arguments{"topics.html"});
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "");
  const std::string page = read("topics.html");
  EXPECT_THAT(page, StartsWith("<!doctype html>"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr(" src=")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
  const Json data = data_of("topics.html");
  EXPECT_EQ(data["num_topics"], 2);
  EXPECT_EQ(data["words"]["text"], "court\nlaw\njudge\nship");
  EXPECT_EQ(data["documents"], nullptr);
  EXPECT_THAT(names(), ElementsAre("corpus.tsv", "model", "topics.html"));
}

TEST_F(Report, DashIsStandardOutput) {
  done(kReport + Arguments{"topics.html"});
  EXPECT_EQ(done(kReport + Arguments{"-"}).out, read("topics.html"));
}

TEST_F(Report, IsTheSameBytesForAnyNumberOfThreads) {
  for (const std::string threads : {"1", "3"})
    done({"report", "model", "corpus.tsv", "--output", threads + ".html", "--threads", threads});
  EXPECT_EQ(read("1.html"), read("3.html"));
}

TEST_F(Report, ShowsTheTextOfNamedFields) {
  write("c.csv", "id,body,kind\nbench,\"court, <b>law</b>\",a\ndock,ship ship,b\n");
  write(
      "c.jsonl",
      "{\"id\": \"bench\", \"body\": \"court, <b>law</b>\"}\n{\"id\": \"dock\", \"body\": \"ship ship\"}\n");
  done({"report", "model", "c.csv", "--text-column", "body", "--name-column", "id", "--output", "csv.html"});
  done(
      {"report", "model", "c.jsonl", "--text-field", "body", "--name-field", "id", "--output", "jsonl.html"});
  for (const std::string page : {"csv.html", "jsonl.html"}) {
    const Json data = data_of(page);
    const Json& document = data["documents"][data["typical"][0][0].get<std::size_t>()];
    EXPECT_EQ(document["name"], "bench") << page;
    EXPECT_EQ(document["text"], "court, <b>law</b>") << page;
  }
}

TEST_F(Report, ExistingOutputsAreReplacedOnlyByForce) {
  write("topics.html", "mine");
  expect_refused(2, {"topics.html: exists already", "--force"}, kReport + Arguments{"topics.html"});
  EXPECT_EQ(read("topics.html"), "mine");
  done(kReport + Arguments{"topics.html", "--force"});
  EXPECT_THAT(read("topics.html"), StartsWith("<!doctype html>"));

  const Arguments tables = kReport + Arguments{"tables", "--format", "tables"};
  done(tables);
  EXPECT_THAT(names("tables"),
              ElementsAre("distances.csv", "facts.csv", "topics.csv", "trace.csv", "words.csv"));
  expect_refused(2, {"tables: exists already"}, tables);
  done(tables + Arguments{"--force"});
}

TEST_F(Report, ForceNeverReplacesAFolderOfOtherThingsNorAnInput) {
  std::filesystem::create_directory(path("thesis"));
  write("thesis/chapter", "years of work");
  expect_refused(2, {"thesis: holds chapter", "no table of vilda report"},
                 kReport + Arguments{"thesis", "--format", "tables", "--force"});
  expect_refused(2, {"model is part of the input; it cannot be the output"},
                 kReport + Arguments{"model", "--format", "tables", "--force"});
  EXPECT_EQ(read("thesis/chapter"), "years of work");
  expect_refused(2, {"corpus.tsv is part of the input"},
                 {"report", "model", "corpus.tsv", "--output", "./corpus.tsv", "--force"});
  const std::string lambda = read("model/lambda.npy");
  for (const std::string option : {"--output", "--plot"}) {
    expect_refused(2, {"model/lambda.npy is part of the input; it cannot be the output"},
                   {"report", "model", option, "model/lambda.npy", "--force"});
  }
  EXPECT_EQ(read("model/lambda.npy"), lambda);
}

TEST_F(Report, RefusesWhatItCannotDo) {
  expect_refused(2, {"--output and --plot are missing"}, {"report", "model"});
  expect_refused(2, {"no model is given"}, {"report", "--output", "topics.html"});
  expect_refused(3, {"none: found nothing there"}, {"report", "none", "--output", "topics.html"});
  expect_refused(3, {"absent.tsv"}, {"report", "model", "absent.tsv", "--output", "topics.html"});
  expect_refused(2, {"--words is 0"}, kReport + Arguments{"topics.html", "--words", "0"});
  expect_refused(2, {"--format tables writes a folder"}, kReport + Arguments{"-", "--format", "tables"});
  expect_refused(2, {"\"pie\"", "sizes"}, {"report", "model", "--plot", "p.svg", "--figure", "pie"});
  expect_refused(1, {"there is no folder none"}, kReport + Arguments{"none/topics.html"});
  write("quality.json", "perplexity: 7");
  expect_refused(3, {"quality.json", "one JSON document"},
                 kReport + Arguments{"topics.html", "--evaluation", "quality.json"});
}

TEST_F(Report, HasThePlotsThatPapersNeed) {
  for (const std::string figure : {"trace", "sizes"}) {
    done({"report", "model", "--plot", figure + ".svg", "--figure", figure});
    EXPECT_THAT(read(figure + ".svg"), StartsWith("<svg"));
  }
  expect_refused(2, {"correlations"}, {"report", "model", "--plot", "c.svg", "--figure", "correlations"});
  done({"report", "model", "corpus.tsv", "--quiet", "--plot", "c.svg", "--figure", "correlations"});
}

/// Probabilities as another program may have written them, whose rows sum to one only nearly.
TEST_F(Report, RowsThatDoNotSumToOneNeverFail) {
  for (const double wrong : {1 - 1e-3, 1 - 1e-6, 1.0, 1 + 1e-6, 1 + 1e-3}) {
    Eigen::MatrixXd rows(2, 4);
    rows << 0.1, 0.2, 0.3, 0.4, 1.0 / 3, 1.0 / 3, 1.0 / 3 - 1e-9, 1e-9;
    rows.row(0) *= wrong;
    set_lambda(rows);
    const Arguments report{"report", "model", "corpus.tsv", "--quiet", "--force", "--output"};
    done(report + Arguments{"topics.html"});
    done(report + Arguments{"ldavis.json", "--format", "pyldavis"});
    done(report + Arguments{"tables", "--format", "tables"});
    const Json topics = Json::parse(done({"topics", "model", "--json"}).out)["topics"];
    double sum = 0;
    for (const Json& word : topics[0]["words"]) sum += word["probability"].get<double>();
    EXPECT_NEAR(sum, 1, 1e-12) << wrong;
  }
}

}  // namespace
}  // namespace vilda::acceptance
