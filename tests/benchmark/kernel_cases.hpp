#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// The kernels of training, each on made-up data, with the same computed plainly in double beside it.
namespace vilda::benchmark {

struct KernelCase {
  std::string name;
  double elements;          ///< of one run: what `rate` counts
  double flops = 0;         ///< of one run, padding of rows not counted; 0: not held against the FMA peak
  double padded_flops = 0;  ///< the same, padding counted
  double bytes = 0;         ///< read of one run, from what holds the data
  std::function<void()> run;
  std::function<void()> topic_weights;  ///< mean field: the part of `run` that is not the loop over words
  std::function<double()> error;  ///< of one run: largest relative difference from the plain computation
  double allowed_error;
};

/// Mean-field iterations of documents of so many distinct words each, then the other kernels.
std::vector<KernelCase> kernel_cases(std::size_t num_topics, const std::vector<std::size_t>& document_sizes);

}  // namespace vilda::benchmark
