#include "vilda/corpus/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <numeric>

#include "corpus/assemble.hpp"
#include "corpus/contents.hpp"
#include "corpus/counts/plausible.hpp"
#include "corpus/formats/ten_x.hpp"
#include "corpus/formats/text_readers.hpp"
#include "corpus/source.hpp"
#include "corpus/store_contents.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

/// One source or several, all of one format.
struct Sources {
  std::vector<Source> all;
  std::string name;  // for messages

  Format format() const { return all[0].format; }
};

TextContents read_text(const Sources& sources, const ReadOptions& options, const Vocabulary* vocabulary) {
  const ReadDocuments read = [&](const TextSink& sink) {
    for (const Source& source : sources.all)
      read_documents(source.path, source.lines.get(), source.format, options.fields, sink);
  };
  return read_text(sources.name, read, options.text, vocabulary);
}

std::uint64_t count_tokens(const BagsOfWords& bags) {
  const auto add = [](std::uint64_t sum, const WordCount& word) { return sum + word.count; };
  return std::accumulate(bags.words.begin(), bags.words.end(), std::uint64_t{0}, add);
}

ReadReport report_on(const Sources& sources, const Contents& contents) {
  ReadReport report;
  report.format = sources.format();
  report.recognized_by = sources.all[0].recognized_by;
  report.documents = contents.bags.num_documents();
  report.unknown =
      std::accumulate(contents.unknown_words.begin(), contents.unknown_words.end(), std::uint64_t{0});
  report.tokens = count_tokens(contents.bags);
  report.tokens_read = report.tokens + report.unknown;
  if (report.documents == 0)
    throw BadInput(fmt::format("{}: found no document; expected at least one", sources.name));
  return report;
}

void add_token_counts(const TextContents& text, ReadReport& report) {
  const TokenCounts& counts = text.token_counts;
  report.tokens_read = counts.read;
  report.addresses = counts.addresses;
  report.without_letter = counts.without_letter;
  report.too_short = counts.too_short;
  report.stop_words = counts.stop_words;
  report.phrases = text.phrases;
  report.joined = text.joined;
  report.dropped.insert(report.dropped.begin(), text.dropped.begin(), text.dropped.end());
}

Corpus finish(Vocabulary vocabulary, Contents contents, ReadReport& report) {
  const auto& starts = contents.bags.starts;
  for (std::size_t d = 0; d + 1 < starts.size(); ++d) report.empty_documents += starts[d] == starts[d + 1];
  report.words = vocabulary.size();
  report.tokens = count_tokens(contents.bags);
  return assemble(std::move(vocabulary), std::move(contents));
}

Corpus prune_and_finish(const Sources& sources, const PruneOptions& prune, std::vector<std::string> words,
                        Contents contents, ReadReport& report) {
  report.words_seen = words.size();
  auto dropped = prune_words(prune, word_order(sources.format()), words, contents);
  report.pruned = report.tokens - count_tokens(contents.bags);
  if (report.pruned > 0) report.dropped.push_back(std::move(dropped));
  if (report.pruned == report.tokens) fail_without_words(sources.name, prune, report);
  return finish(Vocabulary(std::move(words)), std::move(contents), report);
}

Contents read_text_for(const Vocabulary& vocabulary, Sources& sources, const ReadOptions& options,
                       ReadReport& report) {
  TextContents text = read_text(sources, options, &vocabulary);
  auto unknown = match_words(vocabulary, text.words, text.contents);
  report = report_on(sources, text.contents);
  add_token_counts(text, report);
  if (report.unknown > 0) report.dropped.push_back(std::move(unknown));
  return std::move(text.contents);
}

Corpus read_text_with_vocabulary(Sources& sources, const ReadOptions& options, ReadReport& report) {
  Vocabulary vocabulary = Vocabulary::read(*options.vocabulary_file);
  Contents contents = read_text_for(vocabulary, sources, options, report);
  require_known_words(sources.name, vocabulary, report);
  report.words_seen = vocabulary.size();
  if (report.tokens == 0) fail_without_words(sources.name, options.prune, report);
  return finish(std::move(vocabulary), std::move(contents), report);
}

Corpus read_text_corpus(Sources& sources, const ReadOptions& options, ReadReport& report) {
  if (options.vocabulary_file) return read_text_with_vocabulary(sources, options, report);
  TextContents text = read_text(sources, options, nullptr);
  report = report_on(sources, text.contents);
  add_token_counts(text, report);
  return prune_and_finish(sources, options.pruning_of(sources.format()), std::move(text.words),
                          std::move(text.contents), report);
}

/// The contents of a counted file, with the names of cells.
Contents read_counts(const Source& source, const ReadOptions& options, const VocabularyFile& file,
                     const IdOfId& id_of) {
  Contents contents =
      read_counts(*source.lines, source.format, terms_in_rows(source, options), file.expected, id_of);
  if (source.ten_x) contents.names = cell_names(source, contents.bags.num_documents());
  return contents;
}

/// Puts documents behind others.
void append(Contents& all, Contents more) {
  const std::uint64_t before = all.bags.words.size();
  all.bags.words.insert(all.bags.words.end(), more.bags.words.begin(), more.bags.words.end());
  for (std::size_t d = 1; d < more.bags.starts.size(); ++d)
    all.bags.starts.push_back(before + more.bags.starts[d]);
  all.num_words = std::max(all.num_words, more.num_words);
  std::ranges::move(more.labels, std::back_inserter(all.labels));
  std::ranges::move(more.names, std::back_inserter(all.names));
  std::ranges::move(more.unknown_words, std::back_inserter(all.unknown_words));
}

Contents read_counts(const Sources& sources, const ReadOptions& options, const VocabularyFile& file,
                     const IdOfId& id_of) {
  Contents all = read_counts(sources.all[0], options, file, id_of);
  for (std::size_t i = 1; i < sources.all.size(); ++i)
    append(all, read_counts(sources.all[i], options, file, id_of));
  return all;
}

Corpus read_counted_corpus(Sources& sources, const ReadOptions& options, ReadReport& report) {
  require_same_words(sources.all);
  const VocabularyFile file = read_vocabulary_file(sources.all[0], options);
  Contents contents = read_counts(sources, options, file, [](std::uint32_t id) { return id; });
  report = report_on(sources, contents);
  if (!file.expected) check_plausible(sources.name, contents.num_words, "words", contents.bags.words.size());
  std::vector<std::string> words = sources.format() == Format::vw ? std::move(contents.own_words)
                                   : file.expected                ? file.vocabulary.words()
                                                   : Vocabulary::of_ids(contents.num_words).words();
  return prune_and_finish(sources, options.prune, std::move(words), std::move(contents), report);
}

Contents read_vw_for(const Vocabulary& vocabulary, Sources& sources, const ReadOptions& options,
                     ReadReport& report) {
  Contents contents = read_counts(sources, options, {}, [](std::uint32_t id) { return id; });
  auto unknown = match_words(vocabulary, contents.own_words, contents);
  report = report_on(sources, contents);
  if (report.unknown > 0) report.dropped.push_back(std::move(unknown));
  return contents;
}

CorpusStore open_store(const Sources& sources) {
  if (sources.all.size() > 1) {
    throw InvalidOption(
        fmt::format("{} is a corpus store; expected no other source beside it (vilda import joins them)",
                    sources.all[0].name));
  }
  return open_store(sources.all[0]);
}

Corpus read_store_corpus(Sources& sources, const ReadOptions& options, ReadReport& report) {
  const CorpusStore store = open_store(sources);
  Contents contents = contents_of(store);
  report = report_on(sources, contents);
  return prune_and_finish(sources, options.prune, words_of(store), std::move(contents), report);
}

Contents read_store_for(const Vocabulary& vocabulary, Sources& sources, ReadReport& report) {
  const CorpusStore store = open_store(sources);
  Contents contents = contents_of(store);
  match_words(vocabulary, words_of(store), contents);
  report = report_on(sources, contents);
  return contents;
}

Contents read_counts_for(const Vocabulary& vocabulary, Sources& sources, const ReadOptions& options,
                         ReadReport& report) {
  require_same_words(sources.all);
  if (sources.format() == Format::vw) return read_vw_for(vocabulary, sources, options, report);
  const VocabularyFile file = read_vocabulary_file(sources.all[0], options);
  std::vector<std::optional<std::uint32_t>> known;  // by word id in the file
  for (const std::string& word : file.vocabulary.words()) known.push_back(vocabulary.id(word));
  const IdOfId by_word = [&](std::uint32_t id) { return known[id]; };
  const IdOfId by_position = [&](std::uint32_t id) {
    return id < vocabulary.size() ? std::optional(id) : std::nullopt;
  };
  Contents contents = read_counts(sources, options, file, file.expected ? by_word : by_position);
  report = report_on(sources, contents);
  return contents;
}

HeldOutCorpus read_held_out(const Vocabulary& vocabulary, Sources& sources, const ReadOptions& options,
                            ReadReport& report) {
  if (options.vocabulary_file && is_text(sources.format())) {
    throw InvalidOption(fmt::format(
        "--vocabulary: {} is {}, which is read in the model's vocabulary; expected a counted format",
        sources.name, name_of(sources.format())));
  }
  Contents contents = sources.format() == Format::store ? read_store_for(vocabulary, sources, report)
                      : is_text(sources.format())       ? read_text_for(vocabulary, sources, options, report)
                                                  : read_counts_for(vocabulary, sources, options, report);
  require_known_words(sources.name, vocabulary, report);
  HeldOutCorpus held_out;
  held_out.unknown_words = std::move(contents.unknown_words);
  held_out.corpus = finish(vocabulary, std::move(contents), report);
  return held_out;
}

/// Opens the files and reads them by `read(sources, report)`; lack of memory is told as what it is.
template <class Read>
auto read_sources(const std::vector<std::filesystem::path>& paths, const ReadOptions& options,
                  ReadReport* report, Read read) {
  try {
    ReadReport filled;
    Sources sources{.all = open_sources(paths, options), .name = {}};
    sources.name = name_of(sources.all);
    auto result = read(sources, filled);
    if (report != nullptr) *report = filled;
    return result;
  } catch (const std::bad_alloc&) {
    throw ResourceLimit(fmt::format("{}: not enough memory for the corpus", display_name(paths[0])));
  }
}

}  // namespace

void ReadOptions::validate() const {
  text.validate();
  prune.validate();
}

PruneOptions ReadOptions::pruning_of(Format of) const {
  PruneOptions resolved = prune;
  if (!is_text(of) || vocabulary_file) return resolved;
  if (!resolved.min_df) resolved.min_df = 5;
  if (!resolved.max_df) resolved.max_df = 0.5;
  return resolved;
}

Corpus read_corpus(const std::filesystem::path& path, const ReadOptions& options, ReadReport* report) {
  return read_corpus(std::vector{path}, options, report);
}

Corpus read_corpus(const std::vector<std::filesystem::path>& paths, const ReadOptions& options,
                   ReadReport* report) {
  return read_sources(paths, options, report, [&](Sources& sources, ReadReport& filled) {
    if (sources.format() == Format::store) return read_store_corpus(sources, options, filled);
    return is_text(sources.format()) ? read_text_corpus(sources, options, filled)
                                     : read_counted_corpus(sources, options, filled);
  });
}

HeldOutCorpus read_corpus_for(const Vocabulary& vocabulary, const std::filesystem::path& path,
                              const ReadOptions& options, ReadReport* report) {
  return read_corpus_for(vocabulary, std::vector{path}, options, report);
}

HeldOutCorpus read_corpus_for(const Vocabulary& vocabulary, const std::vector<std::filesystem::path>& paths,
                              const ReadOptions& options, ReadReport* report) {
  return read_sources(paths, options, report, [&](Sources& sources, ReadReport& filled) {
    return read_held_out(vocabulary, sources, options, filled);
  });
}

}  // namespace vilda::corpus
