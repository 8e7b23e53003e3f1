// SPDX-License-Identifier: Apache-2.0
// The engines that `kvolt simulate` runs.
#pragma once

#include <optional>

#include "gen/cli/simulate_arguments.hpp"
#include "gen/flows/models/verilate.hpp"
#include "sim/accuracy/error_budget.hpp"
#include "sim/bench/bench.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt::cli {

/// Those of the input file, or random ones.
TokenSet tokens_of(const SimulateArguments& arguments, const Design& design);

/// What a run of any engine has to say.
struct Outcome {
    BenchReport bench;
    GeneratedModel model;
    bool rtl = false;
    std::optional<ErrorBudget> budget;  ///< where it was asked for
    double budget_seconds = 0;          ///< wall clock of the models beside the engine
};

/// Golden or float model. Throws InputError.
Outcome run_model(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens);

/// The generated engine beside the golden model. Throws ToolError; FailedRun when it is interrupted.
Outcome run_rtl(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens);

/// What each step from exact softmax attention to the engine that has run costs.
void add_budget(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens, Outcome& outcome);

}  // namespace kvolt::cli
