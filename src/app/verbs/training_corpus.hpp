#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/option_record.hpp"
#include "app/verb.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/corpus/store.hpp"
#include "vilda/lda/document_source.hpp"

namespace vilda::app {

/// What a model is trained on: a corpus that is read into memory, or a store that is used where it lies.
/// Under a limit of memory every corpus is used as a store: what is none is written as one first.
class TrainingCorpus {
 public:
  /// A store is verified, and stays where it is unless it is to be pruned. `memory` is what the process may
  /// take: a share of it goes to the store's pages. A store that has to be made is written beside `model`,
  /// from where it is gone before this returns. Throws as read_corpus, import_corpus and CorpusStore.
  TrainingCorpus(const std::vector<std::string>& paths, const corpus::ReadOptions& options,
                 std::optional<std::uint64_t> memory, const std::string& model);

  /// Throws BadInput if what is used where it lies has changed: to be called before anything is made of it.
  void require_unchanged() const {
    if (store_) store_->require_unchanged();
  }

  const lda::DocumentSource& source() const { return *source_; }

  const corpus::Vocabulary& vocabulary();      ///< of a store: read when it is first asked for
  std::uint64_t memory_of_vocabulary() const;  ///< that it will take when it is read, about
  corpus::Vocabulary take_vocabulary();        ///< for good

  std::size_t num_documents() const { return source_->num_documents(); }
  std::uint64_t num_tokens() const { return store_ ? store_->num_tokens() : corpus_.num_tokens(); }
  std::string_view name(std::size_t document) const {
    return store_ ? store_->name(document) : corpus_.names[document];
  }
  const std::string& sha256() const { return sha256_; }
  const std::string& description() const { return description_; }  ///< one line about it
  const OptionRecord& reading() const { return reading_; }  ///< the options that its words were chosen by

 private:
  void read(const std::vector<std::string>& paths, const corpus::ReadOptions& options);
  void open(const std::string& path, std::optional<std::uint64_t> memory);
  void spool(const std::vector<std::string>& paths, const corpus::ReadOptions& options, std::uint64_t memory,
             const std::string& model);
  void use(std::unique_ptr<corpus::CorpusStore> store, std::optional<std::uint64_t> memory);

  corpus::Corpus corpus_;
  std::unique_ptr<corpus::CorpusStore> store_;
  corpus::Vocabulary vocabulary_;  // the store's, or none yet
  std::unique_ptr<lda::DocumentSource> source_;
  std::string sha256_;
  std::string description_;
  OptionRecord reading_;
};

}  // namespace vilda::app
