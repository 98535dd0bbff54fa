#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/held_out_options.hpp"
#include "app/meaningless_options.hpp"
#include "app/output_place.hpp"
#include "app/verb.hpp"
#include "app/verbs/report_facts.hpp"
#include "vilda/error.hpp"
#include "vilda/io/output.hpp"
#include "vilda/lda/model_directory.hpp"
#include "vilda/report/explorer.hpp"
#include "vilda/report/exports.hpp"
#include "vilda/report/figures.hpp"
#include "vilda/report/topic_map.hpp"
#include "vilda/report/word_counts.hpp"

namespace vilda::app {
namespace {

constexpr std::size_t kTextBudget = 1'500'000;  // characters of documents in a page
constexpr std::size_t kLongestText = 2'000;
constexpr std::size_t kShortestText = 200;

class ReportVerb : public Verb {
 public:
  std::string name() const override { return "report"; }
  std::string summary() const override { return "writes a page to explore a model's topics, one HTML file"; }
  std::string usage() const override {
    return "report DIR [CORPUS...] [--output FILE.html] [--plot FILE.svg] [options]";
  }
  std::string examples() const override {
    return "  vilda report news --output topics.html\n"
           "  vilda report news news.tsv --output topics.html     # with documents and labels\n"
           "  vilda report news --format pyldavis --output ldavis.json\n"
           "  vilda report news news.tsv --format tables --output tables     # a folder of CSV files\n"
           "  vilda report news --plot sizes.svg --figure sizes\n"
           "  vilda evaluate news more.tsv --json > quality.json\n"
           "  vilda report news news.tsv --evaluation quality.json --output topics.html\n";
  }
  std::string notes() const override {
    return "The page needs no network and no server: open the file in a browser.";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    options.add_options()                                                                                  //
        ("output,o", po::value(&output_)->value_name("FILE"), "the page to write; - is standard output")   //
        ("force", po::bool_switch(&force_), "replace what stands there")                                   //
        ("title", po::value(&title_)->value_name("TEXT"), "of the page; default: the name of the corpus")  //
        ("evaluation", po::value(&evaluation_)->value_name("FILE"),
         "what `vilda evaluate --json` wrote, to be shown")  //
        ("format", po::value(&format_)->default_value(format_)->value_name("NAME"),
         "of the output: html (a page), pyldavis (the JSON that LDAvis pages read, whose topics count from "
         "1), or tables (a folder of CSV files); any other name is that of CORPUS, for a page")  //
        ("plot", po::value(&plot_)->value_name("FILE.svg"), "a figure to write")                 //
        ("figure", po::value(&figure_)->default_value(figure_)->value_name("NAME"),
         "of --plot: trace, sizes or correlations")                                                     //
        ("words", po::value(&num_words_)->default_value(num_words_)->value_name("N"), "words a topic")  //
        ("typical", po::value(&typical_)->default_value(typical_)->value_name("N"),
         "documents shown a topic, with CORPUS");
    held_out_.add(options, positional, "corpus-format");
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    const std::string format = output_format(given);
    validate(common, format);
    refuse_ignored(given);
    const report::Figure figure = report::figure_named(figure_);
    const HeldOut held_out = held_out_.read(common, given);
    const report::WordRanking words(held_out.model.topics);
    const report::ExplorerContent shown = content(held_out, words);
    if (!plot_.empty()) io::write_file(plot_, report::figure_svg(shown, figure), force_);
    if (!output_.empty()) write(shown, format);
    return done;
  }

 private:
  /// What --format says of the output; what it says of the corpus goes there.
  std::string output_format(const po::variables_map& given) {
    if (format_ == "html" || format_ == "pyldavis" || format_ == "tables") return format_;
    if (held_out_.corpus().empty() || is_given(given, "corpus-format")) {
      throw InvalidOption(
          fmt::format("--format is \"{}\"; {} it must be html, pyldavis or tables", format_,
                      held_out_.corpus().empty() ? "without a corpus" : "with --corpus-format"));
    }
    held_out_.set_format(format_);
    return "html";
  }

  void refuse_ignored(const po::variables_map& given) const {
    held_out_.refuse_without_corpus(given);
    if (held_out_.corpus().empty())
      refuse_meaningless(given, {"typical", "corpus-format"}, "without a corpus");
    if (output_.empty()) refuse_meaningless(given, {"evaluation", "words", "typical"}, "without --output");
    if (plot_.empty()) refuse_meaningless(given, {"figure"}, "without --plot");
  }

  void write(const report::ExplorerContent& shown, const std::string& format) const {
    if (format == "tables") {
      io::OutputFolder folder(output_, force_);
      for (const auto& [name, table] : report::csv_tables(shown)) folder.write(name, table);
      folder.commit();
      return;
    }
    const std::string text =
        format == "pyldavis" ? report::pyldavis_json(shown) : report::explorer_html(shown);
    if (output_ == "-") {
      fmt::print("{}", text);
    } else {
      io::write_file(output_, text, force_);
    }
  }

  void validate(const CommonOptions& common, const std::string& format) const {
    if (held_out_.model().empty()) throw InvalidOption("no model is given; expected vilda " + usage());
    if (output_.empty() && plot_.empty())
      throw InvalidOption("--output and --plot are missing; expected vilda " + usage());
    if (format == "tables" && output_ == "-")
      throw InvalidOption("--output is -; --format tables writes a folder");
    if (!plot_.empty() && !output_.empty() && are_same(plot_, output_))
      throw InvalidOption(fmt::format("--output and --plot are both {}", output_));
    std::vector<std::string> inputs = held_out_.inputs();
    inputs.push_back(evaluation_);
    if (!plot_.empty()) require_place(plot_, force_, io::OutputKind::file, inputs);
    if (!output_.empty() && output_ != "-") {
      require_place(output_, force_, format == "tables" ? io::OutputKind::folder : io::OutputKind::file,
                    inputs);
    }
    if (format == "tables") require_only_tables(output_);
    if (common.json)
      throw InvalidOption("report writes a page; `vilda topics --json` gives its content as JSON");
    if (num_words_ < 1 || num_words_ > 200)
      throw InvalidOption(fmt::format("--words is {}; it must lie in 1 to 200", num_words_));
    if (typical_ < 1 || typical_ > 100)
      throw InvalidOption(fmt::format("--typical is {}; it must lie in 1 to 100", typical_));
  }

  static bool are_same(const std::filesystem::path& one, const std::filesystem::path& other) {
    return weakly_canonical(absolute(one)) == weakly_canonical(absolute(other));
  }

  /// --force replaces a folder of tables, and no other.
  static void require_only_tables(const std::string& folder) {
    constexpr std::array<std::string_view, 7> tables{
        "distances.csv", "documents.csv", "facts.csv", "labels.csv", "topics.csv", "trace.csv", "words.csv"};
    if (!std::filesystem::is_directory(folder)) return;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (std::ranges::find(tables, name) == tables.end())
        throw InvalidOption(
            fmt::format("{}: holds {}, which is no table of vilda report; --force replaces only such tables",
                        folder, name));
    }
  }

  report::ExplorerContent content(const HeldOut& held_out, const report::WordRanking& words) const {
    const lda::Model& model = held_out.model;
    report::ExplorerContent content;
    const RunOfModel run = run_of_model(held_out_.model());
    content.title = title_.empty() ? report::title_of(run.corpus) : title_;
    content.model = &model;
    content.words = &words;
    content.words_per_topic = static_cast<std::size_t>(num_words_);
    content.divergences =
        report::jensen_shannon(model.topics, report::affordable_words(model.topics.num_topics()));
    content.places = report::classical_scaling(content.divergences);
    content.trace = lda::load_trace(held_out_.model());
    content.facts = facts(model, run);
    if (!evaluation_.empty()) content.metrics = metrics_in_file(evaluation_);
    if (held_out.has_documents()) {
      content.word_counts = report::word_counts(held_out.documents.corpus.counts);
      content.corpus = shown_corpus(held_out);
    } else {
      content.word_counts = report::expected_word_counts(model);
    }
    return content;
  }

  report::ShownCorpus shown_corpus(const HeldOut& held_out) const {
    const corpus::Corpus& corpus = held_out.documents.corpus;
    report::ShownCorpus shown{.corpus = &corpus,
                              .view = report::view_corpus(held_out.model, corpus, held_out_.document(),
                                                          static_cast<std::size_t>(typical_)),
                              .texts = {}};
    std::vector<std::size_t> documents;
    for (const auto& of_topic : shown.view.typical_documents)
      for (const report::TypicalDocument& document : of_topic) documents.push_back(document.document);
    const std::size_t characters =
        std::clamp(kTextBudget / std::max<std::size_t>(1, documents.size()), kShortestText, kLongestText);
    shown.texts = held_out.texts(std::move(documents), characters);
    return shown;
  }

  HeldOutOptions held_out_;
  std::string output_;
  std::string title_;
  std::string evaluation_;
  std::string format_ = "html";
  std::string plot_;
  std::string figure_ = "sizes";
  int num_words_ = 30;
  int typical_ = 8;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_report() {
  return std::make_unique<ReportVerb>();
}

}  // namespace vilda::app
