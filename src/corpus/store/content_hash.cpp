#include "corpus/store/content_hash.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

namespace vilda::corpus {
namespace {

static_assert(std::endian::native == std::endian::little, "integers are hashed little-endian");

constexpr std::size_t kBlockSize = std::size_t{1} << 16;
constexpr std::size_t kPairs = 256;

}  // namespace

ContentHash::ContentHash(std::uint64_t num_words, std::uint64_t num_documents, std::uint64_t num_pairs,
                         std::uint64_t num_labels)
    : num_labels_(num_labels) {
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
  return sum_.hexadecimal();
}

template <class Integer>
void ContentHash::add_integer(Integer value) {
  pending_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void ContentHash::add_bytes(std::string_view bytes) {
  if (pending_.size() + bytes.size() > kBlockSize) flush();
  if (bytes.size() > kBlockSize) {
    sum_.add(bytes);
  } else {
    pending_ += bytes;
  }
}

void ContentHash::flush() {
  sum_.add(pending_);
  pending_.clear();
}

}  // namespace vilda::corpus
