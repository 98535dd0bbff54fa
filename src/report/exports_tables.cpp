#include <fmt/format.h>

#include "vilda/io/csv.hpp"
#include "vilda/report/exports.hpp"
#include "vilda/report/slider_words.hpp"

namespace vilda::report {
namespace {

std::string topics_table(const ExplorerContent& content) {
  std::string table = "topic,weight,x,y\n";
  for (Eigen::Index k = 0; k < content.words->num_topics(); ++k)
    table += fmt::format("{},{},{},{}\n", k, content.words->topic_weights()[k], content.places(k, 0),
                         content.places(k, 1));
  return table;
}

std::string words_table(const ExplorerContent& content) {
  std::string table = "topic,word,probability,lift,frex,count\n";
  for (Eigen::Index k = 0; k < content.words->num_topics(); ++k) {
    for (const SliderWord& shown : slider_words(*content.words, k, content.words_per_topic)) {
      const auto word = static_cast<Eigen::Index>(shown.word);
      table +=
          fmt::format("{},{},{},{},{},{}\n", k, io::csv_field(content.model->vocabulary.word(shown.word)),
                      shown.probability, content.words->lift(k, word), shown.frex, content.word_counts[word]);
    }
  }
  return table;
}

std::string distances_table(const ExplorerContent& content) {
  std::string table = "topic,other,jensen_shannon_nats\n";
  for (Eigen::Index k = 0; k < content.divergences.rows(); ++k)
    for (Eigen::Index other = 0; other < k; ++other)
      table += fmt::format("{},{},{}\n", k, other, content.divergences(k, other));
  return table;
}

std::string trace_table(const ExplorerContent& content) {
  std::string table = "pass,elbo_nats";
  if (!content.trace.empty())
    for (const auto& [name, value] : content.trace[0].summary.elbo->terms())
      table += "," + io::csv_field(name);
  table += ",estimate,documents,documents_converged,inner_iterations,seconds\n";
  for (const auto& [summary, ledger, estimate] : content.trace) {
    table += fmt::format("{},{}", summary.passes, summary.elbo->total());
    for (const auto& [name, value] : summary.elbo->terms()) table += fmt::format(",{}", value);
    table += fmt::format(",{},{},{},{},{}\n", estimate, ledger.documents, ledger.converged, ledger.iterations,
                         summary.seconds);
  }
  return table;
}

std::string facts_table(const ExplorerContent& content) {
  std::string table = "name,value\n";
  for (const auto& list : {content.facts, content.metrics})
    for (const auto& [name, value] : list) table += io::csv_field(name) + "," + io::csv_field(value) + "\n";
  return table;
}

std::string documents_table(const ShownCorpus& shown) {
  std::string table = "topic,rank,document,name,label,proportion\n";
  for (std::size_t k = 0; k < shown.view.typical_documents.size(); ++k) {
    int rank = 0;
    for (const auto& [document, proportions] : shown.view.typical_documents[k]) {
      table += fmt::format("{},{},{},{},{},{}\n", k, ++rank, document,
                           io::csv_field(shown.corpus->names[document]),
                           shown.corpus->labels.empty() ? "" : io::csv_field(shown.corpus->labels[document]),
                           proportions[static_cast<Eigen::Index>(k)]);
    }
  }
  return table;
}

std::string labels_table(const CorpusView& view) {
  std::string table = "label,documents,topic,proportion\n";
  for (std::size_t l = 0; l < view.labels.size(); ++l) {
    for (Eigen::Index k = 0; k < view.label_proportions.cols(); ++k)
      table += fmt::format("{},{},{},{}\n", io::csv_field(view.labels[l]), view.label_documents[l], k,
                           view.label_proportions(static_cast<Eigen::Index>(l), k));
  }
  return table;
}

}  // namespace

std::map<std::string, std::string> csv_tables(const ExplorerContent& content) {
  std::map<std::string, std::string> tables{{"topics.csv", topics_table(content)},
                                            {"words.csv", words_table(content)},
                                            {"distances.csv", distances_table(content)},
                                            {"trace.csv", trace_table(content)},
                                            {"facts.csv", facts_table(content)}};
  if (content.corpus) {
    tables["documents.csv"] = documents_table(*content.corpus);
    if (!content.corpus->view.labels.empty()) tables["labels.csv"] = labels_table(content.corpus->view);
  }
  return tables;
}

}  // namespace vilda::report
