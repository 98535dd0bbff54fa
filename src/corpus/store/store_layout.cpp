#include "corpus/store/store_layout.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <cstddef>
#include <cstring>

#include "corpus/bytes/quote.hpp"
#include "corpus/counts/word_count.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

static_assert(std::endian::native == std::endian::little, "stores are little-endian");

constexpr std::uint64_t kAlignment = 64;
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kVersionAt = 8, kReadingCrcAt = 12, kShapeAt = 16, kHashAt = 88, kHashSize = 32;
constexpr std::size_t kZeroAt = 120, kCrcAt = 124;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 56;  // of a section; ten of them do not overflow

static_assert(kShapeAt + sizeof(StoreShape) == kHashAt &&
              std::has_unique_object_representations_v<StoreShape>);

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

void put(std::string& bytes, std::size_t at, const void* value, std::size_t size) {
  std::memcpy(bytes.data() + at, value, size);
}

std::string to_hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

std::string from_hexadecimal(const std::string& text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 2)
    bytes += static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16));
  return bytes;
}

[[noreturn]] void fail(const std::string& name, std::size_t byte, const std::string& what) {
  throw BadInput(fmt::format("{}: byte {}: {}", name, byte, what));
}

void check_shape(const std::string& name, const StoreShape& shape) {
  const auto check = [&](std::uint64_t StoreShape::*member, std::uint64_t most, const char* what) {
    if (shape.*member <= most) return;
    const auto at = static_cast<std::size_t>(reinterpret_cast<const char*>(&(shape.*member)) -
                                             reinterpret_cast<const char*>(&shape));
    fail(name, kShapeAt + at, fmt::format("found {} {}; expected at most {}", shape.*member, what, most));
  };
  check(&StoreShape::documents, kLargestCount, "documents");
  check(&StoreShape::words, kLargestCount, "words");
  check(&StoreShape::pairs, kMostBytes / 8, "pairs");
  check(&StoreShape::word_bytes, kMostBytes, "bytes of words");
  check(&StoreShape::name_bytes, kMostBytes, "bytes of names");
  check(&StoreShape::label_bytes, kMostBytes, "bytes of labels");
  check(&StoreShape::reading_bytes, kMostBytes, "bytes of options");
  if (shape.labels != 0 && shape.labels != shape.documents)
    fail(name, kShapeAt + offsetof(StoreShape, labels),
         fmt::format("found {} labels; expected {}, or none", shape.labels, shape.documents));
}

}  // namespace

StoreLayout::StoreLayout(const StoreShape& shape) {
  std::uint64_t end = kStoreHeaderSize;
  const auto next = [&](std::uint64_t size) {
    const std::uint64_t offset = (end + kAlignment - 1) / kAlignment * kAlignment;
    end = offset + size;
    return Section{offset, size};
  };
  starts = next(8 * (shape.documents + 1));
  word_ids = next(4 * shape.pairs);
  counts = next(4 * shape.pairs);
  word_ends = next(8 * shape.words);
  word_bytes = next(shape.word_bytes);
  name_ends = next(8 * shape.documents);
  name_bytes = next(shape.name_bytes);
  label_ends = next(8 * shape.labels);
  label_bytes = next(shape.label_bytes);
  reading = next(shape.reading_bytes);
}

std::string to_bytes(const StoreHeader& header) {
  std::string bytes(kStoreHeaderSize, '\0');
  put(bytes, 0, kStoreMagic.data(), kStoreMagic.size());
  put(bytes, kVersionAt, &kVersion, sizeof kVersion);
  put(bytes, kReadingCrcAt, &header.reading_crc, sizeof header.reading_crc);
  put(bytes, kShapeAt, &header.shape, sizeof header.shape);
  const std::string hash = from_hexadecimal(header.sha256);
  put(bytes, kHashAt, hash.data(), kHashSize);
  const std::uint32_t crc = crc32(std::string_view(bytes).substr(0, kCrcAt));
  put(bytes, kCrcAt, &crc, sizeof crc);
  return bytes;
}

StoreHeader parse_header(const std::string& name, std::string_view bytes, std::uint64_t file_size) {
  if (!bytes.starts_with(kStoreMagic)) {
    const std::string_view found = bytes.substr(0, kStoreMagic.size());
    fail(name, 0,
         fmt::format("found {}; expected a corpus store, which begins with {}", quote(found),
                     quote(kStoreMagic)));
  }
  if (bytes.size() < kStoreHeaderSize)
    fail(name, bytes.size(),
         fmt::format("the file ends in its header; expected {} bytes of it", kStoreHeaderSize));
  if (const std::uint32_t version = number_at(bytes, kVersionAt); version != kVersion)
    fail(name, kVersionAt,
         fmt::format("found version {} of the corpus store; expected {}", version, kVersion));
  if (number_at(bytes, kCrcAt) != crc32(bytes.substr(0, kCrcAt)))
    fail(name, kCrcAt, "the header is not what its checksum says: the file is damaged");
  if (number_at(bytes, kZeroAt) != 0) fail(name, kZeroAt, "found a number; expected zero");
  StoreHeader header;
  header.reading_crc = number_at(bytes, kReadingCrcAt);
  std::memcpy(&header.shape, bytes.data() + kShapeAt, sizeof header.shape);
  header.sha256 = to_hexadecimal(bytes.substr(kHashAt, kHashSize));
  check_shape(name, header.shape);
  const std::uint64_t expected = StoreLayout(header.shape).file_size();
  if (file_size != expected) {
    fail(name, std::min(file_size, expected),
         fmt::format("the file is {} bytes long; expected {}, as its header says", file_size, expected));
  }
  return header;
}

std::uint32_t crc32(std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace vilda::corpus
