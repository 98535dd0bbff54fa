#include "vilda/corpus/dropped_words.hpp"

namespace vilda::corpus {

const char* name_of(DropReason reason) {
  switch (reason) {
    case DropReason::address:
      return "addresses";
    case DropReason::without_letter:
      return "without a letter";
    case DropReason::too_short:
      return "too short";
    case DropReason::stop_word:
      return "stop words";
    case DropReason::pruned:
      return "too rare or too common";
    default:
      return "unknown";
  }
}

}  // namespace vilda::corpus
