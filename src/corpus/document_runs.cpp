#include "corpus/document_runs.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace vilda::corpus {
namespace {

constexpr std::size_t kRecordHeader = 2;                   // document, size
constexpr std::size_t kBatchPairs = std::size_t{1} << 16;  // 512 KiB
constexpr std::size_t kBatchDocuments = std::size_t{1} << 14;

std::string_view bytes_of(std::span<const std::uint32_t> numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}

}  // namespace

/// The records of a run, in the order of their documents.
class DocumentRuns::Reader {
 public:
  Reader(const io::ScratchFile& file, const Run& run) : file_(std::in_place, file, run.begin, run.end) {
    next();
  }
  /// `order` is where the records begin, if they do not lie in order.
  Reader(const std::vector<std::uint32_t>& records, std::vector<std::size_t> order)
      : records_(&records), order_(std::move(order)) {
    next();
  }

  bool done() const { return done_; }
  std::uint32_t document() const { return document_; }

  /// Appends the words of the record, and goes to the next one.
  void take(std::vector<WordCount>& words) {
    const std::size_t before = words.size();
    words.resize(before + size_);
    read(words.data() + before, 2 * size_);
    next();
  }

 private:
  void next() {
    if (!order_.empty() && taken_ < order_.size()) at_ = order_[taken_];
    done_ = file_ ? file_->at_end() : order_.empty() ? at_ == records_->size() : taken_ == order_.size();
    if (done_) return;
    std::uint32_t header[kRecordHeader];
    read(header, kRecordHeader);
    document_ = header[0];
    size_ = header[1];
    ++taken_;
  }

  void read(void* to, std::size_t numbers) {
    if (file_) return file_->read(to, numbers * sizeof(std::uint32_t));
    std::memcpy(to, records_->data() + at_, numbers * sizeof(std::uint32_t));
    at_ += numbers;
  }

  std::optional<io::ScratchReader> file_;
  const std::vector<std::uint32_t>* records_ = nullptr;
  std::vector<std::size_t> order_;
  std::size_t taken_ = 0;  // records
  std::size_t at_ = 0;     // in records_
  bool done_ = false;
  std::uint32_t document_ = 0, size_ = 0;
};

DocumentRuns::DocumentRuns(std::string source, const std::filesystem::path& output,
                           std::optional<std::size_t> most_bytes, bool words_are_distinct)
    : source_(std::move(source)),
      most_bytes_(most_bytes),
      words_are_distinct_(words_are_distinct),
      scratch_(output) {
  if (most_bytes_) records_.reserve(*most_bytes_ / sizeof(std::uint32_t));
}

void DocumentRuns::add(std::uint32_t document, std::span<const WordCount> words) {
  if (words.empty()) return;
  const std::size_t size = kRecordHeader + 2 * words.size();
  if (most_bytes_ && (records_.size() + size) * sizeof(std::uint32_t) > *most_bytes_) spill();
  in_order_ = in_order_ && (records_.empty() || document >= last_document_);
  last_document_ = document;
  records_.push_back(document);
  records_.push_back(static_cast<std::uint32_t>(words.size()));
  for (const auto [word, count] : words) {
    records_.push_back(word);
    records_.push_back(count);
  }
}

/// Where the records begin, in the order of their documents; those of one document stay as they came.
std::vector<std::size_t> DocumentRuns::records_by_document() const {
  std::vector<std::size_t> order;
  for (std::size_t at = 0; at < records_.size(); at += kRecordHeader + 2 * records_[at + 1])
    order.push_back(at);
  std::ranges::stable_sort(order, {}, [&](std::size_t at) { return records_[at]; });
  return order;
}

void DocumentRuns::spill() {
  if (records_.empty()) return;
  Run run{.begin = scratch_.size()};
  if (in_order_) {
    run.first_document = records_.front();
    scratch_.append(bytes_of(records_));
  } else {
    const std::vector<std::size_t> order = records_by_document();
    run.first_document = records_[order.front()];
    for (const std::size_t at : order)
      scratch_.append(bytes_of(std::span(records_).subspan(at, kRecordHeader + 2 * records_[at + 1])));
  }
  run.end = scratch_.size();
  runs_.push_back(run);
  records_.clear();
  in_order_ = true;
}

void DocumentRuns::append_document(std::uint32_t document, std::vector<Reader>& readers,
                                   std::vector<WordCount>& words) const {
  const std::size_t start = words.size();
  bool ended = false;
  for (Reader& reader : readers) {
    while (!reader.done() && reader.document() == document) reader.take(words);
    ended = ended || reader.done();
  }
  if (ended) std::erase_if(readers, [](const Reader& reader) { return reader.done(); });
  if (!words_are_distinct_) sort_and_merge(words, start, document, source_);
}

void DocumentRuns::for_each_batch(std::uint64_t num_documents, const Take& take) const {
  std::vector<Run> runs = runs_;
  std::ranges::stable_sort(runs, {}, &Run::first_document);
  std::vector<Reader> readers;  // of the runs that have begun
  if (!records_.empty()) {
    readers.emplace_back(records_, in_order_ ? std::vector<std::size_t>() : records_by_document());
  }
  auto next_run = runs.begin();
  BagsOfWords batch;
  batch.starts.push_back(0);
  for (std::uint64_t document = 0; document < num_documents; ++document) {
    for (; next_run != runs.end() && next_run->first_document <= document; ++next_run)
      readers.emplace_back(scratch_, *next_run);
    append_document(static_cast<std::uint32_t>(document), readers, batch.words);
    batch.starts.push_back(batch.words.size());
    const bool full = batch.words.size() >= kBatchPairs || batch.num_documents() >= kBatchDocuments;
    if (!full && document + 1 < num_documents) continue;
    take(document + 1 - batch.num_documents(), batch);
    batch.words.clear();
    batch.starts.assign(1, 0);
  }
}

}  // namespace vilda::corpus
