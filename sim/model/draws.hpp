// SPDX-License-Identifier: Apache-2.0
// Random draws of the imperfections: a counter through a hash, so that a draw depends on what it is for and on nothing
// that happened before. Integers only up to the last division; docs/imperfections.md, section "Draws". The same in
// sim/macros/kv_cell_array_model.v.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "gen/config/imperfections.hpp"

namespace kvolt {

enum class DrawArray : std::uint64_t { k, v };

/// The finalizer of splitmix64.
constexpr std::uint64_t draw_mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

constexpr std::uint64_t draw_fold(std::uint64_t hash, std::uint64_t value) {
    return draw_mix((hash ^ value) + 0x9E3779B97F4A7C15u);
}

/// What all draws of one array start from.
constexpr std::uint64_t draw_stream(std::uint64_t seed, const TileIdentity& id, DrawArray array) {
    std::uint64_t hash = draw_fold(0, seed);
    for (const int part : {id.head, id.tile, id.group}) hash = draw_fold(hash, static_cast<std::uint64_t>(part));
    return draw_fold(hash, static_cast<std::uint64_t>(array));
}

/// What the draws of one purpose start from; `count` numbers the times, 0 for what is drawn once.
constexpr std::uint64_t draw_prefix(std::uint64_t stream, Imperfection purpose, std::uint64_t count = 0) {
    return draw_fold(draw_fold(stream, static_cast<std::uint64_t>(purpose)), count);
}

/// Draw `index` as 64 even bits.
constexpr std::uint64_t draw_bits(std::uint64_t prefix, std::uint64_t index) { return draw_fold(prefix, index); }

/// Draw `index`, normal but for its ends: the sum of twelve 16-bit numbers around its mean, as a multiple of 2^-16
/// within +-6. Variance 1 - 2^-32.
constexpr double draw_normal(std::uint64_t prefix, std::uint64_t index) {
    const std::uint64_t bits = draw_bits(prefix, index);
    std::uint64_t sum = 0;
    for (std::uint64_t word = 0; word < 3; ++word) {
        const std::uint64_t w = draw_fold(bits, word);
        sum += (w & 0xFFFFu) + ((w >> 16) & 0xFFFFu) + ((w >> 32) & 0xFFFFu) + (w >> 48);
    }
    return static_cast<double>(static_cast<std::int32_t>(sum) - 393210) / 65536.0;
}

}  // namespace kvolt
