// SPDX-License-Identifier: Apache-2.0
// The output file that every engine writes.
#pragma once

#include <cstdint>
#include <string>

#include "gen/design/design.hpp"
#include "sim/model/engine_result.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

/// Where the numbers of a file come from, beside the configuration.
struct RunRecord {
    std::string engine;      ///< rtl, golden, float
    std::uint64_t seed = 1;  ///< of random tokens and stalls
};

/// Writes codes and clipped (int32), output, analog, S, phi (float64), cycles (int64) and, where scale or offset are
/// set, words (int32): those that are not empty; docs/tokens.md has their shapes and units. Beside them what it takes
/// to know the file again: config (TOML text), config_hash, version, engine (text), seed (int64).
void write_result(const std::string& path, const Design& design, const TokenSet& tokens, const EngineResult& result,
                  const RunRecord& record);

}  // namespace kvolt
