#include "vilda/gaussian/normal_model.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "support/golden.hpp"
#include "support/near.hpp"
#include "vilda/error.hpp"
#include "vilda/vi/ascent.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::gaussian {
namespace {

const std::vector<double> kData = {0.3, 1.9, 2.2, -0.7, 1.1, 0.4, 5.0};

class Trace : public vi::Observer {
 public:
  void on_pass(const vi::Summary& summary) override { bounds.push_back(*summary.elbo); }
  std::vector<vi::Elbo> bounds;
};

constexpr vi::AscentOptions kToTheEnd{.max_passes = 200, .tolerance = 1e-15, .allowed_fall = 1e-12};

vi::Elbo bound(const NormalModel& model) {
  return model.local_elbo(vi::in_order(model.num_items())) + model.global_elbo();
}

NormalModel fitted(std::span<const double> data, const NormalModelOptions& options) {
  NormalModel model(data, options);
  vi::Observer observer;
  const vi::Summary summary = vi::coordinate_ascent(model, kToTheEnd, observer);
  EXPECT_EQ(summary.termination, vi::Termination::converged) << summary.report();
  return model;
}

NormalModelOptions awkward(bool conjugate) {
  return {.prior_mean = -0.5,
          .prior_precision = 0.3,
          .prior_shape = 0.7,
          .prior_rate = 2.5,
          .conjugate = conjugate,
          .initial_precision = {}};
}

TEST(NormalModel, FollowsTheReferenceTraces) {
  const golden::Json references = golden::json("normal_model.json");
  for (const char* name : {"normal_gamma_conjugate", "independent_priors"}) {
    const golden::Json& reference = references.at(name);
    const std::vector<double> data = reference["data"];
    const NormalModelOptions options{.prior_mean = golden::number(reference["mu0"]),
                                     .prior_precision = golden::number(reference["lambda0"]),
                                     .prior_shape = golden::number(reference["a0"]),
                                     .prior_rate = golden::number(reference["b0"]),
                                     .conjugate = std::string(name) == "normal_gamma_conjugate",
                                     .initial_precision = golden::number(reference["init_E_tau"])};
    NormalModel model(data, options);
    const auto items = vi::in_order(data.size());
    for (const golden::Json& pass : reference["trace"]) {
      vi::step(model, items, 1);
      EXPECT_NEAR(model.mean().mean, golden::number(pass["m"]), 1e-9) << name << pass["iter"];
      EXPECT_NEAR(model.mean().precision(), golden::number(pass["prec_mu"]), 1e-9) << name << pass["iter"];
      EXPECT_NEAR(model.precision().shape, golden::number(pass["a"]), 1e-9) << name << pass["iter"];
      EXPECT_NEAR(model.precision().rate, golden::number(pass["b"]), 1e-9) << name << pass["iter"];
      EXPECT_NEAR(bound(model).total(), golden::number(pass["elbo"]), 1e-9) << name << pass["iter"];
    }
    EXPECT_NEAR(model.log_evidence(), golden::number(reference["log_evidence"]), 1e-9) << name;
    EXPECT_NEAR(bound(model).total(), golden::number(reference["fixed_point"]["elbo"]), 1e-9) << name;
  }
}

TEST(NormalModel, ConjugateMeanIsTheExactPosteriorMean) {
  const NormalModelOptions options = awkward(true);
  const double n = static_cast<double>(kData.size());
  const double sum = Eigen::Map<const Eigen::VectorXd>(kData.data(), 7).sum();
  EXPECT_NEAR(fitted(kData, options).mean().mean, (0.3 * -0.5 + sum) / (0.3 + n), 1e-12);
}

TEST(NormalModel, GradientOfTheBoundVanishesAtTheFixedPoint) {
  for (const bool conjugate : {false, true}) {
    const NormalModel optimum = fitted(kData, awkward(conjugate));
    const auto bound_of = [&](const Eigen::Vector4d& eta) {
      NormalModel model = optimum;
      auto [mean, precision] = model.coordinates();
      mean.set_natural(eta.head<2>());
      precision.set_natural(eta.tail<2>());
      return bound(model).total();
    };
    NormalModel model = optimum;
    auto [mean, precision] = model.coordinates();
    Eigen::Vector4d eta;
    eta << mean.natural(), precision.natural();
    EXPECT_LT(numerical_gradient(bound_of, eta, 1e-5).norm(), 1e-6) << conjugate;
  }
}

TEST(NormalModel, BoundIsTheSumOfItsTermsAndStaysBelowTheEvidence) {
  for (const bool conjugate : {false, true}) {
    const NormalModel model = fitted(kData, awkward(conjugate));
    const vi::Elbo elbo = bound(model);
    ASSERT_EQ(elbo.terms().size(), 3U);
    EXPECT_EQ(elbo.terms()[0].name, "data");
    EXPECT_EQ(elbo.terms()[1].name, "-kl_mean");
    EXPECT_EQ(elbo.terms()[2].name, "-kl_precision");
    EXPECT_LT(elbo.total(), model.log_evidence());
    EXPECT_GT(elbo.total(), model.log_evidence() - 0.2);
  }
}

TEST(NormalModel, PenaltiesAreTheDivergencesFromThePriors) {
  const NormalModelOptions options = awkward(false);
  const NormalModel model = fitted(kData, options);
  const vi::Gaussian prior_mean{.mean = -0.5, .sd = 1 / std::sqrt(0.3)};
  const vi::Gamma prior_precision{.shape = 0.7, .rate = 2.5};
  EXPECT_NEAR(model.global_elbo().term("-kl_mean"), -vi::kl(model.mean(), prior_mean), 1e-12);
  EXPECT_NEAR(model.global_elbo().term("-kl_precision"), -vi::kl(model.precision(), prior_precision), 1e-12);
}

TEST(NormalModel, TheBoundNeverFalls) {
  for (const bool conjugate : {false, true}) {
    NormalModelOptions options = awkward(conjugate);
    options.initial_precision = 1e4;
    NormalModel model(kData, options);
    Trace trace;
    vi::coordinate_ascent(model, kToTheEnd, trace);
    for (std::size_t i = 1; i < trace.bounds.size(); ++i) {
      EXPECT_GE(trace.bounds[i].total(), trace.bounds[i - 1].total() - 1e-12) << conjugate << ' ' << i;
    }
  }
}

TEST(NormalModel, OneStochasticStepOfSizeOneWithAllItemsIsAPassOfCoordinateAscent) {
  NormalModel batch(kData, awkward(false));
  NormalModel stochastic(kData, awkward(false));
  vi::Observer observer;
  vi::coordinate_ascent(batch, {.max_passes = 1}, observer);
  const vi::StochasticOptions options{.batch_size = kData.size(), .schedule = {.tau = 1, .kappa = 1}};
  vi::stochastic_ascent(stochastic, {.max_passes = 1}, options, observer);
  EXPECT_NEAR(stochastic.mean().mean, batch.mean().mean, 1e-14);
  EXPECT_NEAR(stochastic.precision().rate, batch.precision().rate, 1e-13);
}

TEST(NormalModel, StochasticAscentEndsNearTheFixedPoint) {
  const NormalModel batch = fitted(kData, awkward(true));
  NormalModel stochastic(kData, awkward(true));
  vi::Observer observer;
  vi::stochastic_ascent(stochastic, {.max_passes = 2000, .tolerance = 0},
                        {.batch_size = 2, .schedule = {1, 0.9}}, observer);
  EXPECT_NEAR(stochastic.mean().mean, batch.mean().mean, 0.02);
  EXPECT_NEAR(stochastic.precision().mean(), batch.precision().mean(), 0.02);
  EXPECT_NEAR(bound(stochastic).total(), bound(batch).total(), 0.01);
}

TEST(NormalModel, ShiftingDataAndPriorShiftsTheMeanAlone) {
  std::vector<double> shifted = kData;
  for (double& x : shifted) x += 1e8;
  NormalModelOptions options = awkward(false);
  const NormalModel base = fitted(kData, options);
  options.prior_mean += 1e8;
  const NormalModel moved = fitted(shifted, options);
  EXPECT_NEAR(moved.mean().mean - 1e8, base.mean().mean, 1e-7);
  EXPECT_NEAR(moved.precision().rate, base.precision().rate, 1e-6);
  EXPECT_NEAR(moved.log_evidence(), base.log_evidence(), 1e-6);
}

TEST(NormalModel, EvidenceOfOneNumberIsThatOfStudentsDistribution) {
  const std::vector<double> one = {1.7};
  const NormalModelOptions options{.prior_mean = 0.2,
                                   .prior_precision = 2,
                                   .prior_shape = 1.5,
                                   .prior_rate = 0.8,
                                   .conjugate = true,
                                   .initial_precision = {}};
  const double scale = std::sqrt(0.8 / 1.5 * 1.5);  // sqrt(b0 (lambda0 + 1) / (a0 lambda0))
  const double z = 1.5 / scale;
  const double expected = std::lgamma(2) - std::lgamma(1.5) - 0.5 * std::log(3 * M_PI) - std::log(scale) -
                          2 * std::log1p(z * z / 3);
  EXPECT_NEAR(NormalModel(one, options).log_evidence(), expected, 1e-12);
}

TEST(NormalModel, DegenerateDataStayFinite) {
  for (const std::vector<double>& data :
       {std::vector<double>{5}, std::vector<double>{3, 3, 3, 3}, std::vector<double>{1e8, 1e8 + 1e-3},
        std::vector<double>{-1e150, 1e150}, std::vector<double>{1e-300, 0}}) {
    for (const bool conjugate : {false, true}) {
      NormalModelOptions options;
      options.conjugate = conjugate;
      NormalModel model(data, options);
      vi::Observer observer;
      vi::coordinate_ascent(model, {.max_passes = 50}, observer);
      EXPECT_TRUE(std::isfinite(bound(model).total())) << data[0] << conjugate;
      EXPECT_TRUE(std::isfinite(model.log_evidence())) << data[0] << conjugate;
    }
  }
}

TEST(NormalModel, OptionsOutsideTheirRangeAreNamed) {
  const auto fault = [](const NormalModelOptions& options) {
    try {
      options.validate();
    } catch (const InvalidOption& error) {
      return std::string(error.what());
    }
    return std::string("no fault");
  };
  const auto with = [](auto set) {
    NormalModelOptions options;
    set(options);
    return options;
  };
  using ::testing::StartsWith;
  EXPECT_THAT(fault(with([](auto& o) { o.prior_mean = NAN; })), StartsWith("prior-mean is nan"));
  EXPECT_THAT(fault(with([](auto& o) { o.prior_precision = 0; })), StartsWith("prior-precision is 0"));
  EXPECT_THAT(fault(with([](auto& o) { o.prior_shape = -1; })), StartsWith("prior-shape is -1"));
  EXPECT_THAT(fault(with([](auto& o) { o.prior_rate = INFINITY; })), StartsWith("prior-rate is inf"));
  EXPECT_THAT(fault(with([](auto& o) { o.initial_precision = 0; })), StartsWith("initial-precision is 0"));
}

}  // namespace
}  // namespace vilda::gaussian
