#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "vilda/error.hpp"
#include "vilda/lda/model.hpp"

namespace vilda::app {

/// What a model.json, which messages call `file`, says of the options. Throws BadInput for one that is not
/// there, or of another kind.
struct RecordedOptions {
  const lda::Model& model;
  std::string file;

  bool has(const char* name) const { return model.options.contains(name); }

  template <class T>
  T get(const char* name) const {
    if (const T* const value = find<T>(name)) return *value;
    throw BadInput(
        fmt::format("{}: found no option {} of the right kind; expected those of a training", file, name));
  }

  /// 5.0 is written 5.0, but 5 may be edited in.
  double number(const char* name) const {
    const auto* const whole = find<std::int64_t>(name);
    return whole != nullptr ? static_cast<double>(*whole) : get<double>(name);
  }

  template <class Integer>
  Integer whole_number(const char* name) const {
    const auto value = get<std::int64_t>(name);
    if (value >= 0 && std::in_range<Integer>(value)) return static_cast<Integer>(value);
    throw BadInput(fmt::format("{}: found {} for {}; expected 0 to {}", file, value, name,
                               std::numeric_limits<Integer>::max()));
  }

  /// Does what throws InvalidOption where an option has a value that it may not have.
  template <class Check>
  void require_valid(const Check& check) const {
    try {
      check();
    } catch (const InvalidOption& error) {
      throw BadInput(fmt::format("{}: {}", file, error.what()));
    }
  }

 private:
  template <class T>
  const T* find(const char* name) const {
    const auto option = model.options.find(name);
    return option == model.options.end() ? nullptr : std::get_if<T>(&option->second);
  }
};

}  // namespace vilda::app
