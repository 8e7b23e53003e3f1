// SPDX-License-Identifier: Apache-2.0
// What software may set in a head.
#pragma once

#include <cstdint>
#include <vector>

namespace kvolt {

/// Runtime settings of a head; defaults are the registers' reset values.
struct HeadSettings {
    int window = 0;  ///< 0 = built window; sampled when a sequence starts
    std::int32_t scale = 4096;
    std::int32_t offset = 0;
    std::vector<int> bad_slots = {};  ///< never written, never live; sampled when a sequence starts
    int refresh_period = -1;          ///< packets, 0 = never, -1 = reset value; sampled when a sequence starts
    int retention_limit = -1;         ///< packets, 0 = any number, -1 = reset value; sampled when a sequence starts
};

}  // namespace kvolt
