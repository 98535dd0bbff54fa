#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "app/corpus_facts.hpp"
#include "app/corpus_options.hpp"
#include "app/meaningless_options.hpp"
#include "app/open_model.hpp"
#include "app/terminal.hpp"
#include "app/verb.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"
#include "vilda/lda/model_directory.hpp"

namespace vilda::app {
namespace {

class InfoVerb : public Verb {
 public:
  std::string name() const override { return "info"; }
  std::string summary() const override { return "says what a model or a corpus is"; }
  std::string usage() const override { return "info DIR|FILE... [options]"; }
  std::string examples() const override {
    return "  vilda info news\n"
           "  vilda info docword.kos.txt.gz --vocabulary vocab.kos.txt --json\n";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    options.add_options()("path", po::value(&paths_)->value_name("PATH"),
                          "a model directory, or a corpus of one file or several");
    reading_.add_format(options);
    reading_.add_reading(options);
    reading_.add_pruning(options);
    positional.add("path", -1);
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    if (paths_.empty()) throw InvalidOption("no model or corpus is given; expected vilda " + usage());
    path_ = fmt::format("{}", fmt::join(paths_, ", "));
    if (paths_.size() > 1) {
      require_no_model();
      print_corpus(common, given);
    } else if (is_model(path_)) {
      refuse_meaningless(given, CorpusOptions::reading_names(), "for a model");
      refuse_meaningless(given, {"format", "min-df", "max-df", "max-words"}, "for a model");
      print_model(common);
    } else if (corpus::is_store(path_) && !reading_.resolved(given).prune.any()) {
      print_store(common, given);
    } else {
      print_corpus(common, given);
    }
    return done;
  }

 private:
  static bool is_model(const std::string& path) {
    std::error_code ignored;  // of a link to itself, say, which is no model
    return std::filesystem::exists(std::filesystem::path(path) / "model.json", ignored);
  }

  void require_no_model() const {
    for (const std::string& path : paths_)
      if (is_model(path)) throw InvalidOption(fmt::format("{} is a model; expected it alone", path));
  }

  void print_model(const CommonOptions& common) const {
    const lda::Model model = open_model(path_, common.quiet);
    if (common.json) {
      fmt::print("{}", lda::model_json(path_));
      return;
    }
    fmt::print(
        "{}: {} topics of {} words\nfrom {} documents, {} tokens, sha256 {}\nby {}, seed {}, {} passes, {}\n"
        "bound {:.3f} nats, {:.5f} a token\n",
        path_, model.topics.num_topics(), grouped(model.vocabulary.size()), grouped(model.num_documents),
        grouped(model.num_tokens), model.corpus_sha256, model.method, model.seed, model.passes,
        model.converged ? "converged" : "not converged", model.elbo_nats, model.elbo_per_token_nats());
  }

  void print_corpus(const CommonOptions& common, const po::variables_map& given) const {
    corpus::ReadReport report;
    const corpus::Corpus corpus = corpus::read_corpus(
        std::vector<std::filesystem::path>(paths_.begin(), paths_.end()), reading_.resolved(given), &report);
    if (!common.json) {
      fmt::print("{}\n{} pairs, sha256 {}\n", description(path_, report), grouped(corpus.num_pairs()),
                 corpus::sha256(corpus));
      return;
    }
    fmt::print("{}\n", facts_of(corpus, report).dump(2));
  }

  void print_store(const CommonOptions& common, const po::variables_map& given) const {
    const corpus::Format format = reading_.resolved(given).format;
    if (format != corpus::Format::automatic && format != corpus::Format::store)
      throw InvalidOption(
          fmt::format("--format is {}; {} is a corpus store", corpus::name_of(format), path_));
    const corpus::CorpusStore store(path_);
    store.verify();
    if (common.json) {
      fmt::print("{}\n", facts_of(store).dump(2));
    } else {
      fmt::print("{}: store, {}\n", path_, sentence_about(store));
    }
  }

  std::vector<std::string> paths_;
  std::string path_;  // of one; of several, what messages call them
  CorpusOptions reading_;
};

}  // namespace

std::unique_ptr<Verb> make_info() {
  return std::make_unique<InfoVerb>();
}

}  // namespace vilda::app
