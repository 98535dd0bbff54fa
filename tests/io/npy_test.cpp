#include "vilda/io/npy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/npy.hpp"
#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"

namespace vilda::io {
namespace {

using testing::HasSubstr;

class Npy : public testing::Test {
 protected:
  Eigen::MatrixXd read(const std::string& bytes) const {
    std::ofstream(file, std::ios::binary) << bytes;
    return read_npy(file);
  }
  std::string message(const std::string& bytes) const {
    try {
      read(bytes);
    } catch (const BadInput& error) {
      return error.what();
    }
    return "read";
  }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "matrix.npy";
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Random(3, 5);
};

TEST_F(Npy, ComesBackAsItWas) {
  EXPECT_EQ(read(to_npy(matrix, NpyType::float64)), matrix);
  EXPECT_EQ(read(to_npy(matrix, NpyType::float32)), matrix.cast<float>().cast<double>());
}

TEST_F(Npy, ComesBackAsTheTransposeInItsOwnNumbers) {
  const Eigen::MatrixXf floats = matrix.cast<float>();
  const auto written = [](const auto& of) {
    std::string bytes;
    write_transposed_npy(of, [&](std::string_view piece) { bytes += piece; });
    return bytes;
  };
  EXPECT_EQ(read(written(matrix)), matrix.transpose());
  EXPECT_EQ(std::get<Eigen::MatrixXd>(read_transposed_npy(file)), matrix);
  EXPECT_EQ(read(written(floats)), floats.cast<double>().transpose());
  EXPECT_EQ(std::get<Eigen::MatrixXf>(read_transposed_npy(file)), floats);
}

TEST_F(Npy, IsWrittenAndReadInPieces) {
  const Eigen::MatrixXd large = Eigen::MatrixXd::Random(20, 30'001);
  std::size_t longest = 0, all = 0;
  write_npy(large, NpyType::float64, [&](std::string_view piece) {
    longest = std::max(longest, piece.size());
    all += piece.size();
  });
  EXPECT_GT(all, 20 * 30'001 * 8U);
  EXPECT_LE(longest, all / 4);
  EXPECT_EQ(read(to_npy(large, NpyType::float64)), large);
}

TEST_F(Npy, IsInRowOrderBehindAHeaderOfAMultipleOf64Bytes) {
  const std::string bytes = to_npy(matrix, NpyType::float64);
  ASSERT_EQ(bytes.size() % 64, (3 * 5 * 8) % 64U);
  double second = 0;
  std::memcpy(&second, bytes.data() + bytes.size() - 15 * 8 + 8, sizeof second);
  EXPECT_EQ(second, matrix(0, 1));
  EXPECT_THAT(bytes, HasSubstr("'descr': '<f8', 'fortran_order': False, 'shape': (3, 5), }"));
}

TEST_F(Npy, ReadsFortranOrder) {
  std::string bytes = to_npy(matrix.transpose(), NpyType::float64);  // the same numbers, by columns
  bytes.replace(bytes.find("False,"), 6, "True, ");
  bytes.replace(bytes.find("(5, 3)"), 6, "(3, 5)");
  EXPECT_EQ(read(bytes), matrix);
}

TEST_F(Npy, HoldsMatricesWithoutRowsOrColumns) {
  EXPECT_EQ(read(to_npy(Eigen::MatrixXd(0, 4), NpyType::float64)).cols(), 4);
  EXPECT_EQ(read(to_npy(Eigen::MatrixXd(4, 0), NpyType::float64)).rows(), 4);
}

TEST_F(Npy, RefusesWhatItIsNotWithTheFilesName) {
  const std::string bytes = to_npy(matrix, NpyType::float32);
  EXPECT_THAT(message("not an array"), HasSubstr("matrix.npy: found another kind of file"));
  EXPECT_THAT(message(bytes.substr(0, 40)), HasSubstr("cut short in its header"));
  EXPECT_THAT(message(bytes.substr(0, bytes.size() - 1)),
              HasSubstr("found 59 bytes of data; expected those of 3 x 5"));
  EXPECT_THAT(message(bytes + "x"), HasSubstr("found 61 bytes"));
  EXPECT_THAT(message(bytes + std::string(4, 'x')),
              HasSubstr("found 64 bytes of data; expected those of 3 x 5 numbers of 4 bytes"));
  EXPECT_THAT(message(bytes + std::string(20, 'x')),
              HasSubstr("found 80 bytes of data; expected those of 3 x 5"));
  std::string integers = bytes;
  integers.replace(integers.find("<f4"), 3, "<i4");
  EXPECT_THAT(message(integers), HasSubstr("<i4"));
  std::string huge = bytes;
  huge.replace(huge.find("(3, 5), }"), 40, "(999999999999999, 999999999999999), }   ");
  EXPECT_THAT(message(huge), HasSubstr("found"));
}

TEST_F(Npy, RefusesAMissingFileAndAFolder) {
  EXPECT_THROW(read_npy(folder.path() / "nothing.npy"), BadInput);
  EXPECT_THROW(read_npy(folder.path()), BadInput);
}

}  // namespace
}  // namespace vilda::io
