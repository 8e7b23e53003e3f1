// SPDX-License-Identifier: Apache-2.0
// One measurement each: speed of every engine on the same tokens, time and memory of the commands.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt::cli {

/// A command of this binary in a process of its own: SystemC elaborates once, and memory is a process's.
struct CommandRun {
    double seconds = 0;      ///< wall clock of the whole command
    double cpu_seconds = 0;  ///< of the command and the tools it ran
    long peak_kib = 0;       ///< largest resident set of the command or of a tool it ran
    std::int64_t tokens = 0, mismatches = 0;
    double tokens_per_second = 0;  ///< of the simulation alone
};

/// `kvolt simulate CONFIG...` with `tokens` random tokens per head; `cold`: with an empty cache, so that the model is
/// built. Throws ToolError with the command's words when it fails.
CommandRun time_simulate(const std::vector<std::string>& config, std::size_t tokens, std::uint64_t seed,
                         bool cold = false);

/// `kvolt generate CONFIG` into a scratch directory.
CommandRun time_generate(const std::string& config);

/// `kvolt area WORDS... --json`, and what it printed.
struct AreaRun {
    CommandRun command;
    nlohmann::json report;
};
AreaRun time_area(const std::vector<std::string>& words);

/// Head tokens per second of the golden model on one core.
double golden_rate(const Design& design, const TokenSet& tokens);

/// Tokens per second of the two matrix products of a head alone: single precision, dense, no quantization, vectorized
/// by the compiler for the same processor as everything else.
double dense_rate(const Design& design);

}  // namespace kvolt::cli
