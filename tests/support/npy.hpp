#pragma once

#include <string>

#include "vilda/io/npy.hpp"

namespace vilda {

/// The bytes of a file that holds the matrix.
inline std::string to_npy(const Eigen::MatrixXd& matrix, io::NpyType type) {
  std::string bytes;
  io::write_npy(matrix, type, [&](std::string_view piece) { bytes += piece; });
  return bytes;
}

}  // namespace vilda
