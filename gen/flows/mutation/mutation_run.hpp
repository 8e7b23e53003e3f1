// SPDX-License-Identifier: Apache-2.0
// Who notices which mutant.
#pragma once

#include <string>
#include <vector>

#include "gen/flows/mutation/mutation.hpp"

namespace kvolt {

/// Tries what is untried: simulation, `also`, equivalence, proofs of the block,
/// in this order. `binary`: kvolt itself; `arguments`: how it is told the
/// configuration.
void try_mutants(const Design& design, const std::string& binary, const std::vector<std::string>& arguments,
                 const MutationOptions& options, Mutation& mutation);

}  // namespace kvolt
