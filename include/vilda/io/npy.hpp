#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <variant>

#include "vilda/io/output.hpp"

/// Matrices as NumPy array files (.npy, format version 1.0, little-endian, C order), as numpy.load reads
/// them. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
namespace vilda::io {

enum class NpyType { float32, float64 };

/// Writes a file that holds the matrix, rows x columns, without a copy of all of it.
void write_npy(const Eigen::Ref<const Eigen::MatrixXd>& matrix, NpyType type, const Sink& to);

/// The same of the matrix' transpose, in its own numbers.
void write_transposed_npy(const Eigen::MatrixXd& matrix, const Sink& to);
void write_transposed_npy(const Eigen::MatrixXf& matrix, const Sink& to);

/// Reads a two-dimensional array of float32 or float64, in C or Fortran order, a piece at a time.
/// Throws BadInput for anything else, naming the file, what was found and what was expected.
Eigen::MatrixXd read_npy(const std::filesystem::path& path);

/// The transpose of such an array, in the numbers of the file.
std::variant<Eigen::MatrixXd, Eigen::MatrixXf> read_transposed_npy(const std::filesystem::path& path);

}  // namespace vilda::io
