#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "corpus/content_hash.hpp"
#include "corpus/count_readers.hpp"
#include "corpus/hand_over.hpp"
#include "corpus/store_layout.hpp"
#include "vilda/corpus/store.hpp"
#include "vilda/io/output.hpp"

namespace vilda::corpus {
namespace {

/// Writes one section from its beginning to its end.
class SectionWriter {
 public:
  SectionWriter(const io::OutputFile& file, StoreLayout::Section section) : file_(file), section_(section) {}

  void append(const void* bytes, std::size_t size) {
    buffer_.append(static_cast<const char*>(bytes), size);
    if (buffer_.size() >= kBufferSize) flush();
  }

  void finish() {
    flush();
    if (written_ != section_.size) {
      throw std::logic_error(fmt::format("the section of a corpus store at byte {} has {} bytes, not {}",
                                         section_.offset, written_, section_.size));
    }
  }

 private:
  static constexpr std::size_t kBufferSize = std::size_t{1} << 18;

  void flush() {
    if (buffer_.size() > section_.size - written_)
      throw std::logic_error("more in a corpus store than was said");
    file_.write_at(section_.offset + written_, buffer_);
    written_ += buffer_.size();
    buffer_.clear();
  }

  const io::OutputFile& file_;
  StoreLayout::Section section_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

/// Strings one behind the other, and where each ends.
struct StringsWriter {
  SectionWriter ends, bytes;
  std::uint64_t end = 0;

  void add(std::string_view string) {
    bytes.append(string.data(), string.size());
    end += string.size();
    ends.append(&end, sizeof end);
  }

  void finish() {
    ends.finish();
    bytes.finish();
  }
};

}  // namespace

struct StoreWriter::State {
  State(const std::filesystem::path& path, const StoreShape& its_shape, std::string its_reading, bool force)
      : file(path, force), shape(its_shape), layout(shape), reading(std::move(its_reading)) {}

  io::OutputFile file;
  StoreShape shape;
  StoreLayout layout;
  std::string reading;
  ContentHash hash{shape.words, shape.documents, shape.pairs, shape.labels};
  SectionWriter starts{file, layout.starts}, word_ids{file, layout.word_ids}, counts{file, layout.counts};
  StringsWriter words{{file, layout.word_ends}, {file, layout.word_bytes}};
  StringsWriter names{{file, layout.name_ends}, {file, layout.name_bytes}};
  StringsWriter labels{{file, layout.label_ends}, {file, layout.label_bytes}};
  std::uint64_t pairs = 0, tokens = 0;
};

StoreWriter::StoreWriter(const std::filesystem::path& path, StoreShape shape, std::string reading,
                         bool force) {
  shape.reading_bytes = reading.size();
  state_ = std::make_unique<State>(path, shape, std::move(reading), force);
  state_->starts.append(&state_->pairs, sizeof state_->pairs);
}

StoreWriter::~StoreWriter() = default;

void StoreWriter::add_word(std::string_view word) {
  state_->words.add(word);
  state_->hash.add_word(word);
}

void StoreWriter::add_document(std::span<const WordCount> words) {
  write_document(words);
  hash_document(words);
}

void StoreWriter::write_document(std::span<const WordCount> words) {
  state_->pairs += words.size();
  state_->starts.append(&state_->pairs, sizeof state_->pairs);
  while (!words.empty()) {
    std::array<std::uint32_t, 256> ids, counts;
    const std::size_t size = std::min(ids.size(), words.size());
    for (std::size_t i = 0; i < size; ++i) {
      ids[i] = words[i].word;
      counts[i] = words[i].count;
      state_->tokens += words[i].count;
    }
    state_->word_ids.append(ids.data(), size * sizeof ids[0]);
    state_->counts.append(counts.data(), size * sizeof counts[0]);
    words = words.subspan(size);
  }
}

void StoreWriter::hash_document(std::span<const WordCount> words) {
  state_->hash.add_document(words);
}

void StoreWriter::add_name(std::string_view name) {
  state_->names.add(name);
  state_->hash.add_name(name);
}

void StoreWriter::add_label(std::string_view label) {
  state_->labels.add(label);
  state_->hash.add_label(label);
}

void StoreWriter::commit() {
  State& state = *state_;
  for (SectionWriter* section : {&state.starts, &state.word_ids, &state.counts}) section->finish();
  for (StringsWriter* strings : {&state.words, &state.names, &state.labels}) strings->finish();
  if (state.tokens != state.shape.tokens)
    throw std::logic_error("a corpus store has other tokens than was said");
  state.file.write_at(state.layout.reading.offset, state.reading);
  state.file.write_at(0, to_bytes({.shape = state.shape,
                                   .sha256 = state.hash.hexadecimal(),
                                   .reading_crc = crc32(state.reading)}));
  state.file.set_size(state.layout.file_size());
  state.file.commit();
}

void write_store(const std::filesystem::path& path, const Corpus& corpus, std::string reading, bool force) {
  const auto bytes_of = [](const std::vector<std::string>& strings) {
    std::uint64_t bytes = 0;
    for (const std::string& string : strings) bytes += string.size();
    return bytes;
  };
  StoreWriter writer(path,
                     {.documents = corpus.num_documents(),
                      .words = corpus.num_words(),
                      .pairs = corpus.num_pairs(),
                      .tokens = corpus.num_tokens(),
                      .labels = corpus.labels.size(),
                      .word_bytes = bytes_of(corpus.vocabulary.words()),
                      .name_bytes = bytes_of(corpus.names),
                      .label_bytes = bytes_of(corpus.labels)},
                     std::move(reading), force);
  hand_over(corpus, writer);
  writer.commit();
}

}  // namespace vilda::corpus
