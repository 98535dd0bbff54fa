#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/corpus_options.hpp"
#include "app/verb.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/model.hpp"

namespace vilda::app {

/// A model, and the documents to see through it where a corpus is given.
struct HeldOut {
  lda::Model model;
  corpus::HeldOutCorpus documents = {};
  corpus::Format format = corpus::Format::automatic;  ///< of the documents
  corpus::FieldNames fields = {};                     ///< where their parts stand
  std::vector<std::filesystem::path> files = {};      ///< they come from; none without a corpus

  bool has_documents() const { return !files.empty(); }

  /// The texts of some, as corpus::document_texts has them; none of what cannot be read again.
  std::map<std::size_t, std::string> texts(std::vector<std::size_t> numbers,
                                           std::size_t max_characters) const;

  std::uint64_t num_unknown_tokens() const;
  std::size_t num_empty_documents() const;
};

class HeldOutOptions {
 public:
  /// `format_name`: of the option that says the corpus' format.
  void add(po::options_description& options, po::positional_options_description& positional,
           const char* format_name = "format");

  /// Opens the model and reads the documents, if there are any, in its vocabulary, as its text was read.
  HeldOut read(const CommonOptions& common, const po::variables_map& given) const;

  /// Throws InvalidOption where the model or the corpus is missing.
  void require_both(const std::string& usage) const;

  /// Throws InvalidOption where an option of the corpus is given, but no corpus.
  void refuse_without_corpus(const po::variables_map& given) const;

  const std::string& model() const { return directory_; }
  const std::vector<std::string>& corpus() const { return corpus_; }  ///< its files; none without a corpus
  std::vector<std::string> inputs() const;                            ///< the model and the corpus' files
  std::string name_of_corpus() const;                                 ///< for messages
  /// The corpus' format, in place of what `--format` says.
  void set_format(std::string format) { reading_.set_format(std::move(format)); }

  const lda::DocumentOptions& document() const { return document_; }

 private:
  std::string directory_;
  std::vector<std::string> corpus_;
  CorpusOptions reading_;
  lda::DocumentOptions document_{.max_iterations = 1000, .tolerance = 1e-6};
};

}  // namespace vilda::app
