// SPDX-License-Identifier: Apache-2.0
// The slow, obvious oracle: one head, token by token, bit-exact to the RTL.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/head_log.hpp"
#include "sim/model/head_settings.hpp"
#include "sim/model/slot_walk.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

class GoldenHead {
public:
    /// `head` counts from 0: heads differ in their imperfections.
    explicit GoldenHead(const Design& design, int head = 0);
    ~GoldenHead();

    /// Scale and offset act at once, window, bad slots and retention limit from the next start of a sequence.
    void set(const HeadSettings& settings);
    /// Where the design goes by time: when things happen, from now on. The log may grow, and is read up to what step()
    /// needs; it must outlive this object.
    void follow(const HeadLog& log);
    /// Processes one token. A token that does not query gives an empty result. Throws std::invalid_argument for a token
    /// with missing values or codes out of range; std::runtime_error where the log of a design that goes by time says
    /// something else than what must happen, or ends before.
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
    /// Slots that the last query saw.
    [[nodiscard]] const SlotWalk& seen() const;

    /// Whether queries keep what the next two tell; at first they don't.
    void keep_analog(bool on);
    /// A summed over the tiles before any code, each in [-1, 1], plus what protected tokens add; rows.
    [[nodiscard]] const std::vector<double>& analog() const;
    /// Tiles whose output was at its clip; rows.
    [[nodiscard]] const std::vector<int>& clipped() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kvolt
