// SPDX-License-Identifier: Apache-2.0
// The engines that `kvolt simulate` runs.
#pragma once

#include <optional>

#include "gen/cli/simulate_arguments.hpp"
#include "gen/flows/models/verilate.hpp"
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
    std::optional<double> snr_db;  // against the float model, where asked for; infinite when equal
};

/// Golden or float model. Throws InputError.
Outcome run_model(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens);

/// The generated engine beside the golden model. Throws ToolError; FailedRun when it is interrupted.
Outcome run_rtl(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens);

/// What quantization and imperfections cost: the float model has neither.
double snr_against_float(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens,
                         const EngineResult& result);

}  // namespace kvolt::cli
