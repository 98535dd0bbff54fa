#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "corpus/count_readers.hpp"
#include "corpus/fields.hpp"
#include "corpus/quote.hpp"
#include "corpus/string_ids.hpp"

namespace vilda::corpus {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_number(std::string_view field) {
  double value = 0;
  const auto [stop, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  return error == std::errc() && stop == field.data() + field.size();
}

class VwReader {
 public:
  explicit VwReader(LineReader& lines) : lines_(lines) {}

  CountShape read(const CountSink& sink) {
    while (lines_.next_text()) {
      if (Fields(lines_.line()).next().empty()) continue;
      if (shape_.documents == kLargestCount)
        lines_.fail(fmt::format("expected at most {} documents", kLargestCount));
      read_document();
      if (!words_.empty()) sink(static_cast<std::uint32_t>(shape_.documents), words_);
      ++shape_.documents;
    }
    shape_.words = ids_.size();
    for (std::uint32_t id = 0; id < ids_.size(); ++id) shape_.own_words.emplace_back(ids_.string(id));
    if (!have_labels_) shape_.labels.clear();
    if (!have_names_) shape_.names.clear();
    return std::move(shape_);
  }

 private:
  void read_document() {
    std::string_view line = lines_.line();
    const std::size_t bar = line.find('|');
    if (bar == line.npos)
      lines_.fail(fmt::format("found {}; expected `label 'tag|namespace word:count ...`", quote(line)));
    read_label_and_tag(line.substr(0, bar));
    words_.clear();
    for (line.remove_prefix(bar + 1);;) {
      const std::size_t end = std::min(line.find('|'), line.size());
      read_namespace(line.substr(0, end));
      if (end == line.size()) return;
      line.remove_prefix(end + 1);
    }
  }

  /// `[label [importance [base]]] [tag]`, the tag behind an apostrophe or touching the bar.
  void read_label_and_tag(std::string_view preamble) {
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
        lines_.fail(
            fmt::format("found {} before the bar; expected a label, an importance, a base and a tag at most",
                        quote(fields[i])));
      }
    }
    have_labels_ = have_labels_ || !fields.empty();
    have_names_ = have_names_ || !tag.empty();
    shape_.labels.emplace_back(fields.empty() ? std::string_view() : fields[0]);
    shape_.names.emplace_back(tag);
  }

  /// `name[:scale] word[:count] ...`, the name touching the bar. Namespaces are not told apart.
  void read_namespace(std::string_view section) {
    Fields fields(section);
    if (!section.empty() && !is_blank(section.front())) {
      const std::string_view name = fields.next();
      if (const auto colon = name.find(':');
          colon != name.npos && whole_valued_number(name.substr(colon + 1)) != 1)
        lines_.fail(fmt::format("found {}; expected a namespace without scale", quote(name)));
    }
    for (std::string_view feature = fields.next(); !feature.empty(); feature = fields.next())
      words_.push_back(parse(feature));
  }

  WordCount parse(std::string_view feature) {
    const std::size_t colon = feature.find(':');
    const auto count = colon == feature.npos ? 1 : whole_valued_number(feature.substr(colon + 1));
    if (colon == 0 || !count || *count < 1 || *count > kLargestCount) {
      lines_.fail(fmt::format("found {}; expected word or word:count, the count a whole number from 1 to {}",
                              quote(feature), kLargestCount));
    }
    return {ids_.id(feature.substr(0, colon)), static_cast<std::uint32_t>(*count)};
  }

  LineReader& lines_;
  CountShape shape_;
  StringIds ids_;
  std::vector<WordCount> words_;
  bool have_labels_ = false;
  bool have_names_ = false;
};

}  // namespace

CountShape read_vw(LineReader& lines, const CountSink& sink) {
  return VwReader(lines).read(sink);
}

}  // namespace vilda::corpus
