#pragma once

#include <string>
#include <string_view>

/// Text for the eye, on standard output.
namespace vilda::app {

/// Whether standard output is a terminal that shows colours: NO_COLOR and TERM=dumb are honoured.
bool stdout_has_colour();

/// Columns to use on standard output: those that COLUMNS says, else the terminal's; 0 for no limit, where it
/// is no terminal.
int stdout_columns();

std::string bold(std::string_view text);  ///< the text itself where there is no colour
std::string faint(std::string_view text);

/// UTF-8 text with its control characters replaced by U+FFFD, so that a word cannot steer a terminal.
std::string printable(std::string_view text);

/// The columns that UTF-8 text takes on a terminal: two for wide characters, none for combining ones.
int display_width(std::string_view text);

/// The text cut to so many columns, an ellipsis last where something is missing.
std::string cut_to_width(const std::string& text, int columns);

/// The text cut to the columns of standard output.
std::string fitted(const std::string& text);

std::string padded(const std::string& text, int columns);  ///< with spaces to the right

/// A bar of so many columns for a share in [0, 1] of it, in eighths of a column; padded with spaces.
std::string bar(double share, int columns);

}  // namespace vilda::app
