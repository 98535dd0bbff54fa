#include "vilda/corpus/split.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <charconv>
#include <cmath>
#include <sstream>
#include <utility>

#include "corpus/formats/fields.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::size_t kMostParts = 255;

[[noreturn]] void fail(const std::string& text, std::string_view what) {
  throw InvalidOption(fmt::format(
      "--split: found \"{}\", {}; expected parts and shares like train:0.8,valid:0.1,test:0.1, or every:N",
      text, what));
}

Split::Part parse_part(const std::string& text, const std::string& part) {
  const std::size_t colon = part.find(':');
  if (colon == std::string::npos || colon == 0) fail(text, "a part without a name or a share");
  const std::string name = part.substr(0, colon);
  const bool plain =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
      std::string::npos;
  if (!plain) fail(text, "a name of other than letters, digits, - and _");
  double share = 0;
  const char* const end = part.data() + part.size();
  const auto [stop, error] = std::from_chars(part.data() + colon + 1, end, share);
  if (error != std::errc() || stop != end || !(share > 0 && share < 1))
    fail(text, "a share that is no number between 0 and 1");
  return {name, share};
}

arma::SpMat<arma::u32> columns(const arma::SpMat<arma::u32>& matrix, const std::vector<arma::uword>& which) {
  std::vector<arma::uword> rows, ends{0};
  std::vector<arma::u32> values;
  for (const arma::uword column : which) {
    const arma::uword begin = matrix.col_ptrs[column], end = matrix.col_ptrs[column + 1];
    rows.insert(rows.end(), matrix.row_indices + begin, matrix.row_indices + end);
    values.insert(values.end(), matrix.values + begin, matrix.values + end);
    ends.push_back(rows.size());
  }
  return arma::SpMat<arma::u32>(arma::uvec(rows), arma::uvec(ends), arma::Col<arma::u32>(values),
                                matrix.n_rows, which.size());
}

/// Without it, all documents that somebody chose by the SHA-256 of their names would be in one part.
constexpr std::string_view kSalt = "vilda split 1\n";

/// A number in [0, 1) that only the name decides.
double place_of(std::string_view name) {
  const std::string salted = std::string(kSalt).append(name);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest);
  std::uint64_t bits = 0;
  for (int byte = 0; byte < 8; ++byte) bits = bits << 8 | digest[byte];
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

}  // namespace

Split Split::parse(const std::string& text) {
  Split split;
  if (text.starts_with("every:")) {
    split.every = whole_number(std::string_view(text).substr(6)).value_or(0);
    if (split.every < 2) fail(text, "an N that is no whole number from 2");
    const double share = 1 / static_cast<double>(split.every);
    split.parts = {{"train", 1 - share}, {"test", share}};
    return split;
  }
  double sum = 0;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    split.parts.push_back(parse_part(text, part));
    sum += split.parts.back().share;
    for (std::size_t other = 0; other + 1 < split.parts.size(); ++other) {
      if (split.parts[other].name == split.parts.back().name) fail(text, "a part that comes twice");
    }
  }
  if (split.parts.size() > kMostParts) fail(text, "too many parts");
  if (split.parts.size() < 2 || std::abs(sum - 1) > 1e-9) fail(text, "shares that do not add up to 1");
  return split;
}

std::size_t Split::part_of(std::uint64_t document, std::string_view name) const {
  if (every > 0) return document % every == every - 1 ? 1 : 0;
  const double place = place_of(name);
  double end = 0;
  for (std::size_t part = 0; part + 1 < parts.size(); ++part) {
    end += parts[part].share;
    if (place < end) return part;
  }
  return parts.size() - 1;
}

std::vector<std::filesystem::path> files_of_parts(const std::filesystem::path& file,
                                                  const std::optional<Split>& split) {
  if (!split) return {file};
  std::vector<std::filesystem::path> files;
  for (const Split::Part& part : split->parts) {
    std::filesystem::path path = file;
    files.push_back(path.replace_extension(part.name + file.extension().string()));
  }
  return files;
}

std::vector<Corpus> parts_of(Corpus corpus, const std::optional<Split>& split) {
  if (!split) {
    std::vector<Corpus> whole;
    whole.push_back(std::move(corpus));
    return whole;
  }
  std::vector<std::vector<arma::uword>> documents(split->parts.size());
  for (std::size_t d = 0; d < corpus.num_documents(); ++d)
    documents[split->part_of(d, corpus.names[d])].push_back(d);
  std::vector<Corpus> parts;
  for (const auto& its_documents : documents) {
    Corpus& part = parts.emplace_back();
    part.counts = columns(corpus.counts, its_documents);
    part.vocabulary = corpus.vocabulary;
    for (const arma::uword d : its_documents) {
      part.names.push_back(corpus.names[d]);
      if (!corpus.labels.empty()) part.labels.push_back(corpus.labels[d]);
    }
  }
  return parts;
}

}  // namespace vilda::corpus
