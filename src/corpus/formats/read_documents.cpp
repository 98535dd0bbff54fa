#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {

void read_documents(const std::filesystem::path& source, LineReader* lines, Format format,
                    const FieldNames& names, const TextSink& sink, const LongestText& longest) {
  switch (format) {
    case Format::text:
      return read_folder(source, sink, longest);
    case Format::tsv:
      return read_tsv(*lines, sink);
    case Format::csv:
      return read_csv(*lines, names, sink);
    case Format::jsonl:
      return read_jsonl(*lines, names, sink);
    case Format::mallet:
      return read_mallet(*lines, sink);
    default:
      return read_lines(*lines, sink);
  }
}

}  // namespace vilda::corpus
