#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vilda::app {

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
