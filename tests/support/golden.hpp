#pragma once

#include <Eigen/Core>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "vilda/math/views.hpp"

/// Reference numbers that were computed independently of this project, from tests/golden.
namespace vilda::golden {

using Json = nlohmann::json;

inline std::ifstream open(const std::string& name) {
  std::ifstream file(std::string(VILDA_GOLDEN_DIR) + "/" + name);
  if (!file) throw std::runtime_error("no golden file " + name);
  return file;
}

inline Json json(const std::string& name) {
  std::ifstream file = open(name);
  return Json::parse(file);
}

/// A number, written as such or, where it has more digits than a double, as text.
inline double number(const Json& value) {
  return value.is_string() ? std::strtod(value.get<std::string>().c_str(), nullptr) : value.get<double>();
}

inline Eigen::VectorXd vector(const Json& list) {
  Eigen::VectorXd numbers(static_cast<Eigen::Index>(list.size()));
  for (Eigen::Index i = 0; i < numbers.size(); ++i) numbers[i] = number(list[static_cast<std::size_t>(i)]);
  return numbers;
}

inline Eigen::MatrixXd matrix(const Json& rows) {
  Eigen::MatrixXd numbers(static_cast<Eigen::Index>(rows.size()),
                          static_cast<Eigen::Index>(rows.at(0).size()));
  for (Eigen::Index r = 0; r < numbers.rows(); ++r)
    numbers.row(r) = vector(rows[static_cast<std::size_t>(r)]);
  return numbers;
}

inline std::vector<std::vector<std::string>> csv(const std::string& name) {
  std::ifstream file = open(name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    rows.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  return rows;
}

inline Eigen::MatrixXd matrix_from_csv(const std::string& name) {
  const auto rows = csv(name);
  Eigen::MatrixXd numbers(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows[0].size()));
  for (Eigen::Index r = 0; r < numbers.rows(); ++r) {
    for (Eigen::Index c = 0; c < numbers.cols(); ++c) {
      numbers(r, c) = std::stod(rows[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)]);
    }
  }
  return numbers;
}

/// Counts (V x D) of an lda-c file, read without the project's own reader.
inline math::Counts counts(const std::string& name, std::size_t num_words) {
  std::ifstream file = open(name);
  std::vector<arma::uword> rows, columns;
  std::vector<arma::u32> values;
  arma::uword document = 0;
  for (std::string line; std::getline(file, line); ++document) {
    std::istringstream fields(line);
    std::size_t pairs = 0, word = 0;
    arma::u32 count = 0;
    char colon = 0;
    for (fields >> pairs; fields >> word >> colon >> count;) {
      rows.push_back(word);
      columns.push_back(document);
      values.push_back(count);
    }
  }
  arma::umat places(2, rows.size());
  places.row(0) = arma::urowvec(rows);
  places.row(1) = arma::urowvec(columns);
  return math::Counts(places, arma::Col<arma::u32>(values), num_words, document);
}

/// Counts (V x D) from documents as lists of word ids.
inline math::Counts counts_of(const std::vector<std::vector<int>>& documents, std::size_t num_words) {
  math::Counts counts(num_words, documents.size());
  for (std::size_t d = 0; d < documents.size(); ++d) {
    for (const int word : documents[d]) counts(static_cast<arma::uword>(word), d) += 1U;
  }
  counts.sync();
  return counts;
}

}  // namespace vilda::golden
