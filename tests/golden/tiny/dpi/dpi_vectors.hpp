// SPDX-License-Identifier: Apache-2.0
// Bit vectors as DPI passes them: 32-bit words, lowest first.
#pragma once

#include <algorithm>
#include <cstdint>

namespace kvolt::dpi {

using Word = std::uint32_t;

/// `count` bits (at most 64) of a vector from bit `first` on; words behind the last one needed are not touched.
inline std::uint64_t bits_at(const Word* vector, int first, int count) {
    std::uint64_t out = 0;
    for (int done = 0; done < count;) {
        const int at = first + done, take = std::min(32 - at % 32, count - done);
        const std::uint64_t piece = (std::uint64_t{vector[at / 32]} >> (at % 32)) & ((std::uint64_t{1} << take) - 1);
        out |= piece << done;
        done += take;
    }
    return out;
}

/// Writes bits of a vector that was cleared before.
inline void put_bits(Word* vector, int first, int count, std::uint64_t bits) {
    for (int done = 0; done < count;) {
        const int at = first + done, take = std::min(32 - at % 32, count - done);
        vector[at / 32] |= static_cast<Word>(((bits >> done) & ((std::uint64_t{1} << take) - 1)) << (at % 32));
        done += take;
    }
}

/// Pulse code of lane `lane` from counters kept as bit planes of `lanes` lanes: width / unit_cycles, at most `max`.
inline int code_of(const Word* counts, int count_bits, int lanes, int lane, int unit_cycles, int max) {
    int cycles = 0;
    for (int b = 0; b < count_bits; ++b) cycles |= static_cast<int>(bits_at(counts, b * lanes + lane, 1)) << b;
    return std::min(cycles / unit_cycles, max);
}

}  // namespace kvolt::dpi
