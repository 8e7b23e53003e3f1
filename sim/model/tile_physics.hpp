// SPDX-License-Identifier: Apache-2.0
// Cell physics of one tile, shared by the golden model and the DPI macro; docs/numeric.md gives the order of every
// operation.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/config/imperfections.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

/// The two inner loops for one instruction set; see sim/model/tile_kernels.hpp. Every set gives the same bits.
struct TileKernels;

/// Cell contents and integrators of one tile. Not thread safe; one object per tile.
/// Cells start at level 0, age 0. Legal sizes: rows and slots 2..256, q_max 1..255, level_max 1..63, code_max 1..32767;
/// others throw std::invalid_argument, as do levels above level_max.
class TilePhysics {
public:
    explicit TilePhysics(const TileParameters& parameters);
    TilePhysics(const TileParameters& parameters, const TileKernels& kernels);
    ~TilePhysics();
    TilePhysics(TilePhysics&&) noexcept;
    TilePhysics& operator=(TilePhysics&&) = delete;

    /// One stored token somewhere in the head: every K (V) cell of this tile grows older by one. Called once per write,
    /// before write_k (write_v) of the same token.
    void age_k();
    void age_v();
    /// Where charge leaks by time: the clock cycle in which what is called next happens.
    void at(std::int64_t cycle);
    /// Level codes (rows of them, 0..level_max) into column `slot`; its age becomes 0. `lasts`: the pulse of the word
    /// line that the last call for this slot began goes on (one write, one write noise).
    void write_k(int slot, const std::uint8_t* levels, bool lasts = false);
    void write_v(int slot, const std::uint8_t* levels, bool lasts = false);

    /// S and phi of every slot for the codes q[rows] and live[slots]; then A from phi and the V array. Results stay
    /// until the next call.
    void score(const std::uint16_t* q, const std::uint8_t* live);
    void weigh();
    /// A from the given phi[slots], each 0..1, instead of the score's: a V array alone.
    void weigh(const double* phi);
    /// score() for bit planes: bit r % 64 of q_planes[b * row_words() + r / 64] is bit b of q[r]; bit c % 64 of live[c
    /// / 64] is live[c]. Bits at and above rows (slots) are ignored. What the word-line pulses of the macro count up
    /// to, and what many tiles can share.
    void score_planes(const std::uint64_t* q_planes, const std::uint64_t* live);
    [[nodiscard]] int row_words() const;   ///< 64-bit words per plane of rows
    [[nodiscard]] int slot_words() const;  ///< 64-bit words per plane of slots
    [[nodiscard]] int q_bits() const;      ///< planes of a query

    [[nodiscard]] const std::vector<double>& s() const;    ///< microampere, slots; noise and comparator offset included
    [[nodiscard]] const std::vector<double>& phi() const;  ///< 0..1, slots
    [[nodiscard]] const std::vector<double>& a() const;    ///< -1..1, rows
    /// Signed tile codes, rows, each -code_max..code_max.
    void codes(std::int16_t* out) const;
    [[nodiscard]] const std::vector<std::int16_t>& codes() const;
    /// The same as bit planes of row_words() words: the sign, and bit b of the magnitude in magnitude[b * row_words()
    /// ...].
    void code_planes(std::uint64_t* sign, std::uint64_t* magnitude) const;

private:
    struct State;
    State* state_;  ///< null after a move
};

}  // namespace kvolt
