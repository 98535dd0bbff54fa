#include <fmt/format.h>

#include <algorithm>

#include "corpus/bytes/byte_source.hpp"
#include "corpus/bytes/quote.hpp"
#include "corpus/bytes/utf8.hpp"
#include "corpus/formats/text_readers.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

namespace fs = std::filesystem;

/// Names of documents are text, which other formats and JSON can hold.
void require_text(const fs::path& folder, const std::string& name) {
  if (valid_text_prefix(name) == name.size()) return;
  throw BadInput(
      fmt::format("{}: found a file named {}; expected a name in UTF-8", display_name(folder), quote(name)));
}

/// The files of a folder and of those in it, by their paths from there; hidden ones are left out.
std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  try {
    for (fs::recursive_directory_iterator entry(folder), end; entry != end; ++entry) {
      if (entry->path().filename().string().starts_with('.')) {
        if (entry->is_directory()) entry.disable_recursion_pending();
      } else if (entry->is_regular_file()) {
        names.push_back(entry->path().lexically_relative(folder).generic_string());
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw BadInput(fmt::format("{}: cannot be read: {}; expected a folder", display_name(folder),
                               error.code().message()));
  }
  std::ranges::sort(names);
  for (const std::string& name : names) require_text(folder, name);
  return names;
}

std::string read_whole(const fs::path& file, const LongestText& longest) {
  std::string text;
  LineReader lines(file);
  lines.set_limit(longest);
  while (lines.next_text()) {
    lines.require_within_limit(text.size() + lines.line().size());
    text += lines.line();
    text += '\n';
  }
  return text;
}

}  // namespace

void read_folder(const fs::path& folder, const TextSink& sink, const LongestText& longest) {
  const std::vector<std::string> names = files_in(folder);
  const bool has_labels =
      std::ranges::any_of(names, [](const auto& name) { return name.find('/') != name.npos; });
  for (const std::string& name : names) {
    const std::string text = read_whole(folder / name, longest);
    const std::string label = fs::path(name).parent_path().generic_string();
    sink({.name = name,
          .label = has_labels ? std::optional<std::string_view>(label) : std::nullopt,
          .text = text});
  }
}

}  // namespace vilda::corpus
