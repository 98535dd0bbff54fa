#include "vilda/version.hpp"

namespace vilda {

std::string_view version() {
  return VILDA_VERSION;
}

}  // namespace vilda
