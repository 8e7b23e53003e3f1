// SPDX-License-Identifier: Apache-2.0
// What real cells and converters do beside the formula of the cell; docs/imperfections.md. Everything 0: the ideal
// tile.
#pragma once

#include <cstdint>

namespace kvolt {

/// Sizes of the imperfections. "sigma" is the standard deviation of an (almost) normal draw that never goes beyond six
/// of them.
struct Imperfections {
    double gain_mismatch = 0;         ///< sigma of a cell's gain around 1
    double offset_mismatch_ua = 0;    ///< sigma of the current that a cell adds, microampere
    double read_noise_ua = 0;         ///< sigma per integrator and read, microampere
    double write_noise_v = 0;         ///< sigma of the stored deviation per cell and write, volt
    double comparator_offset_ua = 0;  ///< sigma per converter of a K column or an output lane, microampere
    double stuck_cells = 0;           ///< share of cells that hold one level for ever
    double leakage_spread = 0;        ///< sigma of a cell's decay rate around 1, relative
    std::uint64_t seed = 1;           ///< of every draw

    [[nodiscard]] bool any() const {
        return gain_mismatch != 0 || offset_mismatch_ua != 0 || read_noise_ua != 0 || write_noise_v != 0 ||
               comparator_offset_ua != 0 || stuck_cells != 0 || leakage_spread != 0;
    }
};

/// A point of a measured cell: current at pulse height over the stored voltage.
struct CellPoint {
    double volt = 0, ua = 0;
};

/// Which tile of the engine draws: every tile (row group, array) has draws of its own.
struct TileIdentity {
    int head = 0, tile = 0, group = 0;
};

}  // namespace kvolt
