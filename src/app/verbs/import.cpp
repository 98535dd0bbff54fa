#include "vilda/corpus/import.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

#include "app/corpus_facts.hpp"
#include "app/corpus_options.hpp"
#include "app/memory_size.hpp"
#include "app/output_place.hpp"
#include "app/terminal.hpp"
#include "app/verb.hpp"
#include "vilda/corpus/store.hpp"
#include "vilda/error.hpp"

namespace vilda::app {
namespace {

namespace fs = std::filesystem;

class ImportVerb : public Verb {
 public:
  std::string name() const override { return "import"; }
  std::string summary() const override { return "reads a corpus and writes a corpus store (.vc)"; }
  std::string usage() const override { return "import SOURCE... --output FILE.vc [options]"; }
  std::string examples() const override {
    return "  vilda import news.txt --output news.vc                          # a document a line\n"
           "  vilda import 2023.jsonl.gz 2024.jsonl.gz --output news.vc --memory 1G\n"
           "  vilda import news.tsv --output news.vc --split train:0.9,test:0.1   # news.train.vc, "
           "news.test.vc\n"
           "  vilda train news.vc --model news --topics 50\n";
  }
  std::string notes() const override {
    return "--split by shares puts a document where the hash of its name says: it stays there when others "
           "are\n"
           "added. The words are found in the whole corpus, so that all parts have the same.";
  }
  bool computes_in_parallel() const override { return false; }  // its threads are those of a Pipeline
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    options.add_options()  //
        ("source", po::value(&sources_)->value_name("FILE"),
         "what to read, several in their order; - is standard input")                         //
        ("output,o", po::value(&output_)->value_name("FILE.vc"), "where to write the store")  //
        ("split", po::value<std::string>()->value_name("PARTS"),
         "write FILE.PART.vc: train:0.8,valid:0.1,test:0.1, or every:N (train, and each N-th in test)")  //
        ("memory", po::value<std::string>()->value_name("SIZE"),
         "use no more than, like 512M or 2G; what does not fit waits on disk beside the output")  //
        ("force", po::bool_switch(&force_), "replace what stands there");
    reading_.add_format(options);
    reading_.add_reading(options);
    reading_.add_pruning(options);
    positional.add("source", -1);
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    corpus::ImportOptions options{.reading = reading_.resolved(given), .force = force_};
    if (given.count("split") != 0) options.split = corpus::Split::parse(given["split"].as<std::string>());
    options.memory = memory_given(given);
    const std::vector<fs::path> outputs = require_possible(options.split);
    const corpus::ReadReport report = corpus::import_corpus(
        {sources_.begin(), sources_.end()}, output_, options,
        [&](corpus::Format format) { return to_json(record_of_reading(sources_, options.reading, format)); });
    if (!common.quiet) tell("{}\n", description(fmt::format("{}", fmt::join(sources_, ", ")), report));
    print(common, outputs);
    return done;
  }

 private:
  std::vector<fs::path> require_possible(const std::optional<corpus::Split>& split) const {
    if (sources_.empty() || output_.empty())
      throw InvalidOption("a corpus and an --output are needed; expected vilda " + usage());
    if (output_ == "-") throw InvalidOption("--output is -; a corpus store must be a file");
    std::vector<fs::path> outputs = corpus::files_of_parts(output_, split);
    for (const fs::path& output : outputs) require_place(output, force_, io::OutputKind::file, sources_);
    return outputs;
  }

  /// A store's facts as `vilda info` gives them; of a split, a list of them.
  void print(const CommonOptions& common, const std::vector<fs::path>& outputs) const {
    nlohmann::ordered_json parts;
    for (const fs::path& output : outputs) {
      const corpus::CorpusStore store(output);
      nlohmann::ordered_json facts = facts_of(store);
      if (outputs.size() > 1) facts["file"] = output.string();
      parts.push_back(std::move(facts));
      if (!common.json && !common.quiet) fmt::print("{}: {}\n", output.string(), sentence_about(store));
    }
    if (!common.json) return;
    const nlohmann::ordered_json json =
        outputs.size() > 1 ? nlohmann::ordered_json{{"parts", parts}} : parts.front();
    fmt::print("{}\n", json.dump(2));
  }

  std::vector<std::string> sources_;
  std::string output_;
  bool force_ = false;
  CorpusOptions reading_;
};

}  // namespace

std::unique_ptr<Verb> make_import() {
  return std::make_unique<ImportVerb>();
}

}  // namespace vilda::app
