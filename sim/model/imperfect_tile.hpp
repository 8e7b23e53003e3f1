// SPDX-License-Identifier: Apache-2.0
// A tile whose cells differ: every cell has a current of its own. The general path beside the bucket kernels of the
// ideal tile; docs/imperfections.md gives the order of every operation.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/draws.hpp"
#include "sim/model/imperfect_kernels.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

/// One array of cells. Sums run over the `major` index, side by side for all `minor` ones: an array of K sums over
/// rows for each slot, an array of V over slots for each row.
class ImperfectArray {
public:
    ImperfectArray(const TileParameters& parameters, DrawArray array);

    /// Every cell grows older by one token.
    void age();
    /// Where charge leaks by time: the clock cycle in which what is called next happens.
    void at(std::int64_t cycle) { cycle_ = cycle; }
    /// Levels of one slot; `lasts`: no new write, see TilePhysics::write_k().
    void write(int slot, const std::uint8_t* levels, bool lasts);
    /// out[minor] = sum over major = 0.. of weight[major] * I(major, minor), skipping weights of zero.
    void sum(const double* weight, double* out);
    /// Adds read noise (a new draw each time), multiplies by the gains of the lanes, adds converter offsets;
    /// microampere.
    void add_read(double* out);

    [[nodiscard]] int lanes() const { return lanes_; }  ///< minor indices, padded

private:
    [[nodiscard]] std::size_t place(int row, int slot) const;
    [[nodiscard]] double drawn(Imperfection imperfection, int index) const;
    void draw_cells();
    void draw_readers();
    void settle();
    [[nodiscard]] CellLine line_of(std::size_t at, double* current) const;
    void refresh(std::size_t first, std::size_t count, std::size_t stride);

    TileParameters p_;
    bool by_row_;  ///< K: major is the row
    int majors_, minors_, lanes_;
    std::uint64_t stream_;
    bool leaks_;
    int pending_ = 0;  ///< tokens stored since the cells were last aged
    void age_line(int major);
    std::int64_t cycle_ = 0;
    std::vector<std::int64_t> written_at_;  ///< per slot
    std::vector<double> left_, aged_;       ///< per slot; per minor index of a line
    std::uint64_t reads_ = 0;
    std::vector<std::uint64_t> writes_;  ///< per slot
    std::vector<double> deviation_, kept_, gain_,
        offset_;                       ///< cell at [major * lanes + minor]; by time kept_ is a rate
    std::vector<double> current_;      ///< alike, where nothing leaks
    std::vector<std::uint8_t> stuck_;  ///< alike
    std::vector<double> lane_gain_, comparator_, noise_, line_;  ///< per minor index
};

class ImperfectTile {
public:
    explicit ImperfectTile(const TileParameters& parameters);

    void score(const std::uint16_t* q, const std::uint64_t* live, std::vector<double>& s, std::vector<double>& phi);
    void weigh(const std::vector<double>& phi, std::vector<double>& a, std::vector<std::int16_t>& codes);

    void at(std::int64_t cycle) {
        k.at(cycle);
        v.at(cycle);
    }

    ImperfectArray k, v;

private:
    TileParameters p_;
    std::vector<double> weight_, sum_;
};

}  // namespace kvolt
