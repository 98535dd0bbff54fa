#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "vilda/corpus/field_names.hpp"
#include "vilda/corpus/format.hpp"

namespace vilda::corpus {

/// The text of the documents of the given numbers, from files in a text format, which are one corpus; a text
/// of more than `max_characters` is cut there and ends in an ellipsis. Reads each file once. Nothing for
/// formats that hold counts. Throws as read_corpus.
std::map<std::size_t, std::string> document_texts(const std::vector<std::filesystem::path>& sources,
                                                  Format format, std::vector<std::size_t> documents,
                                                  std::size_t max_characters, const FieldNames& fields = {});

}  // namespace vilda::corpus
