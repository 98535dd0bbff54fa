#include "vilda/corpus/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "corpus/bytes/byte_source.hpp"
#include "corpus/counts/word_count.hpp"
#include "corpus/store/content_hash.hpp"
#include "corpus/store/store_layout.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::uint64_t kPairsBetweenReleases = std::uint64_t{1} << 22;  // 32 MiB

}  // namespace

bool is_store(const std::filesystem::path& path) {
  std::error_code ignored;
  if (path == "-" || !std::filesystem::is_regular_file(path, ignored)) return false;  // a pipe is read once
  std::ifstream file(path, std::ios::binary);
  std::string begin(kStoreMagic.size(), '\0');
  return file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == kStoreMagic;
}

CorpusStore::CorpusStore(const std::filesystem::path& path) : path_(display_name(path)), file_(path) {
  const std::string_view bytes(at<char>(0), file_.size());
  const StoreHeader header = parse_header(path_, bytes.substr(0, kStoreHeaderSize), file_.size());
  shape_ = header.shape;
  sha256_ = header.sha256;
  reading_crc_ = header.reading_crc;
  const StoreLayout layout(shape_);
  starts_ = at<std::uint64_t>(layout.starts.offset);
  word_ids_ = at<std::uint32_t>(layout.word_ids.offset);
  counts_ = at<std::uint32_t>(layout.counts.offset);
  const auto strings = [&](const StoreLayout::Section& ends, const StoreLayout::Section& text) {
    return Strings{at<std::uint64_t>(ends.offset), at<char>(text.offset), ends.offset, text.size};
  };
  words_ = strings(layout.word_ends, layout.word_bytes);
  names_ = strings(layout.name_ends, layout.name_bytes);
  labels_ = strings(layout.label_ends, layout.label_bytes);
}

void CorpusStore::fail(std::uint64_t offset, std::string_view what) const {
  require_unchanged();
  throw BadInput(fmt::format("{}: byte {}: {}: the file is damaged", path_, offset, what));
}

/// Where a document's pairs begin and end, inside the file: each read once, as the file may be written to.
CorpusStore::PairRange CorpusStore::pairs_of(std::size_t document) const {
  file_.require_readable();
  const std::uint64_t start = starts_[document], end = starts_[document + 1];
  if (start <= end && end <= shape_.pairs) return {start, end};
  fail(kStoreHeaderSize + 8 * document,
       fmt::format("document {} (from 0) has the pairs {} to {} of {}", document, start, end, shape_.pairs));
}

std::span<const std::uint32_t> CorpusStore::words_of(std::size_t document) const {
  const auto [start, end] = pairs_of(document);
  return {word_ids_ + start, end - start};
}

/// The same, with so many pairs of the file behind it.
std::uint64_t CorpusStore::start_of(std::size_t document, std::size_t num_pairs) const {
  const std::uint64_t start = pairs_of(document).start;
  if (num_pairs <= shape_.pairs - start) return start;
  fail(kStoreHeaderSize + 8 * document,
       fmt::format("document {} (from 0) has the pairs from {} of {}", document, start, shape_.pairs));
}

void CorpusStore::require_ids(std::size_t document, std::span<const std::uint32_t> words) const {
  std::uint32_t largest = 0;
  for (const std::uint32_t word : words) largest = std::max(largest, word);
  if (words.empty() || largest < shape_.words) return;
  fail(StoreLayout(shape_).word_ids.offset + pairs_of(document).start * sizeof largest,
       fmt::format("found word id {} of {} words", largest, shape_.words));
}

void CorpusStore::copy_document(std::size_t document, std::span<std::uint32_t> words,
                                std::span<std::uint32_t> counts) const {
  const std::uint64_t start = start_of(document, words.size());
  std::copy_n(word_ids_ + start, words.size(), words.begin());
  std::copy_n(counts_ + start, counts.size(), counts.begin());
  require_ids(document, words);
}

void CorpusStore::read_document(std::size_t document, std::span<std::uint32_t> words,
                                std::span<std::uint32_t> counts) const {
  const std::uint64_t start = start_of(document, words.size());
  const StoreLayout layout(shape_);
  file_.read(layout.word_ids.offset + start * sizeof words[0], words.data(), words.size_bytes());
  file_.read(layout.counts.offset + start * sizeof counts[0], counts.data(), counts.size_bytes());
  require_ids(document, words);
}

std::span<const std::uint32_t> CorpusStore::counts_of(std::size_t document) const {
  const auto [start, end] = pairs_of(document);
  return {counts_ + start, end - start};
}

std::string_view CorpusStore::string(const Strings& strings, std::size_t index) const {
  const std::uint64_t begin = index == 0 ? 0 : strings.ends[index - 1], end = strings.ends[index];
  if (begin <= end && end <= strings.size) return {strings.bytes + begin, end - begin};
  fail(strings.ends_offset + 8 * index,
       fmt::format("string {} (from 0) is the bytes {} to {} of {}", index, begin, end, strings.size));
}

std::string_view CorpusStore::word(std::size_t id) const {
  return string(words_, id);
}

std::string_view CorpusStore::name(std::size_t document) const {
  return string(names_, document);
}

std::string_view CorpusStore::label(std::size_t document) const {
  return string(labels_, document);
}

std::string_view CorpusStore::reading() const {
  const auto section = StoreLayout(shape_).reading;
  return {at<char>(section.offset), section.size};
}

void CorpusStore::verify_document(std::size_t document) const {
  const auto words = words_of(document), counts = counts_of(document);
  for (std::size_t pair = 0; pair < words.size(); ++pair) {
    const auto offset = [&](const std::uint32_t& number) {
      return static_cast<std::uint64_t>(reinterpret_cast<const std::byte*>(&number) - file_.data());
    };
    if (words[pair] >= shape_.words)
      fail(offset(words[pair]), fmt::format("found word id {} of {} words", words[pair], shape_.words));
    if (pair > 0 && words[pair] <= words[pair - 1])
      fail(offset(words[pair]), fmt::format("found word id {} behind {}", words[pair], words[pair - 1]));
    if (counts[pair] < 1 || counts[pair] > kLargestCount)
      fail(offset(counts[pair]), fmt::format("found count {}", counts[pair]));
  }
}

void CorpusStore::verify_padding() const {
  std::uint64_t end = kStoreHeaderSize;
  for (const StoreLayout::Section& section : StoreLayout(shape_).in_order()) {
    for (; end < section.offset; ++end) {
      if (file_.data()[end] != std::byte{0}) fail(end, "found something between two sections");
    }
    end = section.end();
  }
}

/// No byte of a section of strings belongs to none of them.
void CorpusStore::verify_end(const Strings& strings, std::size_t number) const {
  const std::uint64_t end = number == 0 ? 0 : strings.ends[number - 1];
  if (end != strings.size)
    fail(strings.ends_offset, fmt::format("{} strings have {} of {} bytes", number, end, strings.size));
}

void CorpusStore::verify() const {
  verify_padding();
  if (crc32(reading()) != reading_crc_)
    fail(StoreLayout(shape_).reading.offset, "the options are not what their checksum says");
  ContentHash hash(shape_.words, shape_.documents, shape_.pairs, shape_.labels);
  for (std::size_t id = 0; id < num_words(); ++id) hash.add_word(word(id));
  std::uint64_t pairs = 0, tokens = 0, released = 0;
  for (std::size_t d = 0; d < num_documents(); ++d) {
    verify_document(d);
    hash.add_document(words_of(d), counts_of(d));
    pairs += words_of(d).size();
    for (const std::uint32_t count : counts_of(d)) tokens += count;
    if (pairs - released > kPairsBetweenReleases) {
      release();
      released = pairs;
    }
  }
  for (std::size_t d = 0; d < num_documents(); ++d) hash.add_name(name(d));
  for (std::size_t d = 0; d < shape_.labels; ++d) hash.add_label(label(d));
  verify_end(words_, num_words());
  verify_end(names_, num_documents());
  verify_end(labels_, shape_.labels);
  if (pairs != shape_.pairs)
    fail(kStoreHeaderSize, fmt::format("its documents have {} of its {} pairs", pairs, shape_.pairs));
  if (tokens != shape_.tokens)
    fail(StoreLayout(shape_).counts.offset,
         fmt::format("its counts add up to {}, not {}", tokens, shape_.tokens));
  if (const std::string found = hash.hexadecimal(); found != sha256_)
    fail(kStoreHeaderSize, fmt::format("the contents have the SHA-256 {}; expected {}", found, sha256_));
  require_unchanged();
}

}  // namespace vilda::corpus
