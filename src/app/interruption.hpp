#pragma once

namespace vilda::app {

/// While it lives, the first signal to interrupt, to terminate, or to hang up only asks for a stop; the next
/// one has its usual effect. Hanging up stays ignored where it was (nohup).
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  static bool requested();

 private:
  bool hangs_up_;
};

}  // namespace vilda::app
