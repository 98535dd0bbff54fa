#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string_view>

#include "vilda/corpus/corpus.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

/// SHA-256 of little-endian integers and strings with their length.
class Hasher {
 public:
  Hasher() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    check(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    pending_.reserve(kBlockSize + sizeof(std::uint64_t));
  }

  template <class Integer>
  void add_integer(Integer value) {
    for (std::size_t byte = 0; byte < sizeof value; ++byte)
      pending_ += static_cast<char>((value >> (8 * byte)) & 0xFF);
    if (pending_.size() >= kBlockSize) flush();
  }

  void add_bytes(std::string_view bytes) {
    flush();
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }

  void add_strings(const std::vector<std::string>& strings) {
    for (const std::string& string : strings) {
      add_integer(std::uint64_t{string.size()});
      pending_ += string;
    }
  }

  std::string hexadecimal() {
    flush();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1);
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
      text += "0123456789abcdef"[digest[i] >> 4];
      text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
  }

 private:
  static constexpr std::size_t kBlockSize = std::size_t{1} << 16;

  static void check(bool worked) {
    if (!worked) throw Failure("OpenSSL cannot compute a SHA-256");
  }

  void flush() {
    check(EVP_DigestUpdate(context_.get(), pending_.data(), pending_.size()) == 1);
    pending_.clear();
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
  std::string pending_;
};

}  // namespace

std::string sha256(const Corpus& corpus) {
  const auto& counts = corpus.counts;
  counts.sync();  // elements set one by one lie in a cache until then
  Hasher hasher;
  hasher.add_bytes("vilda corpus 1\n");
  for (const std::size_t size : {corpus.num_words(), corpus.num_documents(), corpus.num_pairs()}) {
    hasher.add_integer(std::uint64_t{size});
  }
  hasher.add_strings(corpus.vocabulary.words());
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    hasher.add_integer(std::uint64_t{counts.col_ptrs[d + 1] - counts.col_ptrs[d]});
    for (std::size_t pair = counts.col_ptrs[d]; pair < counts.col_ptrs[d + 1]; ++pair) {
      hasher.add_integer(static_cast<std::uint32_t>(counts.row_indices[pair]));
      hasher.add_integer(static_cast<std::uint32_t>(counts.values[pair]));
    }
  }
  hasher.add_strings(corpus.names);
  hasher.add_integer(std::uint64_t{corpus.labels.size()});
  hasher.add_strings(corpus.labels);
  return hasher.hexadecimal();
}

}  // namespace vilda::corpus
