#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace vilda::corpus::testing {

/// Documents as word id -> count, with empty documents at the start, in the middle and at the end, and a
/// vocabulary whose last word is used.
struct RandomCorpus {
  std::vector<std::map<unsigned, unsigned>> documents;
  unsigned num_words = 0;

  explicit RandomCorpus(unsigned seed) {
    std::mt19937 random(seed);
    num_words = 1 + random() % 60;
    documents.resize(3 + random() % 40);
    for (std::size_t d = 1; d + 1 < documents.size(); ++d) {
      for (unsigned pairs = random() % 12; pairs > 0; --pairs) {
        documents[d][random() % num_words] = random() % 10 == 0 ? 2147483647u : 1 + random() % 9;
      }
    }
    documents[1][num_words - 1] = 1;
  }

  struct Entry {
    std::size_t document;
    unsigned word, count;
  };

  std::vector<Entry> entries() const {
    std::vector<Entry> all;
    for (std::size_t d = 0; d < documents.size(); ++d) {
      for (const auto& [word, count] : documents[d]) all.push_back({d, word, count});
    }
    return all;
  }

  std::vector<Entry> shuffled_entries(unsigned seed) const {
    auto all = entries();
    std::shuffle(all.begin(), all.end(), std::mt19937(seed));
    return all;
  }

  std::string ldac() const {
    std::string text;
    for (const auto& document : documents) {
      text += std::to_string(document.size());
      for (const auto& [word, count] : document) text += fmt::format(" {}:{}", word, count);
      text += "\n";
    }
    return text;
  }

  std::string uci(const std::vector<Entry>& order) const {
    std::string text = fmt::format("{}\n{}\n{}\n", documents.size(), num_words, order.size());
    for (const auto& [d, word, count] : order) text += fmt::format("{} {} {}\n", d + 1, word + 1, count);
    return text;
  }

  std::string mtx(const std::vector<Entry>& order, bool terms_in_rows, const char* field = "integer") const {
    std::string text = fmt::format("%%MatrixMarket matrix coordinate {} general\n% a comment\n", field);
    const auto line = [&](std::size_t document, std::size_t word, unsigned count) {
      text +=
          fmt::format("{} {} {}\n", terms_in_rows ? word : document, terms_in_rows ? document : word, count);
    };
    line(documents.size(), num_words, static_cast<unsigned>(order.size()));
    for (const auto& [d, word, count] : order) line(d + 1, word + 1, count);
    return text;
  }

  std::string vocabulary() const {
    std::string text;
    for (unsigned word = 0; word < num_words; ++word) text += fmt::format("word{}\n", word);
    return text;
  }
};

}  // namespace vilda::corpus::testing
