// SPDX-License-Identifier: Apache-2.0
// The tile macro of docs/machine.md section 2 in the most literal way: counted widths, absolute cycle numbers, the
// reference tile inside.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/model/tile_parameters.hpp"
#include "tests/model/macro/tile_pins.hpp"
#include "tests/model/reference_tile.hpp"

namespace kvolt::test {

class ReferenceMacro {
public:
    ReferenceMacro(const TileParameters& parameters, int unit_cycles, int kv_bits, int integrators, int level_hold)
        : tile(parameters), unit(unit_cycles), bits(kv_bits), one_integrator(integrators == 1), hold(level_hold) {
        reset();
    }

    TileOutputs cycle(const TileInputs& in) {
        ++now;
        if (!in.rst_n)
            reset();
        else
            edge(in);
        TileOutputs out;
        for (int r = 0; r < tile.p.rows; ++r) {
            const int code = out_code[static_cast<std::size_t>(r)];
            set_bit(out.sign, r, code < 0);
            // read_start high in cycle x: the edge that ends cycle x is number read_at, and pulses are high in x+2 ..
            // x+1+|code|.
            set_bit(out.pulse, r, now > read_at && now <= read_at + std::abs(code));
        }
        return out;
    }

    ReferenceTile tile;
    int overlaps = 0;           ///< how often one integrator was asked to do two things
    int smears = 0;             ///< slots whose levels moved while they were open
    std::vector<int> out_code;  ///< being read out

private:
    void reset() {
        const auto rows = tile.rows();
        out_code.assign(rows, 0);
        weighed.assign(rows, 0);
        width.assign(rows, 0);
        live.assign(tile.slots(), 0);
        k_lines = v_lines = Lines{std::vector<bool>(tile.slots()), std::vector<bool>(tile.slots()), {}};
        pending = unread = k_writing = v_writing = false;
    }

    void edge(const TileInputs& in) {
        bool q_high = false, k_written = false;
        for (int r = 0; r < tile.p.rows; ++r)
            if (bit_of(in.q_pulse, r)) q_high = true, ++width[static_cast<std::size_t>(r)];
        for (int c = 0; c < tile.p.slots; ++c) k_written = k_written || bit_of(in.k_wl, c);
        if (pending && (in.k_write || k_written || in.weigh_start)) {
            std::vector<std::uint16_t> q;
            for (const int cycles : width)
                q.push_back(static_cast<std::uint16_t>(std::min(cycles / unit, tile.p.q_max)));
            tile.score(q.data(), live.data());
            pending = false;
        }
        if (in.k_write && !k_writing) tile.grow_older(tile.k_age);
        if (in.v_write && !v_writing) tile.grow_older(tile.v_age);
        k_writing = in.k_write;
        v_writing = in.v_write;
        write(in.k_wl, in.k_level, tile.k, tile.k_age, k_lines);
        write(in.v_wl, in.v_level, tile.v, tile.v_age, v_lines);
        if (in.read_start) {
            out_code = weighed;
            read_at = now;
            unread = false;
        }
        if (in.weigh_start) {
            tile.weigh();
            weighed = tile.code;
            unread = true;
        }
        if (one_integrator && ((in.score_start && unread) || (in.weigh_start && q_high))) {
            ++overlaps;
            std::fill(weighed.begin(), weighed.end(), 0);
        }
        if (in.score_start) {
            std::fill(width.begin(), width.end(), 0);
            for (int c = 0; c < tile.p.slots; ++c) live[static_cast<std::size_t>(c)] = bit_of(in.live, c) ? 1 : 0;
            pending = true;
        }
    }

    /// Word lines of the cycle before, those whose cells have smeared since they rose, and the levels then.
    struct Lines {
        std::vector<bool> high, smeared;
        std::vector<std::uint8_t> column;
    };

    void write(const std::uint32_t* lines, const std::uint32_t* level, std::vector<std::uint8_t>& array,
               std::vector<int>& ages, Lines& before) {
        std::vector<std::uint8_t> column, mean;
        for (int r = 0; r < tile.p.rows; ++r) column.push_back(static_cast<std::uint8_t>(level_of(level, r, bits)));
        for (std::size_t r = 0; r < before.column.size(); ++r) {  // half way, and the half towards the later one
            const int from = before.column[r], to = column[r];
            mean.push_back(static_cast<std::uint8_t>(from + (to > from ? to - from + 1 : to - from - 1) / 2));
        }
        for (std::size_t c = 0; c < tile.slots(); ++c) {
            const bool high = bit_of(lines, static_cast<int>(c)), was = before.high[c];
            const bool moves = was && (high || hold > 0) && column != before.column;
            if (moves) tile.write(array, ages, c, mean.data(), true);
            smears += moves ? 1 : 0;
            before.smeared[c] = high && was && (before.smeared[c] || moves);
            if (high && !before.smeared[c]) tile.write(array, ages, c, column.data(), was);
            before.high[c] = high;
        }
        before.column = column;
    }

    int unit, bits;
    bool one_integrator;
    int hold;
    std::int64_t now = 0, read_at = -1000000;
    std::vector<int> weighed, width;
    std::vector<std::uint8_t> live;
    Lines k_lines, v_lines;
    bool pending = false, unread = false, k_writing = false, v_writing = false;
};

}  // namespace kvolt::test
