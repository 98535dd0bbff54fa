#include "vilda/io/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <type_traits>

#include "vilda/error.hpp"

namespace vilda::io {
namespace {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
constexpr std::size_t kAlignment = 64;  // of the data
constexpr std::size_t kBeforeHeader = kMagic.size() + sizeof(std::uint16_t);

std::string preamble(Eigen::Index rows, Eigen::Index columns, NpyType type) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}, {}), }}",
                                   type == NpyType::float32 ? "<f4" : "<f8", rows, columns);
  const std::size_t unpadded = kBeforeHeader + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header += '\n';
  const auto size = static_cast<std::uint16_t>(header.size());
  std::string bytes(kMagic);
  bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
  return bytes + header;
}

/// A matrix is written and read in pieces of about so many bytes, of whole rows.
constexpr Eigen::Index kBytesOfAPiece = 1 << 20;

template <class Scalar>
Eigen::Index rows_of_a_piece(Eigen::Index columns) {
  return std::max<Eigen::Index>(
      kBytesOfAPiece / std::max<Eigen::Index>(columns * Eigen::Index{sizeof(Scalar)}, 1), 1);
}

template <class Scalar>
using Piece = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class Scalar>
void write_rows(const auto& matrix, const Sink& to) {
  to(preamble(matrix.rows(), matrix.cols(),
              std::is_same_v<Scalar, float> ? NpyType::float32 : NpyType::float64));
  const Eigen::Index at_once = rows_of_a_piece<Scalar>(matrix.cols());
  Piece<Scalar> piece;
  for (Eigen::Index row = 0; row < matrix.rows(); row += at_once) {
    piece = matrix.middleRows(row, std::min(at_once, matrix.rows() - row)).template cast<Scalar>();
    to({reinterpret_cast<const char*>(piece.data()),
        sizeof(Scalar) * static_cast<std::size_t>(piece.size())});
  }
}

struct Layout {
  NpyType type = NpyType::float64;
  bool fortran_order = false;
  Eigen::Index rows = 0;
  Eigen::Index columns = 0;
};

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view found) {
  throw BadInput(
      fmt::format("{}: found {}; expected a .npy file of version 1.0 with a two-dimensional array of "
                  "float32 or float64",
                  path.string(), found));
}

Layout parse_header(const std::filesystem::path& path, const std::string& header) {
  static const std::regex pattern(
      R"(\{'descr': '(<f4|<f8)', 'fortran_order': (True|False), +'shape': \((\d{1,15}), (\d{1,15})\),? *\}\s*)");
  std::smatch match;
  if (!std::regex_match(header, match, pattern))
    refuse(path, fmt::format("the header {}", header.substr(0, 80)));
  return {.type = match[1] == "<f4" ? NpyType::float32 : NpyType::float64,
          .fortran_order = match[2] == "True",
          .rows = std::stol(match[3]),
          .columns = std::stol(match[4])};
}

/// An array in a file, of which the header has been read.
class ArrayFile {
 public:
  explicit ArrayFile(const std::filesystem::path& path);

  const Layout& layout() const { return layout_; }

  /// Sets the matrix, which has the array's shape; one of Fortran order is read as the transpose of one of C
  /// order.
  void read(auto&& matrix) {
    if (layout_.type == NpyType::float32) {
      read_as<float>(matrix);
    } else {
      read_as<double>(matrix);
    }
  }

 private:
  template <class Scalar>
  void read_as(auto& matrix) {
    layout_.fortran_order ? read_rows<Scalar>(matrix.transpose()) : read_rows<Scalar>(matrix);
  }
  template <class Scalar>
  void read_rows(auto&& matrix);
  void require_size(std::uint64_t first) const;

  std::filesystem::path path_;
  std::ifstream file_;
  Layout layout_;
};

ArrayFile::ArrayFile(const std::filesystem::path& path) : path_(path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw BadInput(fmt::format("{}: found a folder; expected a file", path.string()));
  file_.open(path, std::ios::binary);
  if (!file_) throw BadInput(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
  std::array<char, kBeforeHeader> before{};
  file_.read(before.data(), before.size());
  if (!file_ || !std::string_view(before.data(), before.size()).starts_with(kMagic))
    refuse(path, "another kind of file");
  std::uint16_t header_size = 0;
  std::memcpy(&header_size, before.data() + kMagic.size(), sizeof header_size);
  std::string header(header_size, ' ');
  file_.read(header.data(), header_size);
  if (!file_) refuse(path, "a file cut short in its header");
  layout_ = parse_header(path, header);
  require_size(kBeforeHeader + header_size);
}

void ArrayFile::require_size(std::uint64_t first) const {
  const std::uint64_t bytes = std::filesystem::file_size(path_) - first;
  const std::uint64_t scalar = layout_.type == NpyType::float32 ? sizeof(float) : sizeof(double);
  const std::uint64_t numbers = bytes / scalar;
  const auto rows = static_cast<std::uint64_t>(layout_.rows),
             columns = static_cast<std::uint64_t>(layout_.columns);
  const bool fits = columns == 0 ? numbers == 0 : numbers % columns == 0 && numbers / columns == rows;
  if (fits && bytes % scalar == 0) return;
  throw BadInput(fmt::format("{}: found {} bytes of data; expected those of {} x {} numbers of {} bytes",
                             path_.string(), bytes, layout_.rows, layout_.columns, scalar));
}

template <class Scalar>
void ArrayFile::read_rows(auto&& matrix) {
  using Target = typename std::remove_cvref_t<decltype(matrix)>::Scalar;
  const Eigen::Index at_once = rows_of_a_piece<Scalar>(matrix.cols());
  Piece<Scalar> piece;
  for (Eigen::Index row = 0; row < matrix.rows(); row += at_once) {
    piece.resize(std::min(at_once, matrix.rows() - row), matrix.cols());
    file_.read(reinterpret_cast<char*>(piece.data()),
               static_cast<std::streamsize>(sizeof(Scalar)) * static_cast<std::streamsize>(piece.size()));
    if (!file_) throw BadInput(fmt::format("{}: cannot be read to its end", path_.string()));
    matrix.middleRows(row, piece.rows()) = piece.template cast<Target>();
  }
}

template <class Matrix>
Matrix transpose_of(ArrayFile& file) {
  Matrix matrix(file.layout().columns, file.layout().rows);
  file.read(matrix.transpose());
  return matrix;
}

}  // namespace

void write_npy(const Eigen::Ref<const Eigen::MatrixXd>& matrix, NpyType type, const Sink& to) {
  type == NpyType::float32 ? write_rows<float>(matrix, to) : write_rows<double>(matrix, to);
}

void write_transposed_npy(const Eigen::MatrixXd& matrix, const Sink& to) {
  write_rows<double>(matrix.transpose(), to);
}

void write_transposed_npy(const Eigen::MatrixXf& matrix, const Sink& to) {
  write_rows<float>(matrix.transpose(), to);
}

Eigen::MatrixXd read_npy(const std::filesystem::path& path) {
  ArrayFile file(path);
  Eigen::MatrixXd matrix(file.layout().rows, file.layout().columns);
  file.read(matrix);
  return matrix;
}

std::variant<Eigen::MatrixXd, Eigen::MatrixXf> read_transposed_npy(const std::filesystem::path& path) {
  ArrayFile file(path);
  if (file.layout().type == NpyType::float32) return transpose_of<Eigen::MatrixXf>(file);
  return transpose_of<Eigen::MatrixXd>(file);
}

}  // namespace vilda::io
