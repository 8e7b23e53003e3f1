// SPDX-License-Identifier: Apache-2.0
// Parameters as the macro models pass them: tables, imperfections, and which tile it is. That comes from the path of
// the instance, so that all heads and tiles share one compiled module.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "gen/config/imperfections.hpp"
#include "sim/macros/dpi_vectors.hpp"

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

/// Number `index` of a vector of IEEE doubles.
inline double real_at(const Word* words, int index) {
    const std::uint64_t bits = bits_at(words, index * 64, 64);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

/// A table of the cell from two vectors of IEEE doubles.
inline std::vector<CellPoint> points(int count, const Word* volt, const Word* ua) {
    std::vector<CellPoint> out;
    for (int i = 0; i < count; ++i) out.push_back({real_at(volt, i), real_at(ua, i)});
    return out;
}

/// The parameter IMPERFECTIONS.
inline Imperfections imperfections(const Word* fields) {
    PackedImperfections words{};
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = bits_at(fields, static_cast<int>(i) * 64, 64);
    return unpacked(words);
}

}  // namespace kvolt::dpi
