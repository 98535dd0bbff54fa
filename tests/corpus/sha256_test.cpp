#include <gtest/gtest.h>

#include <set>

#include "vilda/corpus/corpus.hpp"

namespace vilda::corpus {
namespace {

Corpus small_corpus() {
  Corpus corpus;
  corpus.counts = arma::SpMat<arma::u32>(3, 2);
  corpus.counts(0, 0) = 2;
  corpus.counts(2, 1) = 258;
  corpus.vocabulary = Vocabulary({"rain", "snow", "fog"});
  corpus.names = {"x", "y"};
  corpus.labels = {"wet", "cold"};
  return corpus;
}

// The expected value is that of the documented bytes, computed apart from this program by Python:
//   u8, u4 = lambda n: n.to_bytes(8, "little"), lambda n: n.to_bytes(4, "little")
//   s = lambda *words: b"".join(u8(len(w)) + w for w in words)
//   hashlib.sha256(b"vilda corpus 1\n" + u8(3) + u8(2) + u8(2) + s(b"rain", b"snow", b"fog") + u8(1) + u4(0)
//   + u4(2)
//                  + u8(1) + u4(2) + u4(258) + s(b"x", b"y") + u8(2) + s(b"wet", b"cold")).hexdigest()
TEST(Sha256, IsThatOfTheDocumentedBytes) {
  EXPECT_EQ(sha256(small_corpus()), "2569c45efbdab333476f38004ad6745e4ff2df2d806a51c3615217b1c5f960e1");
}

TEST(Sha256, ChangesWithEveryPartOfTheCorpus) {
  std::set<std::string> hashes{sha256(small_corpus())};
  const auto expect_new_hash = [&](auto change) {
    Corpus corpus = small_corpus();
    change(corpus);
    EXPECT_TRUE(hashes.insert(sha256(corpus)).second);
  };
  expect_new_hash([](Corpus& corpus) { corpus.counts(2, 1) = 259; });
  expect_new_hash([](Corpus& corpus) { corpus.counts(1, 0) = 1; });
  expect_new_hash([](Corpus& corpus) { corpus.vocabulary = Vocabulary({"rain", "snow", "mist"}); });
  expect_new_hash([](Corpus& corpus) { corpus.vocabulary = Vocabulary({"rains", "now", "fog"}); });
  expect_new_hash([](Corpus& corpus) { corpus.names[1] = "z"; });
  expect_new_hash([](Corpus& corpus) { corpus.labels[0] = "dry"; });
  expect_new_hash([](Corpus& corpus) { corpus.labels.clear(); });
  expect_new_hash([](Corpus& corpus) { corpus.counts.resize(3, 3), corpus.names.push_back(""); });
}

}  // namespace
}  // namespace vilda::corpus
