#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/bytes/memory_limit.hpp"
#include "corpus/counts/document_runs.hpp"
#include "corpus/counts/word_choice.hpp"
#include "corpus/formats/text_readers.hpp"
#include "corpus/source.hpp"
#include "corpus/strings/string_ids.hpp"
#include "corpus/strings/string_spool.hpp"
#include "corpus/text/parallel_counting.hpp"
#include "vilda/corpus/import.hpp"

namespace vilda::corpus {

/// What the sources of an import hold, in bounded memory: the words by provisional ids, which depend on the
/// threads; the documents, names and labels in their order.
class Gathering {
 public:
  /// Reads the sources, all of one format. What does not fit in memory waits on the disk of `output`.
  /// `vocabulary` is the only one that text may have, or none.
  Gathering(std::vector<Source> sources, const std::filesystem::path& output, const ImportOptions& options,
            const Vocabulary* vocabulary);

  const std::string& name() const { return name_; }  ///< what messages call the sources
  std::uint64_t num_documents() const { return num_documents_; }
  std::size_t num_words() const { return words_.size(); }
  std::string_view word(std::uint32_t id) const { return words_.string(id); }
  WordOf word_of() const {
    return [this](std::uint32_t id) { return word(id); };
  }
  const std::vector<Frequency>& frequencies() const { return frequencies_; }  ///< of the words

  const TokenCounts& token_counts() const { return token_counts_; }      ///< text
  const std::vector<DroppedWords>& dropped() const { return dropped_; }  ///< text: by the token filter

  std::uint64_t phrases() const { return phrases_; }  ///< as in ReadReport
  std::uint64_t joined() const { return joined_; }

  void for_each_batch(const DocumentRuns::Take& take) const {
    documents_.for_each_batch(num_documents_, take);
  }

  /// Calls `take(document, name)`, and, if there are labels, `take(document, label)`.
  using TakeString = std::function<void(std::uint64_t document, std::string_view string)>;
  void for_each_name(const TakeString& take) const;
  void for_each_label(const TakeString& take) const;

  bool have_labels() const { return have_labels_; }
  std::uint64_t name_bytes() const;  ///< of all names
  std::uint64_t label_bytes() const { return have_labels_ ? labels_.bytes() : 0; }

 private:
  void gather_text(std::vector<Source>& sources, const ReadOptions& options,
                   const std::filesystem::path& output, const Vocabulary* vocabulary);
  void find_words(std::vector<Source>& sources, const ReadOptions& options,
                  const ParallelCounting::Take& take);
  void gather_counts(std::vector<Source>& sources, const ReadOptions& options);
  std::uint64_t gather_counts(Source& source, const ReadOptions& options,
                              const std::optional<ExpectedVocabulary>& expected);
  void name_words_by_number(std::uint64_t num_words);
  void add_names_and_labels(const std::vector<std::string>& names, const std::vector<std::string>& labels);
  void gather_store(const Source& source);
  void add_text(const TextDocument& document);
  void count_frequencies();
  void add_frequencies(std::span<const WordCount> counts);
  void add_counts(std::uint64_t document, std::span<const WordCount> counts);
  void add_document(std::uint64_t document, std::span<const WordCount> counts, bool words_are_distinct);
  std::uint32_t id_of(std::string_view word);  ///< of many: looks at the memory now and then
  void check_memory(std::size_t more_pairs);
  void require_room_for(std::uint64_t more) const;

  std::string name_;
  MemoryLimit limit_;
  std::uint64_t unchecked_pairs_ = 0;  // since the memory was looked at
  DocumentRuns documents_;
  StringSpool names_, labels_;
  std::uint64_t num_documents_ = 0;
  bool have_names_ = false, have_labels_ = false;
  StringIds words_;
  std::vector<Frequency> frequencies_;
  bool frequencies_are_known_ = true;  // and need no other pass over the documents
  std::uint64_t num_pairs_ = 0;        // counts that were added
  TokenCounts token_counts_;
  std::vector<DroppedWords> dropped_;
  std::uint64_t phrases_ = 0, joined_ = 0;
};

}  // namespace vilda::corpus
