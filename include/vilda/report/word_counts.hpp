#pragma once

#include <Eigen/Core>

#include "vilda/lda/model.hpp"
#include "vilda/math/views.hpp"

namespace vilda::report {

/// V: how often each word stands in a corpus (counts: V x D).
Eigen::VectorXd word_counts(const math::Counts& counts);

/// V: what a model says of its training corpus, sum_k lambda_kw - K eta. Exact after a whole pass of
/// coordinate ascent, but for the rounding of lambda.npy; an estimate after mini-batches.
Eigen::VectorXd expected_word_counts(const lda::Model& model);

}  // namespace vilda::report
