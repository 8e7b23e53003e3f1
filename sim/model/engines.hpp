// SPDX-License-Identifier: Apache-2.0
// The two engines that need no RTL, run over a whole token set.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/engine_result.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

/// Bit-exact model of the RTL.
EngineResult run_golden(const Design& design, const TokenSet& tokens, const EngineOptions& options = {});

/// Unquantized reference; `codes` and `words` stay empty. Calibration is nothing to it: its lanes are alike.
EngineResult run_float(const Design& design, const TokenSet& tokens, const EngineOptions& options = {});

}  // namespace kvolt
