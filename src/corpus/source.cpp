#include "corpus/source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

void check_options(const Source& source, const ReadOptions& options) {
  if (source.format == Format::store && source.path == "-")
    throw BadInput("standard input: found a corpus store; expected its file, which is used where it lies");
  if (options.vocabulary_file &&
      (source.format == Format::vw || source.format == Format::store || source.ten_x)) {
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
  if (options.asks_for_text && !is_text(source.format)) {
    throw InvalidOption(fmt::format("{}: {} is {}, which has words already; expected text",
                                    *options.asks_for_text, source.name, name_of(source.format)));
  }
  if (options.fields.any() && source.format != Format::csv && source.format != Format::jsonl) {
    throw InvalidOption(
        fmt::format("--text-field, --label-field and --name-field: {} is {}; expected csv or jsonl",
                    source.name, name_of(source.format)));
  }
}

}  // namespace

Source open_source(const std::filesystem::path& path, const ReadOptions& options) {
  options.validate();
  Source source{.path = path, .name = display_name(path), .lines = nullptr, .format = options.format};
  std::error_code ignored;  // what cannot be looked at is told when it is opened
  const bool may_be_mtx = source.format == Format::automatic || source.format == Format::mtx;
  if (may_be_mtx && !options.vocabulary_file) source.ten_x = ten_x_at(path);
  if (source.ten_x) {
    source.lines = std::make_unique<LineReader>(source.ten_x->matrix);
    source.recognized_by = "features.tsv (or genes.tsv) and barcodes.tsv stand beside matrix.mtx";
    source.format = Format::mtx;
  } else if (source.format == Format::text ||
             (source.format == Format::automatic && std::filesystem::is_directory(path, ignored))) {
    if (source.format == Format::automatic) source.recognized_by = "it is a folder";
    source.format = Format::text;
  } else if (source.format != Format::store) {
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

std::vector<Source> open_sources(const std::vector<std::filesystem::path>& paths,
                                 const ReadOptions& options) {
  if (std::ranges::count(paths, "-") > 1)
    throw InvalidOption("- is given twice; expected standard input, which ends once, as one source");
  std::vector<Source> sources;
  for (const std::filesystem::path& path : paths) {
    sources.push_back(open_source(path, options));
    if (sources.back().format == sources.front().format) continue;
    throw InvalidOption(fmt::format("{} is {}, and {} is {}; expected sources of one format",
                                    sources.front().name, name_of(sources.front().format),
                                    sources.back().name, name_of(sources.back().format)));
  }
  return sources;
}

std::string name_of(const std::vector<Source>& sources) {
  return sources.size() == 1 ? sources[0].name : fmt::format("{} sources", sources.size());
}

void require_same_words(const std::vector<Source>& sources) {
  const bool own_words = sources[0].format == Format::vw || sources[0].ten_x;
  if (own_words && sources.size() > 1) {
    throw InvalidOption(
        fmt::format("{} has words of its own; expected no other source beside it", sources[0].name));
  }
}

CorpusStore open_store(const Source& source) {
  CorpusStore store(source.path);
  store.verify();
  return store;
}

WordOrder word_order(Format format) {
  return is_text(format) || format == Format::vw ? WordOrder::by_bytes : WordOrder::as_numbered;
}

bool terms_in_rows(const Source& source, const ReadOptions& options) {
  return options.terms_in_rows || source.ten_x;
}

std::vector<std::string> cell_names(const Source& source, std::uint64_t num_documents) {
  std::vector<std::string> names = cells_of(*source.ten_x);
  if (names.size() != num_documents) {
    throw BadInput(fmt::format("{}: found {} barcodes; expected {}, as {} has columns",
                               display_name(source.ten_x->barcodes), names.size(), num_documents,
                               display_name(source.ten_x->matrix)));
  }
  return names;
}

VocabularyFile read_vocabulary_file(const Source& source, const ReadOptions& options,
                                    std::optional<std::uint64_t> most_bytes) {
  if (!options.vocabulary_file && !source.ten_x) return {};
  const auto& path = source.ten_x ? source.ten_x->features : *options.vocabulary_file;
  VocabularyFile file{source.ten_x ? genes_of(*source.ten_x) : Vocabulary::read(path, most_bytes), {}};
  file.expected = ExpectedVocabulary{file.vocabulary.size(), display_name(path)};
  return file;
}

void fail_without_words(const std::string& name, const PruneOptions& prune, const ReadReport& report) {
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

void require_known_words(const std::string& name, const Vocabulary& vocabulary, const ReadReport& report) {
  if (report.tokens > 0 || report.unknown == 0) return;
  throw BadInput(fmt::format("{}: none of its {} words is among the {} words of the vocabulary", name,
                             report.unknown, vocabulary.size()));
}

}  // namespace vilda::corpus
