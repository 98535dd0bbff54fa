#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "vilda/corpus/vocabulary.hpp"

namespace vilda::corpus {

/// Single-cell counts as Cell Ranger of 10x Genomics writes them: matrix.mtx with a gene a row and a cell a
/// column, and beside it features.tsv (before version 3 genes.tsv) and barcodes.tsv; each plain or
/// compressed.
struct TenX {
  std::filesystem::path matrix, features, barcodes;
};

/// The three files in a folder, or beside a file that is the matrix; none unless all are there.
std::optional<TenX> ten_x_at(const std::filesystem::path& path);

/// The genes: their names (the second column of features.tsv), followed by a dot and their ids where several
/// genes have the same name. Throws BadInput, with the line.
Vocabulary genes_of(const TenX& files);

/// The cells: their barcodes, a line each. Throws BadInput.
std::vector<std::string> cells_of(const TenX& files);

}  // namespace vilda::corpus
