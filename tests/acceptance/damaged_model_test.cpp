// A model whose files are damaged, though all that stands in them might be.

#include <fmt/format.h>

#include "acceptance/program.hpp"
#include "vilda/io/file_hash.hpp"

namespace vilda::acceptance {
namespace {

using testing::HasSubstr;
using testing::Not;

class DamagedModel : public Acceptance {
 protected:
  void SetUp() override {
    write("c.ldac", kTwoThings);
    done({"train", "c.ldac", "--model", "model", "--topics", "2", "--method", "batch", "--passes", "2",
          "--tolerance", "0"});
  }

  /// Changes a bit of a number's fraction, and gives what is said of it.
  std::string damage(const std::string& file) const {
    const std::string expected = sum_of(file);
    std::string bytes = read(file);
    bytes[bytes.size() - 8] = static_cast<char>(bytes[bytes.size() - 8] ^ 1);
    write(file, bytes);
    return fmt::format("{}: found the SHA-256 {}; expected {}, as run.json has\n", file, sum_of(file),
                       expected);
  }
  std::string sum_of(const std::string& file) const { return io::sha256_of({path(file)}); }
};

TEST_F(DamagedModel, EveryVerbThatReadsItWarnsAndDoesItsWork) {
  const std::vector<Arguments> runs{
      {"topics", "model"},
      {"topics", "model", "c.ldac", "--documents"},
      {"infer", "model", "c.ldac"},
      {"evaluate", "model", "c.ldac"},
      {"info", "model"},
      {"report", "model", "--output", "r.html", "--force"},
      {"report", "model", "c.ldac", "--output", "r.html", "--force"},
      {"train", "c.ldac", "--model", "m", "--topics", "2", "--from", "model", "--force"}};
  for (const Arguments& arguments : runs) EXPECT_THAT(done(arguments).err, Not(HasSubstr("warning")));
  const std::string warning = "warning: " + damage("model/lambda.npy");
  for (const Arguments& arguments : runs) {
    EXPECT_THAT(done(arguments).err, HasSubstr(warning)) << testing::PrintToString(arguments);
    EXPECT_EQ(done(arguments + Arguments{"--quiet"}).err, "") << testing::PrintToString(arguments);
  }
}

TEST_F(DamagedModel, WhatGoesOnFromItIsWholeAgain) {
  const std::string warning = "warning: " + damage("model/lambda.npy");
  const Arguments resume{"train", "c.ldac", "--model", "model", "--resume", "--tolerance", "0", "--passes"};
  EXPECT_THAT(done(resume + Arguments{"3"}).err, HasSubstr(warning));
  EXPECT_THAT(done(resume + Arguments{"4"}).err, Not(HasSubstr("warning")));
}

TEST_F(DamagedModel, ADamagedCheckpointIsNotGoneOnFrom) {
  for (const std::string file : {"lambda.npy", "gamma.npy"}) {
    const std::string name = "model/checkpoint/" + file, whole = read(name);
    const std::string said = damage(name);
    expect_refused(3, {"vilda: " + said},
                   {"train", "c.ldac", "--model", "model", "--resume", "--passes", "9", "--quiet"});
    write(name, whole);
  }
  done({"train", "c.ldac", "--model", "model", "--resume", "--passes", "9"});
}

TEST_F(DamagedModel, AModelWithoutSumsIsReadWithoutAWord) {
  damage("model/lambda.npy");
  std::filesystem::remove(path("model/run.json"));
  EXPECT_EQ(done({"topics", "model"}).err, "");
}

}  // namespace
}  // namespace vilda::acceptance
