// SPDX-License-Identifier: Apache-2.0
// Cell physics of one tile, shared by the golden model and the DPI macro; docs/numeric.md gives the order of every operation.
#pragma once

#include <cstdint>
#include <vector>

#include "kvolt/design.hpp"

namespace kvolt {

/// Plain numbers the physics needs; everything comes from the Design (or, in the DPI macro, from the shell's parameters).
struct TileParameters {
    int rows = 0, slots = 0;
    int q_max = 0, level_max = 0, code_max = 0;
    bool linear = false;
    double c0 = 0, c1 = 0, c2 = 0, c3 = 0;  ///< microampere; the linear cell uses c1 as its slope
    double v_max = 0, v_zero = 0;           ///< volt
    double score_saturation = 0, output_saturation = 0;  ///< microampere
    double decay_per_token = 0;
    int max_age = 0;  ///< ages at or above it are clamped to it (a live slot never reaches it: window)
};

TileParameters tile_parameters(const Design& design);

/// Cell contents and integrators of one tile. Not thread safe; one object per tile.
class TilePhysics {
public:
    explicit TilePhysics(const TileParameters& parameters);
    ~TilePhysics();
    TilePhysics(TilePhysics&&) noexcept;

    /// One stored token somewhere in the head: every K (V) cell of this tile grows older by one. Called once per write, before write_k (write_v) of the same token.
    void age_k();
    void age_v();
    /// Level codes (rows of them, 0..level_max) into column `slot`; its age becomes 0.
    void write_k(int slot, const std::uint8_t* levels);
    void write_v(int slot, const std::uint8_t* levels);

    /// S and phi of every slot for the codes q[rows] and live[slots]; then A from phi and the V array. Results stay until the next call.
    void score(const std::uint16_t* q, const std::uint8_t* live);
    void weigh();

    [[nodiscard]] const std::vector<double>& s() const;    ///< microampere, slots
    [[nodiscard]] const std::vector<double>& phi() const;  ///< 0..1, slots
    [[nodiscard]] const std::vector<double>& a() const;    ///< -1..1, rows
    /// Signed tile codes, rows, each -code_max..code_max.
    void codes(std::int16_t* out) const;

private:
    struct State;
    State* state_;
};

}  // namespace kvolt
