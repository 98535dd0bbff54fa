#pragma once

#include <cstddef>
#include <string_view>

namespace vilda::corpus {

/// Finds the URLs and e-mail addresses in a text: `scheme://...`, `www. ...` and `name@host.domain`, ASCII
/// characters only (RFC 3986, section 2; of RFC 5322 what is in use), without punctuation that ends a
/// sentence.
class AddressFinder {
 public:
  explicit AddressFinder(std::string_view text)
      : text_(text), scheme_(text.find("://")), www_(text.find("www.")), at_(text.find('@')) {}

  /// Goes to the next address; false if there is none.
  bool next();

  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }

 private:
  bool url_around(std::size_t colon);
  bool url_from(std::size_t www);
  bool email_around(std::size_t at);
  bool take_url(std::size_t begin, std::size_t host);

  std::string_view text_;
  std::size_t scheme_, www_, at_;  // the next of each, looked for again only once it is passed
  std::size_t begin_ = 0;
  std::size_t end_ = 0;  // of the last address: the next one begins here or later
};

/// Whether all of `token` is one address.
bool is_address(std::string_view token);

}  // namespace vilda::corpus
