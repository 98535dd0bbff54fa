#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "app/process_settings.hpp"
#include "app/terminal.hpp"
#include "app/verb.hpp"
#include "vilda/version.hpp"

namespace vilda::app {
namespace {

using Verbs = std::vector<std::unique_ptr<Verb>>;

Verbs all_verbs() {
  Verbs verbs;
  verbs.push_back(make_import());
  verbs.push_back(make_train());
  verbs.push_back(make_topics());
  verbs.push_back(make_report());
  verbs.push_back(make_infer());
  verbs.push_back(make_evaluate());
  verbs.push_back(make_export());
  verbs.push_back(make_info());
  verbs.push_back(make_gaussian());
  return verbs;
}

std::string help(const Verbs& verbs) {
  std::string text =
      "vilda - topics from text by variational inference\n\nExamples:\n"
      "  vilda train corpus.txt --model news --topics 50    # a document a line; --help lists other formats\n"
      "  vilda topics news\n\nUsage: vilda VERB [options]\n\n";
  for (const auto& verb : verbs) text += fmt::format("  {:<10}{}\n", verb->name(), verb->summary());
  return text + "\n`vilda VERB --help` shows examples and options. `vilda --version` prints the version.\n";
}

int run(char** argv, const std::vector<std::string>& arguments) {
  const Verbs verbs = all_verbs();
  if (arguments.empty()) {
    tell("{}", help(verbs));
    return wrong_usage;
  }
  if (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
    std::fputs(help(verbs).c_str(), stdout);
    return flushed(done);
  }
  if (arguments[0] == "--version") {
    std::fputs(fmt::format("vilda {}\n", version()).c_str(), stdout);
    return flushed(done);
  }
  const auto verb =
      std::ranges::find(verbs, arguments[0], [](const auto& candidate) { return candidate->name(); });
  if (verb != verbs.end()) {
    if ((*verb)->computes_in_parallel()) start_with_settings(argv);
    return run_verb(**verb, {arguments.begin() + 1, arguments.end()});
  }
  std::vector<std::string> names;
  for (const auto& candidate : verbs) names.push_back(candidate->name());
  tell("vilda: there is no verb {}{} (see vilda --help)\n", arguments[0], suggestion(arguments[0], names));
  return wrong_usage;
}

}  // namespace
}  // namespace vilda::app

int main(int argc, char** argv) {
  vilda::app::open_standard_streams();
  return vilda::app::run(argv, {argv + 1, argv + argc});
}
