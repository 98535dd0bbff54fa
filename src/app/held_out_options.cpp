#include "app/held_out_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/meaningless_options.hpp"
#include "app/open_model.hpp"
#include "app/terminal.hpp"
#include "vilda/corpus/document_text.hpp"
#include "vilda/error.hpp"
#include "vilda/lda/model_directory.hpp"
#include "vilda/math/views.hpp"

namespace vilda::app {

std::uint64_t HeldOut::num_unknown_tokens() const {
  return std::accumulate(documents.unknown_words.begin(), documents.unknown_words.end(), std::uint64_t{0});
}

std::size_t HeldOut::num_empty_documents() const {
  std::size_t empty = 0;
  for (std::size_t d = 0; d < documents.corpus.num_documents(); ++d) {
    if (math::column_rows(documents.corpus.counts, d).empty()) ++empty;
  }
  return empty;
}

std::map<std::size_t, std::string> HeldOut::texts(std::vector<std::size_t> numbers,
                                                  std::size_t max_characters) const {
  const auto is_read_already = [](const std::filesystem::path& file) { return file == "-"; };
  if (std::ranges::any_of(files, is_read_already)) return {};
  return corpus::document_texts(files, format, std::move(numbers), max_characters, fields);
}

std::vector<std::string> HeldOutOptions::inputs() const {
  std::vector<std::string> inputs{directory_};
  inputs.insert(inputs.end(), corpus_.begin(), corpus_.end());
  return inputs;
}

std::string HeldOutOptions::name_of_corpus() const {
  return fmt::format("{}", fmt::join(corpus_, ", "));
}

void HeldOutOptions::add(po::options_description& options, po::positional_options_description& positional,
                         const char* format_name) {
  options.add_options()                                                    //
      ("model,m", po::value(&directory_)->value_name("DIR"), "the model")  //
      ("corpus", po::value(&corpus_)->value_name("FILE"),
       "the documents, of one file or several; - is standard input")  //
      ("document-iterations",
       po::value(&document_.max_iterations)->default_value(document_.max_iterations)->value_name("N"),
       "at most so many iterations a document")  //
      ("document-tolerance",
       po::value(&document_.tolerance)->default_value(document_.tolerance, "1e-06")->value_name("T"),
       "a document has converged once its gamma changes by less than this on average");
  reading_.add_format(options, format_name);
  reading_.add_reading(options, Words::of_model);
  positional.add("model", 1).add("corpus", -1);
}

void HeldOutOptions::refuse_without_corpus(const po::variables_map& given) const {
  if (!corpus_.empty()) return;
  std::vector<std::string> options = CorpusOptions::reading_names();
  options.insert(options.end(), {"document-iterations", "document-tolerance"});
  refuse_meaningless(given, options, "without a corpus");
}

void HeldOutOptions::require_both(const std::string& usage) const {
  if (directory_.empty() || corpus_.empty())
    throw InvalidOption("a model and a corpus are needed; expected vilda " + usage);
}

HeldOut HeldOutOptions::read(const CommonOptions& common, const po::variables_map& given) const {
  document_.validate();
  corpus::ReadOptions options = reading_.resolved(given);
  HeldOut held_out{.model = open_model(directory_, common.quiet)};
  if (corpus_.empty()) return held_out;
  take_text_options({held_out.model, lda::file_of_model(directory_)}, given, options);
  corpus::ReadReport report;
  held_out.files.assign(corpus_.begin(), corpus_.end());
  held_out.documents = corpus::read_corpus_for(held_out.model.vocabulary, held_out.files, options, &report);
  held_out.format = report.format;
  held_out.fields = options.fields;
  if (!common.quiet) tell("{}\n", description(name_of_corpus(), report));
  return held_out;
}

}  // namespace vilda::app
