// SPDX-License-Identifier: Apache-2.0
// The pins of a tile during one cycle, big enough for the largest tile; vectors lowest word first, lane rules of
// docs/machine.md section 2.
#pragma once

#include <cstdint>

namespace kvolt::test {

struct TileInputs {
    bool rst_n = true, k_write = false, v_write = false, score_start = false, weigh_start = false, read_start = false;
    std::uint32_t k_wl[8] = {}, v_wl[8] = {}, live[8] = {}, q_pulse[8] = {};
    std::uint32_t k_level[48] = {}, v_level[48] = {};
};

/// After the clock edge that ends the cycle.
struct TileOutputs {
    std::uint32_t sign[8] = {}, pulse[8] = {};
};

inline bool bit_of(const std::uint32_t* vector, int index) { return (vector[index / 32] >> (index % 32) & 1U) != 0; }

inline void set_bit(std::uint32_t* vector, int index, bool value = true) {
    if (value) vector[index / 32] |= 1U << (index % 32);
}

inline void set_level(std::uint32_t* vector, int index, int bits, int level) {
    for (int b = 0; b < bits; ++b) set_bit(vector, index * bits + b, (level >> b & 1) != 0);
}

inline int level_of(const std::uint32_t* vector, int index, int bits) {
    int level = 0;
    for (int b = 0; b < bits; ++b) level |= static_cast<int>(bit_of(vector, index * bits + b)) << b;
    return level;
}

}  // namespace kvolt::test
