#include "vilda/lda/model_directory.hpp"

#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "lda/model_json.hpp"
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
constexpr const char* kGamma = "gamma.npy";
constexpr const char* kTrace = "trace.jsonl";
constexpr const char* kRun = "run.json";
const fs::path kCheckpoint = "checkpoint";

/// Parses JSON text, in which no object has a key twice: of two values either might be meant.
Json parse_json(const std::string& text) {
  std::vector<std::unordered_set<std::string>> keys;  // of the objects around the place
  return Json::parse(text, [&](int, Json::parse_event_t event, const Json& value) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      throw std::invalid_argument(fmt::format("found the key {} twice; expected it once", value.dump()));
    return true;
  });
}

/// Parses JSON text and turns it into a value; whatever goes wrong becomes BadInput at `position`.
template <class FromJson>
auto parsed(const std::string& text, const std::string& position, FromJson from_json) {
  try {
    return from_json(parse_json(text));
  } catch (const BadInput&) {
    throw;
  } catch (const std::exception& error) {
    throw BadInput(fmt::format("{}: {}", position, error.what()));
  }
}

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

void write_lambda(const io::OutputFolder& folder, const fs::path& name, const Eigen::MatrixXd& lambda,
                  io::NpyType type) {
  folder.write(name, [&](const io::Sink& to) { io::write_npy(lambda, type, to); });
}

void save_checkpoint(const io::OutputFolder& folder, const Checkpoint& checkpoint) {
  write_lambda(folder, kCheckpoint / kLambda, checkpoint.lambda, io::NpyType::float64);
  folder.write(kCheckpoint / kGamma, [&](const io::Sink& to) {
    std::visit([&](const auto& gamma) { io::write_transposed_npy(gamma, to); }, checkpoint.gamma);
  });
  folder.write(kCheckpoint / "summary.json", checkpoint_to_json(checkpoint.summary).dump(2) + "\n");
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
  io::OutputFolder folder(directory, force);
  folder.write(kModel, to_json(model).dump(2) + "\n");
  write_lambda(folder, kLambda, model.topics.lambda(), io::NpyType::float32);
  folder.write(kVocabulary, lines_of(model.vocabulary));
  folder.write(kTrace, lines_of(trace));
  folder.write(kRun, to_json(run).dump(2) + "\n");
  if (checkpoint) save_checkpoint(folder, *checkpoint);
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

std::optional<Checkpoint> load_checkpoint(const fs::path& directory) {
  require_model(directory);
  const fs::path folder = directory / kCheckpoint;
  if (!fs::exists(folder)) return std::nullopt;
  Checkpoint checkpoint;
  const fs::path summary = folder / "summary.json";
  checkpoint.summary = parsed(io::read_file(summary), summary.string(), checkpoint_from_json);
  const Model model = parsed(model_json(directory), file_of_model(directory), model_from_json);
  if (checkpoint.summary.passes != model.passes) {
    throw BadInput(fmt::format("{}: found pass {}; expected {}, as model.json has", summary.string(),
                               checkpoint.summary.passes, model.passes));
  }
  const auto vocabulary = corpus::Vocabulary::read(directory / kVocabulary);
  const Eigen::Index num_topics = model.priors.alpha.size();
  checkpoint.lambda = read_lambda(folder / kLambda, num_topics, static_cast<Eigen::Index>(vocabulary.size()));
  checkpoint.gamma = io::read_transposed_npy(folder / kGamma);
  std::visit([&](const auto& gamma) { require_positive(folder / kGamma, gamma); }, checkpoint.gamma);
  if (model.method == name_of(Method::batch)) {
    const auto [topics, documents] =
        std::visit([](const auto& gamma) { return std::pair(gamma.rows(), gamma.cols()); }, checkpoint.gamma);
    require_shape(folder / kGamma, documents, topics, static_cast<Eigen::Index>(model.num_documents),
                  num_topics);
  }
  checkpoint.priors = model.priors;
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
