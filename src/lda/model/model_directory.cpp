#include "vilda/lda/model_directory.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "io/sha256.hpp"
#include "lda/model/file_sums.hpp"
#include "lda/model/model_json.hpp"
#include "lda/model/parsed_json.hpp"
#include "vilda/error.hpp"
#include "vilda/io/file_hash.hpp"
#include "vilda/io/input.hpp"
#include "vilda/io/npy.hpp"
#include "vilda/io/output.hpp"
#include "vilda/lda/training.hpp"

namespace vilda::lda {
namespace fs = std::filesystem;
namespace {

constexpr const char* kModel = "model.json";
constexpr const char* kLambda = "lambda.npy";
constexpr const char* kVocabulary = "vocabulary.txt";
constexpr const char* kTrace = "trace.jsonl";
constexpr const char* kRun = "run.json";
const fs::path kCheckpointLambda = "checkpoint/lambda.npy";
const fs::path kCheckpointGamma = "checkpoint/gamma.npy";
const fs::path kCheckpointSummary = "checkpoint/summary.json";

std::string lines_of(const std::vector<TracePass>& trace) {
  std::string lines;
  for (const TracePass& pass : trace) lines += to_json(pass).dump() + "\n";
  return lines;
}

std::string lines_of(const corpus::Vocabulary& vocabulary) {
  std::string lines;
  for (const std::string& word : vocabulary.words()) lines += word + "\n";
  return lines;
}

/// A model under construction, and the sums of what was written.
class SummedFolder {
 public:
  SummedFolder(const fs::path& directory, bool force) : folder_(directory, force) {}

  void write(const fs::path& name, const std::function<void(const io::Sink&)>& write) {
    io::Sha256 sum;
    folder_.write(name, [&](const io::Sink& to) {
      write([&](std::string_view piece) {
        sum.add(piece);
        to(piece);
      });
    });
    sums_[name.string()] = sum.hexadecimal();
  }
  void write(const fs::path& name, const std::string& content) {
    write(name, [&](const io::Sink& to) { to(content); });
  }
  void write(const fs::path& name, const Eigen::MatrixXd& lambda, io::NpyType type) {
    write(name, [&](const io::Sink& to) { io::write_npy(lambda, type, to); });
  }

  const FileSums& sums() const { return sums_; }
  void commit() { folder_.commit(); }

 private:
  io::OutputFolder folder_;
  FileSums sums_;
};

void save_checkpoint(SummedFolder& folder, const Checkpoint& checkpoint) {
  folder.write(kCheckpointLambda, checkpoint.lambda, io::NpyType::float64);
  folder.write(kCheckpointGamma, [&](const io::Sink& to) {
    std::visit([&](const auto& gamma) { io::write_transposed_npy(gamma, to); }, checkpoint.gamma);
  });
  folder.write(kCheckpointSummary, checkpoint_to_json(checkpoint.summary).dump(2) + "\n");
}

void require_model(const fs::path& directory) {
  std::error_code ignored;
  const char* found = nullptr;
  if (!fs::exists(directory, ignored)) {
    found = "nothing there";
  } else if (!fs::is_directory(directory, ignored)) {
    found = "a file";
  } else if (!fs::exists(directory / kModel, ignored)) {
    found = "a folder without model.json";
  }
  if (found != nullptr) {
    throw BadInput(fmt::format("{}: found {}; expected a model directory", directory.string(), found));
  }
}

void require_shape(const fs::path& path, Eigen::Index found_rows, Eigen::Index found_columns,
                   Eigen::Index rows, Eigen::Index columns) {
  if (found_rows != rows || found_columns != columns) {
    throw BadInput(fmt::format("{}: found {} x {} numbers; expected {} x {}", path.string(), found_rows,
                               found_columns, rows, columns));
  }
}

template <class Matrix>
void require_positive(const fs::path& path, const Matrix& matrix) {
  if (!(matrix.array() > 0).all() || !matrix.allFinite())
    throw BadInput(fmt::format("{}: found a value that is not a positive number", path.string()));
}

Eigen::MatrixXd read_lambda(const fs::path& path, Eigen::Index num_topics, Eigen::Index num_words) {
  Eigen::MatrixXd lambda = io::read_npy(path);
  require_shape(path, lambda.rows(), lambda.cols(), num_topics, num_words);
  require_positive(path, lambda);
  return lambda;
}

void require_as_written(const fs::path& directory, const std::vector<fs::path>& names) {
  const auto sums = read_file_sums(directory / kRun);
  if (!sums) return;
  for (const fs::path& name : names)
    if (const auto difference = difference_from(*sums, directory, name)) throw BadInput(*difference);
}

}  // namespace

Topics rounded_to_float(Topics topics) {
  Eigen::MatrixXd lambda = std::move(topics).lambda();
  for (double& value : lambda.reshaped()) value = static_cast<float>(value);
  if (!(lambda.array() > 0).all() || !lambda.allFinite()) {
    throw Failure("lambda has values that are no positive float32: eta is too small or a count too large");
  }
  return Topics(std::move(lambda));
}

void require_place_for_model(const fs::path& directory, bool force) {
  io::require_free(directory, force, io::OutputKind::folder);
  if (fs::exists(directory) && !fs::exists(directory / kModel) && !fs::is_empty(directory)) {
    throw InvalidOption(
        fmt::format("{}: is a folder without {}; --force replaces models only", directory.string(), kModel));
  }
}

void save_model(const fs::path& directory, const Model& model, const std::vector<TracePass>& trace,
                const RunFacts& run, const Checkpoint* checkpoint, bool force) {
  require_place_for_model(directory, force);
  SummedFolder folder(directory, force);
  folder.write(kModel, to_json(model).dump(2) + "\n");
  folder.write(kLambda, model.topics.lambda(), io::NpyType::float32);
  folder.write(kVocabulary, lines_of(model.vocabulary));
  folder.write(kTrace, lines_of(trace));
  if (checkpoint) save_checkpoint(folder, *checkpoint);
  Json facts = to_json(run);
  facts["sha256"] = folder.sums();
  folder.write(kRun, facts.dump(2) + "\n");
  folder.commit();
}

std::string file_of_model(const fs::path& directory) {
  return (directory / kModel).string();
}

std::string model_json(const fs::path& directory) {
  require_model(directory);
  return io::read_file(directory / kModel);
}

std::string sha256_of_model(const fs::path& directory) {
  require_model(directory);
  return io::sha256_of({directory / kModel, directory / kLambda, directory / kVocabulary});
}

Model load_model(const fs::path& directory) {
  const std::string text = model_json(directory);
  const std::string position = file_of_model(directory);
  std::uint64_t num_words = 0;
  Model model = parsed(text, position, [&](const Json& json) {
    Model read = model_from_json(json);
    num_words = num_words_from_json(json);
    return read;
  });
  try {
    model.priors.validate();
  } catch (const InvalidOption& error) {
    throw BadInput(fmt::format("{}: {}", position, error.what()));
  }
  model.vocabulary = corpus::Vocabulary::read(directory / kVocabulary);
  model.topics = Topics(read_lambda(directory / kLambda, model.priors.alpha.size(),
                                    static_cast<Eigen::Index>(model.vocabulary.size())));
  if (num_words != model.vocabulary.size()) {
    throw BadInput(fmt::format("{}: found num_words {}; expected {}, as {} has", position, num_words,
                               model.vocabulary.size(), kVocabulary));
  }
  return model;
}

std::vector<std::string> differences_from_sums(const fs::path& directory) {
  try {
    const auto sums = read_file_sums(directory / kRun);
    std::vector<std::string> differences;
    for (const fs::path name : {kModel, kLambda, kVocabulary, kTrace}) {
      if (!sums || !fs::exists(directory / name)) continue;
      if (const auto difference = difference_from(*sums, directory, name)) differences.push_back(*difference);
    }
    return differences;
  } catch (const BadInput& error) {
    return {error.what()};
  }
}

std::optional<Checkpoint> load_checkpoint(const fs::path& directory) {
  require_model(directory);
  const fs::path summary = directory / kCheckpointSummary, gammas = directory / kCheckpointGamma;
  if (!fs::exists(summary.parent_path())) return std::nullopt;
  Checkpoint checkpoint;
  checkpoint.summary = parsed(io::read_file(summary), summary.string(), checkpoint_from_json);
  const Model model = parsed(model_json(directory), file_of_model(directory), model_from_json);
  if (checkpoint.summary.passes != model.passes) {
    throw BadInput(fmt::format("{}: found pass {}; expected {}, as model.json has", summary.string(),
                               checkpoint.summary.passes, model.passes));
  }
  const auto vocabulary = corpus::Vocabulary::read(directory / kVocabulary);
  const Eigen::Index num_topics = model.priors.alpha.size();
  checkpoint.lambda =
      read_lambda(directory / kCheckpointLambda, num_topics, static_cast<Eigen::Index>(vocabulary.size()));
  checkpoint.gamma = io::read_transposed_npy(gammas);
  std::visit([&](const auto& gamma) { require_positive(gammas, gamma); }, checkpoint.gamma);
  if (model.method == name_of(Method::batch)) {
    const auto [topics, documents] =
        std::visit([](const auto& gamma) { return std::pair(gamma.rows(), gamma.cols()); }, checkpoint.gamma);
    require_shape(gammas, documents, topics, static_cast<Eigen::Index>(model.num_documents), num_topics);
  }
  checkpoint.priors = model.priors;
  require_as_written(directory, {kCheckpointLambda, kCheckpointGamma, kCheckpointSummary});
  return checkpoint;
}

std::vector<TracePass> load_trace(const fs::path& directory) {
  const fs::path path = directory / kTrace;
  const std::string text = io::read_file(path);
  std::vector<TracePass> trace;
  for (std::size_t first = 0; first < text.size();) {
    const std::size_t end = std::min(text.find('\n', first), text.size());
    const std::string position = fmt::format("{}:{}", path.string(), trace.size() + 1);
    trace.push_back(parsed(text.substr(first, end - first), position, trace_pass_from_json));
    first = end + 1;
  }
  return trace;
}

}  // namespace vilda::lda
