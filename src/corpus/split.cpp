#include "vilda/corpus/split.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <charconv>
#include <cmath>
#include <sstream>

#include "corpus/fields.hpp"
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

/// A number in [0, 1) that only the name decides.
double place_of(std::string_view name) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest);
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

}  // namespace vilda::corpus
