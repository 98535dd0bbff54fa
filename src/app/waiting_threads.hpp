#pragma once

namespace vilda::app {

/// Lets threads that wait for each other soon sleep instead of spin. OpenMP's default wins a few percent on a
/// machine of one's own, and makes a run ten times as long on one whose cores others use too. The runtime
/// reads this once, when it is loaded, so the program starts itself anew; OMP_WAIT_POLICY or GOMP_SPINCOUNT
/// in the environment are left as they are.
void let_waiting_threads_sleep(char** argv);

}  // namespace vilda::app
