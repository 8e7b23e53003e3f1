// SPDX-License-Identifier: Apache-2.0
// Pin sequences for one tile: as a head's sequencer makes them, and without any order.
#pragma once

#include <random>
#include <vector>

#include "gen/config/imperfections.hpp"
#include "tests/model/macro/tile_pins.hpp"

namespace kvolt::test {

/// One tile under test.
struct TileCase {
    const char* name = "";
    int rows = 8, slots = 6, q_max = 15, unit_cycles = 1, kv_bits = 3, out_bits = 5, integrators = 1, window = 12;
    bool linear = false;
    double decay = 0.0, score_saturation = 80.0, output_saturation = 40.0, v_max = 0.9, v_zero = 0.45;
    int write_cycles = 1, guard_cycles = 0, phi_cycles = 4, settle_cycles = 0;
    Imperfections imperfections;
    std::vector<CellPoint> points;  ///< of a measured cell
    TileIdentity id{3, 1, 0};
    bool id_from_path = false;  ///< the model finds out itself
    int level_hold = 0;         ///< above 0: levels that move with the fall of a word line smear
};

class Stimulus {
public:
    Stimulus(const TileCase& tile, std::uint64_t seed) : t_(tile), random_(seed) {}

    /// Frames of docs/machine.md section 3 for `tokens` tokens, some of which write to another tile of the head, only
    /// write or only query.
    std::vector<TileInputs> frames(int tokens);
    /// `cycles` cycles of strobes, pulses, word lines and now and then a reset, in no order.
    std::vector<TileInputs> wild(int cycles);

private:
    struct Token {
        bool exists = false, writes = false, queries = false;
        int slot = -1;  ///< of this tile, -1: another tile is written
        std::vector<int> q, k, v, live;
    };

    int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint64_t>(bound)); }
    Token draw();
    void fill_levels(std::uint32_t* vector, const std::vector<int>& levels) const;
    [[nodiscard]] int frame_length(const Token& q, const Token& p, const Token& r) const;
    void drive(TileInputs& in, int f, const Token& q, const Token& p, const Token& r) const;

    TileCase t_;
    std::mt19937_64 random_;
    int next_slot_ = 0;
};

inline Stimulus::Token Stimulus::draw() {
    Token token;
    token.exists = true;
    const int kind = below(8);
    token.writes = kind != 0;
    token.queries = kind != 1;
    const int levels = 1 << t_.kv_bits, bias = below(levels);
    for (int r = 0; r < t_.rows; ++r) {
        token.q.push_back(below(t_.q_max + 1));
        token.k.push_back(below(2) == 0 ? bias : below(levels));
        token.v.push_back(below(2) == 0 ? r * levels / t_.rows : below(levels));
    }
    if (token.writes && below(3) != 0) {
        token.slot = next_slot_;
        next_slot_ = (next_slot_ + 1) % t_.slots;
    }
    const int fill = below(3) == 0 ? below(t_.slots + 1) : t_.slots;
    for (int c = 0; c < t_.slots; ++c) token.live.push_back(c < fill ? 1 : 0);
    return token;
}

inline void Stimulus::fill_levels(std::uint32_t* vector, const std::vector<int>& levels) const {
    for (int r = 0; r < t_.rows; ++r) set_level(vector, r, t_.kv_bits, levels[static_cast<std::size_t>(r)]);
}

inline int Stimulus::frame_length(const Token& q, const Token& p, const Token& r) const {
    const int gap = t_.write_cycles + t_.guard_cycles;
    int length = 1;
    if (q.exists) length = std::max(length, gap + (q.queries ? t_.q_max * t_.unit_cycles + t_.settle_cycles : 0));
    if (p.exists) length = std::max(length, gap + (p.queries ? t_.phi_cycles + t_.settle_cycles : 0));
    if (r.exists) length = std::max(length, 1 << (t_.out_bits - 1));
    return length;
}

inline void Stimulus::drive(TileInputs& in, int f, const Token& q, const Token& p, const Token& r) const {
    const int gap = t_.write_cycles + t_.guard_cycles;
    const Token& v_writer = t_.integrators == 1 ? q : p;
    if (q.exists && q.writes) fill_levels(in.k_level, q.k);
    if (v_writer.exists && v_writer.writes) fill_levels(in.v_level, v_writer.v);
    if (q.exists && q.writes && f < t_.write_cycles) {
        in.k_write = true;
        if (q.slot >= 0) set_bit(in.k_wl, q.slot);
    }
    if (v_writer.exists && v_writer.writes && f < t_.write_cycles) {
        in.v_write = true;
        if (v_writer.slot >= 0) set_bit(in.v_wl, v_writer.slot);
    }
    if (q.exists && q.queries) {
        in.score_start = f == gap - 1;
        for (int c = 0; c < t_.slots; ++c) set_bit(in.live, c, q.live[static_cast<std::size_t>(c)] != 0);
        for (int row = 0; row < t_.rows; ++row)
            set_bit(in.q_pulse, row, f >= gap && f < gap + q.q[static_cast<std::size_t>(row)] * t_.unit_cycles);
    }
    in.weigh_start = p.exists && p.queries && f == gap - 1;
    in.read_start = r.exists && f == 0;
}

inline std::vector<TileInputs> Stimulus::frames(int tokens) {
    std::vector<TileInputs> out(2);
    out[0].rst_n = false;
    Token q, p, r;
    for (int left = tokens; left > 0 || q.exists || p.exists || r.exists;) {
        r = p.exists && p.queries ? p : Token{};
        p = q.exists && (q.queries || t_.integrators == 2) ? q : Token{};
        const bool admit = left > 0 && below(5) != 0 && !(t_.integrators == 1 && p.exists);
        q = admit ? draw() : Token{};
        left -= admit ? 1 : 0;
        const int length = frame_length(q, p, r) + (below(6) == 0 ? below(4) : 0);
        for (int f = 0; f < length; ++f) {
            out.emplace_back();
            drive(out.back(), f, q, p, r);
        }
    }
    return out;
}

inline std::vector<TileInputs> Stimulus::wild(int cycles) {
    std::vector<TileInputs> out(static_cast<std::size_t>(cycles));
    bool k_write = false, v_write = false;
    for (auto& in : out) {
        in.rst_n = below(80) != 0;
        if (below(3) == 0) k_write = !k_write;
        if (below(3) == 0) v_write = !v_write;
        in.k_write = k_write;
        in.v_write = v_write;
        in.score_start = below(9) == 0;
        in.weigh_start = below(7) == 0;
        in.read_start = below(1 << t_.out_bits) < 3;
        for (int c = 0; c < t_.slots; ++c) {
            set_bit(in.k_wl, c, below(5 * t_.slots) == 0);
            set_bit(in.v_wl, c, below(5 * t_.slots) == 0);
            set_bit(in.live, c, below(8) != 0);
        }
        for (int r = 0; r < t_.rows; ++r) {
            set_bit(in.q_pulse, r, below(3) == 0);
            set_level(in.k_level, r, t_.kv_bits, below(1 << t_.kv_bits));
            set_level(in.v_level, r, t_.kv_bits, below(1 << t_.kv_bits));
        }
    }
    return out;
}

}  // namespace kvolt::test
