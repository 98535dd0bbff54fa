#include "vilda/corpus/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/fields.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

/// Calls `entry(word, count)` for the words of a document, by rising id.
template <class Entry>
void for_each_word(const Corpus& corpus, std::size_t d, Entry entry) {
  const auto& counts = corpus.counts;
  for (auto pair = counts.col_ptrs[d]; pair < counts.col_ptrs[d + 1]; ++pair)
    entry(counts.row_indices[pair], counts.values[pair]);
}

std::string to_ldac(const Corpus& corpus) {
  std::string text;
  auto out = std::back_inserter(text);
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    fmt::format_to(out, "{}", corpus.counts.col_ptrs[d + 1] - corpus.counts.col_ptrs[d]);
    for_each_word(corpus, d, [&](auto word, auto count) { fmt::format_to(out, " {}:{}", word, count); });
    text += '\n';
  }
  return text;
}

bool has_number_for_label(const Corpus& corpus, std::size_t d) {
  return !corpus.labels.empty() && is_number(corpus.labels[d]);
}

std::string to_svmlight(const Corpus& corpus) {
  std::string text;
  auto out = std::back_inserter(text);
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    text += has_number_for_label(corpus, d) ? corpus.labels[d] : "0";
    for_each_word(corpus, d, [&](auto word, auto count) { fmt::format_to(out, " {}:{}", word + 1, count); });
    text += '\n';
  }
  return text;
}

/// Bytes that end a word or a tag in vw are not part of one.
bool ends_word_in_vw(char c) {
  return c == ' ' || c == '\t' || c == '|' || c == ':' || static_cast<unsigned char>(c) < 0x20;
}

/// A document's name as a tag.
std::string tag_of(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c != ':' && ends_word_in_vw(c); }, '_');
  return "'" + name;
}

std::string to_vw(const Corpus& corpus) {
  for (const std::string& word : corpus.vocabulary.words()) {
    if (word.empty() || std::ranges::any_of(word, ends_word_in_vw)) {
      throw InvalidOption(fmt::format(
          "--format: the word {} cannot stand in vw; expected words without blanks, bars and colons",
          quote(word)));
    }
  }
  std::string text;
  auto out = std::back_inserter(text);
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    if (has_number_for_label(corpus, d)) text += corpus.labels[d] + " ";
    text += tag_of(corpus.names[d]) + "|words";
    for_each_word(corpus, d, [&](auto word, auto count) {
      fmt::format_to(out, " {}:{}", corpus.vocabulary.word(word), count);
    });
    text += '\n';
  }
  return text;
}

/// An entry a line, `document word count`, ids from 1.
std::string with_entries(const Corpus& corpus, std::string heading) {
  auto out = std::back_inserter(heading);
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
    for_each_word(corpus, d,
                  [&](auto word, auto count) { fmt::format_to(out, "{} {} {}\n", d + 1, word + 1, count); });
  }
  return heading;
}

}  // namespace

std::string to_counted_format(const Corpus& corpus, Format format) {
  corpus.counts.sync();  // elements set one by one lie in a cache until then
  const std::size_t documents = corpus.num_documents();
  const std::size_t words = corpus.num_words();
  const std::size_t pairs = corpus.num_pairs();
  switch (format) {
    case Format::ldac:
      return to_ldac(corpus);
    case Format::svmlight:
      return to_svmlight(corpus);
    case Format::vw:
      return to_vw(corpus);
    case Format::uci:
      return with_entries(corpus, fmt::format("{}\n{}\n{}\n", documents, words, pairs));
    case Format::mtx:
      return with_entries(corpus, fmt::format("%%MatrixMarket matrix coordinate integer general\n{} {} {}\n",
                                              documents, words, pairs));
    default:
      throw InvalidOption(
          fmt::format("--format: found {}; expected ldac, uci, mtx, svmlight or vw", name_of(format)));
  }
}

}  // namespace vilda::corpus
