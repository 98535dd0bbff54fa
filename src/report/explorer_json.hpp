#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "vilda/report/explorer.hpp"

/// The parts of the page's data.
namespace vilda::report {

using Json = nlohmann::ordered_json;

/// The words the page knows, by rising id, and where each stands among them.
class PageWords {
 public:
  explicit PageWords(const ExplorerContent& content, const std::vector<std::size_t>& needed);
  const std::vector<std::size_t>& ids() const { return ids_; }
  std::uint32_t place(std::size_t id) const;

 private:
  std::vector<std::size_t> ids_;
};

Json topics_json(const ExplorerContent& content);
Json words_json(const ExplorerContent& content, const PageWords& words);

/// `documents`, `typical`, `empty_documents` and `labels`.
void add_corpus_json(const ExplorerContent& content, Json& page);

}  // namespace vilda::report
