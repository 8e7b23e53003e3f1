// SPDX-License-Identifier: Apache-2.0
// The two engines that need no RTL, run over a whole token set, and the output file that every engine writes.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

/// What an engine computed, in arrays of the token set's leading shape (TokenSet::position) and one more axis where
/// said. An array an engine does not have stays empty and is not written.
struct EngineResult {
    std::vector<std::int32_t> codes;  ///< x rows: raw tile sums (quantized engines)
    std::vector<std::int32_t> words;  ///< x rows: output words after scale, offset and saturation (quantized engines)
    std::vector<double> corrected;    ///< x rows: codes after the lanes' offsets and trims (where lanes are calibrated)
    std::vector<double> output;       ///< x rows: (codes * scale + offset) / code_max, before rounding to a word
    std::vector<double> s, phi;       ///< x window: score in microampere and 0..1, with `probe`
    std::vector<std::int64_t> cycles;  ///< per token (RTL engine only)
    std::int64_t saturated = 0;        ///< words that saturated
};

/// Bad slots of one head out of a list that may be empty.
inline std::vector<int> bad_slots_of(const std::vector<std::vector<int>>& all, std::size_t head) {
    return head < all.size() ? all[head] : std::vector<int>{};
}

struct EngineOptions {
    bool probe = false;                            ///< keep S and phi
    int threads = 2;                               ///< heads are independent
    int window = 0;                                ///< runtime window, 0 = built
    std::atomic<std::int64_t>* done = nullptr;     ///< counts head tokens as they finish, for a progress line
    std::vector<std::vector<int>> bad_slots = {};  ///< of each head; empty: none
    bool calibrate = false;                        ///< calibrate every head before the first token
};

/// Bit-exact model of the RTL.
EngineResult run_golden(const Design& design, const TokenSet& tokens, const EngineOptions& options = {});

/// Unquantized reference; `codes` and `words` stay empty.
EngineResult run_float(const Design& design, const TokenSet& tokens, const EngineOptions& options = {});

/// (codes * scale + offset) / code_max with the design's reset values of scale and offset: `output` of a quantized
/// engine. Where lanes are calibrated the codes are the corrected ones.
std::vector<double> outputs_of(const Design& design, const EngineResult& result);

/// Power of `reference` over the power of the difference, in decibel; infinite where nothing differs. Equal sizes.
double snr_db(const std::vector<double>& output, const std::vector<double>& reference);

/// Writes codes (int32), output, S, phi (float64), cycles (int64) and, where scale or offset are set, words (int32):
/// those that are not empty.
void write_result(const std::string& path, const Design& design, const TokenSet& tokens, const EngineResult& result);

}  // namespace kvolt
