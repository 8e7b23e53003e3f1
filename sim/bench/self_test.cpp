// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/self_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/model/token.hpp"

namespace kvolt {
namespace {

constexpr std::uint32_t active = 1, go = 1 << 1, testing = 1 << 2;
constexpr int patience = 100000;  // reads of STATUS

}  // namespace

void SelfTest::begin() { control_.write("SELF_TEST", active); }

void SelfTest::end() {
    control_.write("SELF_TEST", 0);
    wait();
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
    out.writes = token.write || !token.query;
    out.queries = token.query;
    for (int r = 0; r < design_.rows; ++r) {
        out.q.push_back(static_cast<std::uint16_t>(token.q_row < 0 || token.q_row == r ? token.q_code : 0));
        if (!out.writes) continue;
        out.k.push_back(level(token.k_pattern, token.k_level, r));
        out.v.push_back(level(token.v_pattern, token.v_level, r));
    }
    if (out.writes) {
        row_ = row_ + 1 == design_.rows ? 0 : row_ + 1;
        odd_ = !odd_;
    }
    return out;
}

Token SelfTest::start(const TestToken& token) {
    const auto row = static_cast<std::uint32_t>(std::max(token.q_row, 0));
    control_.write("SELF_TEST_Q",
                   static_cast<std::uint32_t>(token.q_code) | row << 16 | (token.q_row < 0 ? 0 : 1U << 31));
    control_.write("SELF_TEST_KV", static_cast<std::uint32_t>(token.k_level | token.v_level << 8));
    control_.write("SELF_TEST", command(token) | go);
    return make(token);
}

void SelfTest::wait() {
    for (int i = 0; (control_.read("STATUS") & testing) != 0; ++i)
        if (i == patience) throw std::runtime_error("a token of the self test does not end");
}

Token SelfTest::run(const TestToken& token) {
    auto made = start(token);
    wait();
    return made;
}

std::vector<std::int32_t> SelfTest::sums(int head) {
    const auto select = fmt::format("H{}_LANE_SELECT", head), sum = fmt::format("H{}_LANE_SUM", head);
    const auto span = std::int64_t{1} << design_.widths.sum_bits;
    std::vector<std::int32_t> out;
    for (int lane = 0; lane < design_.rows; ++lane) {
        control_.write(select, static_cast<std::uint32_t>(lane));
        const auto bits = static_cast<std::int64_t>(control_.read(sum)) & (span - 1);
        out.push_back(static_cast<std::int32_t>(bits >= span / 2 ? bits - span : bits));
    }
    return out;
}

}  // namespace kvolt
