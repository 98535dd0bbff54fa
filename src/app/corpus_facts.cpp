#include "app/corpus_facts.hpp"

#include <fmt/format.h>

#include "app/corpus_options.hpp"
#include "app/terminal.hpp"
#include "vilda/error.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

std::size_t num_empty_documents(const corpus::CorpusStore& store) {
  std::size_t empty = 0;
  for (std::size_t d = 0; d < store.num_documents(); ++d) empty += store.words_of(d).empty();
  return empty;
}

}  // namespace

Json facts_of(const corpus::CorpusStore& store) {
  return {{"num_documents", store.num_documents()},
          {"num_words", store.num_words()},
          {"num_tokens", store.num_tokens()},
          {"num_pairs", store.num_pairs()},
          {"sha256", store.sha256()},
          {"format", "store"},
          {"empty_documents", num_empty_documents(store)},
          {"labels", store.has_labels()},
          {"reading", Json::parse(to_json(recorded_options(store)))}};
}

Json facts_of(const corpus::Corpus& corpus, const corpus::ReadReport& report) {
  Json dropped = Json::object();
  for (const auto& [reason, words] : report.dropped) {
    for (const auto& [word, tokens] : words) dropped[corpus::name_of(reason)][word] = tokens;
  }
  return {{"num_documents", corpus.num_documents()}, {"num_words", corpus.num_words()},
          {"num_tokens", corpus.num_tokens()},       {"num_pairs", corpus.num_pairs()},
          {"sha256", corpus::sha256(corpus)},        {"format", corpus::name_of(report.format)},
          {"recognized_by", report.recognized_by},   {"empty_documents", report.empty_documents},
          {"tokens_read", report.tokens_read},       {"most_frequent_dropped", dropped}};
}

std::string sentence_about(const corpus::CorpusStore& store) {
  return fmt::format("{} documents{}, {} words, {} tokens, {} pairs, sha256 {}",
                     grouped(store.num_documents()), store.has_labels() ? " with labels" : "",
                     grouped(store.num_words()), grouped(store.num_tokens()), grouped(store.num_pairs()),
                     store.sha256());
}

std::string to_json(const OptionRecord& record) {
  Json json = Json::object();
  for (const auto& [name, value] : record)
    std::visit([&, &key = name](const auto& typed) { json[key] = typed; }, value);
  return json.dump();
}

OptionRecord recorded_options(const corpus::CorpusStore& store) {
  OptionRecord record;
  const Json json = Json::parse(store.reading(), nullptr, false);
  if (!json.is_object()) {
    throw BadInput(fmt::format("{}: found options that are no JSON object; expected one: the file is damaged",
                               store.path()));
  }
  for (const auto& [name, value] : json.items()) {
    if (value.is_boolean()) record[name] = value.get<bool>();
    if (value.is_number_integer()) record[name] = value.get<std::int64_t>();
    if (value.is_number_float()) record[name] = value.get<double>();
    if (value.is_string()) record[name] = value.get<std::string>();
  }
  return record;
}

OptionRecord record_of_reading(const std::vector<std::string>& paths, const corpus::ReadOptions& options,
                               corpus::Format seen) {
  OptionRecord record = record_of_reading(options, seen);
  if (seen != corpus::Format::store) return record;
  OptionRecord of_stores = recorded_options(corpus::CorpusStore(paths.at(0)));
  for (const std::string& path : paths) {
    const OptionRecord its = recorded_options(corpus::CorpusStore(path));
    std::erase_if(of_stores, [&](const auto& option) {
      const auto found = its.find(option.first);
      return found == its.end() || found->second != option.second;
    });
  }
  record.insert(of_stores.begin(), of_stores.end());
  return record;
}

}  // namespace vilda::app
