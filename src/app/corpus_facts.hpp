#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/option_record.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/corpus/store.hpp"

namespace vilda::app {

/// What `vilda info --json` says of a corpus store.
nlohmann::ordered_json facts_of(const corpus::CorpusStore& store);

/// The same of a corpus that was read.
nlohmann::ordered_json facts_of(const corpus::Corpus& corpus, const corpus::ReadReport& report);

/// What a store is, for people.
std::string sentence_about(const corpus::CorpusStore& store);

/// Options as a JSON object, the way a store keeps them.
std::string to_json(const OptionRecord& record);

/// What is recorded of how a corpus was read: its options, and those that its stores were made with, as far
/// as they agree.
OptionRecord record_of_reading(const std::vector<std::string>& paths, const corpus::ReadOptions& options,
                               corpus::Format seen);

/// The options that a store was made with. Throws BadInput for anything but such an object.
OptionRecord recorded_options(const corpus::CorpusStore& store);

}  // namespace vilda::app
