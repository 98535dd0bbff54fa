#pragma once

#include <future>
#include <string>
#include <vector>

namespace vilda::app {

/// Looks, while a model is read, whether its files are as they were written. It is told and not refused where
/// they are not, since other topics are put into a model on purpose, too.
class FileWarnings {
 public:
  FileWarnings(const std::string& directory, bool quiet);

  void tell_all();  ///< once, when the model has been read

 private:
  std::future<std::vector<std::string>> differences_;
};

}  // namespace vilda::app
