#include "app/verbs/training_corpus.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <utility>

#include "app/corpus_facts.hpp"
#include "app/corpus_options.hpp"
#include "corpus/store_contents.hpp"
#include "vilda/corpus/import.hpp"
#include "vilda/error.hpp"
#include "vilda/io/output.hpp"
#include "vilda/lda/store_source.hpp"

namespace vilda::app {
namespace {

/// Blocks that are freed go back to the system at once, not into the allocator's stock.
void return_freed_memory() {
  constexpr int large = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, large);
  ::mallopt(M_TRIM_THRESHOLD, large);
}

}  // namespace

TrainingCorpus::TrainingCorpus(const std::vector<std::string>& paths, const corpus::ReadOptions& options,
                               std::optional<std::uint64_t> memory, const std::string& model) {
  const std::string& path = paths.at(0);
  const bool is_store = paths.size() == 1 && corpus::is_store(path);
  if (is_store && options.format != corpus::Format::automatic && options.format != corpus::Format::store) {
    throw InvalidOption(
        fmt::format("--format is {}; {} is a corpus store", corpus::name_of(options.format), path));
  }
  if (is_store && options.asks_for_text) {
    throw InvalidOption(
        fmt::format("{}: {} is store, which has words already; expected text", *options.asks_for_text, path));
  }
  if (memory) return_freed_memory();
  if (is_store && !options.prune.any() && !options.vocabulary_file) {
    open(path, memory);
  } else if (memory) {
    spool(paths, options, *memory, model);
  } else {
    read(paths, options);
  }
}

void TrainingCorpus::read(const std::vector<std::string>& paths, const corpus::ReadOptions& options) {
  corpus::ReadReport report;
  corpus_ =
      corpus::read_corpus(std::vector<std::filesystem::path>(paths.begin(), paths.end()), options, &report);
  source_ = std::make_unique<lda::CountsSource>(corpus_.counts);
  sha256_ = corpus::sha256(corpus_);
  description_ = app::description(fmt::format("{}", fmt::join(paths, ", ")), report);
  reading_ = record_of_reading(paths, options, report.format);
}

void TrainingCorpus::open(const std::string& path, std::optional<std::uint64_t> memory) {
  auto store = std::make_unique<corpus::CorpusStore>(path);
  store->verify();
  use(std::move(store), memory);
  description_ = fmt::format("{}: store, {}", path, sentence_about(*store_));
  reading_ = recorded_options(*store_);
}

/// The store is mapped when its file loses its name, and gone with the process.
void TrainingCorpus::spool(const std::vector<std::string>& paths, const corpus::ReadOptions& options,
                           std::uint64_t memory, const std::string& model) {
  const io::OutputFolder scratch(model, true);
  const std::filesystem::path file = scratch.place() / "corpus.vc";
  const corpus::ReadReport report =
      corpus::import_corpus({paths.begin(), paths.end()}, file,
                            {.reading = options, .split = {}, .memory = memory}, [&](corpus::Format format) {
                              reading_ = record_of_reading(paths, options, format);
                              return to_json(reading_);
                            });
  ::malloc_trim(0);
  use(std::make_unique<corpus::CorpusStore>(file), memory);
  description_ = app::description(fmt::format("{}", fmt::join(paths, ", ")), report);
}

void TrainingCorpus::use(std::unique_ptr<corpus::CorpusStore> store, std::optional<std::uint64_t> memory) {
  store_ = std::move(store);
  if (memory) store_->release();  // what was looked at to verify it
  using From = lda::StoreSource::From;
  source_ = std::make_unique<lda::StoreSource>(*store_, memory ? From::file : From::memory);
  sha256_ = store_->sha256();
}

const corpus::Vocabulary& TrainingCorpus::vocabulary() {
  if (!store_) return corpus_.vocabulary;
  if (vocabulary_.size() == 0) vocabulary_ = corpus::Vocabulary(words_of(*store_));
  return vocabulary_;
}

std::uint64_t TrainingCorpus::memory_of_vocabulary() const {
  std::uint64_t memory = 0;
  if (!store_ || vocabulary_.size() > 0) return memory;
  for (std::size_t id = 0; id < store_->num_words(); ++id)
    memory += corpus::Vocabulary::memory_of_word(store_->word(id).size());
  return memory;
}

corpus::Vocabulary TrainingCorpus::take_vocabulary() {
  vocabulary();
  return std::move(store_ ? vocabulary_ : corpus_.vocabulary);
}

}  // namespace vilda::app
