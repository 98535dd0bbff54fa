#pragma once

#include "corpus/bytes/utf8.hpp"
#include "corpus/formats/text_readers.hpp"
#include "fuzz/bytes.hpp"

namespace vilda::corpus::fuzz {

inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

template <class Holds>
void require_of_parts(const TextDocument& document, Holds holds, const char* what) {
  for (const auto& part : {document.name, document.label, std::optional(document.text)}) {
    if (part) require(holds(*part), what);
  }
}

inline void require_valid_text(const TextDocument& document) {
  require_of_parts(
      document, [](std::string_view part) { return valid_text_prefix(part) == part.size(); },
      "a document is valid UTF-8 without a NUL");
}

/// JSON may have a NUL, as an escape sequence.
inline void require_utf8(const TextDocument& document) {
  require_of_parts(document, is_utf8, "a document is valid UTF-8");
}

/// Whatever the bytes are, a reader of text gives documents of valid UTF-8 or refuses them.
inline int read_text(const std::uint8_t* data, std::size_t size, Format format) {
  may_refuse([&] {
    LineReader lines = lines_of(data, size);
    read_documents("input", &lines, format, {}, format == Format::jsonl ? require_utf8 : require_valid_text);
  });
  return 0;
}

}  // namespace vilda::corpus::fuzz
