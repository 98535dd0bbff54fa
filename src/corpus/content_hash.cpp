#include "corpus/content_hash.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

static_assert(std::endian::native == std::endian::little, "integers are hashed little-endian");

constexpr std::size_t kBlockSize = std::size_t{1} << 16;
constexpr std::size_t kPairs = 256;

void check(bool worked) {
  if (!worked) throw Failure("OpenSSL cannot compute a SHA-256");
}

}  // namespace

ContentHash::ContentHash(std::uint64_t num_words, std::uint64_t num_documents, std::uint64_t num_pairs,
                         std::uint64_t num_labels)
    : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free), num_labels_(num_labels) {
  check(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  pending_ = "vilda corpus 1\n";
  add_integer(num_words);
  add_integer(num_documents);
  add_integer(num_pairs);
}

void ContentHash::add_document(std::span<const WordCount> words) {
  static_assert(sizeof(WordCount) == 8 && offsetof(WordCount, word) == 0, "the id, then the count");
  add_integer(std::uint64_t{words.size()});
  add_bytes({reinterpret_cast<const char*>(words.data()), words.size_bytes()});
}

void ContentHash::add_document(std::span<const std::uint32_t> words, std::span<const std::uint32_t> counts) {
  add_integer(std::uint64_t{words.size()});
  for (std::size_t begin = 0; begin < words.size(); begin += kPairs) {
    std::array<WordCount, kPairs> pairs;
    const std::size_t size = std::min(kPairs, words.size() - begin);
    for (std::size_t pair = 0; pair < size; ++pair) pairs[pair] = {words[begin + pair], counts[begin + pair]};
    add_bytes({reinterpret_cast<const char*>(pairs.data()), size * sizeof pairs[0]});
  }
}

void ContentHash::add_string(std::string_view string) {
  add_integer(std::uint64_t{string.size()});
  add_bytes(string);
}

void ContentHash::begin_labels() {
  if (!std::exchange(labels_begun_, true)) add_integer(num_labels_);
}

void ContentHash::add_label(std::string_view label) {
  begin_labels();
  add_string(label);
}

std::string ContentHash::hexadecimal() {
  begin_labels();
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

template <class Integer>
void ContentHash::add_integer(Integer value) {
  pending_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void ContentHash::add_bytes(std::string_view bytes) {
  if (pending_.size() + bytes.size() > kBlockSize) flush();
  if (bytes.size() > kBlockSize) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  } else {
    pending_ += bytes;
  }
}

void ContentHash::flush() {
  check(EVP_DigestUpdate(context_.get(), pending_.data(), pending_.size()) == 1);
  pending_.clear();
}

}  // namespace vilda::corpus
