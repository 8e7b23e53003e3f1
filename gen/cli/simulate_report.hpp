// SPDX-License-Identifier: Apache-2.0
// What `kvolt simulate` says about a run.
#pragma once

#include <nlohmann/json.hpp>

#include "gen/cli/simulate_run.hpp"

namespace kvolt::cli {

/// For programs.
nlohmann::ordered_json simulation_json(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens,
                                       const Outcome& outcome);
/// For people, on standard output.
void print_simulation(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens,
                      const Outcome& outcome);

}  // namespace kvolt::cli
