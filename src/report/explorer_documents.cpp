#include <algorithm>

#include "report/base64.hpp"
#include "report/explorer_json.hpp"
#include "vilda/math/views.hpp"

namespace vilda::report {
namespace {

constexpr std::size_t kTopicsOfDocument = 8;
constexpr double kLeastShare = 0.02;
constexpr std::size_t kWordsOfDocument = 250;

Json topics_of(const Eigen::VectorXd& proportions, Eigen::Index always) {
  Json list = Json::array();
  for (const Eigen::Index k : largest(proportions, kTopicsOfDocument)) {
    if (proportions[k] >= kLeastShare || k == always) list.push_back({k, proportions[k]});
  }
  return list;
}

/// The topic that a word of the document most likely comes from: the largest theta_dk E[beta_kw].
Eigen::Index topic_of_word(const lda::Model& model, const Eigen::VectorXd& proportions, Eigen::Index word) {
  Eigen::Index topic = 0;
  proportions.cwiseProduct(model.topics.mean(word)).maxCoeff(&topic);
  return topic;
}

Json document_json(const ExplorerContent& content, const TypicalDocument& document, Eigen::Index topic) {
  const ShownCorpus& shown = *content.corpus;
  Json json{{"name", shown.corpus->names[document.document]}};
  if (!shown.corpus->labels.empty()) json["label"] = shown.corpus->labels[document.document];
  json["topics"] = topics_of(document.proportions, topic);
  if (const auto text = shown.texts.find(document.document); text != shown.texts.end())
    json["text"] = text->second;
  const auto ids = math::column_rows(shown.corpus->counts, document.document);
  const auto counts = math::column_values(shown.corpus->counts, document.document);
  const auto frequent = largest(counts.cast<double>().matrix(), kWordsOfDocument);
  Json& words = json["words"] = Json::array();
  for (const Eigen::Index i : frequent) {
    const std::size_t word = ids[static_cast<std::size_t>(i)];
    words.push_back({content.model->vocabulary.word(word), counts[i],
                     topic_of_word(*content.model, document.proportions, static_cast<Eigen::Index>(word))});
  }
  return json;
}

Json labels_json(const CorpusView& view) {
  if (view.labels.empty()) return nullptr;
  std::vector<float> proportions;
  for (Eigen::Index l = 0; l < view.label_proportions.rows(); ++l)
    for (const double share : view.label_proportions.row(l)) proportions.push_back(static_cast<float>(share));
  return {{"names", view.labels},
          {"documents", view.label_documents},
          {"proportions", base64(proportions)},
          {"numbered", view.labels_are_numbered}};
}

}  // namespace

void add_corpus_json(const ExplorerContent& content, Json& page) {
  page["documents"] = nullptr;
  page["typical"] = Json::array();
  page["empty_documents"] = 0;
  page["labels"] = nullptr;
  if (!content.corpus) return;
  const CorpusView& view = content.corpus->view;
  std::map<std::size_t, std::size_t> places;  // of documents in the page
  Json documents = Json::array();
  for (std::size_t k = 0; k < view.typical_documents.size(); ++k) {
    Json typical = Json::array();
    for (const TypicalDocument& document : view.typical_documents[k]) {
      const auto [place, added] = places.emplace(document.document, documents.size());
      if (added) documents.push_back(document_json(content, document, static_cast<Eigen::Index>(k)));
      typical.push_back(place->second);
    }
    page["typical"].push_back(std::move(typical));
  }
  page["documents"] = std::move(documents);
  page["empty_documents"] = view.empty_documents;
  page["labels"] = labels_json(view);
}

}  // namespace vilda::report
