#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/counts/word_count.hpp"
#include "corpus/formats/parallel_lines.hpp"

namespace vilda::corpus {

/// What lines hold that are a document each, or none.
struct DocumentLines {
  std::vector<WordCount> words;
  std::vector<std::size_t> ends;      // of the documents in words
  std::vector<std::uint32_t> places;  // of their lines, from 0
  std::uint64_t num_words = 0;        // the largest id + 1
  std::vector<std::string> labels, names;
  std::size_t thread = 0;
  std::vector<std::string_view> new_words;  // of the thread's StringIds, in a format of words

  void clear() {
    words.clear();
    ends.clear();
    places.clear();
    num_words = 0;
    labels.clear();
    names.clear();
    new_words.clear();
  }
};

/// Reads a format of a document a line on all threads: `parse(lines, parsed, thread)` appends the document of
/// the line, if it is one, to words, labels and names, and says whether it is; `renumber(parsed)` may give
/// the words of some lines other ids, one block at a time, in order. Adds to the shape.
template <class ParseLine, class Renumber>
void read_document_lines(LineReader& reader, CountShape& shape, const CountSink& sink, bool must_be_text,
                         ParseLine parse_line, Renumber renumber) {
  const auto parse = [&](LinesOfBlock& lines, DocumentLines& parsed, std::size_t thread) {
    parsed.thread = thread;
    for (std::uint32_t place = 0; must_be_text ? lines.next_text() : lines.next(); ++place) {
      if (!parse_line(lines, parsed, thread)) continue;
      parsed.ends.push_back(parsed.words.size());
      parsed.places.push_back(place);
    }
  };
  const auto take = [&](DocumentLines& parsed, LinesOfBlock lines) {
    renumber(parsed);
    shape.words = std::max(shape.words, parsed.num_words);
    std::ranges::move(parsed.labels, std::back_inserter(shape.labels));
    std::ranges::move(parsed.names, std::back_inserter(shape.names));
    std::size_t begin = 0;
    for (std::size_t i = 0; i < parsed.ends.size(); ++i) {
      if (shape.documents == kLargestCount) {
        for (std::uint32_t place = 0; place <= parsed.places[i]; ++place) lines.next();
        lines.fail(fmt::format("expected at most {} documents", kLargestCount));
      }
      const auto words = std::span<const WordCount>(parsed.words).subspan(begin, parsed.ends[i] - begin);
      if (!words.empty()) sink(static_cast<std::uint32_t>(shape.documents), words);
      begin = parsed.ends[i];
      ++shape.documents;
    }
  };
  parse_in_parallel<DocumentLines>(reader, parse, take);
}

}  // namespace vilda::corpus
