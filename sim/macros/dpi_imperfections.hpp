// SPDX-License-Identifier: Apache-2.0
// Imperfections as the macro models pass them: which tile it is comes from the path of the instance, so that all heads
// and tiles share one compiled module.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "sim/macros/dpi_vectors.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt::dpi {

/// The number behind the last `mark` of a hierarchical path; 0 without one.
inline int number_behind(const std::string& path, const std::string& mark) {
    const auto at = path.rfind(mark);
    int number = 0;
    if (at == std::string::npos) return number;
    for (auto i = at + mark.size(); i < path.size() && path[i] >= '0' && path[i] <= '9'; ++i)
        number = number % 100000 * 10 + (path[i] - '0');
    return number;
}

/// Explicit numbers count; -1 stands for what the path says.
inline TileIdentity identity(const std::string& path, int head, int tile, int group) {
    return {head >= 0 ? head : number_behind(path, "gen_heads["), tile >= 0 ? tile : number_behind(path, "gen_tiles["),
            group >= 0 ? group : number_behind(path, "gen_groups[")};
}

/// A table of the cell from two vectors of IEEE doubles.
inline std::vector<CellPoint> points(int count, const Word* volt, const Word* ua) {
    const auto real = [](const Word* words, int index) {
        const std::uint64_t bits = bits_at(words, index * 64, 64);
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    };
    std::vector<CellPoint> out;
    for (int i = 0; i < count; ++i) out.push_back({real(volt, i), real(ua, i)});
    return out;
}

inline Imperfections imperfections(std::uint64_t seed, double gain_mismatch, double offset_mismatch_ua,
                                   double read_noise_ua, double write_noise_v, double comparator_offset_ua,
                                   double stuck_cells, double leakage_spread) {
    Imperfections e;
    e.seed = seed;
    e.gain_mismatch = gain_mismatch;
    e.offset_mismatch_ua = offset_mismatch_ua;
    e.read_noise_ua = read_noise_ua;
    e.write_noise_v = write_noise_v;
    e.comparator_offset_ua = comparator_offset_ua;
    e.stuck_cells = stuck_cells;
    e.leakage_spread = leakage_spread;
    return e;
}

}  // namespace kvolt::dpi
