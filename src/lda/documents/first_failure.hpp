#pragma once

#include <exception>

namespace vilda::lda {

/// Carries an exception out of a parallel region, which none may leave by itself.
class FirstFailure {
 public:
  template <class Act>
  void keep_of(Act act) noexcept {
    try {
      act();
    } catch (...) {
#pragma omp critical(first_failure)
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void rethrow() const {  ///< if there was one
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::exception_ptr failure_;
};

}  // namespace vilda::lda
