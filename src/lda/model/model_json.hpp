#pragma once

#include <nlohmann/json.hpp>

#include "vilda/lda/model.hpp"

/// The JSON documents of a model directory. Reading throws nlohmann's exceptions.
namespace vilda::lda {

using Json = nlohmann::ordered_json;

Json to_json(const Model& model);
Json to_json(const TracePass& pass);
Json to_json(const RunFacts& run);
Json to_json(const vi::Summary& summary);
Json checkpoint_to_json(const vi::Summary& summary);

/// All of a model but topics and vocabulary.
Model model_from_json(const Json& json);
std::uint64_t num_words_from_json(const Json& json);
TracePass trace_pass_from_json(const Json& json);
vi::Summary summary_from_json(const Json& json);
vi::Summary checkpoint_from_json(const Json& json);

}  // namespace vilda::lda
