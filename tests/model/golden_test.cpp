// SPDX-License-Identifier: Apache-2.0
// The golden head against a head of reference tiles that keeps its window as a plain list, and the float head against
// the golden one.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "sim/model/float_head.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/tile_of_design.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/token.hpp"
#include "tests/model/designs.hpp"
#include "tests/model/reference_tile.hpp"

namespace kvolt {
namespace {

using test::design_of;

/// docs/machine.md section 5 and docs/numeric.md in the most literal way.
class ReferenceHead {
public:
    explicit ReferenceHead(const Design& design, int head = 0) : d(design) {
        TileParameters parameters = tile_parameters(d);
        for (int i = 0; i < d.tiles; ++i) {
            parameters.id = {head, i, 0};
            tiles.emplace_back(parameters);
        }
    }

    std::vector<int> step(const Token& token) {
        if (token.first || !started) {
            started = true;
            slots_in_use.clear();
            stored = 0;
            span = runtime_window;
        }
        if (token.writes) {
            const int slot = stored++ % span;
            for (auto& tile : tiles) {
                tile.grow_older(tile.k_age);
                tile.grow_older(tile.v_age);
            }
            auto& tile = tiles[static_cast<std::size_t>(slot / d.slots)];
            tile.write(tile.k, tile.k_age, static_cast<std::size_t>(slot % d.slots), token.k.data());
            tile.write(tile.v, tile.v_age, static_cast<std::size_t>(slot % d.slots), token.v.data());
            if (std::find(slots_in_use.begin(), slots_in_use.end(), slot) == slots_in_use.end())
                slots_in_use.push_back(slot);
        }
        if (!token.queries) return {};
        std::vector<int> sums(static_cast<std::size_t>(d.rows), 0);
        for (int i = 0; i < d.tiles; ++i) {
            std::vector<std::uint8_t> live(static_cast<std::size_t>(d.slots), 0);
            for (const int slot : slots_in_use)
                if (slot / d.slots == i) live[static_cast<std::size_t>(slot % d.slots)] = 1;
            auto& tile = tiles[static_cast<std::size_t>(i)];
            tile.score(token.q.data(), live.data());
            tile.weigh();
            for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += tile.code[r];
        }
        return sums;
    }

    Design d;
    std::vector<test::ReferenceTile> tiles;
    int runtime_window = 1, span = 1, stored = 0;
    bool started = false;
    std::vector<int> slots_in_use;
};

template <class T>
std::vector<T> codes_below(int count, int bound) {
    return *rc::gen::container<std::vector<T>>(static_cast<std::size_t>(count),
                                               rc::gen::cast<T>(rc::gen::inRange(0, bound)));
}

Token any_token(const Design& d) {
    Token token;
    const int kind = *rc::gen::weightedElement<int>({{6, 0}, {1, 1}, {1, 2}});
    token.writes = kind != 1;
    token.queries = kind != 2;
    token.first = *rc::gen::weightedElement<bool>({{12, false}, {1, true}});
    if (token.queries) token.q = codes_below<std::uint16_t>(d.rows, d.q_max + 1);
    if (token.writes) token.k = codes_below<std::uint8_t>(d.rows, d.level_max + 1);
    if (token.writes) token.v = codes_below<std::uint8_t>(d.rows, d.level_max + 1);
    return token;
}

/// Not straight, and its ends inside the range of the levels.
const std::vector<CellPoint> measured_cell{{0.1, -14.0}, {0.3, -3.5}, {0.45, 0.6}, {0.7, 5.0}, {0.8, 9.0}};

/// Any of them off or on, none or all.
void draw_imperfections(Imperfections& e) {
    for (const auto& row : imperfection_table) e.*row.size = *rc::gen::element(0.0, row.example);
    if (*rc::gen::inRange(0, 8) == 0) e.stuck_cells = 1.0;
    e.seed = *rc::gen::arbitrary<std::uint64_t>() >> 1;
}

TEST(GoldenHead, EqualsTheReferenceHeadOverAnyTokensAndWindows) {
    EXPECT_TRUE(rc::check([] {
        test::Sizes sizes;
        sizes.rows = *rc::gen::inRange(2, 20);
        sizes.slots = *rc::gen::inRange(2, 12);
        sizes.tiles = *rc::gen::inRange(1, 5);
        sizes.q = *rc::gen::inRange(1, 6);
        sizes.kv = *rc::gen::inRange(1, 5);
        sizes.out = *rc::gen::inRange(2, 8);
        Design d = design_of(sizes);
        d.config.analog.decay_per_token = *rc::gen::element(0.0, 1.6e-4, 0.03);
        d.config.analog.score_saturation_ua = *rc::gen::element(80.0, 15.0);
        d.config.analog.output_saturation_ua = *rc::gen::element(40.0, 10.0);
        d.config.analog.cell = *rc::gen::element(CellKind::cubic, CellKind::linear);
        if (*rc::gen::inRange(0, 4) == 0) d.config.analog.points = measured_cell;
        if (*rc::gen::element(false, true)) draw_imperfections(d.config.analog);
        const int index = *rc::gen::inRange(0, 40);
        GoldenHead head(d, index);
        ReferenceHead reference(d, index);
        for (int i = 0; i < 40; ++i) {
            const int window = *rc::gen::inRange(0, d.window + 1);
            head.set({window, 4096, 0});
            reference.runtime_window = window == 0 ? d.window : window;
            const Token token = any_token(d);
            const TokenResult result = head.step(token);
            RC_ASSERT(std::vector<int>(result.codes.begin(), result.codes.end()) == reference.step(token));
            RC_ASSERT(result.words == result.codes);
            RC_ASSERT(result.saturated == 0);
            if (!token.queries) continue;
            std::vector<double> s, phi;
            for (const auto& tile : reference.tiles) {
                s.insert(s.end(), tile.s.begin(), tile.s.end());
                phi.insert(phi.end(), tile.phi.begin(), tile.phi.end());
            }
            RC_ASSERT(head.s() == s);
            RC_ASSERT(head.phi() == phi);
        }
    }));
}

/// A head of one slot per tile whose raw code is known: one saturated slot, v all at the highest level.
Token full_token(const Design& d, int v_level) {
    Token token;
    token.q.assign(static_cast<std::size_t>(d.rows), static_cast<std::uint16_t>(d.q_max));
    token.k.assign(static_cast<std::size_t>(d.rows), static_cast<std::uint8_t>(d.level_max));
    token.v.assign(static_cast<std::size_t>(d.rows), static_cast<std::uint8_t>(v_level));
    token.first = true;
    return token;
}

TEST(GoldenHead, ScalesRoundsAndSaturatesWords) {
    Design d = design_of({});
    d.config.analog.score_saturation_ua = 1.0;
    d.config.analog.output_saturation_ua = 1.0;
    for (const int word_bits : {4, 8, 16}) {
        d.stream.word_bits = word_bits;
        GoldenHead head(d);
        for (const int v_level : {0, 7})
            for (const int scale : {-32768, -4097, -4096, -300, -1, 0, 1, 136, 137, 409, 2048, 4096, 12289, 32767})
                for (const int offset : {-32768, -3, 0, 2, 32767}) {
                    head.set({0, scale, offset});
                    const TokenResult result = head.step(full_token(d, v_level));
                    const int code = v_level == 0 ? -15 : 15;
                    ASSERT_EQ(result.codes[0], code);
                    const double exact = std::floor((code * static_cast<double>(scale) + 2048.0) / 4096.0) + offset;
                    const double high = std::ldexp(1.0, word_bits - 1) - 1;
                    ASSERT_EQ(result.words[0], std::clamp(exact, -high - 1, high))
                        << "scale " << scale << " offset " << offset;
                    ASSERT_EQ(result.saturated, exact > high || exact < -high - 1 ? d.rows : 0);
                }
    }
}

TEST(GoldenHead, AnswersZeroBeforeAnythingIsStored) {
    const Design d = design_of({});
    GoldenHead head(d);
    Token query = full_token(d, 7);
    query.writes = false;
    query.k.clear();
    query.v.clear();
    EXPECT_EQ(head.step(query).codes, std::vector<std::int32_t>(8, 0));
    Token token = full_token(d, 7);
    EXPECT_NE(head.step(token).codes, std::vector<std::int32_t>(8, 0));
    query.first = false;
    EXPECT_NE(head.step(query).codes, std::vector<std::int32_t>(8, 0));
    query.first = true;  // a new sequence forgets
    EXPECT_EQ(head.step(query).codes, std::vector<std::int32_t>(8, 0));
}

TEST(GoldenHead, RefusesTokensItCannotHold) {
    const Design d = design_of({});
    GoldenHead head(d);
    const auto refused = [&](auto change) {
        Token token = full_token(d, 7);
        change(token);
        EXPECT_THROW(head.step(token), std::invalid_argument);
    };
    refused([](Token& t) { t.q.pop_back(); });
    refused([](Token& t) { t.k.clear(); });
    refused([](Token& t) { t.v.push_back(0); });
    refused([](Token& t) { t.q[3] = 16; });
    refused([](Token& t) { t.k[0] = 8; });
    EXPECT_THROW(head.set({d.window + 1, 4096, 0}), std::invalid_argument);
    EXPECT_THROW(head.set({-1, 4096, 0}), std::invalid_argument);
}

TEST(FloatHead, EqualsTheGoldenHeadOnLevelsUpToOutputRounding) {
    for (const int window : {0, 7}) {
        test::Sizes sizes;
        sizes.rows = 16;
        sizes.slots = 5;
        sizes.tiles = 3;
        sizes.out = 12;
        Design d = design_of(sizes);
        d.config.analog.decay_per_token = 0.01;
        GoldenHead golden(d);
        FloatHead real(d);
        golden.set({window, 4096, 0});
        HeadSettings settings;
        settings.window = window;
        real.set(settings);
        std::uint32_t state = 1;
        const auto below = [&](int bound) {
            state = state * 1664525U + 1013904223U;
            return static_cast<int>((state >> 8) % static_cast<std::uint32_t>(bound));
        };
        for (int i = 0; i < 60; ++i) {
            Token token;
            std::vector<double> q, k, v;
            for (int r = 0; r < d.rows; ++r) {
                token.q.push_back(static_cast<std::uint16_t>(below(16)));
                token.k.push_back(static_cast<std::uint8_t>(below(8)));
                token.v.push_back(static_cast<std::uint8_t>(below(8)));
                q.push_back(token.q.back() / 15.0);
                k.push_back(token.k.back() * 0.9 / 7);
                v.push_back(token.v.back() * 0.9 / 7);
            }
            token.first = i % 40 == 0;
            const TokenResult result = golden.step(token);
            const auto output = real.step({q.data(), k.data(), v.data(), token.first});
            const auto s = golden.s(), phi = golden.phi();
            for (std::size_t c = 0; c < s.size(); ++c) {
                ASSERT_NEAR(real.s()[c], s[c], 1e-10);
                ASSERT_NEAR(real.phi()[c], phi[c], 1e-12);
            }
            for (std::size_t r = 0; r < output.size(); ++r)
                ASSERT_NEAR(output[r], static_cast<double>(result.codes[r]) / d.code_max,
                            0.5001 * d.tiles / d.code_max);
        }
    }
}

TEST(FloatHead, ForgetsAtTheStartOfASequenceAndClampsEachTile) {
    test::Sizes sizes;
    sizes.slots = 2;
    sizes.tiles = 2;
    Design d = design_of(sizes);
    const std::vector<double> one(8, 1.0), high(8, 0.9), low(8, 0.0);
    const double current = 0.5214 + 0.45 * (13.6123 + 0.45 * (-2.6204 + 0.45 * 46.0548));  // 8 rows of it saturate phi
    const auto after_a_full_window = [&](double saturation) {
        d.config.analog.output_saturation_ua = saturation;
        FloatHead head(d);
        std::vector<double> output;
        for (int i = 0; i < 12; ++i) output = head.step({one.data(), high.data(), high.data(), i == 0});
        EXPECT_EQ(head.phi(), std::vector<double>(4, 1.0));
        EXPECT_EQ(head.step({one.data(), low.data(), high.data(), true})[0], 0.0);
        EXPECT_EQ(head.s()[1], 0.0);
        return output;
    };
    EXPECT_NEAR(after_a_full_window(40.0)[0], 2 * 2 * current / 40, 1e-12);  // two slots in each of two tiles
    EXPECT_EQ(after_a_full_window(15.0)[7], 2.0);                            // each tile clipped
    HeadSettings wide;
    wide.window = 5;
    EXPECT_THROW(FloatHead(d).set(wide), std::invalid_argument);
}

}  // namespace
}  // namespace kvolt
