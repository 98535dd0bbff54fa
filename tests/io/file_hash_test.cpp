#include "vilda/io/file_hash.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"

namespace vilda::io {
namespace {

TEST(FileHash, IsThatOfTheFilesOneBehindTheOther) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name, const std::string& content) {
    std::ofstream(folder.path() / name, std::ios::binary) << content;
    return folder.path() / name;
  };
  // FIPS 180-2, appendix B.1 and B.3
  const std::string of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(sha256_of({write("a", "a"), write("none", ""), write("bc", "bc")}), of_abc);
  EXPECT_EQ(sha256_of({write("many", std::string(1'000'000, 'a'))}),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(sha256_of({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_THROW(sha256_of({folder.path() / "missing"}), BadInput);
}

}  // namespace
}  // namespace vilda::io
