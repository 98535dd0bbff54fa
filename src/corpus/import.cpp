#include "vilda/corpus/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>

#include "corpus/bytes/memory_limit.hpp"
#include "corpus/bytes/pipeline.hpp"
#include "corpus/counts/word_choice.hpp"
#include "corpus/gathering.hpp"
#include "corpus/source.hpp"
#include "corpus/store/content_hash.hpp"
#include "corpus/store/store_sections.hpp"
#include "corpus/store/store_writer.hpp"
#include "corpus/store/stored_documents.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

namespace fs = std::filesystem;

/// The words of the store, and their ids in it by their provisional ones.
struct WordChoice {
  std::vector<std::string_view> words;
  std::vector<std::uint32_t> new_ids;

  bool changes_ids() const {
    for (std::uint32_t id = 0; id < new_ids.size(); ++id) {
      if (new_ids[id] != id) return true;
    }
    return false;
  }
};

WordChoice choose_words(const Gathering& gathered, const PruneOptions& prune, WordOrder order,
                        const std::vector<Frequency>& frequencies) {
  WordChoice choice;
  const auto kept = kept_words(prune, order, gathered.word_of(), frequencies, gathered.num_documents());
  for (const std::uint32_t id : kept) choice.words.push_back(gathered.word(id));
  choice.new_ids = new_ids_of(kept, gathered.num_words());
  return choice;
}

/// Text with a vocabulary: all its words, in its order, and no others.
WordChoice choose_words(const Gathering& gathered, const Vocabulary& vocabulary) {
  WordChoice choice{.words = {vocabulary.words().begin(), vocabulary.words().end()}, .new_ids = {}};
  for (std::uint32_t id = 0; id < gathered.num_words(); ++id)
    choice.new_ids.push_back(vocabulary.id(gathered.word(id)).value_or(kDropped));
  return choice;
}

/// The part of each document, all 0 without a split.
std::vector<std::uint8_t> parts_of(const Gathering& gathered, const std::optional<Split>& split) {
  std::vector<std::uint8_t> parts(gathered.num_documents());
  if (!split) return parts;
  gathered.for_each_name([&](std::uint64_t document, std::string_view name) {
    parts[document] = static_cast<std::uint8_t>(split->part_of(document, name));
  });
  return parts;
}

/// How much there is of everything in the store of the whole corpus.
StoreShape shape_of(const Gathering& gathered, const WordChoice& choice,
                    const std::vector<Frequency>& frequencies) {
  StoreShape shape{.documents = gathered.num_documents(),
                   .words = choice.words.size(),
                   .labels = gathered.have_labels() ? gathered.num_documents() : 0,
                   .name_bytes = gathered.name_bytes(),
                   .label_bytes = gathered.label_bytes()};
  for (const std::string_view word : choice.words) shape.word_bytes += word.size();
  for (std::size_t id = 0; id < frequencies.size(); ++id) {
    if (choice.new_ids[id] == kDropped) continue;
    shape.pairs += frequencies[id].documents;
    shape.tokens += frequencies[id].tokens;
  }
  return shape;
}

/// The same of each part.
std::vector<StoreShape> shapes_of_parts(const Gathering& gathered, const WordChoice& choice,
                                        const StoreShape& whole, const std::vector<std::uint8_t>& parts,
                                        std::size_t num_parts) {
  std::vector<StoreShape> shapes(num_parts, {.words = whole.words, .word_bytes = whole.word_bytes});
  for (const std::uint8_t part : parts) ++shapes[part].documents;
  gathered.for_each_name(
      [&](std::uint64_t d, std::string_view name) { shapes[parts[d]].name_bytes += name.size(); });
  gathered.for_each_label([&](std::uint64_t d, std::string_view label) {
    ++shapes[parts[d]].labels;
    shapes[parts[d]].label_bytes += label.size();
  });
  gathered.for_each_batch([&](std::uint64_t first, const BagsOfWords& batch) {
    for (std::uint64_t d = 0; d < batch.num_documents(); ++d) {
      StoreShape& its = shapes[parts[first + d]];
      for (const auto [word, count] : batch.document(d)) {
        if (choice.new_ids[word] == kDropped) continue;
        ++its.pairs;
        its.tokens += count;
      }
    }
  });
  return shapes;
}

using Writers = std::vector<std::unique_ptr<StoreWriter>>;

/// What the stores are made of, in this order.
struct Piece {
  enum class Kind { words, documents, names_and_labels };

  Kind kind = Kind::documents;
  std::uint64_t first = 0;  // document
  BagsOfWords bags;
  std::vector<StoredDocuments> of_parts;  // the same documents
};

void arrange_by_parts(Piece& piece, const std::vector<std::uint8_t>& parts, std::size_t num_parts) {
  std::vector<std::size_t> pairs(num_parts);
  for (std::uint64_t d = 0; d < piece.bags.num_documents(); ++d)
    pairs[parts[piece.first + d]] += piece.bags.document(d).size();
  piece.of_parts.resize(num_parts);
  for (std::size_t part = 0; part < num_parts; ++part) piece.of_parts[part].clear(pairs[part]);
  for (std::uint64_t d = 0; d < piece.bags.num_documents(); ++d)
    piece.of_parts[parts[piece.first + d]].add(piece.bags.document(d));
}

/// Hands the words, or the names and labels, over to one half of the stores.
template <class Half>
void hand_over(Piece::Kind kind, const Gathering& gathered, const WordChoice& choice,
               const std::vector<std::uint8_t>& parts, const Writers& writers,
               Half& (StoreWriter::*half_of)()) {
  if (kind == Piece::Kind::words) {
    for (const auto& writer : writers) {
      for (const std::string_view word : choice.words) (writer.get()->*half_of)().add_word(word);
    }
    return;
  }
  const auto half_for = [&](std::uint64_t document) -> Half& {
    return (writers[parts[document]].get()->*half_of)();
  };
  gathered.for_each_name([&](std::uint64_t d, std::string_view name) { half_for(d).add_name(name); });
  gathered.for_each_label([&](std::uint64_t d, std::string_view label) { half_for(d).add_label(label); });
}

std::uint64_t num_empty_documents(const BagsOfWords& bags) {
  std::uint64_t empty = 0;
  for (std::uint64_t d = 0; d < bags.num_documents(); ++d) empty += bags.document(d).empty();
  return empty;
}

/// Writes the pieces, while another thread hashes those before, and returns how many documents are empty.
std::uint64_t write_pieces(const Gathering& gathered, const WordChoice& choice,
                           const std::vector<std::uint8_t>& parts, const Writers& writers) {
  std::uint64_t empty = 0;
  const bool changes_ids = choice.changes_ids();
  const auto prepare = [&](Piece& piece, std::size_t) {
    if (piece.kind != Piece::Kind::documents) return;
    if (changes_ids) renumber(piece.bags, choice.new_ids);
    sort_documents(piece.bags, choice.words.size());
    arrange_by_parts(piece, parts, writers.size());
  };
  const auto write = [&](Piece& piece) {
    if (piece.kind != Piece::Kind::documents)
      return hand_over(piece.kind, gathered, choice, parts, writers, &StoreWriter::sections);
    for (std::size_t part = 0; part < writers.size(); ++part)
      writers[part]->sections().add_documents(piece.of_parts[part]);
    empty += num_empty_documents(piece.bags);
  };
  const auto hash = [&](Piece& piece) {
    if (piece.kind != Piece::Kind::documents)
      return hand_over(piece.kind, gathered, choice, parts, writers, &StoreWriter::hash);
    for (std::uint64_t d = 0; d < piece.bags.num_documents(); ++d)
      writers[parts[piece.first + d]]->hash().add_document(piece.bags.document(d));
  };
  Pipeline<Piece> pipeline(prepare, {write, hash});
  const auto submit = [&](Piece::Kind kind) { pipeline.submit({.kind = kind}); };
  pipeline.run([&] {
    submit(Piece::Kind::words);
    gathered.for_each_batch([&](std::uint64_t first, BagsOfWords& batch) {
      Piece piece = pipeline.spare();
      piece.kind = Piece::Kind::documents;
      piece.first = first;
      std::swap(piece.bags, batch);
      pipeline.submit(std::move(piece));
    });
    submit(Piece::Kind::names_and_labels);
  });
  return empty;
}

ReadReport report_on(const Gathering& gathered, Format format, std::string_view recognized_by,
                     const WordChoice& choice, const std::vector<Frequency>& frequencies,
                     bool given_vocabulary) {
  ReadReport report{.format = format,
                    .recognized_by = recognized_by,
                    .documents = gathered.num_documents(),
                    .words_seen = given_vocabulary ? choice.words.size() : gathered.num_words(),
                    .words = choice.words.size(),
                    .addresses = gathered.token_counts().addresses,
                    .without_letter = gathered.token_counts().without_letter,
                    .too_short = gathered.token_counts().too_short,
                    .stop_words = gathered.token_counts().stop_words,
                    .phrases = gathered.phrases(),
                    .joined = gathered.joined(),
                    .dropped = gathered.dropped()};
  std::uint64_t& dropped = given_vocabulary ? report.unknown : report.pruned;
  for (std::size_t id = 0; id < frequencies.size(); ++id)
    (choice.new_ids[id] == kDropped ? dropped : report.tokens) += frequencies[id].tokens;
  report.tokens_read = is_text(format) ? gathered.token_counts().read : report.tokens + report.pruned;
  if (dropped > 0) {
    report.dropped.push_back(dropped_words(given_vocabulary ? DropReason::unknown : DropReason::pruned,
                                           gathered.word_of(), choice.new_ids, frequencies));
  }
  return report;
}

/// Writes the stores, all of which appear at the end, and returns the number of empty documents.
std::uint64_t write_stores(const Gathering& gathered, const WordChoice& choice,
                           const std::vector<Frequency>& frequencies, const fs::path& output,
                           const ImportOptions& options, const std::string& reading) {
  const std::vector<fs::path> outputs = files_of_parts(output, options.split);
  const std::vector<std::uint8_t> parts = parts_of(gathered, options.split);
  std::vector<StoreShape> shapes = {shape_of(gathered, choice, frequencies)};
  if (options.split) shapes = shapes_of_parts(gathered, choice, shapes[0], parts, outputs.size());
  Writers writers;
  for (std::size_t part = 0; part < outputs.size(); ++part)
    writers.push_back(std::make_unique<StoreWriter>(outputs[part], shapes[part], reading, options.force));
  const std::uint64_t empty = write_pieces(gathered, choice, parts, writers);
  for (const auto& writer : writers) writer->commit();
  return empty;
}

/// A text is in memory up to five times: in its line, parsed (jsonl: twice), copied for another thread, and
/// cut into words.
void limit_texts(std::vector<Source>& sources, std::uint64_t memory) {
  const std::size_t longest = memory / 6;
  for (Source& source : sources) {
    if (longest < source.longest.bytes) source.set_limit({longest, "a sixth of --memory"});
  }
}

ReadReport import_sources(std::vector<Source> sources, const fs::path& output, const ImportOptions& options,
                          const std::string& reading) {
  const Format format = sources[0].format;
  const std::string_view recognized_by = sources[0].recognized_by;
  const PruneOptions prune = options.reading.pruning_of(format);
  const bool given_vocabulary = is_text(format) && options.reading.vocabulary_file;
  const Vocabulary vocabulary = given_vocabulary ? Vocabulary::read(*options.reading.vocabulary_file,
                                                                    MemoryLimit(options.memory).left())
                                                 : Vocabulary();
  const Gathering gathered(std::move(sources), output, options, given_vocabulary ? &vocabulary : nullptr);

  const std::vector<Frequency>& frequencies = gathered.frequencies();
  const WordChoice choice = given_vocabulary ? choose_words(gathered, vocabulary)
                                             : choose_words(gathered, prune, word_order(format), frequencies);
  ReadReport report = report_on(gathered, format, recognized_by, choice, frequencies, given_vocabulary);
  if (given_vocabulary) require_known_words(gathered.name(), vocabulary, report);
  if (report.tokens == 0) fail_without_words(gathered.name(), prune, report);
  report.empty_documents = write_stores(gathered, choice, frequencies, output, options, reading);
  return report;
}

}  // namespace

ReadReport import_corpus(const std::vector<fs::path>& paths, const fs::path& output,
                         const ImportOptions& options, const std::function<std::string(Format)>& reading) {
  options.reading.validate();
  try {
    std::vector<Source> sources = open_sources(paths, options.reading);
    if (options.memory) limit_texts(sources, *options.memory);
    const std::string its_reading = reading(sources[0].format);
    return import_sources(std::move(sources), output, options, its_reading);
  } catch (const std::bad_alloc&) {
    throw ResourceLimit(fmt::format("{}: not enough memory for the corpus", display_name(paths[0])));
  }
}

}  // namespace vilda::corpus
