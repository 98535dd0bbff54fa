#include "corpus/text/address_finder.hpp"

#include <algorithm>

namespace vilda::corpus {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";

bool is_letter(char c) {
  return kLetters.find(c) != kLetters.npos;
}

bool is_letter_or_digit(char c) {
  return is_letter(c) || kDigits.find(c) != kDigits.npos;
}

bool is_in_url(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

/// What ends a sentence, or closes a bracket that was opened before it, is not part of a URL.
std::string_view without_punctuation(std::string_view url) {
  auto round_unopened = std::ranges::count(url, ')') - std::ranges::count(url, '(');
  auto square_unopened = std::ranges::count(url, ']') - std::ranges::count(url, '[');
  const auto is_punctuation = [&](char last) {
    if (last == ')') return round_unopened-- > 0;
    if (last == ']') return square_unopened-- > 0;
    return std::string_view(".,;:!?'*_~").find(last) != std::string_view::npos;
  };
  while (!url.empty() && is_punctuation(url.back())) url.remove_suffix(1);
  return url;
}

}  // namespace

bool AddressFinder::next() {
  for (std::size_t from = end_; from < text_.size();) {
    if (scheme_ < from) scheme_ = text_.find("://", from);
    if (www_ < from) www_ = text_.find("www.", from);
    if (at_ < from) at_ = text_.find('@', from);
    const std::size_t first = std::min({scheme_, www_, at_});
    if (first == text_.npos) return false;
    if (first == at_ ? email_around(at_) : first == www_ ? url_from(www_) : url_around(scheme_)) return true;
    from = first + 1;
  }
  return false;
}

bool AddressFinder::url_around(std::size_t colon) {
  std::size_t begin = colon;
  while (begin > end_ && (is_letter_or_digit(text_[begin - 1]) ||
                          std::string_view("+-.").find(text_[begin - 1]) != std::string_view::npos)) {
    --begin;
  }
  while (begin < colon && !is_letter(text_[begin])) ++begin;
  return begin < colon && take_url(begin, colon + 3);
}

bool AddressFinder::url_from(std::size_t www) {
  const bool begins_here = www == end_ || !is_in_url(text_[www - 1]) ||
                           std::string_view("('[").find(text_[www - 1]) != std::string_view::npos;
  return begins_here && take_url(www, www + 4);
}

bool AddressFinder::take_url(std::size_t begin, std::size_t host) {
  if (host >= text_.size() || !is_letter_or_digit(text_[host])) return false;
  std::size_t end = host;
  while (end < text_.size() && is_in_url(text_[end])) ++end;
  begin_ = begin;
  end_ = begin + without_punctuation(text_.substr(begin, end - begin)).size();
  return true;
}

bool AddressFinder::email_around(std::size_t at) {
  const auto is_in_name = [](char c) {
    return is_letter_or_digit(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
  };
  std::size_t begin = at;
  while (begin > end_ && is_in_name(text_[begin - 1])) --begin;
  while (begin < at && !is_letter_or_digit(text_[begin])) ++begin;
  std::size_t end = at + 1;
  while (end < text_.size() && (is_letter_or_digit(text_[end]) || text_[end] == '-' || text_[end] == '.'))
    ++end;
  while (end > at && !is_letter_or_digit(text_[end - 1])) --end;
  const std::string_view host = end > at ? text_.substr(at + 1, end - at - 1) : std::string_view();
  const std::size_t dot = host.rfind('.');
  const bool has_domain =
      dot != host.npos && dot > 0 && host.size() > dot + 2 &&
      std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_letter);
  if (begin == at || !has_domain || !is_letter_or_digit(host[0])) return false;
  begin_ = begin;
  end_ = end;
  return true;
}

bool is_address(std::string_view token) {
  AddressFinder addresses(token);
  return addresses.next() && addresses.begin() == 0 && addresses.end() == token.size();
}

}  // namespace vilda::corpus
