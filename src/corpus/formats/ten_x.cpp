#include "corpus/formats/ten_x.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/bytes/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> find(const fs::path& folder, std::initializer_list<const char*> names) {
  std::error_code ignored;
  for (const std::string name : names) {
    for (const char* ending : {"", ".gz", ".zst"}) {
      if (const fs::path file = folder / (name + ending); fs::is_regular_file(file, ignored)) return file;
    }
  }
  return std::nullopt;
}

struct Gene {
  std::string id, name;
};

std::vector<Gene> read_genes(const fs::path& features) {
  std::vector<Gene> genes;
  for (LineReader lines(features); lines.next_text();) {
    const std::string_view line = lines.line();
    const std::size_t id_end = line.find('\t');
    const std::size_t name_end = std::min(line.find('\t', id_end + 1), line.size());
    if (id_end == line.npos || id_end == 0 || name_end == id_end + 1)
      lines.fail(fmt::format("found {}; expected id<TAB>name", quote(line)));
    genes.push_back(
        {std::string(line.substr(0, id_end)), std::string(line.substr(id_end + 1, name_end - id_end - 1))});
  }
  return genes;
}

}  // namespace

std::optional<TenX> ten_x_at(const fs::path& path) {
  std::error_code ignored;
  const bool is_folder = fs::is_directory(path, ignored);
  if (!is_folder && !path.filename().string().starts_with("matrix.mtx")) return std::nullopt;
  const fs::path folder = is_folder ? path : path.parent_path();
  const auto matrix = is_folder ? find(folder, {"matrix.mtx"}) : path;
  const auto features = find(folder, {"features.tsv", "genes.tsv"});
  const auto barcodes = find(folder, {"barcodes.tsv"});
  if (!matrix || !features || !barcodes) return std::nullopt;
  return TenX{.matrix = *matrix, .features = *features, .barcodes = *barcodes};
}

Vocabulary genes_of(const TenX& files) {
  const std::vector<Gene> genes = read_genes(files.features);
  std::unordered_map<std::string_view, int> times;
  for (const Gene& gene : genes) ++times[gene.name];
  std::vector<std::string> words;
  std::unordered_map<std::string, std::size_t> line_of;
  for (const Gene& gene : genes) {
    words.push_back(times[gene.name] == 1 ? gene.name : gene.name + "." + gene.id);
    const auto [first, is_new] = line_of.emplace(words.back(), words.size());
    if (is_new) continue;
    throw BadInput(fmt::format("{}:{}: found {}, which is also on line {}; expected each gene once",
                               display_name(files.features), words.size(), quote(words.back()),
                               first->second));
  }
  return Vocabulary(std::move(words));
}

std::vector<std::string> cells_of(const TenX& files) {
  std::vector<std::string> cells;
  for (LineReader lines(files.barcodes); lines.next_text();) cells.emplace_back(lines.line());
  return cells;
}

}  // namespace vilda::corpus
