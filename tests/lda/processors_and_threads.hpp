#pragma once

#include <gtest/gtest.h>
#include <hwy/targets.h>
#include <omp.h>

namespace vilda::lda {

/// Acts as on every processor with fused multiply-adds that this one can stand for (older ones round a
/// product before they add it), with 1, 2, 3 and 7 threads.
template <class Act>
void on_every_processor_with_fma(Act act) {
  const int threads_before = omp_get_max_threads();
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    if (target > HWY_AVX2) continue;
    hwy::SetSupportedTargetsForTest(target);
    for (const int threads : {1, 2, 3, 7}) {
      SCOPED_TRACE(testing::Message() << threads << " threads, " << hwy::TargetName(target));
      omp_set_num_threads(threads);
      act();
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  omp_set_num_threads(threads_before);
}

}  // namespace vilda::lda
