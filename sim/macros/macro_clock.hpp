// SPDX-License-Identifier: Apache-2.0
// The time of a macro model, and what it tells the log of its head; docs/time.md.
#pragma once

#include <cstdint>

#include "sim/model/pin_log.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt::dpi {

struct MacroClock {
    explicit MacroClock(const TileIdentity& identity) : id(identity) {}

    TileIdentity id;
    std::int64_t now = 0;            ///< clock edges
    std::int64_t began[2] = {0, 0};  ///< of the score, and of the weighing, that is going on

    /// A word line is high. Of the row groups of a tile the first one tells.
    void see_line(int array, int line, int slots) const {
        if (id.group != 0) return;
        const int slot = id.tile * slots + line;
        array == 0 ? pin_log().k_line(id.head, slot, now) : pin_log().v_line(id.head, slot, now);
    }
    void begin(int array) {
        began[array] = now;
        if (id.group != 0 || id.tile != 0) return;
        array == 0 ? pin_log().score(id.head, now) : pin_log().weigh(id.head, now);
    }
};

}  // namespace kvolt::dpi
