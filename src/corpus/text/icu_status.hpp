#pragma once

#include <unicode/utypes.h>

#include <string>

#include "vilda/error.hpp"

namespace vilda::corpus {

/// Throws Failure if an ICU function failed, which it does without its data or memory.
inline void check_icu(UErrorCode status, const char* doing) {
  if (U_FAILURE(status)) throw Failure(std::string("ICU failed at ") + doing + ": " + u_errorName(status));
}

}  // namespace vilda::corpus
