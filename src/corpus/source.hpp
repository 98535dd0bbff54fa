#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/counts/word_choice.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/ten_x.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/corpus/store.hpp"

namespace vilda::corpus {

/// A file or a folder that a corpus is read from, and what its format turned out to be.
struct Source {
  std::filesystem::path path;
  std::string name;                   ///< for messages
  std::unique_ptr<LineReader> lines;  ///< of a file, but for a store
  Format format = Format::automatic;
  std::string_view recognized_by;  ///< if it was
  std::optional<TenX> ten_x;
  LongestText longest = {};  ///< of its texts

  void set_limit(const LongestText& limit) {
    longest = limit;
    if (lines) lines->set_limit(limit);
  }
};

/// Opens a source and recognises its format. Throws as read_corpus, and InvalidOption for options that the
/// format does not have.
Source open_source(const std::filesystem::path& path, const ReadOptions& options);

/// Opens several, which must be of one format.
std::vector<Source> open_sources(const std::vector<std::filesystem::path>& paths, const ReadOptions& options);

/// What messages call them.
std::string name_of(const std::vector<Source>& sources);

/// Throws InvalidOption if one of several sources has words, not ids, which the others may not have.
void require_same_words(const std::vector<Source>& sources);

/// The store that a source is, verified.
CorpusStore open_store(const Source& source);

/// Formats with words, not ids, have them sorted.
WordOrder word_order(Format format);

bool terms_in_rows(const Source& source, const ReadOptions& options);

/// The names of 10x Genomics' cells. Throws BadInput if there are not so many.
std::vector<std::string> cell_names(const Source& source, std::uint64_t num_documents);

/// The words of a counted format, by `--vocabulary`, or 10x Genomics' genes.
struct VocabularyFile {
  Vocabulary vocabulary;
  std::optional<ExpectedVocabulary> expected;  ///< none without a file
};

VocabularyFile read_vocabulary_file(const Source& source, const ReadOptions& options,
                                    std::optional<std::uint64_t> most_bytes = {});

/// Throws BadInput, which says why no word is left.
[[noreturn]] void fail_without_words(const std::string& name, const PruneOptions& prune,
                                     const ReadReport& report);

/// Throws BadInput if there are tokens, but none in the vocabulary.
void require_known_words(const std::string& name, const Vocabulary& vocabulary, const ReadReport& report);

}  // namespace vilda::corpus
