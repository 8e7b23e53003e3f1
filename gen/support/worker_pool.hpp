// SPDX-License-Identifier: Apache-2.0
// Long lists of independent jobs, several at a time: proofs, cases of a regression, mutants.
#pragma once

#include <cstddef>
#include <functional>

namespace kvolt {

/// Calls job(0) .. job(count - 1), `jobs` of them at a time, begun in order; the caller's thread is one of the workers.
/// After stop() (may be empty) has become true, or a job has thrown, no further one begins. Returns when the last has
/// ended and throws what the first that failed threw. Jobs lock what they share.
void run_jobs(std::size_t count, int jobs, const std::function<void(std::size_t)>& job,
              const std::function<bool()>& stop = {});

}  // namespace kvolt
