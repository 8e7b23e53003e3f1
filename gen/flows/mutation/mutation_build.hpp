// SPDX-License-Identifier: Apache-2.0
// One engine that holds all mutants.
#pragma once

#include "gen/flows/mutation/mutation.hpp"

namespace kvolt {

/// Builds the engine with all of them into `options.directory`/cache, in place
/// of the engine as it is. Throws ToolError also when the regression fails with
/// no mutant switched on.
void build_mutants(const Design& design, const Mutation& mutation, const MutationOptions& options);

}  // namespace kvolt
