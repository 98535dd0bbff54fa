#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <list>
#include <optional>
#include <utility>
#include <vector>

#include "app/corpus_facts.hpp"
#include "app/corpus_options.hpp"
#include "app/output_place.hpp"
#include "app/terminal.hpp"
#include "app/verb.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/corpus/split.hpp"
#include "vilda/corpus/write.hpp"
#include "vilda/error.hpp"
#include "vilda/io/output.hpp"

namespace vilda::app {
namespace {

class ExportVerb : public Verb {
 public:
  std::string name() const override { return "export"; }
  std::string summary() const override { return "writes a corpus' counts in another format"; }
  std::string usage() const override {
    return "export CORPUS... --format ldac|uci|mtx|svmlight|vw --output FILE [options]";
  }
  std::string examples() const override {
    return "  vilda export news.txt --format ldac --output news.ldac --output-vocabulary news.vocab\n"
           "  vilda export news.tsv --format ldac --output news.ldac --split train:0.9,test:0.1   # "
           "news.train.ldac, news.test.ldac\n"
           "  vilda export docword.kos.txt.gz --format mtx --output kos.mtx\n";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    options.add_options()  //
        ("corpus", po::value(&corpus_)->value_name("FILE"),
         "the corpus, of one file or several; - is standard input")  //
        ("output,o", po::value(&output_)->value_name("FILE"),
         "where to write the counts, - for standard output")  //
        ("format", po::value(&format_)->value_name("NAME"),
         "how to write them: ldac, uci, mtx, svmlight, vw")  //
        ("output-vocabulary", po::value(&output_vocabulary_)->value_name("FILE"),
         "where to write the words, one a line")  //
        ("split", po::value<std::string>()->value_name("PARTS"),
         "write FILE.PART.ldac and so on: train:0.8,valid:0.1,test:0.1, or every:N, as vilda import does")  //
        ("force", po::bool_switch(&force_), "replace what stands there");
    reading_.add_format(options, "corpus-format");
    reading_.add_reading(options);
    reading_.add_pruning(options);
    positional.add("corpus", -1);
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    std::optional<corpus::Split> split;
    if (given.count("split") != 0) split = corpus::Split::parse(given["split"].as<std::string>());
    const std::vector<std::filesystem::path> outputs = outputs_of(split);
    const corpus::Format format = require_possible(outputs);
    if (common.json && output_ == "-")
      throw InvalidOption("--json and --output - exclude each other: standard output is for one of them");
    corpus::ReadReport report;
    corpus::Corpus corpus =
        corpus::read_corpus(std::vector<std::filesystem::path>(corpus_.begin(), corpus_.end()),
                            reading_.resolved(given), &report);
    if (!common.quiet) tell("{}\n", description(fmt::format("{}", fmt::join(corpus_, ", ")), report));
    std::list<io::OutputFile> files;  // none of them appears before all are written
    if (!output_vocabulary_.empty()) write(output_vocabulary_, words_of(corpus), files);
    if (common.json) fmt::print("{}\n", facts_of(corpus, report).dump(2));
    const std::vector<corpus::Corpus> parts = corpus::parts_of(std::move(corpus), split);
    for (std::size_t part = 0; part < parts.size(); ++part)
      write(outputs[part], corpus::to_counted_format(parts[part], format), files);
    for (io::OutputFile& file : files) file.commit();
    return done;
  }

 private:
  std::vector<std::filesystem::path> outputs_of(const std::optional<corpus::Split>& split) const {
    if (corpus_.empty() || output_.empty())
      throw InvalidOption("a corpus and an --output are needed; expected vilda " + usage());
    if (split && output_ == "-") throw InvalidOption("--output is -; the parts of a --split must be files");
    return corpus::files_of_parts(output_, split);
  }

  /// The format to write.
  corpus::Format require_possible(const std::vector<std::filesystem::path>& outputs) const {
    if (format_.empty()) throw InvalidOption("--format is missing; expected ldac, uci, mtx, svmlight or vw");
    const auto format = corpus::format_named(format_);
    if (format == corpus::Format::automatic || corpus::is_text(format))
      throw InvalidOption(fmt::format("--format is {}; expected ldac, uci, mtx, svmlight or vw", format_));
    std::vector<std::filesystem::path> places = outputs;
    if (!output_vocabulary_.empty()) places.emplace_back(output_vocabulary_);
    for (const std::filesystem::path& place : places)
      if (place != "-") require_place(place, force_, io::OutputKind::file, corpus_);
    if (std::ranges::find(outputs, std::filesystem::path(output_vocabulary_)) != outputs.end())
      throw InvalidOption(fmt::format("--output and --output-vocabulary are both {}", output_vocabulary_));
    return format;
  }

  void write(const std::string& path, const std::string& content, std::list<io::OutputFile>& files) const {
    if (path != "-") return files.emplace_back(path, force_).write_at(0, content);
    if (std::fwrite(content.data(), 1, content.size(), stdout) != content.size())
      throw Failure("standard output cannot be written to");
  }

  static std::string words_of(const corpus::Corpus& corpus) {
    std::string lines;
    for (const std::string& word : corpus.vocabulary.words()) lines += word + "\n";
    return lines;
  }

  std::vector<std::string> corpus_;
  std::string output_;
  std::string output_vocabulary_;
  std::string format_;
  bool force_ = false;
  CorpusOptions reading_;
};

}  // namespace

std::unique_ptr<Verb> make_export() {
  return std::make_unique<ExportVerb>();
}

}  // namespace vilda::app
