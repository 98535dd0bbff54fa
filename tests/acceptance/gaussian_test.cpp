// The 1-D Gaussian demo, run as a user runs it.

#include <cmath>
#include <limits>
#include <set>

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Gaussian : public Acceptance {
 protected:
  Json fit(const Arguments& arguments, std::string input = {}) const {
    return Json::parse(done(Arguments{"gaussian", "--json"} + arguments, std::move(input)).out);
  }
};

std::set<std::string> keys(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items()) names.insert(name);
  return names;
}

TEST_F(Gaussian, DensityGivesEveryOptimumBestFirst) {
  const Json result = fit({"--target", "double-well"});
  EXPECT_NEAR(result["log_evidence"].get<double>(), 0.787651333658, 1e-8);
  ASSERT_EQ(result["optima"].size(), 3U);
  double last_kl = 0;
  for (const Json& optimum : result["optima"]) {
    EXPECT_GE(optimum["kl"].get<double>(), last_kl);
    last_kl = optimum["kl"];
    EXPECT_NEAR(optimum["kl"].get<double>() + optimum["elbo"].get<double>(),
                result["log_evidence"].get<double>(), 1e-9);
    EXPECT_GT(optimum["sd"].get<double>(), 0);
    EXPECT_TRUE(optimum.contains("mean"));
  }
  EXPECT_FALSE(result.contains("compare"));
}

TEST_F(Gaussian, ExpressionThatBeginsWithAMinusIsAValue) {
  const Json result = fit({"--log-density", "-0.5*x^2 - log(1+exp(-3*x))"});
  EXPECT_NEAR(result["optima"][0]["mean"].get<double>(), 0.6834749887, 1e-9);
}

TEST_F(Gaussian, TextShowsTheOptimaAndAPlotWithoutColours) {
  const Outcome outcome = done({"gaussian", "--target", "laplace:location=1,scale=0.5", "--compare"});
  EXPECT_THAT(outcome.out, HasSubstr("0.62665707"));
  EXPECT_THAT(outcome.out, HasSubstr("* p   o q"));
  EXPECT_THAT(outcome.out, HasSubstr("Metropolis accepted"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Gaussian, ComparisonSetsTheTruthAndASamplerBesideQ) {
  const Json compare = fit({"--target", "logistic", "--compare", "--draws", "20000"})["compare"];
  EXPECT_NEAR(compare["exact"]["sd"].get<double>(), M_PI / std::sqrt(3), 1e-9);
  EXPECT_NEAR(compare["variational"]["probability_below"].get<double>(), 0.0227501319, 1e-9);
  const Json& sampled = compare["metropolis"];
  EXPECT_NEAR(sampled["sd"]["value"].get<double>(), M_PI / std::sqrt(3),
              5 * sampled["sd"]["standard_error"].get<double>());
  EXPECT_GT(sampled["seconds"].get<double>(), 0);
}

TEST_F(Gaussian, MomentsThatDoNotExistAreNullAndNeverANumber) {
  const Json compare = fit({"--target", "student-t:df=1", "--compare", "--draws", "1000"})["compare"];
  EXPECT_TRUE(compare["exact"]["mean"].is_null());
  EXPECT_TRUE(compare["exact"]["sd"].is_null());
  EXPECT_THAT(done({"gaussian", "--target", "student-t:df=1", "--compare"}).out, HasSubstr("p has no mean"));
}

TEST_F(Gaussian, SamplerDependsOnTheSeedAlone) {
  const auto sampled = [&](const char* seed, const char* threads) {
    Json answer = fit({"--target", "mixture", "--compare", "--draws", "500", "--seed", seed, "--threads",
                       threads})["compare"]["metropolis"];
    answer.erase("seconds");
    return answer;
  };
  EXPECT_EQ(sampled("3", "1"), sampled("3", "2"));
  EXPECT_NE(sampled("3", "1"), sampled("4", "1"));
}

TEST_F(Gaussian, PlotIsWellFormedAndNeverReplacedWithoutForce) {
  done({"gaussian", "--log-density", "x < 1 && x > -1 ? -x^2 : -x^2-3", "--plot", "p.svg"});
  const Outcome parsed =
      run({"-c", "import sys, xml.dom.minidom as d; print(d.parse(sys.argv[1]).documentElement.tagName)",
           path("p.svg").string()},
          {.folder = folder(), .input = {}, .environment = {}, .program = "python3"});
  EXPECT_EQ(parsed.out, "svg\n") << parsed.err;
  EXPECT_THAT(read("p.svg"), HasSubstr("x &lt; 1 &amp;&amp; x &gt; -1"));
  write("p.svg", "mine");
  expect_refused(2, {"p.svg", "--force"}, {"gaussian", "--target", "laplace", "--plot", "p.svg"});
  EXPECT_EQ(read("p.svg"), "mine");
  done({"gaussian", "--target", "laplace", "--plot", "p.svg", "--force"});
  EXPECT_THAT(read("p.svg"), HasSubstr("</svg>"));
}

TEST_F(Gaussian, HelpListsTargetsWithTheirParametersAndDefaults) {
  const std::string help = done({"gaussian", "--help"}).out;
  for (const char* target :
       {"gaussian:mean=0,sd=1", "student-t:df=4,location=0,scale=1", "laplace:location=0,scale=1",
        "logistic:location=0,scale=1", "skew-normal:location=0,scale=1,shape=4",
        "mixture:weight=0.3,mean1=-2,sd1=0.7,mean2=2,sd2=1", "log-gamma:shape=2.5,rate=1.3",
        "logistic-regression:prior-sd=2", "double-well:separation=1.5,barrier=2,tilt=0.2"}) {
    EXPECT_THAT(help, HasSubstr(target));
  }
}

TEST_F(Gaussian, NumbersGiveThePosteriorAndTheTraceTermByTerm) {
  const Json result =
      fit({"--data", "-", "--conjugate", "--prior-precision", "1"}, "# sizes\n1\n2.5\n\n3e0\n");
  EXPECT_NEAR(result["mean"]["mean"].get<double>(), 6.5 / 4, 1e-12);
  EXPECT_GT(result["mean"]["sd"].get<double>(), 0);
  EXPECT_NEAR(result["precision"]["shape"].get<double>(), 1 + 0.5 * 4, 1e-12);
  EXPECT_LT(result["elbo"].get<double>(), result["log_evidence"].get<double>());
  double last = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < result["trace"].size(); ++i) {
    const Json& pass = result["trace"][i];
    EXPECT_EQ(keys(pass), (std::set<std::string>{"pass", "elbo", "data", "-kl_mean", "-kl_precision"}));
    EXPECT_EQ(pass["pass"], i + 1);
    EXPECT_NEAR(
        pass["elbo"].get<double>(),
        pass["data"].get<double>() + pass["-kl_mean"].get<double>() + pass["-kl_precision"].get<double>(),
        1e-12);
    EXPECT_GE(pass["elbo"].get<double>(), last - 1e-12);
    last = pass["elbo"];
  }
  EXPECT_NEAR(result["elbo"].get<double>(), last, 1e-12);
}

TEST_F(Gaussian, StochasticAscentTakesItsOptionsAndItsSeed) {
  write("n", "1\n2\n3\n4\n5\n6\n");
  const auto mean = [&](const char* seed) {
    return fit({"--data", "n", "--method", "svi", "--batch-size", "2", "--tau", "4", "--kappa", "0.9",
                "--passes", "9", "--seed", seed})["mean"]["mean"]
        .get<double>();
  };
  EXPECT_EQ(mean("1"), mean("1"));
  EXPECT_NE(mean("1"), mean("2"));
  EXPECT_NEAR(mean("1"), 3.5, 0.5);
}

TEST_F(Gaussian, StrictExitsWithFourWhereTheBoundStillMoves) {
  write("n", "1\n2\n3\n");
  EXPECT_EQ(vilda({"gaussian", "--data", "n", "--passes", "2", "--strict"}).exit_code, 4);
  EXPECT_EQ(vilda({"gaussian", "--data", "n", "--strict"}).exit_code, 0);
}

TEST_F(Gaussian, DensitiesThatAreNoneAreBadInput) {
  for (const auto& [expression, fragment] :
       std::vector<std::pair<std::string, std::string>>{{"0", "flat"},
                                                        {"x", "not normalisable"},
                                                        {"x^2", "not normalisable"},
                                                        {"-log(1+abs(x))", "not normalisable"},
                                                        {"x>0 ? -x : -1/0", "truncated support"},
                                                        {"log(x)", "truncated support"},
                                                        {"sqrt(x)", "not a number"},
                                                        {"-0.5*log(abs(x)) - x^2", "+inf"}}) {
    SCOPED_TRACE(expression);
    expect_refused(3, {fragment}, {"gaussian", "--log-density", expression});
    expect_refused(3, {fragment}, {"gaussian", "--log-density", expression, "--json", "--compare"});
  }
}

TEST_F(Gaussian, FitsThatCannotBeMadeAreFailures) {
  expect_refused(1, {"no finite optimum"}, {"gaussian", "--log-density", "-exp(x^4)"});
  expect_refused(1, {"too slowly"}, {"gaussian", "--log-density", "-1.01*log(1+abs(x))"});
}

TEST_F(Gaussian, WrongUsageNamesTheOption) {
  const auto refused = [&](const std::string& fragment, const Arguments& arguments) {
    SCOPED_TRACE(fragment);
    expect_refused(2, {fragment}, Arguments{"gaussian"} + arguments);
  };
  write("n", "1\n");
  refused("0 of --log-density, --target and --data", {});
  refused("2 of --log-density, --target and --data", {"--target", "laplace", "--data", "n"});
  refused("unknown \"y\" at position 1", {"--log-density", "y"});
  refused("it is empty", {"--log-density", ""});
  refused("unknown target \"cauchy\"", {"--target", "cauchy"});
  refused("scale is -1; it must be above 0", {"--target", "laplace:scale=-1"});
  refused("--conjugate has no meaning without --data", {"--target", "laplace", "--conjugate"});
  refused("--compare has no meaning with --data", {"--data", "n", "--compare"});
  refused("--kappa has no meaning with --method batch", {"--data", "n", "--kappa", "0.6"});
  refused("--draws has no meaning without --compare", {"--target", "laplace", "--draws", "500"});
  refused("--start is \"1,-1\"; expected MEAN,SD", {"--target", "laplace", "--start", "1,-1"});
  refused("both or none", {"--target", "laplace", "--scan-from", "1"});
  refused("vilda: --draws is 5; it must", {"--target", "laplace", "--compare", "--draws", "5"});
  refused("--method is \"gibbs\"; expected batch or svi", {"--data", "n", "--method", "gibbs"});
  refused("vilda: --prior-precision is 0; it must", {"--data", "n", "--prior-precision", "0"});
  refused("vilda: --prior-shape is -1; it must", {"--data", "n", "--prior-shape", "-1"});
  refused("vilda: --prior-rate is 0; it must", {"--data", "n", "--prior-rate", "0"});
  refused("vilda: --prior-mean is nan; it must", {"--data", "n", "--prior-mean", "nan"});
  refused("vilda: --initial-precision is 0; it must", {"--data", "n", "--initial-precision", "0"});
  refused("vilda: --passes is 0; it must", {"--data", "n", "--passes", "0"});
  refused("vilda: --tolerance is -1; it must", {"--data", "n", "--tolerance", "-1"});
  refused("vilda: --batch-size is 0; it must", {"--data", "n", "--method", "svi", "--batch-size", "0"});
  refused("vilda: --kappa is 2; it must", {"--data", "n", "--method", "svi", "--kappa", "2"});
}

TEST_F(Gaussian, InterruptedFitsShowWhereTheyStood) {
  write("n", "1\n2\n4\n");
  Running running(
      {"gaussian", "--data", "n", "--method", "svi", "--tolerance", "0", "--passes", "1000000000", "--json"},
      here());
  ASSERT_TRUE(running.wait_until_caught(SIGINT));
  running.send(SIGINT);
  const Outcome outcome = running.wait();
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_GE(Json::parse(outcome.out)["trace"].size(), 1U);
}

TEST_F(Gaussian, NumbersThatAreNoneAreBadInputWithTheirLine) {
  write("n", "1\nabc\n");
  write("empty", "");
  std::filesystem::create_directory(path("folder"));
  expect_refused(3, {"n:2: found \"abc\"; expected a number a line"}, {"gaussian", "--data", "n"});
  expect_refused(3, {"standard input:1: found \"nan\""}, {"gaussian", "--data", "-"}, "nan\n");
  expect_refused(3, {"empty: found no number"}, {"gaussian", "--data", "empty"});
  expect_refused(3, {"missing"}, {"gaussian", "--data", "missing"});
  expect_refused(3, {"folder", "expected a file"}, {"gaussian", "--data", "folder"});
}

}  // namespace
}  // namespace vilda::acceptance
