#include "corpus/text/han_kana_words.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/udata.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

namespace vilda::corpus {
namespace {

using icu::UCharsTrie;

constexpr std::int16_t kNoWord = -1;
constexpr std::uint32_t kCostOfNoWord = 255;
constexpr unsigned kPairBits = 16;  // of the cache: half a mebibyte, which stays close to a core
constexpr std::size_t kLongestWord = 20;
constexpr std::size_t kLongestKatakanaGroup = 19;
constexpr std::array<std::uint32_t, 9> kKatakanaCosts = {8192, 984, 408, 240, 204,
                                                         252,  300, 372, 480};  // by length

bool is_katakana(char16_t c) {
  return (c >= 0x30A1 && c <= 0x30FE && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F);
}

/// ICU's dictionary of Chinese and Japanese words: a trie with their costs.
class Dictionary {
 public:
  static const Dictionary& get() {
    static const Dictionary dictionary;
    return dictionary;
  }

  /// None if the dictionary is missing or laid out in another way.
  const char16_t* trie() const { return trie_; }

  /// What the dictionary holds of a first character.
  struct First {
    std::int16_t cost = kNoWord;  // as a word
    std::uint16_t branch = 0;     // 0: no word begins with it
  };
  const First& first(char16_t character) const { return firsts_[character]; }
  const UCharsTrie::State& behind(const First& first) const { return branches_[first.branch]; }

 private:
  Dictionary() : file_(nullptr, udata_close), branches_(1), firsts_(0x10000) {
    UErrorCode status = U_ZERO_ERROR;
    file_.reset(udata_open(U_ICUDATA_NAME "-brkitr", "dict", "cjdict", &status));
    if (U_FAILURE(status)) return;
    // The layout: icu4c/source/common/dictionarydata.h.
    const auto* const bytes = static_cast<const char*>(udata_getMemory(file_.get()));
    std::array<std::int32_t, 8> indexes{};
    std::copy_n(bytes, sizeof indexes, reinterpret_cast<char*>(indexes.data()));
    constexpr std::int32_t trie_of_utf16_with_values = 1 | 8;
    if (indexes[4] != trie_of_utf16_with_values) return;
    trie_ = reinterpret_cast<const char16_t*>(bytes + indexes[0]);
    find_branches();
  }

  void find_branches() {
    UCharsTrie trie(trie_);
    for (unsigned c = 0x2E80; c < 0x10000; ++c) {
      const UStringTrieResult result = trie.first(static_cast<std::int32_t>(c));
      if (USTRINGTRIE_HAS_VALUE(result)) firsts_[c].cost = static_cast<std::int16_t>(trie.getValue());
      if (!USTRINGTRIE_HAS_NEXT(result)) continue;
      firsts_[c].branch = static_cast<std::uint16_t>(branches_.size());
      trie.saveState(branches_.emplace_back());
    }
  }

  std::unique_ptr<UDataMemory, decltype(&udata_close)> file_;
  const char16_t* trie_ = nullptr;
  std::vector<UCharsTrie::State> branches_;  // the first one is none
  std::vector<First> firsts_;                // by character
};

/// Han, Hiragana, short and long Katakana, what is in no dictionary.
constexpr std::array<std::u16string_view, 5> kSample = {
    u"中国人民解放军南京市长江大桥研究生命起源", u"私は東京都に住んでいる学生です",
    u"コンピューターシステム管理者", u"アアアアアアアアアアアアアアアアアアアアアアアア漢",
    u"龘靐齉爩鱻々ゟ"};

std::vector<std::uint32_t> lengths_by_icu(std::u16string_view run) {
  std::vector<std::uint32_t> lengths;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) return lengths;
  words->setText(icu::UnicodeString(run.data(), static_cast<std::int32_t>(run.size())));
  for (std::int32_t begin = words->first(), end = words->next(); end != icu::BreakIterator::DONE;
       begin = end, end = words->next()) {
    lengths.push_back(static_cast<std::uint32_t>(end - begin));
  }
  return lengths;
}

bool agrees_with_icu() {
  if (Dictionary::get().trie() == nullptr) return false;
  HanKanaWords words;
  return std::ranges::all_of(kSample,
                             [&](auto sample) { return words.lengths(sample) == lengths_by_icu(sample); });
}

}  // namespace

bool HanKanaWords::available() {
  static const bool agrees = agrees_with_icu();
  return agrees;
}

const std::vector<std::uint32_t>& HanKanaWords::lengths(std::u16string_view run) {
  if (!trie_) {
    trie_.emplace(Dictionary::get().trie());
    pairs_.resize(std::size_t{1} << kPairBits);
    behind_.resize(pairs_.size());
  }
  best_.assign(run.size() + 1, {.cost = std::numeric_limits<std::uint32_t>::max(), .length = 0});
  best_[0].cost = 0;
  for (std::size_t begin = 0; begin < run.size(); ++begin) {
    try_dictionary_words(run, begin);
    if (is_katakana(run[begin]) && (begin == 0 || !is_katakana(run[begin - 1])))
      try_katakana_group(run, begin);
  }
  lengths_.clear();
  for (std::size_t end = run.size(); end > 0; end -= best_[end].length) lengths_.push_back(best_[end].length);
  std::ranges::reverse(lengths_);
  return lengths_;
}

void HanKanaWords::relax(std::size_t begin, std::size_t length, std::uint32_t cost) {
  Best& best = best_[begin + length];
  cost += best_[begin].cost;
  if (cost < best.cost) best = {.cost = cost, .length = static_cast<std::uint32_t>(length)};
}

void HanKanaWords::try_dictionary_words(std::u16string_view run, std::size_t begin) {
  const auto& first = Dictionary::get().first(run[begin]);
  relax(begin, 1, first.cost == kNoWord ? kCostOfNoWord : static_cast<std::uint32_t>(first.cost));
  if (first.branch != 0 && begin + 1 < run.size()) try_longer_words(run, begin);
}

void HanKanaWords::try_longer_words(std::u16string_view run, std::size_t begin) {
  const std::uint32_t characters = static_cast<std::uint32_t>(run[begin]) << 16 | run[begin + 1];
  const std::size_t slot = characters * 0x9E3779B1u >> (32 - kPairBits);
  Pair& pair = pairs_[slot];
  if (pair.characters != characters) look_up(run[begin], run[begin + 1], pair, behind_[slot]);
  if (pair.cost != kNoWord) relax(begin, 2, static_cast<std::uint32_t>(pair.cost));
  if (!pair.goes_on) return;

  trie_->resetToState(behind_[slot]);
  const std::size_t longest = std::min(kLongestWord, run.size() - begin);
  for (std::size_t length = 3; length <= longest; ++length) {
    const UStringTrieResult result = trie_->next(run[begin + length - 1]);
    if (USTRINGTRIE_HAS_VALUE(result)) relax(begin, length, static_cast<std::uint32_t>(trie_->getValue()));
    if (!USTRINGTRIE_HAS_NEXT(result)) return;
  }
}

void HanKanaWords::look_up(char16_t first, char16_t second, Pair& pair, UCharsTrie::State& behind) {
  const Dictionary& dictionary = Dictionary::get();
  trie_->resetToState(dictionary.behind(dictionary.first(first)));
  const UStringTrieResult result = trie_->next(second);
  pair.characters = static_cast<std::uint32_t>(first) << 16 | second;
  pair.cost = USTRINGTRIE_HAS_VALUE(result) ? static_cast<std::int16_t>(trie_->getValue()) : kNoWord;
  pair.goes_on = USTRINGTRIE_HAS_NEXT(result);
  if (pair.goes_on) trie_->saveState(behind);
}

void HanKanaWords::try_katakana_group(std::u16string_view run, std::size_t begin) {
  std::size_t length = 1;
  while (begin + length < run.size() && length <= kLongestKatakanaGroup && is_katakana(run[begin + length]))
    ++length;
  if (length > kLongestKatakanaGroup) return;
  relax(begin, length, kKatakanaCosts[length < kKatakanaCosts.size() ? length : 0]);
}

}  // namespace vilda::corpus
