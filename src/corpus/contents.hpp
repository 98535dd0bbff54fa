#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/counts/count_table.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/text_readers.hpp"
#include "vilda/corpus/dropped_words.hpp"
#include "vilda/corpus/format.hpp"
#include "vilda/corpus/tokenizer.hpp"
#include "vilda/corpus/vocabulary.hpp"

namespace vilda::corpus {

/// What a reader finds in a file: the documents, with word ids that its caller assigns.
struct Contents {
  BagsOfWords bags;
  std::uint64_t num_words = 0;               ///< counts: as the file says or shows; text: 0
  std::vector<std::string> names;            ///< D, or none where the format has none
  std::vector<std::string> labels;           ///< D, or none where the format has none
  std::vector<std::string> own_words;        ///< by their ids, where a counted format has them
  std::vector<std::uint64_t> unknown_words;  ///< D: tokens to which no id was assigned
};

/// The id in place of the one in the file, or none if it does not count.
using IdOfId = std::function<std::optional<std::uint32_t>(std::uint32_t id)>;

/// What the documents of a text format hold: their words by ids in no certain order.
struct TextContents {
  Contents contents;               ///< a document's words are not sorted; no word is unknown
  std::vector<std::string> words;  ///< by their ids
  TokenCounts token_counts;
  std::vector<DroppedWords> dropped;
  std::uint64_t phrases = 0;  ///< distinct ones that were joined or learned
  std::uint64_t joined = 0;   ///< tokens that became part of the one before
};

/// Hands the documents of a text source to the sink.
using ReadDocuments = std::function<void(const TextSink& sink)>;

/// Reads the documents and counts their words on all threads; `source` is what messages call them. Phrases,
/// where they are asked for, are those that the vocabulary holds, if there is one, and else are learned.
TextContents read_text(const std::string& source, const ReadDocuments& read, const TextOptions& options,
                       const Vocabulary* vocabulary);

/// Reads a counted format, which `format` names.
Contents read_counts(LineReader& lines, Format format, bool terms_in_rows,
                     const std::optional<ExpectedVocabulary>& vocabulary, const IdOfId& id_of);

}  // namespace vilda::corpus
