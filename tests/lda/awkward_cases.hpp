#pragma once

#include <boost/random/uniform_int_distribution.hpp>
#include <ostream>
#include <vector>

#include "vilda/math/random.hpp"
#include "vilda/math/views.hpp"

/// Sizes at which vectorised kernels go wrong first.
namespace vilda::lda {

struct Case {
  const char* name;
  int num_topics;
  int num_words;
  int num_documents;
  int pairs;  // of a document
  std::uint32_t largest_count;
};

inline void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

inline math::Counts random_counts(const Case& one) {
  math::CounterEngine random(1, math::Stream::initialization, 12345);
  boost::random::uniform_int_distribution<arma::u32> count(1, one.largest_count);
  math::Counts counts(static_cast<arma::uword>(one.num_words), static_cast<arma::uword>(one.num_documents));
  for (int d = 0; d < one.num_documents; ++d) {
    boost::random::uniform_int_distribution<arma::uword> word(0, static_cast<arma::uword>(one.num_words) - 1);
    for (int i = 0; i < one.pairs; ++i) counts(word(random), static_cast<arma::uword>(d)) = count(random);
  }
  counts.sync();
  return counts;
}

inline std::vector<Case> awkward_cases() {
  return {Case{"OneTopic", 1, 50, 5, 20, 3},
          Case{"TwoTopics", 2, 50, 5, 20, 3},
          Case{"FifteenTopics", 15, 50, 5, 20, 3},
          Case{"SixteenTopics", 16, 50, 5, 20, 3},
          Case{"SeventeenTopics", 17, 50, 5, 20, 3},
          Case{"HundredTopics", 100, 500, 20, 60, 3},
          Case{"ThousandTopics", 1000, 100, 3, 60, 3},
          Case{"FiveThousandTopics", 5000, 40, 2, 20, 3},
          Case{"OneWord", 7, 30, 5, 1, 3},
          Case{"TenThousandWords", 7, 20'000, 2, 10'000, 3},
          Case{"CountsOfAMillion", 7, 50, 5, 20, 1'000'000},
          Case{"EmptyDocuments", 7, 50, 3, 0, 1}};
}

}  // namespace vilda::lda
