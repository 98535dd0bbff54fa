#include "vilda/gaussian/log_density.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <boost/math/constants/constants.hpp>
#include <cmath>

#include "vilda/error.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::gaussian {
namespace {

namespace constants = boost::math::constants;

double log_add_exp(double a, double b) {
  if (a == b) return a + constants::ln_two<double>();  // also where both are infinite
  return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b)));
}

double log_normal_pdf(double x, double mean, double sd) {
  const double z = (x - mean) / sd;
  return -0.5 * z * z - std::log(sd) - constants::log_root_two_pi<double>();
}

/// log |Gamma(x)|; the core's is for positive x.
double log_gamma(double x) {
  if (x > 0) return math::lgamma(x);
  return std::log(std::abs(constants::pi<double>() / std::sin(constants::pi<double>() * x))) -
         math::lgamma(1 - x);
}

/// A parser and the variable it reads.
struct Expression {
  mu::Parser parser;
  double x = 0;
};

void define_names(Expression& expression, const Constants& given) {
  mu::Parser& parser = expression.parser;
  parser.ClearConst();
  parser.DefineVar("x", &expression.x);
  parser.DefineConst("pi", constants::pi<double>());
  parser.DefineConst("e", constants::e<double>());
  for (const auto& [name, value] : given) parser.DefineConst(name, value);
  parser.DefineFun("log1p", [](double a) { return std::log1p(a); });
  parser.DefineFun("expm1", [](double a) { return std::expm1(a); });
  parser.DefineFun("erf", [](double a) { return std::erf(a); });
  parser.DefineFun("erfc", [](double a) { return std::erfc(a); });
  parser.DefineFun("lgamma", log_gamma);
  parser.DefineFun("logaddexp", log_add_exp);
  parser.DefineFun("lognormpdf", log_normal_pdf);
  parser.DefineFun("lognormcdf", log_normal_cdf);
}

/// "unknown "y" at position 4; expected ...".
std::string explain(const mu::Parser::exception_type& error, const std::string& expression) {
  std::string token = error.GetToken();
  token.erase(token.find_last_not_of(' ') + 1);
  const std::string position = fmt::format("position {}", error.GetPos() + 1);
  switch (error.GetCode()) {
    case mu::ecUNASSIGNABLE_TOKEN:
      return fmt::format("unknown \"{}\" at {}; expected x, a number, an operator, pi, e or one of {}", token,
                         position, functions_of_expressions());
    case mu::ecUNEXPECTED_EOF:
      return fmt::format("it ends at position {}; expected x, a number, a function or \")\"",
                         expression.size());
    case mu::ecEMPTY_EXPRESSION:
      return "it is empty; expected an expression of x such as \"-0.5*x^2\"";
    case mu::ecUNEXPECTED_VAL:
    case mu::ecUNEXPECTED_VAR:
    case mu::ecUNEXPECTED_FUN:
      return fmt::format("unexpected \"{}\" at {}; expected an operator", token, position);
    case mu::ecUNEXPECTED_OPERATOR:
      return fmt::format("unexpected \"{}\" at {}; expected x, a number or a function", token, position);
    case mu::ecTOO_FEW_PARAMS:
    case mu::ecTOO_MANY_PARAMS:
      return fmt::format("too {} arguments of {} before {}; expected as many as in {}",
                         error.GetCode() == mu::ecTOO_FEW_PARAMS ? "few" : "many", token, position,
                         functions_of_expressions());
    case mu::ecMISSING_PARENS:
      return fmt::format("a parenthesis is not closed at {}; expected \")\"", position);
    case mu::ecMISSING_ELSE_CLAUSE:
      return "\"?\" without \":\"; expected CONDITION ? VALUE : VALUE";
    default:
      return fmt::format("{} (position {}); expected an expression of x", error.GetMsg(), error.GetPos() + 1);
  }
}

}  // namespace

std::string functions_of_expressions() {
  return "exp, log, log2, log10, log1p, expm1, sqrt, abs, sign, min(a,b), max(a,b), erf, erfc, lgamma, sin, "
         "cos, tan, asin, acos, atan, sinh, cosh, tanh, logaddexp(a,b), lognormpdf(x,mean,sd), lognormcdf";
}

double log_normal_cdf(double x) {
  if (x > -30) return std::log(0.5 * std::erfc(-x / constants::root_two<double>()));
  const double u = 1 / (x * x);  // Abramowitz & Stegun (1964), eq. 26.2.12
  return -0.5 * x * x - std::log(-x) - constants::log_root_two_pi<double>() +
         std::log1p(-u * (1 - u * (3 - u * (15 - 105 * u))));
}

LogDensity parse_log_density(const std::string& expression, const Constants& given) {
  const auto parsed = std::make_shared<Expression>();
  try {
    define_names(*parsed, given);
    parsed->parser.SetExpr(expression);
    parsed->x = 0.25;
    int num_values = 0;
    parsed->parser.Eval(num_values);
    if (num_values != 1) {
      throw InvalidOption(
          fmt::format("log density \"{}\": it has {} values; expected one", expression, num_values));
    }
  } catch (const mu::Parser::exception_type& error) {
    throw InvalidOption(fmt::format("log density \"{}\": {}", expression, explain(error, expression)));
  }
  if (parsed->x != 0.25) {
    throw InvalidOption(fmt::format("log density \"{}\": it assigns to x; expected a value", expression));
  }
  return [parsed](double x) {
    parsed->x = x;
    return parsed->parser.Eval();
  };
}

}  // namespace vilda::gaussian
