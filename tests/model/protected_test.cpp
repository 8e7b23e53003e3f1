// SPDX-License-Identifier: Apache-2.0
// Protected tokens of the golden model: against the real formulas within the stated bound, and against a head that
// never sees them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/float_head.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/protected_tokens.hpp"
#include "sim/model/tile_of_design.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/token.hpp"

namespace kvolt {
namespace {

Config draw_config() {
    Config c;
    c.name = "drawn";
    c.head.dimension = *rc::gen::inRange(2, 40);
    c.head.tiles = *rc::gen::inRange(1, 4);
    c.tile.slots = *rc::gen::inRange(2, 12);
    c.bits.q = *rc::gen::inRange(1, 9);
    c.bits.kv = *rc::gen::inRange(1, 7);
    c.bits.out = *rc::gen::inRange(2, 11);
    c.stream.word_bits = 32;
    c.stream.data_bits = 32;
    c.analog.cell = *rc::gen::element(CellKind::cubic, CellKind::linear);
    c.analog.score_saturation_ua = *rc::gen::inRange(1, 300);
    c.analog.output_saturation_ua = *rc::gen::inRange(5, 200);
    c.analog.v_zero = *rc::gen::inRange(0, 8) / 10.0;
    c.analog.decay_per_token = 0.01;
    c.protect.first = *rc::gen::inRange(0, 5);
    c.protect.newest = *rc::gen::inRange(c.protect.first == 0 ? 1 : 0, c.head.tiles * c.tile.slots + 1);
    c.protect.phi_bits = *rc::gen::inRange(4, 13);
    return c;
}

Token draw_token(const Design& d) {
    Token token;
    // Extremes often: the ends of the range are where widths would be too small.
    const int edge = *rc::gen::inRange(0, 6);
    const auto rows = static_cast<std::size_t>(d.rows);
    const auto value = [&](int max) { return edge == 0 ? max : edge == 1 ? 0 : *rc::gen::inRange(0, max + 1); };
    for (std::size_t r = 0; r < rows; ++r) {
        token.q.push_back(static_cast<std::uint16_t>(value(d.q_max)));
        token.k.push_back(static_cast<std::uint8_t>(value(d.level_max)));
        token.v.push_back(static_cast<std::uint8_t>(value(d.level_max)));
    }
    return token;
}

double current_ua(const Design& d, int level) {
    const auto p = tile_parameters(d);
    return cell_current(p, level * p.v_max / d.level_max - p.v_zero);
}

/// docs/protected.md on reals: LSB that `tokens` add to each row.
std::vector<double> real_contributions(const Design& d, const std::vector<Token>& tokens, const Token& query) {
    std::vector<double> sum(static_cast<std::size_t>(d.rows), 0.0);
    for (const auto& token : tokens) {
        double score = 0;
        for (std::size_t r = 0; r < sum.size(); ++r)
            score += static_cast<double>(query.q[r]) / d.q_max * current_ua(d, token.k[r]);
        const double phi = std::clamp(score / d.config.analog.score_saturation_ua, 0.0, 1.0);
        for (std::size_t r = 0; r < sum.size(); ++r)
            sum[r] += phi * current_ua(d, token.v[r]) * d.code_max / d.config.analog.output_saturation_ua;
    }
    return sum;
}

RC_GTEST_PROP(ProtectedTokens, AddWhatTheRealFormulaSays, ()) {
    const Design d = elaborate(draw_config());
    ProtectedTokens kept(d);
    kept.start_sequence(d.window);
    std::vector<Token> first, newest;
    for (int step = 0; step < d.protect.entries + 3; ++step) {
        const Token token = draw_token(d);
        if (kept.keep_first(token.k.data(), token.v.data())) {
            first.push_back(token);
        } else {
            kept.keep_newest(step, token.k.data(), token.v.data());
            newest.push_back(token);
            if (static_cast<int>(newest.size()) > d.protect.newest) newest.erase(newest.begin());
        }
        RC_ASSERT(first.size() <= static_cast<std::size_t>(d.protect.first));
        auto all = first;
        all.insert(all.end(), newest.begin(), newest.end());
        const auto got = kept.contributions(token.q.data());
        const auto real = real_contributions(d, all, token);
        for (std::size_t r = 0; r < got.size(); ++r) {
            RC_ASSERT(std::fabs(got[r] - real[r]) <= d.protect.error_lsb);
            RC_ASSERT(std::abs(got[r]) <= d.protect.contribution_max);
        }
    }
}

TEST(ProtectedTokens, AreAsExactAsTheirBitsOnThePaperEngine) {
    for (const auto& [bits, least, most] :
         {std::tuple{4, 0.9, 4.0}, std::tuple{8, 0.5, 0.9}, std::tuple{12, 0.5, 0.6}}) {
        const auto d = elaborate(load_config(
            "paper", {"protected.first=4", "protected.newest=4", "protected.phi_bits=" + std::to_string(bits)}));
        EXPECT_GT(d.protect.error_lsb, least) << bits;
        EXPECT_LT(d.protect.error_lsb, most) << bits;
    }
}

/// A head with protected tokens is a head that never saw the first ones, with the newest slots switched off, plus the
/// contributions; where all tokens of the window are among the newest, the arrays say nothing.
RC_GTEST_PROP(ProtectedTokens, LeaveTheArraysNothingWhereTheWindowIsKept, ()) {
    Config c = draw_config();
    c.protect.newest = c.head.tiles * c.tile.slots;
    const Design d = elaborate(c);
    GoldenHead head(d);
    ProtectedTokens kept(d);
    kept.start_sequence(d.window);
    for (int step = 0; step < d.window + 5; ++step) {
        const Token token = draw_token(d);
        if (!kept.keep_first(token.k.data(), token.v.data()))
            kept.keep_newest(step % d.window, token.k.data(), token.v.data());
        RC_ASSERT(head.step(token).codes == kept.contributions(token.q.data()));
    }
}

RC_GTEST_PROP(ProtectedTokens, TakeTheFirstOnesOffTheArrays, ()) {
    Config c = draw_config();
    c.protect.first = *rc::gen::inRange(1, 5);
    c.protect.newest = 0;
    const Design d = elaborate(c);
    c.protect.first = 0;
    const Design bare = elaborate(c);
    GoldenHead head(d), arrays(bare);
    ProtectedTokens kept(d);
    for (int sequence = 0; sequence < 2; ++sequence) {
        kept.start_sequence(d.window);
        for (int step = 0; step < d.window + 8; ++step) {
            Token token = draw_token(d);
            token.first = step == 0;
            const auto codes = head.step(token).codes;
            // The other head is asked at once, too, so that a sequence starts with its first query.
            const bool taken = kept.keep_first(token.k.data(), token.v.data());
            token.writes = !taken;
            auto expected = arrays.step(token).codes;
            const auto added = kept.contributions(token.q.data());
            for (std::size_t r = 0; r < expected.size(); ++r) expected[r] += added[r];
            RC_ASSERT(codes == expected);
        }
    }
}

TEST(ProtectedTokens, OfAShortWindowLeaveWithIt) {
    const auto d = elaborate(load_config("tiny", {"protected.newest=5"}));
    ProtectedTokens kept(d);
    const std::vector<std::uint8_t> level(static_cast<std::size_t>(d.rows), 7);
    kept.start_sequence(2);
    for (int step = 0; step < 5; ++step) kept.keep_newest(step % 2, level.data(), level.data());
    EXPECT_EQ(kept.hidden_slots(), (std::vector<int>{1, 0}));
    kept.start_sequence(8);
    EXPECT_TRUE(kept.hidden_slots().empty());
}

/// The unquantized model keeps the same tokens: with nothing to clip, nothing to leak and linear cells, protection
/// makes no difference to it.
TEST(ProtectedTokens, ChangeNoIdealModel) {
    const std::vector<std::string> ideal{"analog.output_saturation_ua=1000000", "analog.decay_per_token=0",
                                         "head.tiles=2"};
    auto protect = ideal;
    protect.insert(protect.end(), {"protected.first=3", "protected.newest=2"});
    FloatHead bare(elaborate(load_config("tiny", ideal))), kept(elaborate(load_config("tiny", protect)));
    std::vector<double> q(8), k(8), v(8);
    unsigned state = 1;
    const auto next = [&state] {
        return static_cast<double>((state = state * 1103515245U + 12345U) >> 16 & 1023) / 1023;
    };
    for (int step = 0; step < 16;
         ++step) {  // the window is not full: later the first tokens stay only where they are kept
        for (std::size_t r = 0; r < 8; ++r) {
            q[r] = next();
            k[r] = 0.9 * next();
            v[r] = 0.9 * next();
        }
        const RealToken token{q.data(), k.data(), v.data(), step == 0};
        const auto a = bare.step(token), b = kept.step(token);
        for (std::size_t r = 0; r < 8; ++r) EXPECT_NEAR(a[r], b[r], 1e-9);
    }
}

}  // namespace
}  // namespace kvolt
