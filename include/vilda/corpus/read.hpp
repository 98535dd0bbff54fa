#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "vilda/corpus/corpus.hpp"
#include "vilda/corpus/dropped_words.hpp"
#include "vilda/corpus/field_names.hpp"
#include "vilda/corpus/format.hpp"
#include "vilda/corpus/prune.hpp"
#include "vilda/corpus/text_options.hpp"

namespace vilda::corpus {

struct ReadOptions {
  Format format = Format::automatic;  ///< `--format`
  /// `--vocabulary`: a file of one word a line: the words of a counted format, by their ids; of text, the
  /// only words to keep, all of them and in this order (nothing is pruned).
  std::optional<std::filesystem::path> vocabulary_file;
  bool terms_in_rows = false;                ///< `--terms-in-rows`: mtx only, documents are the columns
  FieldNames fields;                         ///< csv and jsonl only
  TextOptions text;                          ///< text formats only
  std::optional<std::string> asks_for_text;  ///< an option of `text` that was asked for: counts are refused
  PruneOptions prune;

  void validate() const;  ///< throws InvalidOption, which names the option

  /// How a corpus of that format is pruned: text has defaults, unless its vocabulary is given.
  PruneOptions pruning_of(Format format) const;
};

/// What was read, and what became of it. Every token read is kept, or dropped for the first reason that
/// holds, in the order below.
struct ReadReport {
  Format format = Format::automatic;  ///< as given, or as recognised
  std::string_view recognized_by;     ///< why it was taken for that; empty where it was given
  std::uint64_t documents = 0;
  std::uint64_t empty_documents = 0;  ///< without a token, at the end
  std::uint64_t words_seen = 0;       ///< distinct words before pruning
  std::uint64_t words = 0;            ///< V

  std::uint64_t tokens_read = 0;
  std::uint64_t addresses = 0;       ///< text: URLs and e-mail addresses
  std::uint64_t without_letter = 0;  ///< text: numbers
  std::uint64_t too_short = 0;       ///< text
  std::uint64_t stop_words = 0;      ///< text
  std::uint64_t phrases = 0;         ///< text: different ones that were learned, or are in the vocabulary
  std::uint64_t joined = 0;          ///< text: tokens that became one with the token before
  std::uint64_t pruned = 0;          ///< read_corpus: by document frequency
  std::uint64_t unknown = 0;         ///< outside the vocabulary that was given
  std::uint64_t tokens = 0;          ///< kept

  std::vector<DroppedWords> dropped;  ///< the most frequent ones; unknown: only of text
};

/// Reads a corpus from a file, a folder of text files, or from standard input for "-". A folder with the
/// three files of 10x Genomics' Cell Ranger (matrix.mtx, features.tsv, barcodes.tsv), or the matrix among
/// them, has genes for words and cells for documents.
///
/// Text: the vocabulary is the kept words, sorted by their bytes. Counts: the words are those of the
/// vocabulary file, or else the word ids, from 0 (so for uci and mtx one less than in the file); there are as
/// many as the header says, for ldac as the largest id + 1; vw has words of its own, sorted by their bytes.
/// Pruning drops words, never documents: an empty document keeps its place.
///
/// Throws InvalidOption; BadInput for malformed input, a file that cannot be read, one that holds no
/// document, and when no word is left; ResourceLimit for a corpus that cannot fit in memory.
Corpus read_corpus(const std::filesystem::path& source, const ReadOptions& options,
                   ReadReport* report = nullptr);

/// Reads several sources of one format, at least one, as one corpus: their documents in this order. A format
/// with words of its own (vw, a store, 10x Genomics' layout) stands alone. Throws as for one, and
/// InvalidOption.
Corpus read_corpus(const std::vector<std::filesystem::path>& sources, const ReadOptions& options,
                   ReadReport* report = nullptr);

/// Documents read against the vocabulary of a model.
struct HeldOutCorpus {
  Corpus corpus;                             ///< its vocabulary is the one given
  std::vector<std::uint64_t> unknown_words;  ///< D: tokens outside the vocabulary
};

/// Reads a corpus against a fixed vocabulary; nothing is pruned (`options.prune` is not used).
///
/// Text: words that the tokenizer keeps and the vocabulary does not hold are unknown. Counts with a
/// vocabulary file are matched by word; without one a word id is a position in the vocabulary, and ids beyond
/// it are unknown.
///
/// Throws as read_corpus does, and BadInput if there are tokens, but none in the vocabulary.
HeldOutCorpus read_corpus_for(const Vocabulary& vocabulary, const std::filesystem::path& source,
                              const ReadOptions& options, ReadReport* report = nullptr);

/// The same of several sources of one format, as one corpus.
HeldOutCorpus read_corpus_for(const Vocabulary& vocabulary, const std::vector<std::filesystem::path>& sources,
                              const ReadOptions& options, ReadReport* report = nullptr);

}  // namespace vilda::corpus
