#include "vilda/report/corpus_view.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "vilda/lda/held_out.hpp"
#include "vilda/math/views.hpp"

namespace vilda::report {
namespace {

constexpr std::size_t kChunk = 8192;  // documents inferred at a time

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// The best documents of one topic, kept as a heap whose front is the worst of them.
class BestDocuments {
 public:
  BestDocuments(Eigen::Index topic, std::size_t capacity) : topic_(topic), capacity_(capacity) {}

  void offer(std::size_t document, const Eigen::VectorXd& proportions) {
    if (best_.size() == capacity_) {
      if (capacity_ == 0 || best_.front().proportions[topic_] >= proportions[topic_]) return;
      std::ranges::pop_heap(best_, better());
      best_.pop_back();
    }
    best_.push_back({.document = document, .proportions = proportions});
    std::ranges::push_heap(best_, better());
  }

  std::vector<TypicalDocument> in_order() && {
    std::ranges::sort(best_, better());
    return std::move(best_);
  }

 private:
  std::function<bool(const TypicalDocument&, const TypicalDocument&)> better() const {
    return [topic = topic_](const TypicalDocument& a, const TypicalDocument& b) {
      const double p = a.proportions[topic], q = b.proportions[topic];
      return p != q ? p > q : a.document < b.document;
    };
  }

  Eigen::Index topic_;
  std::size_t capacity_;
  std::vector<TypicalDocument> best_;
};

/// Labels in the order they are shown, and each document's place among them.
struct Labels {
  std::vector<std::string> names;
  std::vector<std::size_t> documents;
  std::vector<std::size_t> of_document;
  bool are_numbered = false;
};

Labels order_labels(const std::vector<std::string>& of_documents) {
  std::map<std::string, std::size_t> documents;
  for (const std::string& label : of_documents) ++documents[label];
  Labels labels;
  for (const auto& [label, count] : documents) labels.names.push_back(label);
  labels.are_numbered =
      std::ranges::all_of(labels.names, [](const auto& name) { return !name.empty() && digit(name[0]); });
  if (labels.are_numbered) {
    std::ranges::stable_sort(labels.names, naturally_before);
  } else {
    std::ranges::stable_sort(labels.names, std::greater{},
                             [&](const auto& name) { return documents.at(name); });
  }
  std::map<std::string, std::size_t> places;
  for (const std::string& name : labels.names) {
    places[name] = labels.documents.size();
    labels.documents.push_back(documents.at(name));
  }
  for (const std::string& label : of_documents) labels.of_document.push_back(places.at(label));
  return labels;
}

void divide_rows_by_sums(Eigen::MatrixXd& matrix) {
  for (auto row : matrix.rowwise()) {
    if (const double sum = row.sum(); sum > 0) row /= sum;
  }
}

}  // namespace

bool naturally_before(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      const auto end_of_number = [](const std::string& text, std::size_t from) {
        while (from < text.size() && digit(text[from])) ++from;
        return from;
      };
      const std::size_t i_end = end_of_number(a, i), j_end = end_of_number(b, j);
      while (i < i_end && a[i] == '0') ++i;
      while (j < j_end && b[j] == '0') ++j;
      if (i_end - i != j_end - j) return i_end - i < j_end - j;
      if (const int order = a.compare(i, i_end - i, b, j, j_end - j); order != 0) return order < 0;
      i = i_end;
      j = j_end;
    } else if (a[i] != b[j]) {
      return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    } else {
      ++i;
      ++j;
    }
  }
  return a.size() - i < b.size() - j;
}

void for_each_document(const lda::Model& model, const corpus::Corpus& corpus,
                       const lda::DocumentOptions& options, const ProportionsSink& sink) {
  for (std::size_t first = 0; first < corpus.num_documents(); first += kChunk) {
    const std::size_t end = std::min(first + kChunk, corpus.num_documents());
    const math::Counts chunk = corpus.counts.cols(first, end - 1);
    const Eigen::MatrixXd gamma = lda::infer_documents(model, chunk, options).gamma;
    for (std::size_t d = first; d < end; ++d) {
      const auto column = gamma.col(static_cast<Eigen::Index>(d - first));
      sink(d, column / column.sum());
    }
  }
}

Eigen::MatrixXd CorpusView::correlations() const {
  Eigen::MatrixXd result =
      Eigen::MatrixXd::Identity(proportion_covariance.rows(), proportion_covariance.cols());
  for (Eigen::Index i = 0; i < result.rows(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      const double scale = std::sqrt(proportion_covariance(i, i) * proportion_covariance(j, j));
      result(i, j) = result(j, i) =
          scale > 0 ? std::clamp(proportion_covariance(i, j) / scale, -1.0, 1.0) : 0;
    }
  }
  return result;
}

CorpusView view_corpus(const lda::Model& model, const corpus::Corpus& corpus,
                       const lda::DocumentOptions& options, std::size_t documents_per_topic) {
  const Eigen::Index num_topics = model.topics.num_topics();
  Labels labels = order_labels(corpus.labels);
  CorpusView view;
  view.label_proportions = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(labels.names.size()), num_topics);
  view.mean_proportions = Eigen::VectorXd::Zero(num_topics);
  Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(num_topics, num_topics);
  std::vector<BestDocuments> best;
  for (Eigen::Index k = 0; k < num_topics; ++k) best.emplace_back(k, documents_per_topic);

  for_each_document(model, corpus, options, [&](std::size_t d, const Eigen::VectorXd& proportions) {
    ++view.num_documents;
    if (math::column_rows(corpus.counts, d).empty()) {
      ++view.empty_documents;
      return;
    }
    view.mean_proportions += proportions;
    squares.selfadjointView<Eigen::Lower>().rankUpdate(proportions);
    for (BestDocuments& of_topic : best) of_topic.offer(d, proportions);
    if (!labels.of_document.empty()) {
      view.label_proportions.row(static_cast<Eigen::Index>(labels.of_document[d])) += proportions.transpose();
    }
  });

  const double num_inferred =
      std::max(1.0, static_cast<double>(view.num_documents) - static_cast<double>(view.empty_documents));
  view.mean_proportions /= num_inferred;
  squares.triangularView<Eigen::StrictlyUpper>() = squares.transpose();
  view.proportion_covariance =
      squares / num_inferred - view.mean_proportions * view.mean_proportions.transpose();
  for (BestDocuments& of_topic : best) view.typical_documents.push_back(std::move(of_topic).in_order());
  divide_rows_by_sums(view.label_proportions);
  view.labels_are_numbered = labels.are_numbered;
  view.labels = std::move(labels.names);
  view.label_documents = std::move(labels.documents);
  return view;
}

}  // namespace vilda::report
