#include <gtest/gtest.h>

#include "support/golden.hpp"
#include "support/near.hpp"
#include "vi/families.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::vi {
namespace {

constexpr double kAccuracy = 1e-12;

/// A value: a reference into the file's JSON would not outlast the file.
golden::Json rows_of(const char* family) {
  return golden::json("kl_entropy.json").at(family);
}

/// The largest of the terms that a KL is the sum of: where they cancel, errors are relative to it.
template <class Q>
double largest_kl_term(const Q& q, const Q& p) {
  const typename Q::Natural eta_q = q.natural(), eta_p = p.natural(), statistics = q.expected_statistics();
  double largest = std::max(std::abs(q.log_normalizer()), std::abs(p.log_normalizer()));
  for (Eigen::Index i = 0; i < statistics.size(); ++i) {
    if (statistics[i] == 0) continue;
    largest = std::max({largest, std::abs(eta_q[i] * statistics[i]), std::abs(eta_p[i] * statistics[i])});
  }
  return largest;
}

template <class Q>
void expect_golden(const Q& q, const Q& p, const golden::Json& row) {
  EXPECT_LE(relative_error(kl(q, p), golden::number(row["kl"]), largest_kl_term(q, p)), kAccuracy) << q << p;
  EXPECT_LE(relative_error(q.entropy(), golden::number(row["entropy_q"])), kAccuracy) << q;
}

TEST(GoldenKlAndEntropy, Gaussian) {
  for (const auto& row : rows_of("gaussian")) {
    expect_golden(Gaussian{golden::number(row["m_q"]), golden::number(row["s_q"])},
                  Gaussian{golden::number(row["m_p"]), golden::number(row["s_p"])}, row);
  }
}

TEST(GoldenKlAndEntropy, Gamma) {
  for (const auto& row : rows_of("gamma")) {
    const Gamma q{golden::number(row["shape_q"]), golden::number(row["rate_q"])};
    expect_golden(q, Gamma{golden::number(row["shape_p"]), golden::number(row["rate_p"])}, row);
    EXPECT_LE(relative_error(q.mean(), golden::number(row["mean_q"])), kAccuracy) << q;
    EXPECT_LE(relative_error(q.expected_statistics()[0], golden::number(row["Elog_q"]), 1), kAccuracy) << q;
  }
}

TEST(GoldenKlAndEntropy, Dirichlet) {
  for (const auto& row : rows_of("dirichlet")) {
    expect_golden(Dirichlet{golden::vector(row["q"])}, Dirichlet{golden::vector(row["p"])}, row);
  }
}

TEST(GoldenKlAndEntropy, Categorical) {
  for (const auto& row : rows_of("categorical")) {
    const Categorical q{golden::vector(row["q"])}, p{golden::vector(row["p"])};
    EXPECT_LE(relative_error(kl(q, p), golden::number(row["kl_renormalised"]), largest_kl_term(q, p)),
              kAccuracy)
        << q << p;
    EXPECT_LE(relative_error(q.entropy(), golden::number(row["entropy_q"])), kAccuracy) << q;
  }
}

TEST(GoldenDirichlet, ExpectedLogsLogNormalizersAndEntropies) {
  for (const auto& row : golden::json("dirichlet.json")) {
    const Dirichlet q{golden::vector(row["a"])};
    const std::string name = row["name"].get<std::string>();
    const Eigen::VectorXd logs = q.expected_statistics(), expected = golden::vector(row["Elog"]);
    double largest = 1;
    for (Eigen::Index k = 0; k < logs.size(); ++k) {
      EXPECT_LE(relative_error(logs[k], expected[k], 1), kAccuracy) << name << k;
      largest = std::max(largest, std::abs(std::lgamma(q.concentration[k])));
    }
    EXPECT_LE(relative_error(q.log_normalizer(), golden::number(row["logB"]), largest), kAccuracy) << name;
    EXPECT_LE(relative_error(q.entropy(), golden::number(row["entropy"])), kAccuracy) << name;
  }
}

}  // namespace
}  // namespace vilda::vi
