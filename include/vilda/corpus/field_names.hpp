#pragma once

#include <optional>
#include <string>

namespace vilda::corpus {

/// Where the parts of a document stand in formats that name them: csv (a column's name in the heading, or its
/// number from 1) and jsonl. Without one, the text is in "text", and the label and name in "label" and "name"
/// where these are there. A csv whose columns are all given by number has no heading.
struct FieldNames {
  std::optional<std::string> text;   ///< `--text-field`, `--text-column`
  std::optional<std::string> label;  ///< `--label-field`, `--label-column`
  std::optional<std::string> name;   ///< `--name-field`, `--name-column`

  bool any() const { return text || label || name; }
};

}  // namespace vilda::corpus
