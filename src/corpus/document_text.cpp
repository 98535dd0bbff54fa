#include "vilda/corpus/document_text.hpp"

#include <algorithm>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {
namespace {

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// UTF-8 text, at most `max_characters` of it.
std::string cut(std::string_view text, std::size_t max_characters) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && characters++ == max_characters)
      return std::string(text.substr(0, i)) + "\u2026";
  }
  return std::string(text);
}

}  // namespace

std::map<std::size_t, std::string> document_texts(const std::vector<std::filesystem::path>& sources,
                                                  Format format, std::vector<std::size_t> documents,
                                                  std::size_t max_characters, const FieldNames& fields) {
  std::ranges::sort(documents);
  std::map<std::size_t, std::string> texts;
  std::size_t number = 0;
  const TextSink keep = [&](const TextDocument& document) {
    if (std::ranges::binary_search(documents, number)) texts[number] = cut(document.text, max_characters);
    ++number;
  };
  for (const std::filesystem::path& source : sources) {
    std::optional<LineReader> lines;
    if (format != Format::text) lines.emplace(source);
    if (format == Format::automatic) format = recognize_format(source.filename().string(), lines->head());
    if (!is_text(format)) return {};
    read_documents(source, lines ? &*lines : nullptr, format, fields, keep);
  }
  return texts;
}

}  // namespace vilda::corpus
