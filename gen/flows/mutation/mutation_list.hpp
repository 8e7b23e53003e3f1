// SPDX-License-Identifier: Apache-2.0
// The mutants of a design.
#pragma once

#include "gen/flows/mutation/mutation.hpp"

namespace kvolt {

/// Lists the mutants of a design: the same for the same design and options.
Mutation list_mutants(const Design& design, const MutationOptions& options);

}  // namespace kvolt
