#pragma once

#include <map>
#include <string>

#include "vilda/report/explorer.hpp"

/// What the explorer shows, for other programs.
namespace vilda::report {

/// The JSON that the pages of LDAvis and pyLDAvis read: `mdsDat`, `tinfo`, `token.table`, `R`, `lambda.step`,
/// `plot.opts`, `topic.order`. Its topics count from 1, as that format does: its topic i is topic i - 1 here,
/// and `topic.order` keeps the model's order. Sievert & Shirley (2014), LDAvis.
std::string pyldavis_json(const ExplorerContent& content);

/// CSV tables by file name: `topics.csv`, `words.csv`, `distances.csv`, `trace.csv`, `facts.csv`, and with a
/// corpus `documents.csv` and, where there are labels, `labels.csv`.
std::map<std::string, std::string> csv_tables(const ExplorerContent& content);

}  // namespace vilda::report
