#include "corpus/gathering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <future>

#include "corpus/contents.hpp"
#include "corpus/counts/plausible.hpp"
#include "corpus/text/phrases.hpp"
#include "vilda/corpus/store.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::uint64_t kPairsBetweenChecks = std::uint64_t{1} << 18;

/// Counts on in decimal digits: most of them stay as they are.
void increment(std::string& number) {
  for (std::size_t digit = number.size(); digit-- > 0;) {
    if (number[digit]++ < '9') return;
    number[digit] = '0';
  }
  number.insert(number.begin(), '1');
}

}  // namespace

Gathering::Gathering(std::vector<Source> sources, const std::filesystem::path& output,
                     const ImportOptions& options, const Vocabulary* vocabulary)
    : name_(name_of(sources)),
      limit_(options.memory),
      documents_(name_, output, limit_.share(5)),
      names_(output, limit_.share(32)),
      labels_(output, limit_.share(32)) {
  if (is_text(sources[0].format)) {
    gather_text(sources, options.reading, output, vocabulary);
  } else if (sources[0].format == Format::store) {
    for (const Source& source : sources) gather_store(source);
  } else {
    gather_counts(sources, options.reading);
  }
  if (num_documents_ == 0) throw BadInput(fmt::format("{}: found no document; expected at least one", name_));
  limit_.check(name_, num_words());
  if (!frequencies_are_known_ || !documents_.words_are_distinct()) count_frequencies();
  frequencies_.resize(num_words());
}

void Gathering::for_each_name(const TakeString& take) const {
  std::uint64_t document = 0;
  if (have_names_) return names_.for_each([&](std::string_view name) { take(document++, name); });
  for (std::string number = "0"; document < num_documents_; ++document, increment(number))
    take(document, number);
}

std::uint64_t Gathering::name_bytes() const {
  if (have_names_) return names_.bytes();
  std::uint64_t digits = num_documents_;  // the last one of each number
  for (std::uint64_t power = 10; power < num_documents_; power *= 10) digits += num_documents_ - power;
  return digits;
}

void Gathering::for_each_label(const TakeString& take) const {
  std::uint64_t document = 0;
  if (have_labels_) labels_.for_each([&](std::string_view label) { take(document++, label); });
}

/// Phrases are learned from the whole text: it waits as words in their order, before it is counted.
void Gathering::gather_text(std::vector<Source>& sources, const ReadOptions& options,
                            const std::filesystem::path& output, const Vocabulary* vocabulary) {
  std::uint64_t counted = 0;
  const bool joins = options.text.phrases.join;
  const TakeCounts take = [&](std::span<const WordCount> counts) {
    add_document(counted++, counts, true);
    if (joins && !counts.empty()) add_frequencies(counts);
  };
  if (!joins) return find_words(sources, options, take);
  WordSequences sequences(output, limit_.share(8));
  find_words(sources, options, [&](std::span<const WordCount> words) {
    sequences.add(words);
    check_memory(words.size());
  });
  const Phrases phrases = phrases_of(sequences, words_, vocabulary, options.text.phrases);
  phrases_ = phrases.size();
  joined_ = join_phrases(sequences, phrases, words_, take);
}

/// Hands over the words of every document as ParallelCounting does: counted, or, for phrases, in their order.
void Gathering::find_words(std::vector<Source>& sources, const ReadOptions& options,
                           const ParallelCounting::Take& take) {
  const TokenFilter filter(options.text);
  ParallelCounting counting(filter, words_, options.text.phrases.join, take);
  counting.run([&](const ParallelCounting::Add& add) {
    for (Source& source : sources) {
      const auto add_and_count = [&](const TextDocument& document) {
        add_text(document);
        add(document.text);
      };
      read_documents(source.path, source.lines.get(), source.format, options.fields, add_and_count,
                     source.longest);
    }
  });
  // Each looks at all words: with two threads at the same time.
  const auto policy = ParallelCounting::num_threads() > 1 ? std::launch::async : std::launch::deferred;
  auto dropped = std::async(policy, [&] { return counting.dropped_words(); });
  if (!options.text.phrases.join) frequencies_ = counting.frequencies();
  token_counts_ = counting.token_counts();
  dropped_ = dropped.get();
}

void Gathering::add_text(const TextDocument& document) {
  require_room_for(1);
  ++num_documents_;
  names_.add(document.name.value_or(""));
  labels_.add(document.label.value_or(""));
  have_names_ = have_names_ || document.name;
  have_labels_ = have_labels_ || document.label;
}

void Gathering::gather_counts(std::vector<Source>& sources, const ReadOptions& options) {
  require_same_words(sources);
  const VocabularyFile file = read_vocabulary_file(sources[0], options, limit_.left());
  std::uint64_t num_words = 0;
  for (Source& source : sources)
    num_words = std::max(num_words, gather_counts(source, options, file.expected));
  for (const std::string& word : file.vocabulary.words()) id_of(word);
  name_words_by_number(num_words);
}

/// Words that have no other name are called by their ids.
void Gathering::name_words_by_number(std::uint64_t num_words) {
  constexpr std::uint64_t kGroup = 256;
  std::array<std::array<char, 32>, kGroup> numbers;
  std::vector<std::string_view> names;
  std::vector<std::uint32_t> ids;
  words_.reserve(num_words);
  for (std::uint64_t id = words_.size(); id < num_words; id += kGroup) {
    names.clear();
    ids.clear();
    for (std::uint64_t next = id; next < std::min(id + kGroup, num_words); ++next) {
      std::array<char, 32>& number = numbers[next - id];
      const char* const end = std::to_chars(number.data(), number.data() + number.size(), next).ptr;
      names.emplace_back(number.data(), end);
    }
    words_.append_ids(names, ids);
  }
}

/// Returns the number of words that the source has.
std::uint64_t Gathering::gather_counts(Source& source, const ReadOptions& options,
                                       const std::optional<ExpectedVocabulary>& expected) {
  std::uint64_t num_counts = 0;
  const CountShape shape =
      read_count_format(*source.lines, source.format, terms_in_rows(source, options), expected,
                        [&](std::uint32_t document, std::span<const WordCount> counts) {
                          num_counts += counts.size();
                          require_room_for(document);
                          add_counts(num_documents_ + document, counts);
                        });
  if (source.format == Format::uci || source.format == Format::mtx)
    check_plausible(source.name, shape.documents, "documents", num_counts);
  if (!expected) check_plausible(source.name, shape.words, "words", num_counts);
  for (const std::string& word : shape.own_words) words_.id(word);
  add_names_and_labels(source.ten_x ? cell_names(source, shape.documents) : shape.names, shape.labels);
  require_room_for(shape.documents);
  num_documents_ += shape.documents;
  return shape.words;
}

void Gathering::add_names_and_labels(const std::vector<std::string>& names,
                                     const std::vector<std::string>& labels) {
  for (const std::string& name : names) names_.add(name);
  for (const std::string& label : labels) labels_.add(label);
  have_names_ = have_names_ || !names.empty();
  have_labels_ = have_labels_ || !labels.empty();
}

void Gathering::gather_store(const Source& source) {
  const CorpusStore store = open_store(source);
  store.release();                 // what was looked at to verify it
  std::vector<std::uint32_t> ids;  // here, of the store's words
  for (std::size_t id = 0; id < store.num_words(); ++id) ids.push_back(id_of(store.word(id)));
  std::vector<WordCount> counts;
  have_names_ = true;
  have_labels_ = have_labels_ || store.has_labels();
  require_room_for(store.num_documents());
  for (std::size_t d = 0; d < store.num_documents(); ++d) {
    const auto its_words = store.words_of(d), its_counts = store.counts_of(d);
    counts.clear();
    for (std::size_t pair = 0; pair < its_words.size(); ++pair)
      counts.push_back({ids[its_words[pair]], its_counts[pair]});
    if (unchecked_pairs_ + counts.size() >= kPairsBetweenChecks) store.release();
    add_counts(num_documents_++, counts);
    names_.add(store.name(d));
    labels_.add(store.has_labels() ? store.label(d) : "");
  }
  store.require_unchanged();
}

void Gathering::count_frequencies() {
  frequencies_.assign(num_words(), {});
  for_each_batch(
      [&](std::uint64_t, const BagsOfWords& batch) { corpus::add_frequencies(batch.words, frequencies_); });
}

/// Counts as long as documents have distinct words, and a file does not make us allocate more than its size
/// is worth.
void Gathering::add_frequencies(std::span<const WordCount> counts) {
  num_pairs_ += counts.size();
  if (!frequencies_are_known_ || !documents_.words_are_distinct()) return;
  const auto largest = std::ranges::max(counts, {}, &WordCount::word).word;
  frequencies_are_known_ = largest < most_plausible(num_pairs_);
  if (!frequencies_are_known_) return;
  if (largest >= frequencies_.size()) frequencies_.resize(std::size_t{largest} + 1);
  corpus::add_frequencies(counts, frequencies_);
}

void Gathering::add_counts(std::uint64_t document, std::span<const WordCount> counts) {
  add_document(document, counts, false);
  if (!counts.empty()) add_frequencies(counts);
}

void Gathering::add_document(std::uint64_t document, std::span<const WordCount> counts,
                             bool words_are_distinct) {
  documents_.add(static_cast<std::uint32_t>(document), counts, words_are_distinct);
  check_memory(counts.size());
}

std::uint32_t Gathering::id_of(std::string_view word) {
  constexpr std::size_t kWordsBetweenChecks = 1 << 12;
  if (num_words() % kWordsBetweenChecks == 0) limit_.check(name_, num_words());
  return words_.id(word);
}

/// Now and then, looks at the memory that the process takes.
void Gathering::check_memory(std::size_t more_pairs) {
  unchecked_pairs_ += more_pairs + 1;
  if (unchecked_pairs_ < kPairsBetweenChecks) return;
  unchecked_pairs_ = 0;
  limit_.check(name_, num_words());
}

void Gathering::require_room_for(std::uint64_t more) const {
  if (num_documents_ + more > kLargestCount)
    throw BadInput(fmt::format("{}: expected at most {} documents", name_, kLargestCount));
}

}  // namespace vilda::corpus
