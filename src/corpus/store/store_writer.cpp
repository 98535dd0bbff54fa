#include "corpus/store/store_writer.hpp"

#include <stdexcept>
#include <utility>

#include "corpus/counts/hand_over.hpp"
#include "corpus/store/content_hash.hpp"
#include "corpus/store/store_layout.hpp"
#include "corpus/store/store_sections.hpp"
#include "corpus/store/stored_documents.hpp"
#include "vilda/io/output.hpp"

namespace vilda::corpus {

struct StoreWriter::State {
  State(const std::filesystem::path& path, const StoreShape& its_shape, std::string its_reading, bool force)
      : file(path, force), shape(its_shape), layout(shape), reading(std::move(its_reading)) {}

  io::OutputFile file;
  StoreShape shape;
  StoreLayout layout;
  std::string reading;
  StoreSections sections{file, layout};
  StoredDocuments document;  // of add_document
  ContentHash hash{shape.words, shape.documents, shape.pairs, shape.labels};
};

StoreWriter::StoreWriter(const std::filesystem::path& path, StoreShape shape, std::string reading,
                         bool force) {
  shape.reading_bytes = reading.size();
  state_ = std::make_unique<State>(path, shape, std::move(reading), force);
}

StoreWriter::~StoreWriter() = default;

StoreSections& StoreWriter::sections() {
  return state_->sections;
}

ContentHash& StoreWriter::hash() {
  return state_->hash;
}

void StoreWriter::add_word(std::string_view word) {
  sections().add_word(word);
  hash().add_word(word);
}

void StoreWriter::add_document(std::span<const WordCount> words) {
  StoredDocuments& document = state_->document;
  document.clear(words.size());
  document.add(words);
  sections().add_documents(document);
  hash().add_document(words);
}

void StoreWriter::add_name(std::string_view name) {
  sections().add_name(name);
  hash().add_name(name);
}

void StoreWriter::add_label(std::string_view label) {
  sections().add_label(label);
  hash().add_label(label);
}

void StoreWriter::commit() {
  State& state = *state_;
  state.sections.finish();
  if (state.sections.tokens() != state.shape.tokens)
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
