#pragma once

#include <fmt/format.h>

#include <exception>
#include <string>

#include "lda/model/model_json.hpp"
#include "vilda/error.hpp"

namespace vilda::lda {

/// Parses JSON text, in which no object has a key twice: of two values either might be meant. Throws
/// std::invalid_argument and nlohmann's exceptions.
Json parse_json(const std::string& text);

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

}  // namespace vilda::lda
