#pragma once

namespace vilda::app {

/// While it lives, the first interrupt or termination signal only asks for a stop; the next one has its usual
/// effect.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  static bool requested();
};

}  // namespace vilda::app
