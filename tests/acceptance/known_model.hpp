#pragma once

#include <Eigen/Core>

#include "acceptance/program.hpp"
#include "support/npy.hpp"

namespace vilda::acceptance {

/// Runs in a folder with `model`, two topics of four words whose lambda is
///
///            court  law  judge  ship
///   topic 0     60   30      9     1
///   topic 1      5   30      1    64
class KnownModel : public Acceptance {
 protected:
  void SetUp() override {
    write("corpus.tsv", "a\tlaw\tcourt law judge\nb\tsea\tship law ship\n");
    done({"train", "corpus.tsv", "--min-df", "1", "--max-df", "2", "--model", "model", "--topics", "2"});
    Json run = json("model/run.json");
    run.erase("sha256");  // of other files than these
    write("model/run.json", run.dump());
    write("model/vocabulary.txt", "court\nlaw\njudge\nship\n");
    set_lambda((Eigen::MatrixXd(2, 4) << 60, 30, 9, 1, 5, 30, 1, 64).finished());
  }
  void set_lambda(const Eigen::MatrixXd& lambda) const {
    write("model/lambda.npy", to_npy(lambda, io::NpyType::float32));
  }
  double eta() const { return json("model/model.json")["eta"]; }
};

}  // namespace vilda::acceptance
