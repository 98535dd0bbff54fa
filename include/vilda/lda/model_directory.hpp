#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "vilda/lda/model.hpp"

/// A model on disk: model.json, lambda.npy, vocabulary.txt, trace.jsonl, run.json and, where the run can go
/// on, checkpoint/. Described in data/README.md.
namespace vilda::lda {

/// Rounds lambda as lambda.npy will hold it, so that a model in memory and one read back are the same.
/// Throws Failure for values that a float32 cannot hold.
Topics rounded_to_float(Topics topics);

/// Throws as io::require_free, and InvalidOption where something other than a model or an empty folder would
/// be replaced: a mistyped name must not cost a folder of other things.
void require_place_for_model(const std::filesystem::path& directory, bool force);

/// Writes all of it, whole or not at all; no checkpoint where that is null. Throws as require_place_for_model
/// and io::OutputFolder.
void save_model(const std::filesystem::path& directory, const Model& model,
                const std::vector<TracePass>& trace, const RunFacts& run, const Checkpoint* checkpoint,
                bool force);

/// Throws BadInput that names the file where something is missing or inconsistent.
Model load_model(const std::filesystem::path& directory);

/// The name of a model's model.json, as messages give it.
std::string file_of_model(const std::filesystem::path& directory);

/// model.json as it stands. Throws BadInput where `directory` holds no model.
std::string model_json(const std::filesystem::path& directory);

/// What a model is known by: the SHA-256 of its model.json, lambda.npy and vocabulary.txt, one behind the
/// other. Throws BadInput.
std::string sha256_of_model(const std::filesystem::path& directory);

/// What the SHA-256 sums in run.json say against model.json, lambda.npy, vocabulary.txt and trace.jsonl: a
/// line for each that is not as it was written, or one for a run.json that is damaged itself. Of a model
/// without sums, of a version before or made by hand, nothing.
std::vector<std::string> differences_from_sums(const std::filesystem::path& directory);

/// The checkpoint of a model whose run can go on; nothing for one that has converged. Throws BadInput, where
/// a file is not as it was written, too.
std::optional<Checkpoint> load_checkpoint(const std::filesystem::path& directory);

/// The passes so far. Throws BadInput that names the line.
std::vector<TracePass> load_trace(const std::filesystem::path& directory);

}  // namespace vilda::lda
