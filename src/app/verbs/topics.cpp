#include <fmt/format.h>

#include "app/held_out_options.hpp"
#include "app/meaningless_options.hpp"
#include "app/verb.hpp"
#include "app/verbs/topic_views.hpp"
#include "vilda/error.hpp"
#include "vilda/report/word_counts.hpp"
#include "vilda/report/word_ranking.hpp"

namespace vilda::app {
namespace {

class TopicsVerb : public Verb {
 public:
  std::string name() const override { return "topics"; }
  std::string summary() const override { return "shows the topics of a model: words, neighbours, documents"; }
  std::string usage() const override {
    return "topics DIR [CORPUS...] [--topic ID | --word WORD | --documents] [options]";
  }
  std::string examples() const override {
    return "  vilda topics news\n"
           "  vilda topics news --words 20 --rank relevance --relevance-lambda 0.6\n"
           "  vilda topics news --topic 7                  # one topic in depth\n"
           "  vilda topics news news.txt --topic 7         # with its most typical documents\n"
           "  vilda topics news --word court               # which topics have a word\n"
           "  vilda topics news news.txt --documents --csv > documents.csv\n";
  }
  std::string notes() const override {
    return "A topic's id is its row of lambda.npy, from 0, everywhere. Its share is that of lambda's sum.\n"
           "relevance: Sievert & Shirley (2014); frex: Bischof & Airoldi (2012), frequent and exclusive;\n"
           "lift: p(word | topic) / p(word).";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    options.add_options()                                                                               //
        ("topic", po::value<int>()->value_name("ID"), "one topic in depth")                             //
        ("word", po::value<std::string>()->value_name("WORD"), "the topics of a word")                  //
        ("documents", po::bool_switch(&documents_), "the main topics of every document of CORPUS")      //
        ("words", po::value(&num_words_)->default_value(num_words_)->value_name("N"), "words a topic")  //
        ("rank", po::value(&rank_)->default_value(rank_)->value_name("NAME"),
         ("order of the words: " + report::ranking_names()).c_str())  //
        ("relevance-lambda",
         po::value(&relevance_lambda_)->default_value(relevance_lambda_, "0.6")->value_name("L"),
         "relevance: 1 ranks by probability, 0 by lift")  //
        ("csv", po::bool_switch(&csv_), "comma-separated values on stdout");
    held_out_.add(options, positional);
  }

  int run(const CommonOptions& common, const po::variables_map& given) override {
    validate(common, given);
    const report::Ranking ranking = report::ranking_named(rank_);
    const HeldOut held_out = held_out_.read(common, given);
    const lda::Model& model = held_out.model;
    const report::WordRanking words(model.topics);
    const TopicsRequest request{.model = model,
                                .words = words,
                                .word_counts = held_out.has_documents()
                                                   ? report::word_counts(held_out.documents.corpus.counts)
                                                   : report::expected_word_counts(model),
                                .held_out = held_out.has_documents() ? &held_out : nullptr,
                                .document = held_out_.document(),
                                .shape = common.json ? Shape::json
                                         : csv_      ? Shape::csv
                                                     : Shape::lines,
                                .num_words = static_cast<std::size_t>(num_words_),
                                .ranking = ranking,
                                .relevance_lambda = relevance_lambda_};
    if (given.count("topic") != 0) {
      show_topic(request, topic_of(model, given["topic"].as<int>()));
    } else if (given.count("word") != 0) {
      show_word(request, given["word"].as<std::string>());
    } else if (documents_) {
      show_documents(request);
    } else {
      show_all_topics(request);
    }
    return done;
  }

 private:
  void validate(const CommonOptions& common, const po::variables_map& given) const {
    if (held_out_.model().empty()) throw InvalidOption("no model is given; expected vilda " + usage());
    if (num_words_ < 1) throw InvalidOption(fmt::format("--words is {}; it must be at least 1", num_words_));
    if (!(relevance_lambda_ >= 0 && relevance_lambda_ <= 1)) {
      throw InvalidOption(fmt::format("--relevance-lambda is {}; it must lie in [0, 1]", relevance_lambda_));
    }
    if (given.count("topic") + given.count("word") + (documents_ ? 1 : 0) > 1)
      throw InvalidOption("--topic, --word and --documents exclude each other");
    if (csv_ && common.json) throw InvalidOption("--csv and --json exclude each other");
    if (documents_ && held_out_.corpus().empty())
      throw InvalidOption("--documents needs a corpus; expected vilda " + usage());
    held_out_.refuse_without_corpus(given);
    if (held_out_.corpus().empty()) refuse_meaningless(given, {"format"}, "without a corpus");
    if (given.count("topic") != 0)
      refuse_meaningless(given, {"rank"}, "with --topic, which shows all orders");
    const std::vector<std::string> of_words = {"words", "rank", "relevance-lambda"};
    if (given.count("word") != 0) refuse_meaningless(given, of_words, "with --word");
    if (documents_) refuse_meaningless(given, of_words, "with --documents");
  }

  static Eigen::Index topic_of(const lda::Model& model, int id) {
    if (id < 0 || id >= model.topics.num_topics()) {
      throw InvalidOption(
          fmt::format("--topic is {}; the model has topics 0 to {}", id, model.topics.num_topics() - 1));
    }
    return id;
  }

  HeldOutOptions held_out_;
  int num_words_ = 10;
  std::string rank_ = "probability";
  double relevance_lambda_ = 0.6;
  bool csv_ = false;
  bool documents_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_topics() {
  return std::make_unique<TopicsVerb>();
}

}  // namespace vilda::app
