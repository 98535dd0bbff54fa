#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>

/// Matrices as NumPy array files (.npy, format version 1.0, little-endian, C order), as numpy.load reads
/// them. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
namespace vilda::io {

enum class NpyType { float32, float64 };

/// The bytes of a file that holds the matrix, rows x columns.
std::string to_npy(const Eigen::Ref<const Eigen::MatrixXd>& matrix, NpyType type);

/// The same of the matrix' transpose, without a copy of it.
std::string transposed_to_npy(const Eigen::MatrixXd& matrix, NpyType type);

/// Reads a two-dimensional array of float32 or float64, in C or Fortran order.
/// Throws BadInput for anything else, naming the file, what was found and what was expected.
Eigen::MatrixXd read_npy(const std::filesystem::path& path);

}  // namespace vilda::io
