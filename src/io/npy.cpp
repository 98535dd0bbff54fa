#include "vilda/io/npy.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <regex>
#include <string_view>

#include "vilda/error.hpp"
#include "vilda/io/input.hpp"

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

template <class Scalar>
void append_rows(const auto& matrix, std::string& bytes) {
  using Row = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;
  bytes.reserve(bytes.size() + sizeof(Scalar) * static_cast<std::size_t>(matrix.size()));
  for (Eigen::Index r = 0; r < matrix.rows(); ++r) {
    const Row row = matrix.row(r).template cast<Scalar>();
    bytes.append(reinterpret_cast<const char*>(row.data()),
                 sizeof(Scalar) * static_cast<std::size_t>(row.size()));
  }
}

std::string npy(const auto& matrix, NpyType type) {
  std::string bytes = preamble(matrix.rows(), matrix.cols(), type);
  type == NpyType::float32 ? append_rows<float>(matrix, bytes) : append_rows<double>(matrix, bytes);
  return bytes;
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

template <class Scalar>
Eigen::MatrixXd values(const char* data, const Layout& layout) {
  using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using ColumnMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;
  ColumnMajor matrix(layout.rows, layout.columns);
  const std::size_t size = sizeof(Scalar) * static_cast<std::size_t>(matrix.size());
  if (layout.fortran_order) {
    std::memcpy(matrix.data(), data, size);
  } else {
    RowMajor rows(layout.rows, layout.columns);
    std::memcpy(rows.data(), data, size);
    matrix = rows;
  }
  return matrix.template cast<double>();
}

}  // namespace

std::string to_npy(const Eigen::Ref<const Eigen::MatrixXd>& matrix, NpyType type) {
  return npy(matrix, type);
}

std::string transposed_to_npy(const Eigen::MatrixXd& matrix, NpyType type) {
  return npy(matrix.transpose(), type);
}

Eigen::MatrixXd read_npy(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (bytes.size() < kBeforeHeader || !std::string_view(bytes).starts_with(kMagic))
    refuse(path, "another kind of file");
  std::uint16_t header_size = 0;
  std::memcpy(&header_size, bytes.data() + kMagic.size(), sizeof header_size);
  const std::size_t first = kBeforeHeader + header_size;
  if (bytes.size() < first) refuse(path, "a file cut short in its header");
  const Layout layout = parse_header(path, bytes.substr(kBeforeHeader, header_size));
  const std::size_t scalar = layout.type == NpyType::float32 ? sizeof(float) : sizeof(double);
  const std::size_t numbers = (bytes.size() - first) / scalar;
  const auto rows = static_cast<std::size_t>(layout.rows), columns = static_cast<std::size_t>(layout.columns);
  const bool fits = columns == 0 ? numbers == 0 : numbers % columns == 0 && numbers / columns == rows;
  if (!fits || (bytes.size() - first) % scalar != 0) {
    throw BadInput(fmt::format("{}: found {} bytes of data; expected those of {} x {} numbers of {} bytes",
                               path.string(), bytes.size() - first, layout.rows, layout.columns, scalar));
  }
  const char* data = bytes.data() + first;
  return layout.type == NpyType::float32 ? values<float>(data, layout) : values<double>(data, layout);
}

}  // namespace vilda::io
