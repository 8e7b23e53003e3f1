// SPDX-License-Identifier: Apache-2.0
// A second simulator: the same emitted RTL with the portable macro, in Icarus Verilog. Slow, and independent of
// Verilator, SystemC and DPI.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

struct IcarusRun {
    std::vector<std::int32_t> words;  ///< results of head 0 in order, rows words each
    std::int64_t results = 0;
    double seconds = 0;  ///< simulation alone, without compiling
};

/// Sends the tokens of head 0 without pauses and collects the results. Throws ToolError: Icarus is missing or fails, or
/// results are missing.
IcarusRun run_icarus(const Design& design, const TokenSet& tokens);

}  // namespace kvolt
