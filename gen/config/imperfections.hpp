// SPDX-License-Identifier: Apache-2.0
// What real cells and converters do beside the formula of the cell; docs/imperfections.md. Everything 0: the ideal
// tile. One table has a row for each: keys, draws, the parameter of the macro models and tests follow from it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kvolt {

/// Sizes of the imperfections. "sigma" is the standard deviation of an (almost) normal draw that never goes beyond six
/// of them.
struct Imperfections {
    double gain_mismatch = 0;         ///< sigma of a cell's gain around 1
    double offset_mismatch_ua = 0;    ///< sigma of the current that a cell adds, microampere
    double leakage_spread = 0;        ///< sigma of a cell's decay rate around 1, relative
    double stuck_cells = 0;           ///< share of cells that hold one level for ever
    double write_noise_v = 0;         ///< sigma of the stored deviation per cell and write, volt
    double read_noise_ua = 0;         ///< sigma per integrator and read, microampere
    double comparator_offset_ua = 0;  ///< sigma per converter of a K column or an output lane, microampere
    double lane_gain = 0;             ///< sigma of the readout gain of an output lane around 1, per tile
    std::uint64_t seed = 1;           ///< of every draw

    [[nodiscard]] bool any() const;
};

/// What a draw is for: the number of the imperfection's row, which goes into the hash (sim/model/draws.hpp). New ones
/// are appended, so that no other draw moves.
enum class Imperfection : std::uint64_t {
    gain_mismatch,
    offset_mismatch_ua,
    leakage_spread,
    stuck_cells,
    write_noise_v,
    read_noise_ua,
    comparator_offset_ua,
    lane_gain,
};

struct ImperfectionRow {
    std::string_view key;  ///< of the configuration; without "analog." the name of the member
    double Imperfections::*size;
    double max = 0;         ///< legal from 0
    double example = 0;     ///< a size that changes codes of a small engine, for tests
    std::string_view unit;  ///< empty: a ratio
    std::string_view doc;   ///< one sentence without the final stop
};

/// In the order of Imperfection.
inline constexpr std::array imperfection_table{
    ImperfectionRow{"analog.gain_mismatch", &Imperfections::gain_mismatch, 1, 0.08, "",
                    "sigma of each cell's gain around 1, K and V"},
    ImperfectionRow{"analog.offset_mismatch_ua", &Imperfections::offset_mismatch_ua, 1e6, 0.4, "uA",
                    "sigma of the current that each cell adds to its own, K and V"},
    ImperfectionRow{"analog.leakage_spread", &Imperfections::leakage_spread, 10, 0.5, "",
                    "sigma of each cell's decay rate, relative to that of analog.decay_per_token or retention_us"},
    ImperfectionRow{"analog.stuck_cells", &Imperfections::stuck_cells, 1, 0.05, "",
                    "share of cells stuck at a level of their own, which neither writing nor leakage changes"},
    ImperfectionRow{"analog.write_noise_v", &Imperfections::write_noise_v, 100, 0.03, "V",
                    "sigma of the error of each cell's stored voltage, drawn at each write"},
    ImperfectionRow{"analog.read_noise_ua", &Imperfections::read_noise_ua, 1e6, 1.2, "uA",
                    "sigma of the noise of every integrator (K column, output) at each read"},
    ImperfectionRow{"analog.comparator_offset_ua", &Imperfections::comparator_offset_ua, 1e6, 3, "uA",
                    "sigma of the fixed offset of each K column's converter and each tile's output"},
    ImperfectionRow{"analog.lane_gain", &Imperfections::lane_gain, 1, 0.1, "",
                    "sigma of the readout gain of each tile's outputs around 1"},
};

inline bool Imperfections::any() const {
    for (const auto& row : imperfection_table)
        if (this->*row.size != 0) return true;
    return false;
}

constexpr const ImperfectionRow& row_of(Imperfection imperfection) {
    return imperfection_table[static_cast<std::size_t>(imperfection)];
}

/// The parameter IMPERFECTIONS of the macro models: the seed, then the size of each row as an IEEE double; what is left
/// is 0.
using PackedImperfections = std::array<std::uint64_t, 16>;
static_assert(imperfection_table.size() < std::tuple_size_v<PackedImperfections>, "IMPERFECTIONS is too narrow");

inline PackedImperfections packed(const Imperfections& imperfections) {
    PackedImperfections words{imperfections.seed};
    for (std::size_t i = 0; i < imperfection_table.size(); ++i)
        std::memcpy(&words[i + 1], &(imperfections.*imperfection_table[i].size), sizeof words[0]);
    return words;
}

inline Imperfections unpacked(const PackedImperfections& words) {
    Imperfections imperfections;
    imperfections.seed = words[0];
    for (std::size_t i = 0; i < imperfection_table.size(); ++i)
        std::memcpy(&(imperfections.*imperfection_table[i].size), &words[i + 1], sizeof words[0]);
    return imperfections;
}

/// A point of a measured cell: current at pulse height over the stored voltage.
struct CellPoint {
    double volt = 0, ua = 0;
};

/// Which tile of the engine draws: every tile (row group, array) has draws of its own.
struct TileIdentity {
    int head = 0, tile = 0, group = 0;
};

}  // namespace kvolt
