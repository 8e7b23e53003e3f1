// SPDX-License-Identifier: Apache-2.0
// One head in plain integers around the cell physics. It knows sizes from the Design and nothing of the RTL's
// structure.
#include "sim/model/golden_head.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "sim/model/adc_head.hpp"
#include "sim/model/analog_output.hpp"
#include "sim/model/log_reader.hpp"
#include "sim/model/protected_tokens.hpp"
#include "sim/model/slot_walk.hpp"
#include "sim/model/tile_of_design.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/tile_physics.hpp"
#include "sim/model/token.hpp"
#include "sim/model/token_flow.hpp"

namespace kvolt {

struct GoldenHead::State {
    int rows, slots, tiles, q_max, scale_fraction, word_bits;
    bool imperfect;  ///< outputs without a live slot have noise and offsets
    HeadSettings settings;
    TokenFlow flow;
    std::vector<TilePhysics> tile;                          ///< pulse path
    std::unique_ptr<AdcArrays> arrays;                      ///< adc path
    std::unique_ptr<ProtectedTokens> kept;                  ///< where tokens are protected
    std::vector<std::vector<std::uint8_t>> copy_k, copy_v;  ///< what every slot was written with, where it is refreshed

    std::shared_ptr<const Design> clocked;  ///< the design, where it goes by time
    bool by_time = false;                   ///< what happens when is in a log
    std::optional<LogReader> times;
    LogReader::Write written;  ///< by the token that is being stored
    LogReader::Query asked;

    bool keeps_analog = false;
    AnalogOutput analog;
    int code_max;  ///< of a tile

    CalibrationPlan calibration;
    std::vector<std::int32_t> lane_offset, lane_trim;  ///< per row; empty without calibration

    explicit State(const Design& design)
        : rows(design.rows),
          slots(design.slots),
          tiles(design.tiles),
          q_max(design.q_max),
          scale_fraction(design.widths.scale_fraction),
          word_bits(design.stream.word_bits),
          imperfect(design.config.analog.any()),
          flow(design),
          code_max(design.code_max) {}

    void write(int slot, const std::uint8_t* k, const std::uint8_t* v);
    [[nodiscard]] bool refresh_next();
    void store(const Token& token);
    bool admit(const Token& token, TokenResult& result);
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

void GoldenHead::State::store(const Token& token) {
    require(token.k.size() == static_cast<std::size_t>(rows) && token.v.size() == static_cast<std::size_t>(rows),
            "golden model: a token that writes needs one k and one v level per row");
    const auto [slot, first] = flow.store();
    if (first >= 0) {
        kept->keep_first(token.k.data(), token.v.data());
        return;
    }
    if (kept) kept->keep_newest(slot, token.k.data(), token.v.data());
    if (!copy_k.empty()) {
        copy_k[static_cast<std::size_t>(slot)] = token.k;
        copy_v[static_cast<std::size_t>(slot)] = token.v;
    }
    write(slot, token.k.data(), token.v.data());
}

void GoldenHead::State::write(int slot, const std::uint8_t* k, const std::uint8_t* v) {
    if (times) written = times->write(slot);
    if (arrays) return arrays->store(slot, k, v, written.k, written.v);
    for (auto& t : tile) {
        t.age_k();
        t.age_v();
    }
    auto& target = tile[static_cast<std::size_t>(slot / slots)];
    target.at(written.k);
    target.write_k(slot % slots, k);
    target.at(written.v);
    target.write_v(slot % slots, v);
}

/// Where the design goes by time, what was due before the packet comes before it. Returns whether a sequence starts.
bool GoldenHead::State::admit(const Token& token, TokenResult& result) {
    if (!by_time) return flow.admit(token.first);
    if (!times) throw std::logic_error("golden model: the design goes by time, and nobody says when things happen");
    const bool stores = token.writes && flow.next_in_arrays(token.first);
    if (!stores && !token.queries) return flow.admit(token.first, 0);  // the arrays do not see it
    while (flow.owes(times->admission(stores, token.queries))) {
        const int slot = flow.refresh_due();
        if (slot < 0) continue;
        const auto index = static_cast<std::size_t>(slot);
        write(slot, copy_k[index].data(), copy_v[index].data());
        ++result.refreshes;
    }
    return flow.admit(token.first, times->admission(stores, token.queries));
}

/// After a packet. Returns whether a stored token was written again.
bool GoldenHead::State::refresh_next() {
    const int slot = flow.refresh();
    if (slot < 0) return false;
    const auto index = static_cast<std::size_t>(slot);
    write(slot, copy_k[index].data(), copy_v[index].data());
    return true;
}

void GoldenHead::State::attend(const Token& token, TokenResult& result) {
    require(token.q.size() == static_cast<std::size_t>(rows),
            "golden model: a token that queries needs one q code per row");
    result.violation = flow.look();
    require(*std::max_element(token.q.begin(), token.q.end()) <= q_max, "golden model: q above q_max");
    if (times) asked = times->query();
    result.codes = read(token.q, flow.slots());
    if (kept) {
        const auto added = kept->contributions(token.q.data());
        for (std::size_t r = 0; r < added.size(); ++r) {
            result.codes[r] += added[r];
            if (keeps_analog) analog.sum[r] += static_cast<double>(added[r]) / code_max;
        }
    }
    scale_words(result);
    correct(result);
}

std::vector<std::int32_t> GoldenHead::State::read(const std::vector<std::uint16_t>& q, const SlotWalk& live) {
    auto* const kept_analog = keeps_analog ? &analog : nullptr;
    if (kept_analog != nullptr) analog.clear(static_cast<std::size_t>(rows));
    if (arrays) return arrays->attend(q.data(), live, kept_analog, asked.scored, asked.weighed);
    const auto planes = planes_of(q, tile[0].q_bits(), tile[0].row_words());
    std::vector<std::int32_t> sums(static_cast<std::size_t>(rows), 0);
    for (int index = 0; index < tiles; ++index) {
        auto& t = tile[static_cast<std::size_t>(index)];
        const auto& words = live.live_words(index);
        t.at(asked.scored);
        t.score_planes(planes.data(), words.data());
        if (!imperfect && (words[0] | words[1] | words[2] | words[3]) == 0) continue;  // no live slot: exactly zero
        t.at(asked.weighed);
        t.weigh();
        const auto& codes = t.codes();
        for (std::size_t r = 0; r < codes.size(); ++r) sums[r] += codes[r];
        if (kept_analog != nullptr) kept_analog->add(t.a(), 0, codes.size());
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
    s.copy_k.resize(design.refresh.on ? static_cast<std::size_t>(design.window) : 0);
    s.copy_v.resize(s.copy_k.size());
    s.calibration = design.calibration;
    s.by_time = design.time.on();
    if (s.by_time) s.clocked = std::make_shared<const Design>(design);
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
    state_->flow.set(settings);
    state_->settings = settings;
}

void GoldenHead::follow(const HeadLog& log) {
    if (!state_->by_time) return;
    state_->times.emplace(*state_->clocked, log);
    state_->flow.set_first_tick(log.first_tick);
}

TokenResult GoldenHead::step(const Token& token) {
    State& s = *state_;
    TokenResult result;
    if (s.admit(token, result) && s.kept) s.kept->start_sequence(s.flow.span());
    if (token.writes) s.store(token);
    if (token.queries) s.attend(token, result);
    result.refreshes += s.refresh_next() ? 1 : 0;
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

const SlotWalk& GoldenHead::seen() const { return state_->flow.slots(); }

void GoldenHead::keep_analog(bool on) {
    state_->keeps_analog = on;
    state_->analog.clear(static_cast<std::size_t>(state_->rows));
}

const std::vector<double>& GoldenHead::analog() const { return state_->analog.sum; }
const std::vector<int>& GoldenHead::clipped() const { return state_->analog.clipped; }

std::vector<double> GoldenHead::s() const {
    if (state_->arrays) return state_->arrays->s();
    std::vector<double> all;
    all.reserve(static_cast<std::size_t>(state_->tiles * state_->slots));
    for (const auto& t : state_->tile) all.insert(all.end(), t.s().begin(), t.s().end());
    return all;
}

std::vector<double> GoldenHead::phi() const {
    if (state_->arrays) return state_->arrays->phi();
    std::vector<double> all;
    all.reserve(static_cast<std::size_t>(state_->tiles * state_->slots));
    for (const auto& t : state_->tile) all.insert(all.end(), t.phi().begin(), t.phi().end());
    return all;
}

}  // namespace kvolt
