// SPDX-License-Identifier: Apache-2.0
// The state of one tile and the inner loops over it, one set per instruction set. Bucket sums are exact integers and
// every sum of doubles keeps the order of docs/numeric.md (vector lanes are independent slots or rows), so all sets
// give the same bits.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/model/current_table.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

/// One cache line; std::vector of it is aligned.
struct alignas(64) Line64 {
    std::array<std::uint64_t, lane_count> word{};
};
struct alignas(64) Line8 {
    std::array<std::uint8_t, 64> byte{};
};

struct TileState {
    TileParameters p;
    int levels = 0;      ///< level_max + 1
    int q_bits = 0;      ///< planes of a query
    int row_words = 0;   ///< 64-row blocks
    int slot_words = 0;  ///< 64-slot words of a live mask
    int groups = 0;      ///< groups of lane_count slots
    std::shared_ptr<const CurrentTable> table;

    /// K array: bit r % 64 of k_line(c / 8, level, r / 64).word[c % 8] says that cell (r, c) holds `level`. The sum of
    /// q over the rows of one level is then a few population counts.
    std::vector<Line64> k_mask;
    /// V array: row block b of column c is v_level[c * row_words + b]; byte (r % 8) * 8 + r / 8 % 8 of it is the level
    /// of row r, so that the 64-bit lanes of an (unaligned) load at byte i begin with the levels of rows 8 i .. 8 i
    /// + 7. One line of padding at the end.
    std::vector<Line8> v_level;

    [[nodiscard]] Line64& k_line(int group, int level, int word) {
        return k_mask[static_cast<std::size_t>((group * levels + level) * row_words + word)];
    }

    std::int64_t k_now = 0, v_now = 0;               ///< tokens stored so far
    std::vector<std::int64_t> k_written, v_written;  ///< when each slot was written
    std::vector<std::uint8_t> k_in_order;            ///< per group: its slots were written one after another

    /// Where charge leaks by time: the cycle it is, and those in which each slot was written.
    std::int64_t cycle = 0;
    std::vector<std::int64_t> k_at, v_at;
    std::vector<double> v_rows;  ///< currents by level of each V slot in that cycle, v_row apart; else empty
    std::size_t v_row = 0;

    /// Currents of the groups whose slots were not written one after another; see group_currents().
    std::vector<double> out_of_order;

    std::vector<double> s, phi, a;
    std::array<std::uint64_t, 4> active{};  ///< bit c % 64 of word c / 64: phi of slot c is not zero
    std::vector<std::int16_t> codes;
};

struct TileKernels {
    const char* name;
    /// s and phi from the planes of a query and the live mask; bits of rows that do not exist are ignored, of slots
    /// must be zero.
    void (*score)(TileState& tile, const std::uint64_t* q_planes, const std::uint64_t* live);
    /// a from phi.
    void (*weigh)(TileState& tile);
    /// Bit planes of the codes: sign, and magnitude bits.
    void (*code_planes)(const TileState& tile, std::uint64_t* sign, std::uint64_t* magnitude);
};

/// Where the currents of a group of slots are: lane j of level l at data[l * stride + j].
struct GroupCurrents {
    const double* data;
    std::size_t stride;
};
using AllCurrents = std::array<GroupCurrents, 256 / lane_count>;

/// Ages of the slots of each group with a live slot applied to the current table; other groups are left alone.
void find_currents(TileState& tile, const std::uint64_t* live, AllCurrents& currents);

/// Currents by level of V slot `slot` at its age.
inline const double* v_currents(const TileState& tile, std::size_t slot) {
    if (!tile.v_rows.empty()) return tile.v_rows.data() + slot * tile.v_row;
    const std::int64_t age = tile.v_now - tile.v_written[slot];
    const std::int64_t oldest = tile.table->max_age();
    return tile.table->of_age(static_cast<int>(age < oldest ? age : oldest));
}

}  // namespace kvolt
