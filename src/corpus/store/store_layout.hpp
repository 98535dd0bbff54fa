#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vilda/corpus/store.hpp"

namespace vilda::corpus {

/// Where what stands in a corpus store (data/README.md describes the file). A section begins at a multiple of
/// 64 bytes, right behind the one before; the file ends with the last one.
struct StoreLayout {
  struct Section {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;  // bytes
    std::uint64_t end() const { return offset + size; }
  };

  explicit StoreLayout(const StoreShape& shape);

  Section starts, word_ids, counts;  // documents: u64 D + 1, u32 pairs, u32 pairs
  Section word_ends, word_bytes;     // strings: u64 where each ends, then their bytes
  Section name_ends, name_bytes;
  Section label_ends, label_bytes;
  Section reading;

  std::array<Section, 10> in_order() const {
    return {starts,    word_ids,   counts,     word_ends,   word_bytes,
            name_ends, name_bytes, label_ends, label_bytes, reading};
  }
  std::uint64_t file_size() const { return reading.end(); }
};

inline constexpr std::size_t kStoreHeaderSize = 128;
inline constexpr std::string_view kStoreMagic = "\x89VILDA\r\n";

/// What the header says.
struct StoreHeader {
  StoreShape shape;
  std::string sha256;  // of the corpus, 64 hexadecimal digits
  std::uint32_t reading_crc = 0;
};

/// The header's bytes.
std::string to_bytes(const StoreHeader& header);

/// Reads the header of a file of so many bytes. Throws BadInput, with the byte, for another kind of file or
/// version, damage, and sizes that do not make up the file; `name` is what messages call it.
StoreHeader parse_header(const std::string& name, std::string_view bytes, std::uint64_t file_size);

/// The CRC-32 that gzip and zlib use.
std::uint32_t crc32(std::string_view bytes);

}  // namespace vilda::corpus
