// Whatever a corpus store's bytes are, and become, nothing outside them is looked at, before it is verified,
// too.

#include "vilda/corpus/store.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "corpus/store/store_layout.hpp"
#include "fuzz/bytes.hpp"

namespace vilda::corpus::fuzz {
namespace {

/// The input as a file; with the right checksum of its header, else all that is changed there would be
/// refused.
class StoreFile {
 public:
  StoreFile(const std::uint8_t* data, std::size_t size) : bytes_(reinterpret_cast<const char*>(data), size) {
    constexpr std::size_t crc_at = kStoreHeaderSize - sizeof(std::uint32_t);
    if (size >= kStoreHeaderSize) {
      const std::uint32_t crc = crc32(std::string_view(bytes_).substr(0, crc_at));
      std::memcpy(bytes_.data() + crc_at, &crc, sizeof crc);
    }
    const int descriptor = ::mkstemp(path_.data());
    require(descriptor >= 0 && ::write(descriptor, bytes_.data(), bytes_.size()) == ssize_t(bytes_.size()),
            "a file can be written");
    ::close(descriptor);
  }
  ~StoreFile() { ::unlink(path_.c_str()); }
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;

  const std::string& path() const { return path_; }

  /// Writes over what stands behind the header: the same, eight bytes further on.
  void shift() const {
    std::string shifted = bytes_;
    if (shifted.size() < kStoreHeaderSize + 8) return;
    std::rotate(shifted.begin() + kStoreHeaderSize, shifted.begin() + kStoreHeaderSize + 8, shifted.end());
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    require(bool(file.write(shifted.data(), std::ssize(shifted))), "a file can be written over");
  }

 private:
  std::string bytes_;
  std::string path_ = (std::filesystem::temp_directory_path() / "vilda-fuzz-store-XXXXXX").string();
};

/// Runs `read`; whether it refused.
template <class Read>
bool refuses(Read read) {
  try {
    read();
    return false;
  } catch (const BadInput& error) {
    const std::string_view message = error.what();
    require(std::ranges::none_of(message, [](unsigned char c) { return c < 0x20; }), "a message is one line");
    return true;
  }
}

std::size_t sum_of(std::string_view text) {
  std::size_t sum = 0;
  for (const char c : text) sum += static_cast<unsigned char>(c);
  return sum;
}

/// A document as training takes it: with so many pairs, or refused.
void copy(const CorpusStore& store, std::size_t document, std::size_t num_pairs) {
  std::vector<std::uint32_t> words(num_pairs), counts(num_pairs);
  const auto require_ids = [&] {
    for (const std::uint32_t word : words)
      require(word < store.num_words(), "word ids lie in the vocabulary");
  };
  const auto refuses_to = [&](auto read) {
    return refuses([&] {
      (store.*read)(document, words, counts);
      require_ids();
    });
  };
  const bool refuses_memory = refuses_to(&CorpusStore::copy_document);
  require(refuses_memory == refuses_to(&CorpusStore::read_document), "memory and file give the same");
}

/// Looks at every document; the file is then written over, and the documents are taken with the pairs that
/// they had.
void copy_what_changes(const CorpusStore& store, const StoreFile& file) {
  std::vector<std::size_t> num_pairs(store.num_documents());
  for (std::size_t d = 0; d < num_pairs.size(); ++d) {
    refuses([&] {
      num_pairs[d] = store.words_of(d).size();
      copy(store, d, num_pairs[d]);
    });
  }
  file.shift();
  for (std::size_t d = 0; d < num_pairs.size(); ++d) copy(store, d, num_pairs[d]);
}

/// Looks at every byte that the store gives.
std::size_t look_at(const CorpusStore& store) {
  std::size_t sum = sum_of(store.reading());
  for (std::size_t d = 0; d < store.num_documents(); ++d) {
    refuses([&] {
      for (const std::uint32_t word : store.words_of(d)) sum += word;
      for (const std::uint32_t count : store.counts_of(d)) sum += count;
    });
    refuses([&] { sum += sum_of(store.name(d)); });
    if (store.has_labels()) refuses([&] { sum += sum_of(store.label(d)); });
  }
  for (std::size_t word = 0; word < store.num_words(); ++word)
    refuses([&] { sum += sum_of(store.word(word)); });
  return sum;
}

/// What is verified holds nothing to refuse.
void require_whole(const CorpusStore& store) {
  for (std::size_t d = 0; d < store.num_documents(); ++d) {
    std::uint64_t least = 0;
    for (const std::uint32_t word : store.words_of(d)) {
      require(word >= least && word < store.num_words(), "word ids rise and lie in the vocabulary");
      least = std::uint64_t{word} + 1;
    }
    for (const std::uint32_t count : store.counts_of(d)) require(count >= 1, "counts are positive");
    store.name(d);
  }
}

}  // namespace
}  // namespace vilda::corpus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  const fuzz::StoreFile file(data, size);
  fuzz::refuses([&] {
    const CorpusStore store(file.path());
    const volatile std::size_t sum = fuzz::look_at(store);
    static_cast<void>(sum);
    if (!fuzz::refuses([&] { store.verify(); })) fuzz::require_whole(store);
    fuzz::copy_what_changes(store, file);
  });
  return 0;
}
