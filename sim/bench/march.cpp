// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/march.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "sim/bench/self_test.hpp"
#include "sim/macros/cells_dpi.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"

namespace kvolt {
namespace {

constexpr int reset_cycles = 8;

struct Pass {
    TestPattern v_pattern;
    bool alternates;  ///< high in one token, low in the next; patterns of rows and tokens do so by themselves
    int q_code;
};

/// The highest code with which a slot of high K, asked in every row, does not get the whole weight: there a K column
/// that gives less shows. 1 where each does.
int linear_code(const Design& ideal) {
    for (int code = ideal.q_max; code > 1; --code) {
        GoldenHead head(ideal);
        Token token;
        token.first = true;
        token.q.assign(static_cast<std::size_t>(ideal.rows), static_cast<std::uint16_t>(code));
        token.k.assign(static_cast<std::size_t>(ideal.rows), static_cast<std::uint8_t>(ideal.level_max));
        token.v = token.k;
        head.step(token);
        if (head.phi().front() < 0.9) return code;
    }
    return 1;
}

class March {
public:
    March(const Design& design, const Design& ideal, Dut& dut, const MarchOptions& options)
        : design_(design),
          dut_(dut),
          options_(options),
          control_(design, dut.control, [this] { cycle(); }),
          test_(design, control_),
          golden_(heads_of(design)),
          ideal_(heads_of(ideal)),
          passes_{{TestPattern::uniform, true, design.q_max},
                  {TestPattern::checkerboard, false, design.q_max},
                  {TestPattern::inverse, false, design.q_max},
                  {TestPattern::walking, true, design.q_max},
                  {TestPattern::uniform, true, linear_code(ideal)}} {}

    MarchReport run() {
        count_pin_faults();
        const auto faults_before = pin_faults();
        reset();
        name_bad_slots();
        const auto limit = swap("RETENTION_LIMIT", design_.retention.on, 0);
        const auto period = swap("REFRESH_PERIOD", design_.refresh.on, 0);
        test_.begin();
        for (const auto& pass : passes_) {
            walk(pass);
            ++pass_;
        }
        test_.end();
        swap("RETENTION_LIMIT", design_.retention.on, limit);
        swap("REFRESH_PERIOD", design_.refresh.on, period);
        auto report = std::move(report_);
        if (options_.tour) control_.tour();
        if (const auto faults = pin_faults() - faults_before; faults > 0)
            throw std::runtime_error(
                fmt::format("{} faults at the pins of macros; the first of each macro is said above", faults));
        return report;
    }

private:
    /// Golden heads, stepped beside the engine: the same bad slots, nothing refreshed, nothing too old.
    std::vector<std::unique_ptr<GoldenHead>> heads_of(const Design& design) const {
        std::vector<std::unique_ptr<GoldenHead>> heads;
        for (int head = 0; head < design.heads; ++head) {
            heads.push_back(std::make_unique<GoldenHead>(design, head));
            HeadSettings settings{0, design.scale_reset, design.offset_reset};
            settings.bad_slots = bad_slots_of(options_.bad_slots, static_cast<std::size_t>(head));
            settings.refresh_period = 0;
            settings.retention_limit = 0;
            heads.back()->set(settings);
        }
        return heads;
    }

    void cycle() {
        dut_.cycle();
        ++report_.cycles;
    }

    void reset() {
        dut_.rst_n = false;
        for (int i = 0; i < reset_cycles; ++i) cycle();
        dut_.rst_n = true;
        for (int i = 0; i < reset_cycles; ++i) cycle();
    }

    void name_bad_slots() {
        for (std::size_t head = 0; head < options_.bad_slots.size(); ++head) {
            int entry = 0;
            for (const int slot : options_.bad_slots[head])
                control_.write(fmt::format("H{}_REPAIR_{}", head, entry++),
                               1U << 31 | static_cast<std::uint32_t>(slot));
        }
    }

    /// Writes a register that the engine may not have; returns what was in it.
    std::uint32_t swap(const char* name, bool there, std::uint32_t value) {
        if (!there) return 0;
        const auto before = control_.read(name);
        control_.write(name, value);
        return before;
    }

    /// Slots that a head's window leads to, in order: the n-th token goes to the n-th.
    [[nodiscard]] std::vector<int> slots_of(int head) const {
        const auto bad = bad_slots_of(options_.bad_slots, static_cast<std::size_t>(head));
        std::vector<int> slots;
        for (int slot = 0; slot < design_.window; ++slot)
            if (std::find(bad.begin(), bad.end(), slot) == bad.end()) slots.push_back(slot);
        return slots;
    }

    void walk(const Pass& pass) {
        const Trail empty{0, std::vector<int>(static_cast<std::size_t>(design_.tiles), 0)};
        trails_.assign(static_cast<std::size_t>(design_.heads * design_.rows), {empty, empty});
        std::vector<std::vector<int>> slots;
        std::size_t most = 0;
        for (int head = 0; head < design_.heads; ++head) {
            slots.push_back(slots_of(head));
            most = std::max(most, slots.back().size());
        }
        TestToken token;
        token.first = true;
        token.write = false;
        token.v_pattern = pass.v_pattern;
        token.k_level = design_.level_max;
        token.q_code = pass.q_code;
        step(token, std::vector<int>(slots.size(), -1));  // lanes as they are with nothing stored
        token.first = false;
        token.write = true;
        for (std::size_t n = 0; n < most; ++n) {
            token.v_level = pass.alternates && n % 2 != 0 ? 0 : design_.level_max;
            std::vector<int> written;
            for (const auto& list : slots) written.push_back(list[n % list.size()]);
            step(token, written);
        }
    }

    /// One token in every head; `slots`: where it is written in each.
    void step(const TestToken& token, const std::vector<int>& slots) {
        const Token made = test_.run(token);
        ++report_.tokens;
        for (int head = 0; head < design_.heads; ++head) {
            const auto got = test_.sums(head);
            const auto expected = golden_[static_cast<std::size_t>(head)]->step(made).codes;
            const auto perfect = ideal_[static_cast<std::size_t>(head)]->step(made).codes;
            for (int lane = 0; lane < design_.rows; ++lane) {
                const auto i = static_cast<std::size_t>(lane);
                ++report_.sums;
                report_.mismatches += got[i] == expected[i] ? 0 : 1;
                judge(head, lane, slots[static_cast<std::size_t>(head)], got[i], perfect[i]);
            }
        }
    }

    /// What an engine said of one lane so far: its last sum, and what each tile has to do with it. A token changes the
    /// tile that it is written to.
    struct Trail {
        int sum = 0;
        std::vector<int> tile;

        /// The change of the tile's charge, in codes: no more than an interval where its code is clipped.
        std::pair<int, int> advance(int to, std::size_t at, int code_max) {
            constexpr int any = 1 << 28;
            const int before = tile[at], after = before + to - sum;
            sum = to;
            tile[at] = after;
            return {(after <= -code_max ? -any : after) - (before >= code_max ? any : before),
                    (after >= code_max ? any : after) - (before <= -code_max ? -any : before)};
        }
    };

    void judge(int head, int lane, int slot, int got, int perfect) {
        auto& [real, ideal] = trails_[static_cast<std::size_t>(head * design_.rows + lane)];
        const int before = real.sum - ideal.sum, distance = got - perfect;
        int apart = std::abs(distance);
        if (slot < 0) {
            real.sum = got;
            ideal.sum = perfect;
        } else {
            const auto tile = static_cast<std::size_t>(slot / design_.slots);
            const auto [least, most] = real.advance(got, tile, design_.code_max);
            const auto [lower, upper] = ideal.advance(perfect, tile, design_.code_max);
            apart = std::max(least - upper, lower - most);
        }
        // relu divides by the tokens that are stored: each new one makes what is wrong with earlier ones smaller.
        const bool divided = design_.adc.on && design_.adc.reciprocal_cycles > 0;
        const bool smaller = divided && std::abs(distance) < std::abs(before) && distance * before >= 0;
        if (apart >= options_.threshold && !smaller)
            report_.faults.push_back({head, lane, slot, pass_, distance - before});
    }

    const Design& design_;
    Dut& dut_;
    const MarchOptions& options_;
    MarchReport report_;
    int pass_ = 0;
    ControlMaster control_;
    SelfTest test_;
    std::vector<std::unique_ptr<GoldenHead>> golden_, ideal_;
    std::vector<Pass> passes_;
    std::vector<std::pair<Trail, Trail>> trails_;  // per head and lane: the engine's, and the perfect one's
};

}  // namespace

MarchReport march(const Design& design, const Design& ideal, Dut& dut, const MarchOptions& options) {
    return March(design, ideal, dut, options).run();
}

}  // namespace kvolt
