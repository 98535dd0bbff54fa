#include "vilda/io/file_hash.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "vilda/error.hpp"

namespace vilda::io {
namespace {

void check(bool worked) {
  if (!worked) throw Failure("OpenSSL cannot compute a SHA-256");
}

}  // namespace

std::string sha256_of(const std::vector<std::filesystem::path>& files) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  check(context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
  std::array<char, 1 << 16> block;
  for (const std::filesystem::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadInput(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
    while (file.read(block.data(), block.size()) || file.gcount() > 0)
      check(EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(file.gcount())) == 1);
    if (file.bad()) throw BadInput(fmt::format("{}: cannot be read to its end", path.string()));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  check(EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1);
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + size, ""));
}

}  // namespace vilda::io
