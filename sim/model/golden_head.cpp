// SPDX-License-Identifier: Apache-2.0
// One head in plain integers around the cell physics. It knows sizes from the Design and nothing of the RTL's
// structure.
#include "sim/model/golden_head.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sim/model/adc_head.hpp"
#include "sim/model/protected_tokens.hpp"
#include "sim/model/retention.hpp"
#include "sim/model/slot_walk.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/tile_physics.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

struct GoldenHead::State {
    int rows, slots, tiles, window, q_max, scale_fraction, word_bits;
    bool imperfect;  ///< outputs without a live slot have noise and offsets
    HeadSettings settings;
    std::vector<TilePhysics> tile;          ///< pulse path
    std::unique_ptr<AdcArrays> arrays;      ///< adc path
    std::unique_ptr<ProtectedTokens> kept;  ///< where tokens are protected

    bool started = false;  ///< a sequence is running
    SlotWalk walk;
    Retention retention;
    bool limits = false, masks = false;  ///< retention is there; it hides what it finds
    int limit = 0;                       ///< reset value of its register

    explicit State(const Design& design)
        : rows(design.rows),
          slots(design.slots),
          tiles(design.tiles),
          window(design.window),
          q_max(design.q_max),
          scale_fraction(design.widths.scale_fraction),
          word_bits(design.stream.word_bits),
          imperfect(design.config.analog.any()),
          walk(design.tiles, design.slots),
          retention(design.window, std::max(design.retention.group_slots, 1)),
          limits(design.retention.on),
          masks(design.retention.masks),
          limit(design.config.retention.limit) {}
    /// Refresh: what every slot was written with, and where the round is.
    struct Refresh {
        bool on = false;
        int reset_period = 0, period = 0;
        int count = 0;  ///< packets since a slot was due
        int slot = -1;  ///< the slot that was due last; -1: none in this sequence
        std::vector<std::vector<std::uint8_t>> k, v;
    } refresh;

    CalibrationPlan calibration;
    std::vector<std::int32_t> lane_offset, lane_trim;  ///< per row; empty without calibration

    void start_sequence();
    void write(int slot, const std::uint8_t* k, const std::uint8_t* v);
    [[nodiscard]] bool refresh_next();
    void store(const Token& token);
    void attend(const Token& token, TokenResult& result);
    /// Codes summed over the tiles, for one q code per row and the live slots of a window.
    [[nodiscard]] std::vector<std::int32_t> read(const std::vector<std::uint16_t>& q, const SlotWalk& live);
    void scale_words(TokenResult& result) const;
    [[nodiscard]] std::int64_t scaled(std::int32_t code, std::size_t lane) const;
    void correct(TokenResult& result) const;
};

namespace {

void require(bool condition, const char* message) {
    if (!condition) throw std::invalid_argument(message);
}

/// Bit planes of the codes, as TilePhysics::score_planes wants them.
std::array<std::uint64_t, 32> planes_of(const std::vector<std::uint16_t>& q, int bits, int words) {
    std::array<std::uint64_t, 32> planes{};
    for (std::size_t r = 0; r < q.size(); ++r)
        for (int b = 0; b < bits; ++b)
            planes[static_cast<std::size_t>(b * words) + r / 64] |= static_cast<std::uint64_t>((q[r] >> b) & 1)
                                                                    << (r % 64);
    return planes;
}

}  // namespace

void GoldenHead::State::start_sequence() {
    started = true;
    const int span = settings.window == 0 ? window : settings.window;
    walk.start(span, settings.bad_slots);
    if (kept) kept->start_sequence(span);
    retention.start(settings.retention_limit < 0 ? limit : settings.retention_limit);
    refresh.period = settings.refresh_period < 0 ? refresh.reset_period : settings.refresh_period;
    refresh.count = 0;
    refresh.slot = -1;
}

void GoldenHead::State::store(const Token& token) {
    require(token.k.size() == static_cast<std::size_t>(rows) && token.v.size() == static_cast<std::size_t>(rows),
            "golden model: a token that writes needs one k and one v level per row");
    if (kept && kept->keep_first(token.k.data(), token.v.data())) return;
    const int slot = walk.store();
    if (kept) kept->keep_newest(slot, token.k.data(), token.v.data());
    retention.store(slot);
    if (refresh.on) {
        refresh.k[static_cast<std::size_t>(slot)] = token.k;
        refresh.v[static_cast<std::size_t>(slot)] = token.v;
    }
    write(slot, token.k.data(), token.v.data());
}

void GoldenHead::State::write(int slot, const std::uint8_t* k, const std::uint8_t* v) {
    if (arrays) return arrays->store(slot, k, v);
    for (auto& t : tile) {
        t.age_k();
        t.age_v();
    }
    auto& target = tile[static_cast<std::size_t>(slot / slots)];
    target.write_k(slot % slots, k);
    target.write_v(slot % slots, v);
}

/// After a packet: every `period` of them the next slot of the window is due. Returns whether it was written again.
bool GoldenHead::State::refresh_next() {
    auto& r = refresh;
    if (!r.on || r.period == 0 || ++r.count < r.period) return false;
    r.count = 0;
    r.slot = r.slot + 1 == walk.span() ? 0 : r.slot + 1;
    if (!walk.live(r.slot)) return false;
    const auto index = static_cast<std::size_t>(r.slot);
    write(r.slot, r.k[index].data(), r.v[index].data());
    return true;
}

void GoldenHead::State::attend(const Token& token, TokenResult& result) {
    require(token.q.size() == static_cast<std::size_t>(rows),
            "golden model: a token that queries needs one q code per row");
    if (limits) result.violation = walk.any([&](int slot) { return retention.expired(slot); });
    if (masks || kept)
        walk.hide([&](int slot) { return (masks && retention.expired(slot)) || (kept && kept->hides(slot)); });
    require(*std::max_element(token.q.begin(), token.q.end()) <= q_max, "golden model: q above q_max");
    result.codes = read(token.q, walk);
    if (kept) {
        const auto added = kept->contributions(token.q.data());
        for (std::size_t r = 0; r < added.size(); ++r) result.codes[r] += added[r];
    }
    scale_words(result);
    correct(result);
}

std::vector<std::int32_t> GoldenHead::State::read(const std::vector<std::uint16_t>& q, const SlotWalk& live) {
    if (arrays) return arrays->attend(q.data(), live);
    const auto planes = planes_of(q, tile[0].q_bits(), tile[0].row_words());
    std::vector<std::int32_t> sums(static_cast<std::size_t>(rows), 0);
    for (int index = 0; index < tiles; ++index) {
        auto& t = tile[static_cast<std::size_t>(index)];
        const auto& words = live.live_words(index);
        t.score_planes(planes.data(), words.data());
        if (!imperfect && (words[0] | words[1] | words[2] | words[3]) == 0) continue;  // no live slot: exactly zero
        t.weigh();
        const auto& codes = t.codes();
        for (std::size_t r = 0; r < codes.size(); ++r) sums[r] += codes[r];
    }
    return sums;
}

/// Lanes in units of 1/average of a code, gains in 2^-trim_bits: exact up to the one rounding.
std::int64_t GoldenHead::State::scaled(std::int32_t code, std::size_t lane) const {
    std::int64_t unit = std::int64_t{1} << scale_fraction, product = std::int64_t{code} * settings.scale;
    if (calibration.on) {
        const std::int64_t one = std::int64_t{1} << calibration.trim_bits;
        product =
            (std::int64_t{code} * calibration.average - lane_offset[lane]) * (one + lane_trim[lane]) * settings.scale;
        unit *= one * calibration.average;
    }
    product += unit / 2;
    // Floor division: what an arithmetic shift does, without relying on one.
    return product / unit - (product % unit < 0 ? 1 : 0);
}

void GoldenHead::State::correct(TokenResult& result) const {
    if (!calibration.on) return;
    const double unit = static_cast<double>(calibration.average) * (1 << calibration.trim_bits);
    for (std::size_t r = 0; r < result.codes.size(); ++r) {
        const std::int64_t fine = (std::int64_t{result.codes[r]} * calibration.average - lane_offset[r]) *
                                  ((1 << calibration.trim_bits) + lane_trim[r]);
        result.corrected.push_back(static_cast<double>(fine) / unit);
    }
}

void GoldenHead::State::scale_words(TokenResult& result) const {
    const std::int64_t high = (std::int64_t{1} << (word_bits - 1)) - 1;
    const std::int64_t low = -high - 1;
    for (std::size_t r = 0; r < result.codes.size(); ++r) {
        const std::int64_t exact = scaled(result.codes[r], r) + settings.offset;
        const std::int64_t word = std::clamp(exact, low, high);
        result.words.push_back(static_cast<std::int32_t>(word));
        result.saturated += word == exact ? 0 : 1;
    }
}

GoldenHead::GoldenHead(const Design& design, int head) : state_(std::make_unique<State>(design)) {
    State& s = *state_;
    s.settings.scale = design.scale_reset;
    s.settings.offset = design.offset_reset;
    s.refresh.on = design.refresh.on;
    s.refresh.reset_period = design.refresh.period;
    s.refresh.k.resize(static_cast<std::size_t>(s.window));
    s.refresh.v.resize(static_cast<std::size_t>(s.window));
    s.calibration = design.calibration;
    if (design.calibration.on) {
        s.lane_offset.assign(static_cast<std::size_t>(s.rows), 0);
        s.lane_trim.assign(static_cast<std::size_t>(s.rows), 0);
    }
    if (design.protect.on) s.kept = std::make_unique<ProtectedTokens>(design);
    if (design.adc.on) {
        s.arrays = std::make_unique<AdcArrays>(design, head);
        return;
    }
    TileParameters parameters = tile_parameters(design);
    s.tile.reserve(static_cast<std::size_t>(s.tiles));
    for (int i = 0; i < s.tiles; ++i) {
        parameters.id = {head, i, 0};
        s.tile.emplace_back(parameters);
    }
}

GoldenHead::~GoldenHead() = default;

void GoldenHead::set(const HeadSettings& settings) {
    require(settings.window >= 0 && settings.window <= state_->window, "golden model: window outside 1..built window");
    for (const int slot : settings.bad_slots)
        require(slot >= 0 && slot < state_->window, "golden model: bad slot outside the built window");
    state_->settings = settings;
}

TokenResult GoldenHead::step(const Token& token) {
    State& s = *state_;
    if (token.first || !s.started) s.start_sequence();
    s.retention.admit();
    if (token.writes) s.store(token);
    TokenResult result;
    if (token.queries) s.attend(token, result);
    result.refreshed = s.refresh_next();
    return result;
}

void GoldenHead::calibrate() {
    State& s = *state_;
    if (!s.calibration.on) throw std::logic_error("golden model: no calibration in this configuration");
    std::fill(s.lane_offset.begin(), s.lane_offset.end(), 0);
    const std::vector<std::uint16_t> zero(static_cast<std::size_t>(s.rows), 0);
    const SlotWalk empty(s.tiles, s.slots);
    for (int i = 0; i < s.calibration.average; ++i) {
        const auto sums = s.read(zero, empty);
        for (std::size_t r = 0; r < sums.size(); ++r) s.lane_offset[r] += sums[r];
    }
}

void GoldenHead::set_lane(int lane, std::int32_t offset, std::int32_t trim) {
    State& s = *state_;
    if (!s.calibration.on) throw std::logic_error("golden model: no calibration in this configuration");
    const auto fits = [](std::int32_t value, int bits) {
        return value >= -(std::int32_t{1} << (bits - 1)) && value < std::int32_t{1} << (bits - 1);
    };
    require(fits(offset, s.calibration.offset_bits) && fits(trim, s.calibration.trim_bits),
            "golden model: offset or trim beyond the bits of a lane");
    s.lane_offset.at(static_cast<std::size_t>(lane)) = offset;
    s.lane_trim.at(static_cast<std::size_t>(lane)) = trim;
}

std::int32_t GoldenHead::lane_offset(int lane) const {
    if (!state_->calibration.on) throw std::logic_error("golden model: no calibration in this configuration");
    return state_->lane_offset.at(static_cast<std::size_t>(lane));
}

std::vector<double> GoldenHead::s() const {
    if (state_->arrays) return state_->arrays->s();
    std::vector<double> all;
    all.reserve(static_cast<std::size_t>(state_->window));
    for (const auto& t : state_->tile) all.insert(all.end(), t.s().begin(), t.s().end());
    return all;
}

std::vector<double> GoldenHead::phi() const {
    if (state_->arrays) return state_->arrays->phi();
    std::vector<double> all;
    all.reserve(static_cast<std::size_t>(state_->window));
    for (const auto& t : state_->tile) all.insert(all.end(), t.phi().begin(), t.phi().end());
    return all;
}

}  // namespace kvolt
