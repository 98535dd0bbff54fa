#include <fmt/format.h>
#include <simdjson.h>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {
namespace {

namespace dom = simdjson::dom;

/// A label or a name may be a string, a whole number or a truth value.
std::optional<std::string> as_text(const dom::element& value) {
  switch (value.type()) {
    case dom::element_type::STRING:
      return std::string(std::string_view(value));
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::BOOL:
      return simdjson::minify(value);
    default:
      return std::nullopt;
  }
}

class JsonlReader {
 public:
  JsonlReader(LineReader& lines, const FieldNames& names) : lines_(lines), names_(names) {}

  void read(const TextSink& sink) {
    while (lines_.next_text()) {
      const dom::object object = parse();
      const auto name = find(object, names_.name, "name");
      const auto label = find(object, names_.label, "label");
      sink({.name = name, .label = label, .text = text_of(object)});
    }
  }

 private:
  dom::object parse() {
    dom::element document;
    const auto error = parser_.parse(lines_.line().data(), lines_.line().size()).get(document);
    if (error != simdjson::SUCCESS) {
      lines_.fail(fmt::format("found {}, which is not JSON ({}); expected a JSON object a line",
                              quote(lines_.line()), simdjson::error_message(error)));
    }
    dom::object object;
    if (document.get(object) != simdjson::SUCCESS)
      lines_.fail(fmt::format("found {}; expected a JSON object a line", quote(lines_.line())));
    return object;
  }

  std::string_view text_of(const dom::object& object) const {
    const std::string field = names_.text.value_or("text");
    std::string_view text;
    const auto error = object.at_key(field).get(text);
    if (error == simdjson::SUCCESS) return text;
    lines_.fail(fmt::format("found {} {}; expected a string (see --text-field)",
                            error == simdjson::NO_SUCH_FIELD ? "no field" : "no string in field",
                            quote(field)));
  }

  /// A field that is asked for must be there; one of the usual name may be.
  std::optional<std::string> find(const dom::object& object, const std::optional<std::string>& asked,
                                  const char* usual) const {
    const std::string field = asked.value_or(usual);
    dom::element value;
    if (object.at_key(field).get(value) != simdjson::SUCCESS) {
      if (!asked) return std::nullopt;
      lines_.fail(fmt::format("found no field {}; expected one (see --{}-field)", quote(field), usual));
    }
    auto text = as_text(value);
    if (!text && asked) {
      lines_.fail(fmt::format("found {} in field {}; expected a string or a whole number",
                              quote(simdjson::minify(value)), quote(field)));
    }
    return text;
  }

  LineReader& lines_;
  const FieldNames& names_;
  dom::parser parser_;
};

}  // namespace

void read_jsonl(LineReader& lines, const FieldNames& names, const TextSink& sink) {
  JsonlReader(lines, names).read(sink);
}

}  // namespace vilda::corpus
