#include "lda/model/parsed_json.hpp"

#include <stdexcept>
#include <unordered_set>
#include <vector>

namespace vilda::lda {

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

}  // namespace vilda::lda
