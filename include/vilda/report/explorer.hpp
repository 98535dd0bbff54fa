#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vilda/corpus/corpus.hpp"
#include "vilda/lda/model.hpp"
#include "vilda/report/corpus_view.hpp"
#include "vilda/report/word_ranking.hpp"

/// The topic explorer: one HTML file that needs no network.
namespace vilda::report {

/// A corpus that the page shows.
struct ShownCorpus {
  const corpus::Corpus* corpus = nullptr;
  CorpusView view;
  std::map<std::size_t, std::string> texts;  ///< of documents, where there is text
};

struct ExplorerContent {
  std::string title;
  const lda::Model* model = nullptr;
  const WordRanking* words = nullptr;
  Eigen::VectorXd word_counts;  ///< V
  Eigen::MatrixXd divergences;  ///< K x K: jensen_shannon
  Eigen::MatrixXd places;       ///< K x 2: classical_scaling
  std::vector<lda::TracePass> trace;
  std::vector<std::pair<std::string, std::string>> facts;    ///< about the model
  std::vector<std::pair<std::string, std::string>> metrics;  ///< its quality, where it was measured
  std::optional<ShownCorpus> corpus;

  std::size_t words_per_topic = 30;
  double relevance_lambda = 0.6;          ///< where the slider stands at first
  std::size_t max_search_words = 100000;  ///< the most frequent ones, besides those in the charts
};

/// The page. All text from outside is data in it: `<`, `>`, `&` and the line separators of JavaScript are
/// escaped, and a policy in the page forbids every script, style and request but its own.
std::string explorer_html(const ExplorerContent& content);

/// A corpus' file name as a title: `.../state-of-the-union.train.tsv.gz` gives `state of the union`.
std::string title_of(const std::string& corpus);

}  // namespace vilda::report
