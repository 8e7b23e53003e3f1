// SPDX-License-Identifier: Apache-2.0
// Designs for the model tests, with just the members the models read: sizes that no preset has cost nothing here.
#pragma once

#include "gen/design/design.hpp"

namespace kvolt::test {

struct Sizes {
    int rows = 8, slots = 6, tiles = 1, heads = 1;
    int q = 4, kv = 3, out = 5;
};

inline Design design_of(const Sizes& sizes) {
    Design d;
    d.heads = sizes.heads;
    d.rows = sizes.rows;
    d.slots = sizes.slots;
    d.tiles = sizes.tiles;
    d.window = d.age_window = sizes.slots * sizes.tiles;
    d.q_max = (1 << sizes.q) - 1;
    d.level_max = (1 << sizes.kv) - 1;
    d.code_max = (1 << (sizes.out - 1)) - 1;
    d.stream.word_bits = 16;
    return d;
}

}  // namespace kvolt::test
