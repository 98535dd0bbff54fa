#include "app/terminal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "corpus/bytes/utf8.hpp"

namespace vilda::app {

void open_standard_streams() {
  const auto open_if_closed = [](int descriptor, int how) {  // open gives the smallest number that is free
    if (::fcntl(descriptor, F_GETFD) == -1) ::open("/dev/null", how);
  };
  open_if_closed(STDIN_FILENO, O_WRONLY);   // reading fails
  open_if_closed(STDOUT_FILENO, O_RDONLY);  // printing fails
  open_if_closed(STDERR_FILENO, O_WRONLY);
}

bool can_redraw_progress() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && term != nullptr && std::string_view(term) != "dumb";
}

int terminal_width(int descriptor) {
  constexpr int unknown = 100;
  winsize size{};
  if (::isatty(descriptor) == 0 || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return unknown;
  return size.ws_col > 0 ? size.ws_col : unknown;
}

std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t length = corpus::utf8_character_length(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte == '\n' || byte == '\r' || byte == '\t') {
      line += ' ';
    } else if (length == 0 || byte < 0x20 || byte == 0x7F) {
      line += fmt::format("\\x{:02X}", byte);
    } else {
      line += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return line;
}

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t left = digits.size(); left > 3;) digits.insert(left -= 3, ",");
  return digits;
}

}  // namespace vilda::app
