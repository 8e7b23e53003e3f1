// SPDX-License-Identifier: Apache-2.0
// The slow, obvious oracle: one head, token by token, bit-exact to the RTL.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/model/analog.hpp"

namespace kvolt {

struct Token {
    std::vector<std::uint16_t> q;  ///< rows codes, 0..q_max
    std::vector<std::uint8_t> k;   ///< rows level codes; empty for query only
    std::vector<std::uint8_t> v;
    bool first = false;  ///< starts a sequence
    bool writes = true;
    bool queries = true;
};

struct TokenResult {
    std::vector<std::int32_t> codes;  ///< rows raw tile sums
    std::vector<std::int32_t> words;  ///< rows output words after affine and saturation
    int saturated = 0;                ///< how many words saturated
    bool refreshed = false;           ///< a stored token was written again after this one
    bool violation = false;           ///< the query met tokens beyond the retention limit
    std::vector<double>
        corrected;  ///< rows: codes after offset and trim of their lanes, exact; empty without calibration
};

/// Runtime settings of a head; defaults are the registers' reset values.
struct HeadSettings {
    int window = 0;  ///< 0 = built window; sampled when a sequence starts
    std::int32_t scale = 4096;
    std::int32_t offset = 0;
    std::vector<int> bad_slots = {};  ///< never written, never live; sampled when a sequence starts
    int refresh_period = -1;          ///< packets, 0 = never, -1 = reset value; sampled when a sequence starts
    int retention_limit = -1;         ///< packets, 0 = any number, -1 = reset value; sampled when a sequence starts
};

class GoldenHead {
public:
    /// `head` counts from 0: heads differ in their imperfections.
    explicit GoldenHead(const Design& design, int head = 0);
    ~GoldenHead();

    /// Scale and offset act at once, window, bad slots and retention limit from the next start of a sequence.
    void set(const HeadSettings& settings);
    /// Processes one token. A token that does not query gives an empty result. Throws std::invalid_argument for a token
    /// with missing values or codes out of range.
    TokenResult step(const Token& token);

    /// Reads zero as often as the configuration says and keeps the sum of each lane's codes as its offset. Throws
    /// std::logic_error where the configuration has no calibration, as do the next two; std::invalid_argument for
    /// numbers that a lane cannot hold.
    void calibrate();
    /// Offset in 1/average of a code and trim of one lane, as software sets them.
    void set_lane(int lane, std::int32_t offset, std::int32_t trim);
    [[nodiscard]] std::int32_t lane_offset(int lane) const;

    /// After step(): S in microampere and phi of all window slots, tile by tile.
    [[nodiscard]] std::vector<double> s() const;
    [[nodiscard]] std::vector<double> phi() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Unquantized reference: the same formulas on real inputs. Q in [0,1], K and V in volt, rows each.
class FloatHead {
public:
    explicit FloatHead(const Design& design);
    ~FloatHead();

    /// Runtime window of the sequences that start from now on; 0 = built window.
    void set_window(int window);
    /// Slots that are not used by the sequences that start from now on.
    void set_bad_slots(const std::vector<int>& slots);
    void start_sequence();
    /// Stores k and v, then answers q. Returns A summed over tiles (each tile clamped to [-1,1], not quantized), rows
    /// values.
    std::vector<double> step(const double* q, const double* k, const double* v);
    [[nodiscard]] const std::vector<double>& s() const;  ///< window slots
    [[nodiscard]] const std::vector<double>& phi() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kvolt
