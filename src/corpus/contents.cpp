#include "corpus/contents.hpp"

#include <fmt/format.h>

#include "corpus/counts/plausible.hpp"
#include "corpus/text/parallel_counting.hpp"
#include "corpus/text/phrases.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

namespace {

void append(BagsOfWords& bags, std::span<const WordCount> counts) {
  bags.words.insert(bags.words.end(), counts.begin(), counts.end());
  bags.starts.push_back(bags.words.size());
}

}  // namespace

TextContents read_text(const std::string& source, const ReadDocuments& read, const TextOptions& options,
                       const Vocabulary* vocabulary) {
  TextContents text;
  Contents& contents = text.contents;
  const TokenFilter filter(options);
  contents.bags.starts.push_back(0);
  StringIds words;
  WordSequences sequences;
  const bool joins = options.phrases.join;
  ParallelCounting counting(filter, words, joins, [&](std::span<const WordCount> counts) {
    joins ? sequences.add(counts) : append(contents.bags, counts);
  });
  std::uint64_t documents = 0;
  bool have_names = false;
  bool have_labels = false;
  counting.run([&](const ParallelCounting::Add& add) {
    read([&](const TextDocument& document) {
      if (documents++ == kLargestCount)
        throw BadInput(fmt::format("{}: expected at most {} documents", source, kLargestCount));
      add(document.text);
      contents.names.emplace_back(document.name.value_or(""));
      contents.labels.emplace_back(document.label.value_or(""));
      have_names = have_names || document.name;
      have_labels = have_labels || document.label;
    });
  });
  if (!have_names) contents.names.clear();
  if (!have_labels) contents.labels.clear();
  if (joins) {
    const Phrases phrases = phrases_of(sequences, words, vocabulary, options.phrases);
    text.phrases = phrases.size();
    text.joined = join_phrases(sequences, phrases, words,
                               [&](std::span<const WordCount> counts) { append(contents.bags, counts); });
  }
  contents.unknown_words.resize(documents);
  for (std::uint32_t id = 0; id < words.size(); ++id) text.words.emplace_back(words.string(id));
  text.token_counts = counting.token_counts();
  text.dropped = counting.dropped_words();
  return text;
}

Contents read_counts(LineReader& lines, Format format, bool terms_in_rows,
                     const std::optional<ExpectedVocabulary>& vocabulary, const IdOfId& id_of) {
  Contents contents;
  CountTable table(lines.name());
  std::vector<WordCount> known;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> unknown;  // document, tokens
  std::uint64_t num_counts = 0;
  CountShape shape =
      read_count_format(lines, format, terms_in_rows, vocabulary, [&](std::uint32_t document, auto words) {
        known.clear();
        num_counts += words.size();
        for (const WordCount& word : words) {
          if (const auto id = id_of(word.word)) {
            known.push_back({*id, word.count});
          } else {
            unknown.emplace_back(document, word.count);
          }
        }
        table.add(document, known);
      });
  if (format == Format::uci || format == Format::mtx)
    check_plausible(lines.name(), shape.documents, "documents", num_counts);

  contents.num_words = shape.words;
  contents.labels = std::move(shape.labels);
  contents.names = std::move(shape.names);
  contents.own_words = std::move(shape.own_words);
  contents.unknown_words.resize(shape.documents);
  for (const auto& [document, tokens] : unknown) contents.unknown_words[document] += tokens;
  contents.bags = std::move(table).finish(shape.documents);
  return contents;
}

}  // namespace vilda::corpus
