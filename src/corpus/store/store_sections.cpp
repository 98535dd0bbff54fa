#include "corpus/store/store_sections.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace vilda::corpus {

void SectionWriter::finish() {
  flush();
  if (written_ != section_.size) {
    throw std::logic_error(fmt::format("the section of a corpus store at byte {} has {} bytes, not {}",
                                       section_.offset, written_, section_.size));
  }
}

/// What is large is written from where it lies.
void SectionWriter::append(const void* bytes, std::size_t size) {
  const std::string_view more(static_cast<const char*>(bytes), size);
  if (buffer_.size() + size < kBufferSize) {
    buffer_ += more;
  } else {
    flush();
    size < kBufferSize ? void(buffer_ = more) : write(more);
  }
}

void SectionWriter::flush() {
  write(buffer_);
  buffer_.clear();
}

void SectionWriter::write(std::string_view bytes) {
  if (bytes.size() > section_.size - written_) throw std::logic_error("more in a corpus store than was said");
  file_.write_at(section_.offset + written_, bytes);
  written_ += bytes.size();
}

StoreSections::StoreSections(const io::OutputFile& file, const StoreLayout& layout)
    : starts_(file, layout.starts),
      word_ids_(file, layout.word_ids),
      counts_(file, layout.counts),
      words_{{file, layout.word_ends}, {file, layout.word_bytes}},
      names_{{file, layout.name_ends}, {file, layout.name_bytes}},
      labels_{{file, layout.label_ends}, {file, layout.label_bytes}} {
  starts_.append(&pairs_, sizeof pairs_);
}

void StoreSections::add_documents(const StoredDocuments& documents) {
  for (const std::uint64_t end : documents.ends()) {
    const std::uint64_t start_of_next = pairs_ + end;
    starts_.append(&start_of_next, sizeof start_of_next);
  }
  word_ids_.append(documents.word_ids().data(), documents.word_ids().size_bytes());
  counts_.append(documents.counts().data(), documents.counts().size_bytes());
  pairs_ += documents.word_ids().size();
  tokens_ += documents.tokens();
}

void StoreSections::finish() {
  for (SectionWriter* section : {&starts_, &word_ids_, &counts_}) section->finish();
  for (Strings* strings : {&words_, &names_, &labels_}) {
    strings->ends.finish();
    strings->bytes.finish();
  }
}

}  // namespace vilda::corpus
