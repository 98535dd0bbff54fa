#include "corpus/formats/count_readers.hpp"

namespace vilda::corpus {

CountShape read_count_format(LineReader& lines, Format format, bool terms_in_rows,
                             const std::optional<ExpectedVocabulary>& vocabulary, const CountSink& sink) {
  switch (format) {
    case Format::ldac:
      return read_ldac(lines, vocabulary, sink);
    case Format::uci:
      return read_uci(lines, vocabulary, sink);
    case Format::svmlight:
      return read_svmlight(lines, vocabulary, sink);
    case Format::vw:
      return read_vw(lines, sink);
    default:
      return read_mtx(lines, vocabulary, terms_in_rows, sink);
  }
}

}  // namespace vilda::corpus
