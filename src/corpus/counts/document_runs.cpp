#include "corpus/counts/document_runs.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "corpus/counts/plausible.hpp"

namespace vilda::corpus {
namespace {

constexpr std::uint32_t kNoDocument = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kRecordHeader = 2;                   // document and whether it is packed, size
constexpr std::size_t kBatchPairs = std::size_t{1} << 16;  // 512 KiB
constexpr std::size_t kChunk = std::size_t{1} << 18;       // 1 MiB
constexpr std::size_t kBatchDocuments = std::size_t{1} << 14;

/// Words and counts that are nearly always so small that both fit into one number.
constexpr unsigned kCountBits = 8;

bool fit_together(std::span<const WordCount> words) {
  std::uint32_t too_large = 0;
  for (const auto [word, count] : words) too_large |= word >> (32 - kCountBits) | count >> kCountBits;
  return too_large == 0;
}

std::uint32_t pack(const WordCount& word) {
  return word.word << kCountBits | word.count;
}

WordCount unpack(std::uint32_t number) {
  return {number >> kCountBits, number & ((1u << kCountBits) - 1)};
}

/// What a record begins with, as it lies there.
struct RecordHeader {
  std::uint32_t document_and_packed, size;  // of words

  explicit RecordHeader(const std::uint32_t* record) : document_and_packed(record[0]), size(record[1]) {}
  RecordHeader(std::uint32_t document, bool is_packed, std::size_t its_size)
      : document_and_packed(document << 1 | (is_packed ? 1 : 0)),
        size(static_cast<std::uint32_t>(its_size)) {}

  std::uint32_t document() const { return document_and_packed >> 1; }
  bool is_packed() const { return (document_and_packed & 1) != 0; }
  std::size_t record_size() const { return kRecordHeader + (is_packed() ? 1 : 2) * std::size_t{size}; }
};

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
  /// Of chunks whose records lie in order.
  explicit Reader(std::span<const Records> chunks) : chunks_(chunks) { next(); }
  /// Of records anywhere in memory.
  explicit Reader(std::vector<const std::uint32_t*> order) : order_(std::move(order)) { next(); }

  bool done() const { return done_; }
  std::uint32_t document() const { return header_.document(); }

  /// Appends the words of the record, and goes to the next one.
  void take(std::vector<WordCount>& words) {
    const std::size_t before = words.size();
    words.resize(before + header_.size);
    if (header_.is_packed()) {
      std::ranges::transform(read_packed(), words.begin() + static_cast<std::ptrdiff_t>(before), unpack);
    } else {
      read(words.data() + before, 2 * std::size_t{header_.size});
    }
    next();
  }

 private:
  void next() {
    done_ = !go_to_next();
    if (done_) return;
    std::uint32_t header[kRecordHeader];
    read(header, kRecordHeader);
    header_ = RecordHeader(header);
  }

  bool go_to_next() {
    if (file_) return !file_->at_end();
    if (taken_ < order_.size()) {
      at_ = order_[taken_++];
      return true;
    }
    if (!chunks_.empty() && (at_ == nullptr || at_ == chunks_.front().data() + chunks_.front().size())) {
      if (at_ != nullptr) chunks_ = chunks_.subspan(1);
      if (!chunks_.empty()) at_ = chunks_.front().data();
    }
    return !chunks_.empty();
  }

  /// The numbers of a packed record, where they lie or in packed_.
  std::span<const std::uint32_t> read_packed() {
    if (!file_) return {std::exchange(at_, at_ + header_.size), header_.size};
    packed_.resize(header_.size);
    read(packed_.data(), header_.size);
    return packed_;
  }

  void read(void* to, std::size_t numbers) {
    if (file_) return file_->read(to, numbers * sizeof(std::uint32_t));
    std::memcpy(to, at_, numbers * sizeof(std::uint32_t));
    at_ += numbers;
  }

  std::optional<io::ScratchReader> file_;
  std::span<const Records> chunks_;
  std::vector<const std::uint32_t*> order_;
  std::size_t taken_ = 0;              // records in order_
  const std::uint32_t* at_ = nullptr;  // in memory
  bool done_ = false;
  RecordHeader header_{0, false, 0};
  std::vector<std::uint32_t> packed_;
};

void DocumentRuns::add(std::uint32_t document, std::span<const WordCount> words, bool words_are_distinct) {
  if (words.empty()) return;
  const RecordHeader header(document, fit_together(words), words.size());
  const std::size_t size = header.record_size();
  if (most_bytes_ && bytes_ + size * sizeof(std::uint32_t) > *most_bytes_) spill();
  num_pairs_ += words.size();
  distinct_ =
      distinct_ && document >= next_document_ && (words_are_distinct || are_distinct(document, words));
  in_order_ = in_order_ && (bytes_ == 0 || std::uint64_t{document} + 1 >= next_document_);
  next_document_ = std::uint64_t{document} + 1;

  Records& records = records_with_room_for(size);
  records.push_back(header.document_and_packed);
  records.push_back(header.size);
  if (header.is_packed()) {
    const std::size_t before = records.size();
    records.resize(before + words.size());
    std::ranges::transform(words, records.begin() + static_cast<std::ptrdiff_t>(before), pack);
  } else {
    const auto* const numbers = reinterpret_cast<const std::uint32_t*>(words.data());
    records.insert(records.end(), numbers, numbers + 2 * words.size());
  }
  bytes_ += size * sizeof(std::uint32_t);
}

/// Whether no word comes twice; ids that are too large for a table are taken to do so.
bool DocumentRuns::are_distinct(std::uint32_t document, std::span<const WordCount> words) {
  const auto does_not_rise = [](const WordCount& a, const WordCount& b) { return a.word >= b.word; };
  if (std::ranges::adjacent_find(words, does_not_rise) == words.end()) return true;
  const std::uint32_t largest = std::ranges::max(words, {}, &WordCount::word).word;
  if (largest >= most_plausible(num_pairs_)) return false;
  if (largest >= last_document_.size()) last_document_.resize(std::size_t{largest} + 1, kNoDocument);
  return std::ranges::none_of(words, [&](const WordCount& word) {
    return std::exchange(last_document_[word.word], document) == document;
  });
}

DocumentRuns::Records& DocumentRuns::records_with_room_for(std::size_t size) {
  const auto has_room = [&](const Records& records) { return records.capacity() - records.size() >= size; };
  if (used_chunks_ > 0 && has_room(chunks_[used_chunks_ - 1])) return chunks_[used_chunks_ - 1];
  if (used_chunks_ == chunks_.size()) chunks_.emplace_back();
  Records& chunk = chunks_[used_chunks_++];
  chunk.reserve(std::max(kChunk, size));
  return chunk;
}

/// The records, in the order of their documents; those of one document stay as they came.
std::vector<const std::uint32_t*> DocumentRuns::records_by_document() const {
  std::vector<const std::uint32_t*> order;
  for (const Records& chunk : std::span(chunks_).first(used_chunks_)) {
    for (std::size_t at = 0; at < chunk.size(); at += RecordHeader(chunk.data() + at).record_size())
      order.push_back(chunk.data() + at);
  }
  std::ranges::stable_sort(order, {},
                           [](const std::uint32_t* record) { return RecordHeader(record).document(); });
  return order;
}

void DocumentRuns::spill() {
  if (bytes_ == 0) return;
  Run run{.begin = scratch_.size()};
  if (in_order_) {
    run.first_document = RecordHeader(chunks_.front().data()).document();
    for (const Records& chunk : std::span(chunks_).first(used_chunks_)) scratch_.append(bytes_of(chunk));
  } else {
    const std::vector<const std::uint32_t*> order = records_by_document();
    run.first_document = RecordHeader(order.front()).document();
    for (const std::uint32_t* const record : order)
      scratch_.append(bytes_of({record, RecordHeader(record).record_size()}));
  }
  run.end = scratch_.size();
  runs_.push_back(run);
  for (Records& chunk : chunks_) chunk.clear();
  used_chunks_ = 0;
  bytes_ = 0;
  in_order_ = true;
}

void DocumentRuns::append_document(std::uint32_t document, std::vector<Reader>& readers,
                                   std::vector<WordCount>& words) const {
  bool ended = false;
  for (Reader& reader : readers) {
    while (!reader.done() && reader.document() == document) reader.take(words);
    ended = ended || reader.done();
  }
  if (ended) std::erase_if(readers, [](const Reader& reader) { return reader.done(); });
}

void DocumentRuns::for_each_batch(std::uint64_t num_documents, const Take& take) const {
  std::vector<Run> runs = runs_;
  std::ranges::stable_sort(runs, {}, &Run::first_document);
  std::vector<Reader> readers;  // of the runs that have begun
  if (bytes_ > 0) {
    in_order_ ? readers.emplace_back(std::span(chunks_).first(used_chunks_))
              : readers.emplace_back(records_by_document());
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
    const std::uint64_t first_document = document + 1 - batch.num_documents();
    if (!distinct_) sort_and_merge(batch, first_document, source_);
    take(first_document, batch);
    batch.words.clear();
    batch.starts.assign(1, 0);
  }
}

}  // namespace vilda::corpus
