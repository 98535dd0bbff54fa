#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "corpus/bytes/quote.hpp"
#include "corpus/counts/short_number.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/document_lines.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/strings/string_ids.hpp"

namespace vilda::corpus {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Appends documents with the ids of one thread.
class VwParser {
 public:
  bool parse(const Lines& lines, DocumentLines& to) {
    std::string_view line = lines.line();
    if (Fields(line).next().empty()) return false;
    const std::size_t bar = line.find('|');
    if (bar == line.npos)
      lines.fail(fmt::format("found {}; expected `label 'tag|namespace word:count ...`", quote(line)));
    read_label_and_tag(lines, line.substr(0, bar), to);
    words_.clear();
    const std::size_t before = to.words.size();
    for (line.remove_prefix(bar + 1);;) {
      const std::size_t end = std::min(line.find('|'), line.size());
      read_namespace(lines, line.substr(0, end), to);
      if (end == line.size()) break;
      line.remove_prefix(end + 1);
    }
    number_words(std::span(to.words).subspan(before), to.new_words);
    return true;
  }

 private:
  /// `[label [importance [base]]] [tag]`, the tag behind an apostrophe or touching the bar.
  static void read_label_and_tag(const Lines& lines, std::string_view preamble, DocumentLines& to) {
    const bool touches = !preamble.empty() && !is_blank(preamble.back());
    std::vector<std::string_view> fields;
    for (Fields rest(preamble);;) {
      const std::string_view field = rest.next();
      if (field.empty()) break;
      fields.push_back(field);
    }
    std::string_view tag;
    if (!fields.empty() && (touches || fields.back().starts_with('\''))) {
      tag = fields.back().substr(fields.back().starts_with('\'') ? 1 : 0);
      fields.pop_back();
    }
    for (std::size_t i = 1; i < fields.size(); ++i) {
      if (i > 2 || !is_number(fields[i])) {
        lines.fail(
            fmt::format("found {} before the bar; expected a label, an importance, a base and a tag at most",
                        quote(fields[i])));
      }
    }
    to.labels.emplace_back(fields.empty() ? std::string_view() : fields[0]);
    to.names.emplace_back(tag);
  }

  /// `name[:scale] word[:count] ...`, the name touching the bar. Namespaces are not told apart.
  void read_namespace(const Lines& lines, std::string_view section, DocumentLines& to) {
    Fields fields(section);
    if (!section.empty() && !is_blank(section.front())) {
      const std::string_view name = fields.next();
      if (const auto colon = name.find(':');
          colon != name.npos && whole_valued_number(name.substr(colon + 1)) != 1)
        lines.fail(fmt::format("found {}; expected a namespace without scale", quote(name)));
    }
    const char* at = fields.rest().data();
    for (const char* const end = at + fields.rest().size();;) {
      std::string_view word;
      WordCount count;
      if (!take_short_feature(at, end, word, count.count)) {
        Fields rest({at, static_cast<std::size_t>(end - at)});
        const std::string_view feature = rest.next();
        if (feature.empty()) break;
        word = feature.substr(0, feature.find(':'));
        count.count = parse_count(lines, feature);
        at = rest.rest().data();
      }
      words_.push_back(word);
      to.words.push_back(count);
    }
  }

  static std::uint32_t parse_count(const Lines& lines, std::string_view feature) {
    const std::size_t colon = feature.find(':');
    const auto count = colon == feature.npos ? 1 : whole_valued_number(feature.substr(colon + 1));
    if (colon == 0 || !count || *count < 1 || *count > kLargestCount) {
      lines.fail(fmt::format("found {}; expected word or word:count, the count a whole number from 1 to {}",
                             quote(feature), kLargestCount));
    }
    return static_cast<std::uint32_t>(*count);
  }

  void number_words(std::span<WordCount> words, std::vector<std::string_view>& new_words) {
    const std::uint32_t known = ids_.size();
    numbers_.clear();
    ids_.append_ids(words_, numbers_);
    for (std::size_t i = 0; i < words.size(); ++i) words[i].word = numbers_[i];
    for (std::uint32_t id = known; id < ids_.size(); ++id) new_words.push_back(ids_.string(id));
  }

  StringIds ids_;
  std::vector<std::string_view> words_;  // of a document
  std::vector<std::uint32_t> numbers_;   // their ids
};

/// The ids of the words of all threads. As a thread finds every word that no thread had before, and blocks
/// are taken in order, words are numbered as they come in the file.
class VwWords {
 public:
  explicit VwWords(std::size_t threads) : of_thread_(threads) {}

  void renumber(DocumentLines& parsed) {
    std::vector<std::uint32_t>& ids = of_thread_[parsed.thread];
    for (const std::string_view word : parsed.new_words) ids.push_back(ids_.id(word));
    const std::size_t end = parsed.ends.empty() ? 0 : parsed.ends.back();  // without a document that failed
    for (WordCount& word : std::span(parsed.words).first(end)) word.word = ids[word.word];
  }

  const StringIds& ids() const { return ids_; }

 private:
  StringIds ids_;
  std::vector<std::vector<std::uint32_t>> of_thread_;  // by the thread's ids
};

}  // namespace

CountShape read_vw(LineReader& lines, const CountSink& sink) {
  CountShape shape;
  std::vector<VwParser> parsers(Pipeline<DocumentLines>::num_threads());
  VwWords words(parsers.size());
  read_document_lines(
      lines, shape, sink, true,
      [&](const Lines& line, DocumentLines& to, std::size_t thread) {
        return parsers[thread].parse(line, to);
      },
      [&](DocumentLines& parsed) { words.renumber(parsed); });
  shape.words = words.ids().size();
  for (std::uint32_t id = 0; id < words.ids().size(); ++id)
    shape.own_words.emplace_back(words.ids().string(id));
  for (auto* const strings : {&shape.labels, &shape.names}) {
    if (std::ranges::all_of(*strings, &std::string::empty)) strings->clear();
  }
  return shape;
}

}  // namespace vilda::corpus
