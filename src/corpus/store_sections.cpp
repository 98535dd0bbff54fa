#include "corpus/store_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace vilda::corpus {

void SectionWriter::finish() {
  flush();
  if (written_ != section_.size) {
    throw std::logic_error(fmt::format("the section of a corpus store at byte {} has {} bytes, not {}",
                                       section_.offset, written_, section_.size));
  }
}

void SectionWriter::flush() {
  if (buffer_.size() > section_.size - written_)
    throw std::logic_error("more in a corpus store than was said");
  file_.write_at(section_.offset + written_, buffer_);
  written_ += buffer_.size();
  buffer_.clear();
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

void StoreSections::add_document(std::span<const WordCount> words) {
  pairs_ += words.size();
  starts_.append(&pairs_, sizeof pairs_);
  while (!words.empty()) {
    std::array<std::uint32_t, 256> ids, counts;
    const std::size_t size = std::min(ids.size(), words.size());
    for (std::size_t i = 0; i < size; ++i) {
      ids[i] = words[i].word;
      counts[i] = words[i].count;
      tokens_ += words[i].count;
    }
    word_ids_.append(ids.data(), size * sizeof ids[0]);
    counts_.append(counts.data(), size * sizeof counts[0]);
    words = words.subspan(size);
  }
}

void StoreSections::finish() {
  for (SectionWriter* section : {&starts_, &word_ids_, &counts_}) section->finish();
  for (Strings* strings : {&words_, &names_, &labels_}) {
    strings->ends.finish();
    strings->bytes.finish();
  }
}

}  // namespace vilda::corpus
