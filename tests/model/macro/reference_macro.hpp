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
    ReferenceMacro(const TileParameters& parameters, int unit_cycles, int kv_bits, int integrators)
        : tile(parameters), unit(unit_cycles), bits(kv_bits), one_integrator(integrators == 1) {
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
    std::vector<int> out_code;  ///< being read out

private:
    void reset() {
        const auto rows = tile.rows();
        out_code.assign(rows, 0);
        weighed.assign(rows, 0);
        width.assign(rows, 0);
        live.assign(tile.slots(), 0);
        k_line.assign(tile.slots(), 0);
        v_line.assign(tile.slots(), 0);
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
        write(in.k_wl, in.k_level, tile.k, tile.k_age, k_line);
        write(in.v_wl, in.v_level, tile.v, tile.v_age, v_line);
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

    void write(const std::uint32_t* lines, const std::uint32_t* level, std::vector<std::uint8_t>& array,
               std::vector<int>& ages, std::vector<std::uint8_t>& line) {
        std::vector<std::uint8_t> column;
        for (int r = 0; r < tile.p.rows; ++r) column.push_back(static_cast<std::uint8_t>(level_of(level, r, bits)));
        for (int c = 0; c < tile.p.slots; ++c) {
            auto& was_high = line[static_cast<std::size_t>(c)];
            if (bit_of(lines, c)) tile.write(array, ages, static_cast<std::size_t>(c), column.data(), was_high != 0);
            was_high = bit_of(lines, c) ? 1 : 0;
        }
    }

    int unit, bits;
    bool one_integrator;
    std::int64_t now = 0, read_at = -1000000;
    std::vector<int> weighed, width;
    std::vector<std::uint8_t> live, k_line, v_line;
    bool pending = false, unread = false, k_writing = false, v_writing = false;
};

}  // namespace kvolt::test
