// SPDX-License-Identifier: Apache-2.0
// What a run of any engine gives, and what it was asked to keep.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

struct EngineOptions {
    bool probe = false;                            ///< keep S and phi
    int threads = 2;                               ///< heads are independent
    int window = 0;                                ///< runtime window, 0 = built
    std::atomic<std::int64_t>* done = nullptr;     ///< counts head tokens as they finish, for a progress line
    std::vector<std::vector<int>> bad_slots = {};  ///< of each head; empty: none
    bool calibrate = false;                        ///< calibrate every head before the first token
    std::size_t probe_from = 0,
                probe_to = ~std::size_t{0};  ///< queries of each sequence that `probe` keeps, from..to-1
    HeadLogs times = {};                     ///< by head, where the design goes by time: when things happen
    bool analog = false;                     ///< keep the outputs before any code, and their clips
};

/// Bad slots of one head out of a list that may be empty.
inline std::vector<int> bad_slots_of(const std::vector<std::vector<int>>& all, std::size_t head) {
    return head < all.size() ? all[head] : std::vector<int>{};
}

/// The settings of one head of a run: for every model, so that none is told something else.
HeadSettings head_settings(const Design& design, const EngineOptions& options, std::size_t head);

/// What an engine computed, in arrays of the token set's leading shape (TokenSet::result_of) and one more axis where
/// said; zero where a token of that shape did not query. An array that an engine does not have, or that nobody asked
/// for, stays empty and is not written.
struct EngineResult {
    std::vector<std::int32_t> codes;  ///< x rows: raw tile sums (quantized engines)
    std::vector<std::int32_t> words;  ///< x rows: output words after scale, offset and saturation (quantized engines)
    std::vector<double> corrected;    ///< x rows: codes after the lanes' offsets and trims (where lanes are calibrated)
    std::vector<double> output;       ///< x rows: (codes * scale + offset) / code_max, before rounding to a word
    /// x window: score in microampere and 0..1, with `probe`; the last axis of the leading shape is probe_count long
    std::vector<double> s, phi;
    std::vector<double> analog;         ///< x rows: tile outputs summed before any code, in full scales, with `analog`
    std::vector<std::int32_t> clipped;  ///< x rows: tiles whose output was at its clip, with `analog`
    std::vector<std::int64_t> cycles;   ///< per token (RTL engine only)
    std::int64_t saturated = 0;         ///< words that saturated
    std::size_t probe_from = 0, probe_count = 0;  ///< queries of each sequence in s and phi
};

/// Room for what a run of these tokens will give.
EngineResult room_for(const Design& design, const TokenSet& tokens, const EngineOptions& options, bool quantized);

/// Keeps what a head answered to its packet `step`; nothing where that only writes. Different heads may do so at the
/// same time.
void keep(const TokenSet& tokens, std::size_t head, std::size_t step, const TokenResult& answer,
          const GoldenHead& model, EngineResult& result);
/// The same for the float model, whose output is `scale` times its own plus `offset`.
void keep(const TokenSet& tokens, std::size_t head, std::size_t step, const FloatHead& model, double scale,
          double offset, EngineResult& result);

/// (codes * scale + offset) / code_max with the design's reset values of scale and offset: `output` of a quantized
/// engine. Where lanes are calibrated the codes are the corrected ones.
std::vector<double> outputs_of(const Design& design, const EngineResult& result);

/// The design's reset values of scale and offset as numbers, the offset in full scales.
struct OutputAffine {
    double scale = 1, offset = 0;
};
OutputAffine affine_of(const Design& design);

}  // namespace kvolt
