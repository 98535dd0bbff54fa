#include <cmath>
#include <cstdio>
#include <vilda/corpus/read.hpp>
#include <vilda/vi/exponential_family.hpp>
#include <vilda/vi/gaussian.hpp>

int main(int, char** arguments) {
  const double kl = vilda::vi::kl(vilda::vi::Gaussian{1, 1}, vilda::vi::Gaussian{0, 1});
  const vilda::corpus::Corpus corpus = vilda::corpus::read_corpus(arguments[1], {});
  std::printf("KL %g nats; %zu documents, %zu words\n", kl, corpus.num_documents(), corpus.num_words());
  return std::abs(kl - 0.5) < 1e-12 && corpus.num_words() > 0 ? 0 : 1;
}
