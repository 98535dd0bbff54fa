#pragma once

#include <string>
#include <string_view>

#include "vilda/report/explorer.hpp"

namespace vilda::report {

enum class Figure {
  trace,         ///< the bound over the passes
  sizes,         ///< the topics' shares of the corpus, with their words
  correlations,  ///< Pearson's, of the topics' proportions over the documents; needs a corpus
};

Figure figure_named(std::string_view name);  ///< throws InvalidOption

/// One SVG document without scripts or fonts of its own. Throws InvalidOption where `content` lacks what it
/// shows.
std::string figure_svg(const ExplorerContent& content, Figure figure);

}  // namespace vilda::report
