#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <memory>
#include <string>

namespace vilda::app {

namespace po = boost::program_options;

/// The program's exit codes.
enum ExitCode {
  done = 0,
  failure = 1,
  wrong_usage = 2,
  bad_input = 3,
  not_converged = 4,
  resource_limit = 5,
  interrupted = 130
};

/// What every verb takes.
struct CommonOptions {
  bool json = false;      ///< one JSON document on stdout
  bool quiet = false;     ///< nothing on stderr but errors
  int threads = 0;        ///< 0: all cores
  std::int64_t seed = 1;  ///< >= 0
};

/// One verb of the program, `vilda NAME`. Its options are bound straight to its members; whatever it throws
/// becomes one line on stderr and the exit code of its kind.
class Verb {
 public:
  virtual ~Verb() = default;

  virtual std::string name() const = 0;
  virtual std::string summary() const = 0;   ///< one line
  virtual std::string usage() const = 0;     ///< e.g. "train CORPUS --model DIR --topics K [options]"
  virtual std::string examples() const = 0;  ///< shown first by --help, a command a line
  virtual void add_options(po::options_description& options,
                           po::positional_options_description& positional) = 0;
  virtual std::string notes() const { return {}; }  ///< shown last by --help

  /// Whether it has loops that OpenMP's threads share.
  virtual bool computes_in_parallel() const { return true; }

  /// Called with all options set and CommonOptions::threads applied. Returns an exit code.
  virtual int run(const CommonOptions& common, const po::variables_map& given) = 0;
};

std::unique_ptr<Verb> make_import();
std::unique_ptr<Verb> make_train();
std::unique_ptr<Verb> make_topics();
std::unique_ptr<Verb> make_infer();
std::unique_ptr<Verb> make_evaluate();
std::unique_ptr<Verb> make_export();
std::unique_ptr<Verb> make_info();
std::unique_ptr<Verb> make_report();
std::unique_ptr<Verb> make_gaussian();

}  // namespace vilda::app
