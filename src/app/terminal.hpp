#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace vilda::app {

/// Prints on stderr. Where that cannot be written the message is lost, and not the work.
template <class... Arguments>
void tell(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = fmt::format(format, std::forward<Arguments>(arguments)...);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

/// Puts something in the place of each standard stream that is closed, so that no file which is opened later
/// gets its number and what is meant for the stream. Reading and printing fail as before; messages are lost.
void open_standard_streams();

/// Whether stderr is a terminal that can go back to the start of a line.
bool can_redraw_progress();

/// Columns of the terminal behind a file descriptor; 100 where it is none.
int terminal_width(int descriptor);

/// The text with its line breaks and tabs turned into spaces, and what a terminal should not be sent (control
/// characters, bytes that are not UTF-8) as \xNN.
std::string one_line(std::string_view text);

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

}  // namespace vilda::app
