// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/self_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace kvolt {
namespace {

constexpr std::uint32_t active = 1, go = 1 << 1, testing = 1 << 2;
constexpr int reset_cycles = 8;
constexpr int patience = 100000;  // reads of STATUS

/// Heads of the golden model, stepped beside the engine.
std::vector<std::unique_ptr<GoldenHead>> heads_of(const Design& design) {
    std::vector<std::unique_ptr<GoldenHead>> heads;
    for (int head = 0; head < design.heads; ++head) heads.push_back(std::make_unique<GoldenHead>(design, head));
    return heads;
}

}  // namespace

void SelfTest::begin() { control_.write("SELF_TEST", active); }

void SelfTest::end() {
    control_.write("SELF_TEST", 0);
    // The last sum is let go, and the streams with it.
    for (int i = 0; i < 4; ++i) control_.read("STATUS");
}

std::uint32_t SelfTest::command(const TestToken& token) const {
    return active | (token.first ? 1U << 2 : 0) | (token.write ? 1U << 3 : 0) | (token.query ? 1U << 4 : 0) |
           static_cast<std::uint32_t>(token.k_pattern) << 8 | static_cast<std::uint32_t>(token.v_pattern) << 10;
}

Token SelfTest::make(const TestToken& token) {
    if (token.first) {
        row_ = 0;
        odd_ = false;
    }
    const auto level = [&](TestPattern pattern, int given, int r) {
        bool straight = true;
        if (pattern == TestPattern::checkerboard) straight = (r % 2 != 0) == odd_;
        if (pattern == TestPattern::inverse) straight = (r % 2 != 0) != odd_;
        if (pattern == TestPattern::walking) straight = r == row_;
        return static_cast<std::uint8_t>(straight ? given : design_.level_max - given);
    };
    Token out;
    out.first = token.first;
    out.writes = token.write;
    out.queries = token.query;
    for (int r = 0; r < design_.rows; ++r) {
        out.q.push_back(static_cast<std::uint16_t>(token.q_row < 0 || token.q_row == r ? token.q_code : 0));
        if (!token.write) continue;
        out.k.push_back(level(token.k_pattern, token.k_level, r));
        out.v.push_back(level(token.v_pattern, token.v_level, r));
    }
    if (token.write) {
        row_ = row_ + 1 == design_.rows ? 0 : row_ + 1;
        odd_ = !odd_;
    }
    return out;
}

Token SelfTest::run(const TestToken& token) {
    const auto row = static_cast<std::uint32_t>(std::max(token.q_row, 0));
    control_.write("SELF_TEST_Q",
                   static_cast<std::uint32_t>(token.q_code) | row << 16 | (token.q_row < 0 ? 0 : 1U << 31));
    control_.write("SELF_TEST_KV", static_cast<std::uint32_t>(token.k_level | token.v_level << 8));
    control_.write("SELF_TEST", command(token) | go);
    for (int i = 0; (control_.read("STATUS") & testing) != 0; ++i)
        if (i == patience) throw std::runtime_error("a token of the self test does not end");
    return make(token);
}

std::vector<std::int32_t> SelfTest::sums(int head) {
    const auto select = fmt::format("H{}_LANE_SELECT", head), sum = fmt::format("H{}_LANE_SUM", head);
    std::vector<std::int32_t> out;
    for (int lane = 0; lane < design_.rows; ++lane) {
        control_.write(select, static_cast<std::uint32_t>(lane));
        const auto bits = static_cast<std::int64_t>(control_.read(sum));
        const auto span = std::int64_t{1} << design_.widths.sum_bits;
        out.push_back(static_cast<std::int32_t>(bits >= span / 2 ? bits - span : bits));
    }
    return out;
}

namespace {

class March {
public:
    March(const Design& design, const Design& ideal, Dut& dut, int threshold)
        : design_(design),
          dut_(dut),
          threshold_(threshold),
          control_(design, dut.control, [this] { dut_.cycle(); }),
          test_(design, control_),
          golden_(heads_of(design)),
          ideal_(heads_of(ideal)) {}

    MarchReport run() {
        dut_.rst_n = false;
        for (int i = 0; i < reset_cycles; ++i) dut_.cycle();
        dut_.rst_n = true;
        for (int i = 0; i < reset_cycles; ++i) dut_.cycle();
        test_.begin();
        for (const auto pattern : {TestPattern::checkerboard, TestPattern::inverse}) {
            distance_.assign(static_cast<std::size_t>(design_.heads * design_.rows), 0);
            for (int slot = 0; slot < design_.window; ++slot) step(pattern, slot);
            ++pass_;
        }
        test_.end();
        return std::move(report_);
    }

private:
    void step(TestPattern pattern, int slot) {
        TestToken token;
        token.first = slot == 0;
        token.v_pattern = pattern;
        token.k_level = design_.level_max;
        token.v_level = design_.level_max;
        token.q_code = design_.q_max;
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
                judge(head, lane, slot, got[i] - perfect[i]);
            }
        }
    }

    void judge(int head, int lane, int slot, int distance) {
        auto& before = distance_[static_cast<std::size_t>(head * design_.rows + lane)];
        if (std::abs(distance - before) >= threshold_)
            report_.faults.push_back({head, lane, slot, pass_, distance - before});
        before = distance;
    }

    const Design& design_;
    Dut& dut_;
    int threshold_, pass_ = 0;
    ControlMaster control_;
    SelfTest test_;
    std::vector<std::unique_ptr<GoldenHead>> golden_, ideal_;
    std::vector<int> distance_;  // to the perfect sum, per head and lane
    MarchReport report_;
};

}  // namespace

MarchReport march(const Design& design, const Design& ideal, Dut& dut, int threshold) {
    return March(design, ideal, dut, threshold).run();
}

}  // namespace kvolt
