#include "app/command_line.hpp"

#include <fmt/format.h>
#include <omp.h>

#include <algorithm>
#include <cstdio>
#include <iomanip>
#include <limits>
#include <new>
#include <numeric>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <typeinfo>

#include "app/terminal.hpp"
#include "vilda/error.hpp"
#include "vilda/io/input.hpp"

namespace vilda::app {
namespace {

constexpr int kMaxThreads = 1024;

struct Parsed {
  po::options_description options;
  po::variables_map given;
};

po::options_description common_options(CommonOptions& common) {
  po::options_description options("Common options");
  options.add_options()  //
      ("help,h", "show this help")("json", po::bool_switch(&common.json), "one JSON document on stdout")(
          "quiet,q", po::bool_switch(&common.quiet), "no message but errors")(
          "threads", po::value(&common.threads)->default_value(0)->value_name("N"), "threads; 0: all cores")(
          "seed", po::value(&common.seed)->default_value(1)->value_name("S"),
          "of all random numbers, at least 0")("config", po::value<std::string>()->value_name("FILE"),
                                               "read options from lines `option=value`")(
          "print-config", "print all options with their values, as --config reads them");
  return options;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substitute, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string without_dashes(std::string name) {
  name.erase(0, std::min(name.find_first_not_of('-'), name.size()));
  return name.substr(0, name.find('='));
}

/// The option as it was typed, with its dashes, without its value.
std::string as_typed(const std::string& option) {
  return option.substr(0, option.find('='));
}

std::vector<std::string> names_of(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back(option->long_name());
  return names;
}

std::string what_it_must_be(const po::options_description& options, const std::string& name) {
  const auto* option = options.find_nothrow(name, false);
  const auto* typed =
      option == nullptr ? nullptr : dynamic_cast<const po::typed_value_base*>(option->semantic().get());
  if (typed == nullptr) return "another value";
  const std::type_info& type = typed->value_type();
  const auto whole_number = [](auto largest) { return fmt::format("a whole number, at most {}", largest); };
  if (type == typeid(int)) return whole_number(std::numeric_limits<int>::max());
  if (type == typeid(std::int64_t)) return whole_number(std::numeric_limits<std::int64_t>::max());
  if (type == typeid(double)) return "a number";
  if (type == typeid(bool)) return "true or false";
  return "another value";
}

/// What is wrong with an option, in this program's words where Boost's are not for users.
std::string message_of(po::error_with_option_name& error, const po::options_description& options) {
  const auto say = [&](const std::string& text) { error.m_error_template = "%canonical_option% " + text; };
  const std::string name = without_dashes(error.get_option_name());
  if (const auto* value = dynamic_cast<const po::validation_error*>(&error)) {
    if (value->kind() == po::validation_error::at_least_one_value_required) say("needs a value");
    if (value->kind() == po::validation_error::invalid_option_value ||
        value->kind() == po::validation_error::invalid_bool_value) {
      say("is \"%value%\"; it must be " + what_it_must_be(options, name));
    }
  } else if (const auto* syntax = dynamic_cast<const po::invalid_command_line_syntax*>(&error)) {
    if (syntax->kind() == po::invalid_syntax::missing_parameter ||
        syntax->kind() == po::invalid_syntax::empty_adjacent_parameter) {
      say("needs a value");
    }
    if (syntax->kind() == po::invalid_syntax::extra_parameter) say("takes no value");
  } else if (dynamic_cast<const po::multiple_occurrences*>(&error) != nullptr) {
    say("is given more than once");
  }
  return error.what();
}

std::string trimmed(const std::string& text) {
  constexpr const char* blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// A value as it stands in a configuration: quoted where it would not be read as it is.
std::string config_value(const std::string& value) {
  const bool plain =
      value.find('#') == std::string::npos && trimmed(value) == value && !value.starts_with('"');
  if (plain) return value;
  std::ostringstream quoted;
  quoted << std::quoted(value);
  return quoted.str();
}

/// An option's value as a configuration has it, if it is one that can stand there.
template <class T>
std::optional<std::string> text_if(const boost::any& value) {
  const T* typed = boost::any_cast<T>(&value);
  return typed == nullptr ? std::nullopt : std::optional(fmt::format("{}", *typed));
}

std::optional<std::string> text_of(const boost::any& value) {
  for (const auto& text : {text_if<std::string>(value), text_if<bool>(value), text_if<int>(value),
                           text_if<double>(value), text_if<std::int64_t>(value)})
    if (text) return text;
  return std::nullopt;
}

bool is_default(const po::option_description& option, const std::string& value) {
  boost::any usual;
  return option.semantic()->apply_default(usual) && text_of(usual) == value;
}

/// What --print-config writes above and below the options that were not given: with --config they are not
/// given, either.
constexpr std::string_view kDefaults = "# defaults: of these only other values count as given";
constexpr std::string_view kEndOfDefaults = "# end of defaults";

/// The options of lines `option=value`. What follows a # is a comment, unless it stands in a quoted value.
po::parsed_options parse_config(const std::string& text, const po::options_description& options) {
  po::parsed_options parsed(&options);
  std::istringstream lines(text);
  bool may_be_default = false;
  for (std::string line; std::getline(lines, line);) {
    may_be_default = trimmed(line) == kDefaults || (may_be_default && trimmed(line) != kEndOfDefaults);
    const std::string content = trimmed(line.substr(0, line.find('#')));
    if (content.empty()) continue;
    const std::size_t equals = line.find('=');
    if (equals >= line.find('#'))
      throw po::invalid_config_file_syntax(content, po::invalid_syntax::unrecognized_line);
    const std::string name = trimmed(line.substr(0, equals));
    const po::option_description* option = options.find_nothrow(name, false);
    if (option == nullptr) throw po::unknown_option(name);
    std::string value = trimmed(content.substr(content.find('=') + 1));
    if (value.starts_with('"')) std::istringstream(line.substr(equals + 1)) >> std::quoted(value);
    if (may_be_default && is_default(*option, value)) continue;
    parsed.options.emplace_back(name, std::vector<std::string>{value});
  }
  return parsed;
}

/// Stores the options of a configuration file, or of one line of it.
void store_config(const std::string& text, const std::string& position,
                  const po::options_description& options, po::variables_map& given) {
  try {
    po::store(parse_config(text, options), given);
  } catch (const po::unknown_option& error) {
    const std::string name = error.get_option_name();
    throw BadInput(
        fmt::format("{}: there is no option {}{}", position, name, suggestion(name, names_of(options))));
  } catch (const po::invalid_config_file_syntax&) {
    throw BadInput(fmt::format("{}: found \"{}\"; expected `option=value`", position, text));
  } catch (po::error_with_option_name& error) {
    throw BadInput(fmt::format("{}: {}", position, message_of(error, options)));
  } catch (const po::error& error) {
    throw BadInput(fmt::format("{}: {}", position, error.what()));
  }
}

void store_config(const std::string& path, Parsed& parsed) {
  const std::string text = io::read_file(path);
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {  // what is wrong is told with its line
    po::variables_map of_line;
    store_config(line, fmt::format("{}:{}", path, ++number), parsed.options, of_line);
  }
  store_config(text, path, parsed.options, parsed.given);
}

void parse(Verb& verb, const std::vector<std::string>& arguments, CommonOptions& common, Parsed& parsed) {
  po::options_description own("Options");
  po::positional_options_description positional;
  verb.add_options(own, positional);
  parsed.options.add(own).add(common_options(common));
  constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    po::store(
        po::command_line_parser(arguments).options(parsed.options).positional(positional).style(style).run(),
        parsed.given);
    if (parsed.given.count("config") != 0) store_config(parsed.given["config"].as<std::string>(), parsed);
    po::notify(parsed.given);
  } catch (const po::unknown_option& error) {
    const std::string name = error.get_option_name();
    throw InvalidOption(fmt::format("there is no option {}{}", as_typed(name),
                                    suggestion(without_dashes(name), names_of(parsed.options), "--")));
  } catch (const po::too_many_positional_options_error&) {
    throw InvalidOption(fmt::format("too many arguments; expected vilda {}", verb.usage()));
  } catch (po::error_with_option_name& error) {
    throw InvalidOption(message_of(error, parsed.options));
  } catch (const po::error& error) {
    throw InvalidOption(error.what());
  }
}

void print_help(const Verb& verb, const po::options_description& options) {
  std::ostringstream text;
  text << options;
  std::string examples = verb.examples();
  if (examples.ends_with('\n')) examples.pop_back();
  fmt::print("vilda {} - {}\n\nExamples:\n{}\n\nUsage: vilda {}\n{}", verb.name(), verb.summary(), examples,
             verb.usage(), text.str());
  if (!verb.notes().empty()) fmt::print("\n{}\n", verb.notes());
}

void print_option(const std::string& name, const boost::any& value) {
  if (const auto* several = boost::any_cast<std::vector<std::string>>(&value)) {
    for (const std::string& one : *several) fmt::print("{}={}\n", name, config_value(one));
    return;
  }
  const std::optional<std::string> text = text_of(value);
  if (!text) throw std::logic_error("--print-config does not know the type of --" + name);
  fmt::print("{}={}\n", name, config_value(*text));
}

void print_config(const po::variables_map& given) {
  const auto print = [&](bool defaulted) {
    for (const auto& [name, option] : given) {
      const bool is_of_printing = name == "print-config" || name == "config" || name == "help";
      if (!is_of_printing && option.defaulted() == defaulted) print_option(name, option.value());
    }
  };
  print(false);
  fmt::print("{}\n", kDefaults);
  print(true);
  fmt::print("{}\n", kEndOfDefaults);
}

void apply_threads(int threads) {
  if (threads < 0 || threads > kMaxThreads) {
    throw InvalidOption(
        fmt::format("--threads is {}; it must lie in 0 (all cores) to {}", threads, kMaxThreads));
  }
  omp_set_num_threads(threads > 0 ? threads : std::min(omp_get_max_threads(), kMaxThreads));
}

/// The library names its options in words: "batch size is 0; it must be at least 1" is said of --batch-size.
std::string with_dashes(const std::string& message, const std::vector<std::string>& names) {
  if (message.find("; it must ") == std::string::npos) return message;
  std::string named;  // the longest: "init passes" is not --init
  for (const std::string& name : names) {
    std::string words = name;
    std::ranges::replace(words, '-', ' ');
    const bool begins = message.starts_with(name + " ") || message.starts_with(words + " ");
    if (begins && name.size() > named.size()) named = name;
  }
  return named.empty() ? message : "--" + named + message.substr(named.size());
}

int parse_and_run(Verb& verb, const std::vector<std::string>& arguments) {
  CommonOptions common;
  Parsed parsed;
  parse(verb, arguments, common, parsed);
  if (parsed.given.count("help") != 0) {
    print_help(verb, parsed.options);
    return done;
  }
  if (parsed.given.count("print-config") != 0) {
    print_config(parsed.given);
    return done;
  }
  apply_threads(common.threads);
  if (common.seed < 0) throw InvalidOption(fmt::format("--seed is {}; it must be at least 0", common.seed));
  try {
    return verb.run(common, parsed.given);
  } catch (const InvalidOption& error) {
    throw InvalidOption(with_dashes(error.what(), names_of(parsed.options)));
  }
}

int complain(std::string_view message, ExitCode code) {
  tell("vilda: {}\n", one_line(message));
  return code;
}

int code_of_current_exception(const Verb& verb) {
  try {
    throw;
  } catch (const InvalidOption& error) {
    return complain(fmt::format("{} (see vilda {} --help)", error.what(), verb.name()), wrong_usage);
  } catch (const BadInput& error) {
    return complain(error.what(), bad_input);
  } catch (const ResourceLimit& error) {
    return complain(error.what(), resource_limit);
  } catch (const std::bad_alloc&) {
    return complain("not enough memory", resource_limit);
  } catch (const std::length_error&) {
    return complain("not enough memory", resource_limit);
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::resource_unavailable_try_again) return complain(error.what(), failure);
    return complain("not enough memory, or too many processes, to start a thread; give fewer --threads",
                    resource_limit);
  } catch (const std::exception& error) {
    return complain(error.what(), failure);
  }
}

}  // namespace

std::string suggestion(const std::string& typed, const std::vector<std::string>& names,
                       const std::string& prefix) {
  const auto distance = [&](const std::string& name) { return edit_distance(typed, name); };
  const auto is_abbreviated = [&](const std::string& name) {
    return typed.size() >= 2 && name.starts_with(typed);
  };
  const auto is_last_word = [&](const std::string& name) {  // of --num-topics, or --num_topics
    return typed.ends_with("-" + name) || typed.ends_with("_" + name);
  };
  auto nearest = std::ranges::find_if(names, is_abbreviated);
  if (nearest == names.end()) nearest = std::ranges::find_if(names, is_last_word);
  if (nearest == names.end()) {
    nearest = std::ranges::min_element(names, {}, distance);
    if (nearest == names.end() || distance(*nearest) > std::max<std::size_t>(2, typed.size() / 3)) return {};
  }
  return fmt::format(" (did you mean {}{}?)", prefix, *nearest);
}

int run_verb(Verb& verb, const std::vector<std::string>& arguments) {
  int code = failure;
  try {
    code = parse_and_run(verb, arguments);
  } catch (...) {
    const bool of_output = std::ferror(stdout) != 0;  // flushed() tells of it
    if (!of_output) code = code_of_current_exception(verb);
  }
  return flushed(code);
}

int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  return complain("standard output cannot be written", errno == ENOSPC ? resource_limit : failure);
}

}  // namespace vilda::app
