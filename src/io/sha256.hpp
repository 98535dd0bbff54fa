#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace vilda::io {

/// The SHA-256 (FIPS 180-4) of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view bytes);
  std::string hexadecimal();  ///< 64 digits; once, at the end

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace vilda::io
