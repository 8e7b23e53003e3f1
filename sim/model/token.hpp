// SPDX-License-Identifier: Apache-2.0
// A token and what a head makes of it.
#pragma once

#include <cstdint>
#include <vector>

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
    int refreshes = 0;                ///< stored tokens written again after this one (by time: since the one before)
    bool violation = false;           ///< the query met tokens beyond the retention limit
    std::vector<double>
        corrected;  ///< rows: codes after offset and trim of their lanes, exact; empty without calibration
};

}  // namespace kvolt
