#pragma once

#include <string>
#include <vector>

#include "app/option_record.hpp"
#include "app/recorded_options.hpp"
#include "app/verb.hpp"
#include "vilda/corpus/read.hpp"

namespace vilda::app {

/// Whose words a corpus is read in: then text is read as that model's was, where no option says otherwise.
enum class Words { own, of_model };

/// The options of every verb that reads a corpus.
class CorpusOptions {
 public:
  /// Adds `--format`, by another name where that is the output's.
  void add_format(po::options_description& options, const char* name = "format");

  /// Adds `--vocabulary`, `--terms-in-rows`, `--text-field`, ..., `--stop-words`, `--min-length`, ...
  void add_reading(po::options_description& options, Words words = Words::own);

  /// The names of the options that `add_reading` adds.
  static std::vector<std::string> reading_names();

  /// Adds `--min-df`, `--max-df` and `--max-words`.
  void add_pruning(po::options_description& options);

  /// In place of what `--format` says.
  void set_format(std::string format) { format_ = std::move(format); }

  /// The options as the reader takes them. Throws InvalidOption.
  corpus::ReadOptions resolved(const po::variables_map& given) const;

 private:
  void add_text(po::options_description& options, Words words);

  std::string format_ = "auto";
  std::string addresses_ = "split";
  int min_length_ = 3;
  std::int64_t phrase_min_count_ = 10;
  corpus::ReadOptions options_;
};

/// What a model.json records of how its corpus was read: the words of text, and the pruning.
OptionRecord record_of_reading(const corpus::ReadOptions& options, corpus::Format seen);

/// The way a model's text was read, where an option does not say otherwise. Throws BadInput.
void take_text_options(const RecordedOptions& recorded, const po::variables_map& given,
                       corpus::ReadOptions& options);

/// The way a model's corpus was pruned, where an option does not say otherwise. Throws BadInput.
void take_pruning_options(const RecordedOptions& recorded, corpus::ReadOptions& options);

/// One line about what was read, for people.
std::string description(const std::string& source, const corpus::ReadReport& report);

}  // namespace vilda::app
