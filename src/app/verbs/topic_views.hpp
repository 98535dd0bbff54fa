#pragma once

#include <Eigen/Core>
#include <string>

#include "app/held_out_options.hpp"
#include "vilda/report/word_ranking.hpp"

/// The views of `vilda topics`, each as lines for people, as CSV or as JSON.
namespace vilda::app {

enum class Shape { lines, csv, json };

struct TopicsRequest {
  const lda::Model& model;
  const report::WordRanking& words;
  Eigen::VectorXd word_counts;  ///< V: in the corpus that is given, else as the model has it
  const HeldOut* held_out;      ///< null where no corpus is given
  lda::DocumentOptions document;

  Shape shape = Shape::lines;
  std::size_t num_words = 10;
  report::Ranking ranking = report::Ranking::probability;
  double relevance_lambda = 0.6;

  std::vector<report::RankedWord> best(Eigen::Index topic) const {
    return words.best(topic, num_words, ranking, relevance_lambda);
  }
  double word_count(std::size_t word) const { return word_counts[static_cast<Eigen::Index>(word)]; }
};

void show_all_topics(const TopicsRequest& request);
void show_topic(const TopicsRequest& request, Eigen::Index topic);
void show_word(const TopicsRequest& request, const std::string& word);
void show_documents(const TopicsRequest& request);  ///< needs a corpus

}  // namespace vilda::app
