#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/held_out_options.hpp"
#include "app/output_place.hpp"
#include "app/terminal.hpp"
#include "app/verb.hpp"
#include "vilda/error.hpp"
#include "vilda/io/csv.hpp"
#include "vilda/io/npy.hpp"
#include "vilda/io/output.hpp"
#include "vilda/lda/held_out.hpp"
#include "vilda/math/views.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

Json document_json(const corpus::HeldOutCorpus& documents, const Eigen::MatrixXd& proportions,
                   std::size_t d) {
  const auto row = proportions.row(static_cast<Eigen::Index>(d));
  return {{"name", documents.corpus.names[d]},
          {"proportions", std::vector<double>(row.begin(), row.end())},
          {"unknown_words", documents.unknown_words[d]},
          {"empty", math::column_rows(documents.corpus.counts, d).empty()}};
}

std::string jsonl(const corpus::HeldOutCorpus& documents, const Eigen::MatrixXd& proportions) {
  std::string lines;
  for (std::size_t d = 0; d < documents.corpus.num_documents(); ++d) {
    lines += document_json(documents, proportions, d).dump() + "\n";
  }
  return lines;
}

std::string csv(const corpus::HeldOutCorpus& documents, const Eigen::MatrixXd& proportions) {
  std::string lines = "name";
  for (Eigen::Index k = 0; k < proportions.cols(); ++k) lines += fmt::format(",topic_{}", k);
  lines += "\n";
  for (Eigen::Index d = 0; d < proportions.rows(); ++d) {
    lines += io::csv_field(documents.corpus.names[static_cast<std::size_t>(d)]);
    for (const double proportion : proportions.row(d)) lines += fmt::format(",{}", proportion);
    lines += "\n";
  }
  return lines;
}

class InferVerb : public Verb {
 public:
  std::string name() const override { return "infer"; }
  std::string summary() const override { return "gives the topic proportions of documents"; }
  std::string usage() const override {
    return "infer DIR CORPUS... [--output FILE.npy|FILE.csv|FILE.jsonl|-] [options]";
  }
  std::string examples() const override {
    return "  vilda infer news more-news.txt                         # a JSON object a line\n"
           "  vilda infer news more-news.txt --output proportions.npy\n";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    held_out_.add(options, positional);
    options.add_options()  //
        ("output,o", po::value(&output_)->default_value("-")->value_name("FILE"),
         "FILE.npy (documents x topics, float32), FILE.csv, FILE.jsonl, or - for JSON lines on standard "
         "output")  //
        ("force", po::bool_switch(&force_), "replace what stands there");
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    const std::string kind = require_output(common);
    held_out_.require_both(usage());
    const HeldOut held_out = held_out_.read(common, given);
    const corpus::HeldOutCorpus& documents = held_out.documents;
    const lda::HeldOutInference inference =
        lda::infer_documents(held_out.model, documents.corpus.counts, held_out_.document());
    const Eigen::MatrixXd proportions = inference.proportions();
    if (kind == ".npy") {
      io::write_file(
          output_, [&](const io::Sink& to) { io::write_npy(proportions, io::NpyType::float32, to); }, force_);
    }
    if (kind == ".csv") io::write_file(output_, csv(documents, proportions), force_);
    if (kind == ".jsonl") io::write_file(output_, jsonl(documents, proportions), force_);
    if (kind == "-") fmt::print("{}", jsonl(documents, proportions));
    if (common.json) print_json(documents, proportions);
    if (inference.ledger.converged < inference.ledger.documents && !common.quiet) {
      tell("{} of {} documents did not converge; --document-iterations allows more\n",
           inference.ledger.documents - inference.ledger.converged, inference.ledger.documents);
    }
    return done;
  }

 private:
  /// What to write: an ending, "-", or "json" for one document on standard output.
  std::string require_output(const CommonOptions& common) const {
    if (output_ == "-") return common.json ? "json" : "-";
    const std::string ending = std::filesystem::path(output_).extension();
    if (ending != ".npy" && ending != ".csv" && ending != ".jsonl") {
      throw InvalidOption(
          fmt::format("--output is \"{}\"; it must end in .npy, .csv or .jsonl, or be -", output_));
    }
    require_place(output_, force_, io::OutputKind::file, held_out_.inputs());
    return ending;
  }

  static void print_json(const corpus::HeldOutCorpus& documents, const Eigen::MatrixXd& proportions) {
    Json list = Json::array();
    for (std::size_t d = 0; d < documents.corpus.num_documents(); ++d) {
      list.push_back(document_json(documents, proportions, d));
    }
    fmt::print("{}\n", Json{{"documents", std::move(list)}}.dump());
  }

  HeldOutOptions held_out_;
  std::string output_;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_infer() {
  return std::make_unique<InferVerb>();
}

}  // namespace vilda::app
