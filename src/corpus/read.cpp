#include "vilda/corpus/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>
#include <numeric>

#include "corpus/assemble.hpp"
#include "corpus/contents.hpp"
#include "corpus/ten_x.hpp"
#include "corpus/text_readers.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

/// A file or a folder, and what its format turned out to be.
struct Source {
  std::filesystem::path path;
  std::string name;                   // for messages
  std::unique_ptr<LineReader> lines;  // of a file
  Format format = Format::automatic;
  std::string_view recognized_by;  // if it was
  std::optional<TenX> ten_x;
};

void check_options(const Source& source, const ReadOptions& options) {
  if (options.vocabulary_file && (source.format == Format::vw || source.ten_x)) {
    throw InvalidOption(
        fmt::format("--vocabulary: {} is {}, which has its own words; expected another counted format",
                    source.name, source.ten_x ? "10x Genomics' layout" : name_of(source.format)));
  }
  if (options.terms_in_rows && source.format != Format::mtx) {
    throw InvalidOption(
        fmt::format("--terms-in-rows: {} is {}; expected mtx", source.name, name_of(source.format)));
  }
  if (options.vocabulary_file && is_text(source.format) && options.prune.any()) {
    throw InvalidOption(fmt::format(
        "--vocabulary says which words of {} to keep; expected no --min-df, --max-df or --max-words with it",
        source.name));
  }
  if (options.fields.any() && source.format != Format::csv && source.format != Format::jsonl) {
    throw InvalidOption(
        fmt::format("--text-field, --label-field and --name-field: {} is {}; expected csv or jsonl",
                    source.name, name_of(source.format)));
  }
}

Source open_source(const std::filesystem::path& path, const ReadOptions& options) {
  options.validate();
  Source source{.path = path, .name = display_name(path), .lines = nullptr, .format = options.format};
  const bool may_be_mtx = source.format == Format::automatic || source.format == Format::mtx;
  if (may_be_mtx && !options.vocabulary_file) source.ten_x = ten_x_at(path);
  if (source.ten_x) {
    source.lines = std::make_unique<LineReader>(source.ten_x->matrix);
    source.recognized_by = "features.tsv (or genes.tsv) and barcodes.tsv stand beside matrix.mtx";
    source.format = Format::mtx;
  } else if (source.format == Format::text ||
             (source.format == Format::automatic && std::filesystem::is_directory(path))) {
    if (source.format == Format::automatic) source.recognized_by = "it is a folder";
    source.format = Format::text;
  } else {
    source.lines = std::make_unique<LineReader>(path);
    if (source.format == Format::automatic) {
      const Recognition seen = recognize(path.filename().string(), source.lines->head());
      source.format = seen.format;
      source.recognized_by = seen.because;
    }
  }
  check_options(source, options);
  return source;
}

TextContents read_text(const Source& source, const ReadOptions& options, const Vocabulary* vocabulary) {
  const ReadDocuments read = [&](const TextSink& sink) {
    read_documents(source.path, source.lines.get(), source.format, options.fields, sink);
  };
  return read_text(source.name, read, options.text, vocabulary);
}

std::uint64_t count_tokens(const BagsOfWords& bags) {
  const auto add = [](std::uint64_t sum, const WordCount& word) { return sum + word.count; };
  return std::accumulate(bags.words.begin(), bags.words.end(), std::uint64_t{0}, add);
}

ReadReport report_on(const Source& source, const Contents& contents) {
  ReadReport report;
  report.format = source.format;
  report.recognized_by = source.recognized_by;
  report.documents = contents.bags.num_documents();
  report.unknown =
      std::accumulate(contents.unknown_words.begin(), contents.unknown_words.end(), std::uint64_t{0});
  report.tokens = count_tokens(contents.bags);
  report.tokens_read = report.tokens + report.unknown;
  if (report.documents == 0)
    throw BadInput(fmt::format("{}: found no document; expected at least one", source.name));
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

void fail_without_words(const Source& source, const PruneOptions& prune, const ReadReport& report) {
  const std::string& name = source.name;
  if (report.tokens_read == 0)
    throw BadInput(
        fmt::format("{}: found {} documents, all of them empty; expected words", name, report.documents));
  if (report.words_seen == 0 ||
      report.tokens_read == report.addresses + report.without_letter + report.too_short + report.stop_words) {
    throw BadInput(fmt::format(
        "{}: no word is left of {} tokens: {} without a letter, {} too short (--min-length), {} stop "
        "words (--stop-words){}",
        name, report.tokens_read, report.without_letter, report.too_short, report.stop_words,
        report.addresses > 0 ? fmt::format(", {} addresses (--addresses)", report.addresses) : ""));
  }
  const auto show = [](const std::optional<double>& limit) {
    return limit ? fmt::format("{}", *limit) : "none";
  };
  throw BadInput(fmt::format(
      "{}: no word is left: in {} documents, none of the {} words meets --min-df {} and --max-df {}", name,
      report.documents, report.words_seen, show(prune.min_df), show(prune.max_df)));
}

Corpus prune_and_finish(const Source& source, const PruneOptions& prune, std::vector<std::string> words,
                        Contents contents, ReadReport& report) {
  report.words_seen = words.size();
  const bool words_as_read = is_text(source.format) || source.format == Format::vw;
  const WordOrder order = words_as_read ? WordOrder::by_bytes : WordOrder::as_numbered;
  auto dropped = prune_words(prune, order, words, contents);
  report.pruned = report.tokens - count_tokens(contents.bags);
  if (report.pruned > 0) report.dropped.push_back(std::move(dropped));
  if (report.pruned == report.tokens) fail_without_words(source, prune, report);
  return finish(Vocabulary(std::move(words)), std::move(contents), report);
}

Contents read_text_for(const Vocabulary& vocabulary, Source& source, const ReadOptions& options,
                       ReadReport& report) {
  TextContents text = read_text(source, options, &vocabulary);
  auto unknown = match_words(vocabulary, text.words, text.contents);
  report = report_on(source, text.contents);
  add_token_counts(text, report);
  if (report.unknown > 0) report.dropped.push_back(std::move(unknown));
  return std::move(text.contents);
}

void require_known_words(const Source& source, const Vocabulary& vocabulary, const ReadReport& report) {
  if (report.tokens > 0 || report.unknown == 0) return;
  throw BadInput(fmt::format("{}: none of its {} words is among the {} words of the vocabulary", source.name,
                             report.unknown, vocabulary.size()));
}

Corpus read_text_with_vocabulary(Source& source, const ReadOptions& options, ReadReport& report) {
  Vocabulary vocabulary = Vocabulary::read(*options.vocabulary_file);
  Contents contents = read_text_for(vocabulary, source, options, report);
  require_known_words(source, vocabulary, report);
  report.words_seen = vocabulary.size();
  if (report.tokens == 0) fail_without_words(source, options.prune, report);
  return finish(std::move(vocabulary), std::move(contents), report);
}

Corpus read_text_corpus(Source& source, const ReadOptions& options, ReadReport& report) {
  if (options.vocabulary_file) return read_text_with_vocabulary(source, options, report);
  TextContents text = read_text(source, options, nullptr);
  report = report_on(source, text.contents);
  add_token_counts(text, report);
  return prune_and_finish(source, options.pruning_of(source.format), std::move(text.words),
                          std::move(text.contents), report);
}

struct VocabularyFile {
  Vocabulary vocabulary;
  std::optional<ExpectedVocabulary> expected;  // none without a file
};

VocabularyFile read_vocabulary_file(const Source& source, const ReadOptions& options) {
  if (!options.vocabulary_file && !source.ten_x) return {};
  const auto& path = source.ten_x ? source.ten_x->features : *options.vocabulary_file;
  VocabularyFile file{source.ten_x ? genes_of(*source.ten_x) : Vocabulary::read(path), {}};
  file.expected = ExpectedVocabulary{file.vocabulary.size(), display_name(path)};
  return file;
}

/// The contents of a counted file, with the names of cells.
Contents read_counts(const Source& source, const ReadOptions& options, const VocabularyFile& file,
                     const IdOfId& id_of) {
  const bool terms_in_rows = options.terms_in_rows || source.ten_x;
  Contents contents = read_counts(*source.lines, source.format, terms_in_rows, file.expected, id_of);
  if (!source.ten_x) return contents;
  contents.names = cells_of(*source.ten_x);
  if (contents.names.size() != contents.bags.num_documents()) {
    throw BadInput(fmt::format("{}: found {} barcodes; expected {}, as {} has columns",
                               source.ten_x->barcodes.string(), contents.names.size(),
                               contents.bags.num_documents(), source.ten_x->matrix.string()));
  }
  return contents;
}

Corpus read_counted_corpus(Source& source, const ReadOptions& options, ReadReport& report) {
  const VocabularyFile file = read_vocabulary_file(source, options);
  Contents contents = read_counts(source, options, file, [](std::uint32_t id) { return id; });
  report = report_on(source, contents);
  if (!file.expected) check_plausible(source.name, contents.num_words, "words", contents.bags.words.size());
  std::vector<std::string> words = source.format == Format::vw ? std::move(contents.own_words)
                                   : file.expected             ? file.vocabulary.words()
                                                   : Vocabulary::of_ids(contents.num_words).words();
  return prune_and_finish(source, options.prune, std::move(words), std::move(contents), report);
}

Contents read_vw_for(const Vocabulary& vocabulary, Source& source, const ReadOptions& options,
                     ReadReport& report) {
  Contents contents = read_counts(source, options, {}, [](std::uint32_t id) { return id; });
  auto unknown = match_words(vocabulary, contents.own_words, contents);
  report = report_on(source, contents);
  if (report.unknown > 0) report.dropped.push_back(std::move(unknown));
  return contents;
}

Contents read_counts_for(const Vocabulary& vocabulary, Source& source, const ReadOptions& options,
                         ReadReport& report) {
  if (source.format == Format::vw) return read_vw_for(vocabulary, source, options, report);
  const VocabularyFile file = read_vocabulary_file(source, options);
  std::vector<std::optional<std::uint32_t>> known;  // by word id in the file
  for (const std::string& word : file.vocabulary.words()) known.push_back(vocabulary.id(word));
  const IdOfId by_word = [&](std::uint32_t id) { return known[id]; };
  const IdOfId by_position = [&](std::uint32_t id) {
    return id < vocabulary.size() ? std::optional(id) : std::nullopt;
  };
  Contents contents = read_counts(source, options, file, file.expected ? by_word : by_position);
  report = report_on(source, contents);
  return contents;
}

HeldOutCorpus read_held_out(const Vocabulary& vocabulary, Source& source, const ReadOptions& options,
                            ReadReport& report) {
  if (options.vocabulary_file && is_text(source.format)) {
    throw InvalidOption(fmt::format(
        "--vocabulary: {} is {}, which is read in the model's vocabulary; expected a counted format",
        source.name, name_of(source.format)));
  }
  Contents contents = is_text(source.format) ? read_text_for(vocabulary, source, options, report)
                                             : read_counts_for(vocabulary, source, options, report);
  require_known_words(source, vocabulary, report);
  HeldOutCorpus held_out;
  held_out.unknown_words = std::move(contents.unknown_words);
  held_out.corpus = finish(vocabulary, std::move(contents), report);
  return held_out;
}

/// Opens the file and reads it by `read(source, report)`; lack of memory is told as what it is.
template <class Read>
auto read_source(const std::filesystem::path& path, const ReadOptions& options, ReadReport* report,
                 Read read) {
  try {
    ReadReport filled;
    Source source = open_source(path, options);
    auto result = read(source, filled);
    if (report != nullptr) *report = filled;
    return result;
  } catch (const std::bad_alloc&) {
    throw ResourceLimit(fmt::format("{}: not enough memory for the corpus", display_name(path)));
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
  return read_source(path, options, report, [&](Source& source, ReadReport& filled) {
    return is_text(source.format) ? read_text_corpus(source, options, filled)
                                  : read_counted_corpus(source, options, filled);
  });
}

HeldOutCorpus read_corpus_for(const Vocabulary& vocabulary, const std::filesystem::path& path,
                              const ReadOptions& options, ReadReport* report) {
  return read_source(path, options, report, [&](Source& source, ReadReport& filled) {
    return read_held_out(vocabulary, source, options, filled);
  });
}

}  // namespace vilda::corpus
