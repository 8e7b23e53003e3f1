// SPDX-License-Identifier: Apache-2.0
#include "sim/model/tile_physics.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "gen/support/integers.hpp"
#include "sim/model/best_kernels.hpp"
#include "sim/model/imperfect_tile.hpp"
#include "sim/model/tile_kernels.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

struct TilePhysics::State : TileState {
    const TileKernels* kernels = nullptr;
    std::unique_ptr<ImperfectTile> imperfect;  ///< null: the cells are those of the table
};

namespace {

void require(bool condition, const char* message) {
    if (!condition) throw std::invalid_argument(message);
}

void check(const TileParameters& p) {
    require(p.rows >= 2 && p.rows <= 256, "tile: rows must be 2..256");
    require(p.slots >= 2 && p.slots <= 256, "tile: slots must be 2..256");
    require(p.q_max >= 1 && p.q_max <= 255, "tile: q_max must be 1..255");
    require(p.level_max >= 1 && p.level_max <= 63, "tile: level_max must be 1..63");
    require(p.code_max >= 1 && p.code_max <= 32767, "tile: code_max must be 1..32767");
    require(p.score_saturation > 0 && p.output_saturation > 0, "tile: saturation currents must be positive");
    require(p.decay_per_token >= 0, "tile: decay_per_token must not be negative");
    require(p.tau_cycles >= 0 && p.fraction2 >= 0 && p.fraction2 <= 1 && (p.fraction2 == 0 || p.tau2_cycles > 0),
            "tile: time constants must be positive, and the part of the second one 0..1");
    require(p.decay_per_token == 0 || !p.by_time(), "tile: charge leaks by tokens or by time");
    require(p.columns_per_converter >= 1 && p.rows_per_converter >= 1, "tile: a converter has at least one column");
}

/// Slots of the group that were written one after another form one run of the current table.
bool written_in_order(const TileState& t, int group) {
    const int first = group * lane_count;
    const int lanes = std::min(lane_count, t.p.slots - first);
    for (int j = 1; j < lanes; ++j)
        if (t.k_written[static_cast<std::size_t>(first + j)] != t.k_written[static_cast<std::size_t>(first)] + j)
            return false;
    return true;
}

void check_write(const TileState& t, int slot, const std::uint8_t* levels) {
    require(slot >= 0 && slot < t.p.slots, "tile: slot outside the array");
    require(*std::max_element(levels, levels + t.p.rows) <= t.p.level_max, "tile: level above level_max");
}

/// Bits 0 .. count - 1 of word `word`.
std::uint64_t low_bits(int count, int word) {
    const int bits = std::clamp(count - word * 64, 0, 64);
    return bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

/// Currents of the V slots that take part, as old as they are.
void find_v_rows(TileState& t) {
    for (int c = 0; c < t.p.slots; ++c) {
        const auto slot = static_cast<std::size_t>(c);
        if ((t.active[slot / 64] >> (slot % 64) & 1) == 0) continue;
        const double left = t.p.left(t.cycle - t.v_at[slot]);
        for (int l = 0; l < t.levels; ++l)
            t.v_rows[slot * t.v_row + static_cast<std::size_t>(l)] = cell_current(t.p, stored_deviation(t.p, l) * left);
    }
}

/// The codes behind the planes of a query.
std::array<std::uint16_t, 256> codes_of(const TileState& t, const std::uint64_t* q_planes) {
    std::array<std::uint16_t, 256> q{};
    for (int b = 0; b < t.q_bits; ++b)
        for (int r = 0; r < t.p.rows; ++r)
            q[static_cast<std::size_t>(r)] |=
                static_cast<std::uint16_t>((q_planes[b * t.row_words + r / 64] >> (r % 64) & 1) << b);
    return q;
}

}  // namespace

TilePhysics::TilePhysics(const TileParameters& p) : TilePhysics(p, best_kernels()) {}

TilePhysics::TilePhysics(const TileParameters& p, const TileKernels& kernels) : state_(nullptr) {
    check(p);
    auto state = std::make_unique<State>();
    State& t = *state;
    t.kernels = &kernels;
    t.p = p;
    t.levels = p.level_max + 1;
    t.q_bits = bit_width(p.q_max);
    t.row_words = (p.rows + 63) / 64;
    t.slot_words = (p.slots + 63) / 64;
    t.groups = (p.slots + lane_count - 1) / lane_count;
    t.table = current_table(p);
    const auto rows = static_cast<std::size_t>(p.rows);
    const auto slots = static_cast<std::size_t>(p.slots);
    t.k_mask.resize(static_cast<std::size_t>(t.levels * t.row_words * t.groups));
    for (int c = 0; c < p.slots; ++c)  // every cell starts at level 0
        for (int w = 0; w < t.row_words; ++w)
            t.k_line(c / lane_count, 0, w).word[static_cast<std::size_t>(c % lane_count)] = low_bits(p.rows, w);
    t.v_level.resize(slots * static_cast<std::size_t>(t.row_words) + 1);
    t.out_of_order.assign(static_cast<std::size_t>(t.groups * lane_count * t.levels), 0.0);
    t.k_written.assign(slots, 0);
    t.v_written.assign(slots, 0);
    t.k_at.assign(slots, 0);
    t.v_at.assign(slots, 0);
    if (p.by_time()) {
        t.v_row = static_cast<std::size_t>(ceil_div(t.levels, lane_count) * lane_count);
        t.v_rows.assign(slots * t.v_row, 0.0);
    }
    t.k_in_order.assign(static_cast<std::size_t>(t.groups), 0);
    t.s.assign(slots, 0.0);
    t.phi.assign(slots, 0.0);
    t.a.assign(rows, 0.0);
    t.codes.assign(rows, 0);
    for (int g = 0; g < t.groups; ++g) t.k_in_order[static_cast<std::size_t>(g)] = written_in_order(t, g) ? 1 : 0;
    if (p.imperfections.any()) t.imperfect = std::make_unique<ImperfectTile>(p);
    state_ = state.release();
}

TilePhysics::~TilePhysics() { delete state_; }

TilePhysics::TilePhysics(TilePhysics&& other) noexcept : state_(other.state_) { other.state_ = nullptr; }

void TilePhysics::age_k() {
    ++state_->k_now;
    if (state_->imperfect) state_->imperfect->k.age();
}

void TilePhysics::age_v() {
    ++state_->v_now;
    if (state_->imperfect) state_->imperfect->v.age();
}

void TilePhysics::at(std::int64_t cycle) {
    state_->cycle = cycle;
    if (state_->imperfect) state_->imperfect->at(cycle);
}

void TilePhysics::write_k(int slot, const std::uint8_t* levels, bool lasts) {
    State& t = *state_;
    check_write(t, slot, levels);
    if (t.imperfect) return t.imperfect->k.write(slot, levels, lasts);
    const int group = slot / lane_count;
    const auto lane = static_cast<std::size_t>(slot % lane_count);
    for (int l = 0; l < t.levels; ++l)
        for (int w = 0; w < t.row_words; ++w) t.k_line(group, l, w).word[lane] = 0;
    for (int r = 0; r < t.p.rows; ++r) t.k_line(group, levels[r], r / 64).word[lane] |= std::uint64_t{1} << (r % 64);
    t.k_at[static_cast<std::size_t>(slot)] = t.cycle;
    t.k_written[static_cast<std::size_t>(slot)] = t.k_now;
    t.k_in_order[static_cast<std::size_t>(group)] = written_in_order(t, group) ? 1 : 0;
}

void TilePhysics::write_v(int slot, const std::uint8_t* levels, bool lasts) {
    State& t = *state_;
    check_write(t, slot, levels);
    if (t.imperfect) return t.imperfect->v.write(slot, levels, lasts);
    for (int r = 0; r < t.p.rows; ++r)
        t.v_level[static_cast<std::size_t>(slot * t.row_words + r / 64)]
            .byte[static_cast<std::size_t>(r % 8 * 8 + r / 8 % 8)] = levels[r];
    t.v_at[static_cast<std::size_t>(slot)] = t.cycle;
    t.v_written[static_cast<std::size_t>(slot)] = t.v_now;
}

void TilePhysics::score(const std::uint16_t* q, const std::uint8_t* live) {
    const State& t = *state_;
    std::array<std::uint64_t, 8 * 4> planes{};
    std::array<std::uint64_t, 4> mask{};
    for (int r = 0; r < t.p.rows; ++r) {
        require(q[r] <= t.p.q_max, "tile: q above q_max");
        for (int b = 0; b < t.q_bits; ++b)
            planes[static_cast<std::size_t>(b * t.row_words + r / 64)] |= static_cast<std::uint64_t>((q[r] >> b) & 1)
                                                                          << (r % 64);
    }
    for (int c = 0; c < t.p.slots; ++c)
        mask[static_cast<std::size_t>(c / 64)] |= static_cast<std::uint64_t>(live[c] != 0) << (c % 64);
    score_planes(planes.data(), mask.data());
}

void TilePhysics::score_planes(const std::uint64_t* q_planes, const std::uint64_t* live) {
    State& t = *state_;
    std::array<std::uint64_t, 4> mask{};
    for (int w = 0; w < t.slot_words; ++w) mask[static_cast<std::size_t>(w)] = live[w] & low_bits(t.p.slots, w);
    if (t.imperfect)
        t.imperfect->score(codes_of(t, q_planes).data(), mask.data(), t.s, t.phi);
    else
        t.kernels->score(t, q_planes, mask.data());
}

void TilePhysics::weigh() {
    if (state_->imperfect) return state_->imperfect->weigh(state_->phi, state_->a, state_->codes);
    if (state_->p.by_time()) find_v_rows(*state_);
    state_->kernels->weigh(*state_);
}

void TilePhysics::weigh(const double* phi) {
    State& t = *state_;
    t.active = {};
    for (int c = 0; c < t.p.slots; ++c) {
        const auto slot = static_cast<std::size_t>(c);
        t.phi[slot] = phi[c];
        t.active[slot / 64] |= static_cast<std::uint64_t>(phi[c] != 0.0) << (slot % 64);
    }
    weigh();
}

int TilePhysics::row_words() const { return state_->row_words; }
int TilePhysics::slot_words() const { return state_->slot_words; }
int TilePhysics::q_bits() const { return state_->q_bits; }
const std::vector<double>& TilePhysics::s() const { return state_->s; }
const std::vector<double>& TilePhysics::phi() const { return state_->phi; }
const std::vector<double>& TilePhysics::a() const { return state_->a; }
const std::vector<std::int16_t>& TilePhysics::codes() const { return state_->codes; }

void TilePhysics::codes(std::int16_t* out) const { std::copy(state_->codes.begin(), state_->codes.end(), out); }

void TilePhysics::code_planes(std::uint64_t* sign, std::uint64_t* magnitude) const {
    state_->kernels->code_planes(*state_, sign, magnitude);
}

}  // namespace kvolt
