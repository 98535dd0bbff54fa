#include "app/held_out_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>

#include "app/file_warnings.hpp"
#include "app/meaningless_options.hpp"
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

std::string HeldOutOptions::name_of_corpus() const {
  return fmt::format("{}", fmt::join(corpus_, ", "));
}

void HeldOutOptions::add(po::options_description& options, po::positional_options_description& positional) {
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
  reading_.add_reading(options);
  positional.add("model", 1).add("corpus", -1);
}

void HeldOutOptions::refuse_without_corpus(const po::variables_map& given) const {
  if (!corpus_.empty()) return;
  std::vector<std::string> options = CorpusOptions::reading_names();
  std::erase(options, "format");
  options.insert(options.end(), {"document-iterations", "document-tolerance"});
  refuse_meaningless(given, options, "without a corpus");
}

HeldOut HeldOutOptions::read(const CommonOptions& common, const po::variables_map& given,
                             const std::string& usage) const {
  if (directory_.empty() || corpus_.empty()) {
    throw InvalidOption("a model and a corpus are needed; expected vilda " + usage);
  }
  document_.validate();
  corpus::ReadOptions options = reading_.resolved(given);
  FileWarnings warnings(directory_, common.quiet);
  lda::Model model = lda::load_model(directory_);
  take_text_options({model, lda::file_of_model(directory_)}, given, options);
  warnings.tell_all();
  corpus::ReadReport report;
  std::vector<std::filesystem::path> files(corpus_.begin(), corpus_.end());
  corpus::HeldOutCorpus documents = corpus::read_corpus_for(model.vocabulary, files, options, &report);
  if (!common.quiet) tell("{}\n", description(name_of_corpus(), report));
  return {.model = std::move(model),
          .documents = std::move(documents),
          .format = report.format,
          .fields = options.fields,
          .files = std::move(files)};
}

}  // namespace vilda::app
