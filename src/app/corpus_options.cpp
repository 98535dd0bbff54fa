#include "app/corpus_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/meaningless_options.hpp"
#include "app/terminal.hpp"
#include "vilda/error.hpp"

namespace vilda::app {
namespace {

/// Where a part of a document stands: the value of --PART-field or --PART-column.
std::optional<std::string> field(const po::variables_map& given, const std::string& part) {
  for (const char* kind : {"-field", "-column"}) {
    if (given.count(part + kind) != 0) return given[part + kind].as<std::string>();
  }
  return std::nullopt;
}

/// The first option of text that has another value than the usual one.
std::optional<std::string> asks_for_text(const corpus::TextOptions& text) {
  const corpus::TextOptions usual;
  if (text.stop_words != usual.stop_words) return "--stop-words";
  if (text.min_length != usual.min_length) return "--min-length";
  if (text.keep_numbers != usual.keep_numbers) return "--keep-numbers";
  if (text.addresses != usual.addresses) return "--addresses";
  if (text.stem != usual.stem) return "--stem";
  if (text.phrases.join) return "--phrases";
  return std::nullopt;
}

void require_phrases(const corpus::PhraseOptions& phrases) {
  const corpus::PhraseOptions usual;
  if (phrases.join) return;
  if (phrases.threshold != usual.threshold) throw InvalidOption("--phrase-threshold is only for --phrases");
  if (phrases.min_count != usual.min_count) throw InvalidOption("--phrase-min-count is only for --phrases");
}

/// A word that may come from anywhere, without what moves a terminal's cursor.
std::string printable(std::string word) {
  std::ranges::replace_if(
      word, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return word;
}

/// The three most frequent words dropped for each reason.
std::string dropped_most(const corpus::ReadReport& report) {
  std::string line;
  for (const corpus::DroppedWords& dropped : report.dropped) {
    if (dropped.words.empty()) continue;
    line += fmt::format("{}{}:", line.empty() ? "\ndropped most: " : "; ", corpus::name_of(dropped.reason));
    for (std::size_t i = 0; i < std::min<std::size_t>(dropped.words.size(), 3); ++i)
      line += fmt::format(" {} {},", printable(dropped.words[i].word), grouped(dropped.words[i].tokens));
    line.pop_back();
  }
  return line;
}

}  // namespace

void CorpusOptions::add_format(po::options_description& options, const char* name) {
  options.add_options()(name, po::value(&format_)->default_value(format_)->value_name("NAME"),
                        "of the corpus: auto, lines, tsv, csv, jsonl, mallet, text (a folder), ldac, uci, "
                        "mtx, svmlight, vw, each plain or compressed by gzip or zstd; store");
}

void CorpusOptions::add_reading(po::options_description& options, Words words) {
  const bool own = words == Words::own;
  options.add_options()  //
      ("vocabulary", po::value<std::string>()->value_name("FILE"),
       own ? "a file of one word a line: the words of a counted corpus (ldac, uci, mtx, svmlight), by their "
             "ids; of text, the only words to keep"
           : "a file of one word a line: the words of a counted corpus (ldac, uci, mtx, svmlight), by their "
             "ids, which without it are those of the model's words")  //
      ("terms-in-rows", po::bool_switch(&options_.terms_in_rows),
       "mtx: a row is a word, a column a document")  //
      ("text-field", po::value<std::string>()->value_name("NAME"),
       "jsonl: where the text is (default text)")  //
      ("label-field", po::value<std::string>()->value_name("NAME"),
       "jsonl: where the label is (default label)")  //
      ("name-field", po::value<std::string>()->value_name("NAME"),
       "jsonl: where the name is (default name)")  //
      ("text-column", po::value<std::string>()->value_name("NAME|N"),
       "csv: the same, a column's name or number")                                       //
      ("label-column", po::value<std::string>()->value_name("NAME|N"), "csv: the same")  //
      ("name-column", po::value<std::string>()->value_name("NAME|N"), "csv: the same");
  po::options_description text(
      own ? "Options of text"
          : "Options of text, by default as the model's was read, or else as vilda import reads it");
  add_text(text, words);
  options.add(text);
}

void CorpusOptions::add_text(po::options_description& options, Words words) {
  const auto value = [&](auto& bound, const char* name) {
    auto* const semantic = po::value(&bound)->value_name(name);
    return words == Words::own ? semantic->default_value(bound) : semantic;
  };
  options.add_options()  //
      ("stop-words", value(options_.text.stop_words, "LIST"),
       "words to leave out: none, a file of one word a line, or a language: danish, dutch, english, finnish, "
       "french, german, hungarian, italian, norwegian, portuguese, russian, spanish, swedish")  //
      ("min-length", value(min_length_, "N"),
       "letters that a word must have; an ideograph, or a syllable of Hangul or Katakana, counts for two")  //
      ("keep-numbers", po::bool_switch(&options_.text.keep_numbers),
       "keep words without a letter but with a digit, whatever their length")  //
      ("addresses", value(addresses_, "HOW"),
       "URLs and e-mail addresses: split into words like other text, token (one each), or drop")  //
      ("stem", value(options_.text.stem, "LANG"),
       "cut words to their stems by Snowball's algorithm for a language (english, german, ...), or none");
  if (words == Words::of_model) {
    options.add_options()("phrases", po::bool_switch(&options_.text.phrases.join),
                          "join words that the model knows as one, as new_york");
    return;
  }
  options.add_options()  //
      ("phrases", po::bool_switch(&options_.text.phrases.join),
       "join words that stand together far more often than by chance, as new_york")  //
      ("phrase-threshold", value(options_.text.phrases.threshold, "T"),
       "normalised pointwise mutual information that two words must have, -1 to 1")  //
      ("phrase-min-count", value(phrase_min_count_, "N"), "how often they must stand together");
}

std::vector<std::string> CorpusOptions::reading_names() {
  CorpusOptions any;
  po::options_description options;
  any.add_reading(options, Words::own);
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back(option->long_name());
  return names;
}

void CorpusOptions::add_pruning(po::options_description& options) {
  options.add_options()  //
      ("min-df", po::value<double>()->value_name("N"),
       "fewest documents a word must be in: a number, or a share below 1 (text: 5; counts: none)")  //
      ("max-df", po::value<double>()->value_name("N"),
       "most documents a word may be in: a share up to 1, or a number above (text: 0.5; counts: none)")  //
      ("max-words", po::value<std::int64_t>()->value_name("N"),
       "of the words left, so many of the most frequent (all)");
}

corpus::ReadOptions CorpusOptions::resolved(const po::variables_map& given) const {
  corpus::ReadOptions options = options_;
  options.format = corpus::format_named(format_);
  if (given.count("vocabulary") != 0) options.vocabulary_file = given["vocabulary"].as<std::string>();
  if (given.count("min-df") != 0) options.prune.min_df = given["min-df"].as<double>();
  if (given.count("max-df") != 0) options.prune.max_df = given["max-df"].as<double>();
  if (given.count("max-words") != 0) {
    const auto max_words = given["max-words"].as<std::int64_t>();
    if (max_words < 1)
      throw InvalidOption(fmt::format("--max-words is {}; it must be at least 1", max_words));
    options.prune.max_words = static_cast<std::uint64_t>(max_words);
  }
  options.text.addresses = corpus::addresses_named(addresses_);
  if (phrase_min_count_ < 1)
    throw InvalidOption(fmt::format("--phrase-min-count is {}; it must be at least 1", phrase_min_count_));
  options.text.phrases.min_count = static_cast<std::uint64_t>(phrase_min_count_);
  if (min_length_ < 1)
    throw InvalidOption(fmt::format("--min-length is {}; it must be at least 1", min_length_));
  options.text.min_length = static_cast<std::size_t>(min_length_);
  options.validate();
  require_phrases(options.text.phrases);
  options.asks_for_text = asks_for_text(options.text);
  options.fields.text = field(given, "text");
  options.fields.label = field(given, "label");
  options.fields.name = field(given, "name");
  return options;
}

OptionRecord record_of_reading(const corpus::ReadOptions& options, corpus::Format seen) {
  OptionRecord record;
  if (corpus::is_text(seen)) {
    record["stop-words"] = options.text.stop_words;
    record["min-length"] = static_cast<std::int64_t>(options.text.min_length);
    record["keep-numbers"] = options.text.keep_numbers;
    record["addresses"] = std::string(corpus::name_of(options.text.addresses));
    record["stem"] = options.text.stem;
    record["phrases"] = options.text.phrases.join;
    if (options.text.phrases.join) {
      record["phrase-threshold"] = options.text.phrases.threshold;
      record["phrase-min-count"] = static_cast<std::int64_t>(options.text.phrases.min_count);
    }
  }
  const corpus::PruneOptions prune = options.pruning_of(seen);
  if (prune.min_df) record["min-df"] = *prune.min_df;
  if (prune.max_df) record["max-df"] = *prune.max_df;
  if (prune.max_words) record["max-words"] = static_cast<std::int64_t>(*prune.max_words);
  return record;
}

void take_text_options(const RecordedOptions& recorded, const po::variables_map& given,
                       corpus::ReadOptions& options) {
  corpus::TextOptions& text = options.text;
  const auto is_taken = [&](const char* name) { return !is_given(given, name) && recorded.has(name); };
  if (is_taken("stop-words")) text.stop_words = recorded.get<std::string>("stop-words");
  if (is_taken("min-length")) text.min_length = recorded.whole_number<std::size_t>("min-length");
  if (is_taken("keep-numbers")) text.keep_numbers = recorded.get<bool>("keep-numbers");
  if (is_taken("stem")) text.stem = recorded.get<std::string>("stem");
  if (is_taken("phrases")) text.phrases.join = recorded.get<bool>("phrases");
  if (is_taken("phrase-threshold")) text.phrases.threshold = recorded.number("phrase-threshold");
  if (is_taken("phrase-min-count"))
    text.phrases.min_count = recorded.whole_number<std::uint64_t>("phrase-min-count");
  recorded.require_valid([&] {
    if (is_taken("addresses"))
      text.addresses = corpus::addresses_named(recorded.get<std::string>("addresses"));
    text.validate();
  });
}

void take_pruning_options(const RecordedOptions& recorded, corpus::ReadOptions& options) {
  corpus::PruneOptions& prune = options.prune;
  if (!prune.min_df && recorded.has("min-df")) prune.min_df = recorded.number("min-df");
  if (!prune.max_df && recorded.has("max-df")) prune.max_df = recorded.number("max-df");
  if (!prune.max_words && recorded.has("max-words"))
    prune.max_words = recorded.whole_number<std::uint64_t>("max-words");
  recorded.require_valid([&] { prune.validate(); });
}

std::string description(const std::string& source, const corpus::ReadReport& report) {
  std::string line =
      fmt::format("{}: {}{}, {} documents, {} words, {} tokens", source, corpus::name_of(report.format),
                  report.recognized_by.empty() ? "" : fmt::format(" ({})", report.recognized_by),
                  grouped(report.documents), grouped(report.words), grouped(report.tokens));
  if (report.joined > 0)
    line += fmt::format(", {} pairs of words joined to {} phrases", grouped(report.joined),
                        grouped(report.phrases));
  const std::uint64_t dropped = report.tokens_read - report.tokens - report.joined;
  if (dropped > 0) {
    line += fmt::format("; dropped {} tokens:", grouped(dropped));
    const auto add = [&](std::uint64_t number, std::string_view what) {
      if (number > 0) line += fmt::format(" {} {},", grouped(number), what);
    };
    add(report.addresses, "addresses");
    add(report.stop_words, "stop words");
    add(report.too_short, "too short");
    add(report.without_letter, "without a letter");
    add(report.pruned, "too rare or too common");
    add(report.unknown, "outside the vocabulary");
    line.pop_back();
  }
  if (report.empty_documents > 0)
    line += fmt::format("; {} empty document{}", grouped(report.empty_documents),
                        report.empty_documents == 1 ? "" : "s");
  return line + dropped_most(report);
}

}  // namespace vilda::app
