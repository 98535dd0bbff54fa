#pragma once

#include "corpus/text_readers.hpp"
#include "corpus/utf8.hpp"
#include "fuzz/bytes.hpp"

namespace vilda::corpus::fuzz {

inline void require_valid_text(const TextDocument& document) {
  for (const auto& part : {document.name, document.label, std::optional(document.text)}) {
    if (part) require(valid_text_prefix(*part) == part->size(), "a document is valid UTF-8 without a NUL");
  }
}

/// Whatever the bytes are, a reader of text gives documents of valid UTF-8 or refuses them.
inline int read_text(const std::uint8_t* data, std::size_t size, Format format) {
  may_refuse([&] {
    LineReader lines = lines_of(data, size);
    read_documents("input", &lines, format, {}, require_valid_text);
  });
  return 0;
}

}  // namespace vilda::corpus::fuzz
