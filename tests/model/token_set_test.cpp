// SPDX-License-Identifier: Apache-2.0
// Token files: shapes, quantization, refusals; random tokens; the engines' result files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/support/diagnostics.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/npz_read.hpp"
#include "sim/model/npz_write.hpp"
#include "sim/model/token.hpp"
#include "sim/model/token_code.hpp"
#include "sim/model/token_load.hpp"
#include "sim/model/token_random.hpp"
#include "tests/model/designs.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt {
namespace {

using test::design_of;
using Shape = std::vector<std::size_t>;

std::size_t product(const Shape& shape) {
    std::size_t n = 1;
    for (const std::size_t d : shape) n *= d;
    return n;
}

NpyOutput reals(const std::string& name, const Shape& shape, double value) {
    return {name, shape, NpyType::f8, std::vector<double>(product(shape), value), {}};
}

NpyOutput integers(const std::string& name, const Shape& shape, std::int64_t value) {
    return {name, shape, NpyType::i4, {}, std::vector<std::int64_t>(product(shape), value)};
}

class Tokens : public ::testing::Test {
protected:
    test::Scratch scratch;
    std::string path = scratch.file("tokens.npz");

    TokenSet load(const Design& design, const std::vector<NpyOutput>& arrays, const LoadOptions& options = {}) {
        write_npz(path, arrays);
        return load_tokens(path, design, options);
    }
    TokenSet load_shape(const Design& design, const Shape& shape) {
        return load(design, {reals("Q", shape, 0.5), reals("K", shape, 0.45), reals("V", shape, 0.1)});
    }
    /// The lines with which a file is refused, without the path.
    std::vector<std::string> refusals(const Design& design, const std::vector<NpyOutput>& arrays,
                                      const LoadOptions& options = {}) {
        std::vector<std::string> lines;
        try {
            load(design, arrays, options);
        } catch (const InputError& error) {
            for (const auto& diagnostic : error.diagnostics()) {
                const std::string text = diagnostic.text();
                EXPECT_EQ(text.rfind(path + ": ", 0), 0U) << text;
                lines.push_back(text.substr(std::min(text.size(), path.size() + 2)));
            }
        }
        return lines;
    }
    std::vector<std::string> shape_refusals(const Design& design, const Shape& shape) {
        return refusals(design, {reals("Q", shape, 0.5), reals("K", shape, 0.5), reals("V", shape, 0.5)});
    }
};

TEST_F(Tokens, EveryShapeOfOneHead) {
    const Design d = design_of({});
    for (const auto& [shape, sequences, tokens] : std::vector<std::tuple<Shape, std::size_t, std::size_t>>{
             {{5, 8}, 1, 5}, {{3, 5, 8}, 3, 5}, {{3, 1, 5, 8}, 3, 5}}) {
        const TokenSet set = load_shape(d, shape);
        EXPECT_EQ(set.sequences(), sequences);
        EXPECT_EQ(set.steps(), sequences * tokens);
        EXPECT_EQ(set.queries(), tokens);
        EXPECT_EQ(set.heads(), 1U);
        EXPECT_EQ(set.rows(), 8U);
        EXPECT_EQ(set.leading_shape(), Shape(shape.begin(), shape.end() - 1));
    }
}

TEST_F(Tokens, EveryShapeOfSeveralHeadsAndTheOrderOfTheirTokens) {
    test::Sizes sizes;
    sizes.heads = 3;
    sizes.rows = 2;
    const Design d = design_of(sizes);
    EXPECT_EQ(load_shape(d, {3, 5, 2}).sequences(), 1U);
    EXPECT_EQ(load_shape(d, {2, 3, 5, 2}).sequences(), 2U);

    const Shape shape{2, 3, 4, 2};
    NpyOutput q = integers("Q", shape, 0), k = integers("K", shape, 0), v = integers("V", shape, 0);
    for (std::size_t i = 0; i < q.integer.size(); ++i) {
        q.integer[i] = static_cast<std::int64_t>(i % 16);
        k.integer[i] = static_cast<std::int64_t>(i % 7);
        v.integer[i] = static_cast<std::int64_t>(i % 5);
    }
    const TokenSet set = load(d, {q, k, v});
    for (std::size_t head = 0; head < 3; ++head) {
        const auto tokens = set.head_tokens(head);
        ASSERT_EQ(tokens.size(), 8U);
        for (std::size_t step = 0; step < 8; ++step) {
            const std::size_t b = step / 4, t = step % 4, flat = ((b * 3 + head) * 4 + t) * 2;
            EXPECT_EQ(tokens[step].first, t == 0);
            EXPECT_TRUE(tokens[step].writes && tokens[step].queries);
            for (std::size_t r = 0; r < 2; ++r) {
                EXPECT_EQ(tokens[step].q[r], q.integer[flat + r]);
                EXPECT_EQ(tokens[step].k[r], k.integer[flat + r]);
                EXPECT_EQ(tokens[step].v[r], v.integer[flat + r]);
                EXPECT_EQ(set.real(head, step).q[r], static_cast<double>(q.integer[flat + r]) / 15);
                EXPECT_EQ(set.real(head, step).k[r], static_cast<double>(k.integer[flat + r]) * 0.9 / 7);
                EXPECT_EQ(set.real(head, step).v[r], static_cast<double>(v.integer[flat + r]) * 0.9 / 7);
            }
        }
    }
}

TEST_F(Tokens, RealsRoundHalfToEvenAndClamp) {
    EXPECT_EQ(code_of(0.5 / 15, 1.0, 15), 0);
    EXPECT_EQ(code_of(0.5, 1.0, 15), 8);  // 7.5
    EXPECT_EQ(code_of(0.5, 1.0, 5), 2);   // 2.5
    EXPECT_EQ(code_of(0.25, 1.0, 6), 2);  // 1.5
    EXPECT_EQ(code_of(0.45, 0.9, 7), 4);  // 3.5
    EXPECT_EQ(code_of(0.45, 0.9, 1), 0);  // 0.5
    EXPECT_EQ(code_of(-3.0, 0.9, 7), 0);
    EXPECT_EQ(code_of(1e300, 0.9, 7), 7);
    EXPECT_EQ(code_of(-1e300, 0.9, 7), 0);
    EXPECT_EQ(code_of(0.9, 0.9, 63), 63);

    const Design d = design_of({});
    NpyOutput q = reals("Q", {1, 8}, 0.0), k = reals("K", {1, 8}, 0.0), v = reals("V", {1, 8}, 0.0);
    q.real = {-0.1, 0.0, 0.033, 0.034, 0.5, 0.99, 1.0, 1e9};
    k.real = {-1e-9, 0.0, 0.064, 0.065, 0.45, 0.84, 0.9, 5.0};
    LoadOptions clamp;
    clamp.clamp = true;
    const TokenSet set = load(d, {q, k, v}, clamp);
    EXPECT_EQ(set.token(0, 0).q, (std::vector<std::uint16_t>{0, 0, 0, 1, 8, 15, 15, 15}));
    EXPECT_EQ(set.token(0, 0).k, (std::vector<std::uint8_t>{0, 0, 0, 1, 4, 7, 7, 7}));
    EXPECT_EQ(set.real(0, 0).q[0], 0.0);  // the real machine cannot leave its range either
    EXPECT_EQ(set.real(0, 0).q[2], 0.033);
    EXPECT_EQ(set.real(0, 0).q[7], 1.0);
    EXPECT_EQ(set.real(0, 0).k[7], 0.9);
}

TEST_F(Tokens, MayMixCodesAndReals) {
    const TokenSet set =
        load(design_of({}), {reals("Q", {2, 8}, 1.0), integers("K", {2, 8}, 7), integers("V", {2, 8}, 0)});
    EXPECT_EQ(set.token(0, 1).q[3], 15);
    EXPECT_EQ(set.token(0, 1).k[3], 7);
    EXPECT_EQ(set.real(0, 1).k[3], 0.9);
}

TEST_F(Tokens, RefusesMissingArraysAndShapesInTheUsersWords) {
    const Design one = design_of({});
    test::Sizes sizes;
    sizes.heads = 3;
    const Design three = design_of(sizes);
    EXPECT_EQ(refusals(one, {reals("Q", {2, 8}, 0.5)}),
              (std::vector<std::string>{"K: array is missing, arrays Q, K and V are needed, the file holds Q",
                                        "V: array is missing, arrays Q, K and V are needed, the file holds Q"}));
    EXPECT_EQ(refusals(one, {reals("Q", {2, 8}, 0.5), reals("K", {3, 8}, 0.5), reals("V", {2, 8}, 0.5)}),
              (std::vector<std::string>{"V: shape (2, 8), must equal the shape of K, (3, 8)"}));
    EXPECT_EQ(
        shape_refusals(one, {4, 9})[0],
        "Q: shape (4, 9) has 9 values per token, (T, 8), (B, T, 8) or (B, H, T, 8) is needed (head.dimension = 8)");
    EXPECT_EQ(shape_refusals(one, {8})[0], "Q: shape (8), (T, 8), (B, T, 8) or (B, H, T, 8) is needed");
    EXPECT_EQ(shape_refusals(one, {1, 1, 1, 1, 8}).size(), 3U);
    EXPECT_EQ(shape_refusals(one, {2, 3, 4, 8})[0],
              "K: shape (2, 3, 4, 8) has 3 heads, (T, 8), (B, T, 8) or (B, 1, T, 8) is needed (engine.heads = 1)");
    EXPECT_EQ(shape_refusals(three, {4, 8})[0],
              "Q: shape (4, 8), (a multiple of 3, T, 8) or (B, a multiple of 3, T, 8) is needed");
    EXPECT_EQ(shape_refusals(three, {4, 5, 8})[0],
              "Q: shape (4, 5, 8) has 4 heads, (a multiple of 3, T, 8) or (B, a multiple of 3, T, 8) is needed "
              "(engine.heads = 3)");
    EXPECT_EQ(shape_refusals(one, {0, 8})[0], "Q: shape (0, 8) holds no token, at least one is needed");
    EXPECT_TRUE(shape_refusals(three, {3, 4, 8}).empty());
}

TEST_F(Tokens, RefusesValuesThatAreNoNumbersOrNoCodesAndNamesTheFirst) {
    const Design d = design_of({});
    NpyOutput q = reals("Q", {2, 3, 8}, 0.5), k = reals("K", {2, 3, 8}, 0.5), v = integers("V", {2, 3, 8}, 3);
    q.real[(1 * 3 + 2) * 8 + 5] = std::nan("");
    k.real[9] = -std::numeric_limits<double>::infinity();
    k.real[10] = std::nan("");
    v.integer[7] = 8;
    EXPECT_EQ(refusals(d, {q, k, v}),
              (std::vector<std::string>{"Q: element [1, 2, 5] is nan, only finite values are allowed (0..1)",
                                        "K: element [0, 1, 1] is -inf, only finite values are allowed (0..0.9 V)",
                                        "V: element [0, 0, 7] is 8, integers are codes 0..7"}));
    NpyOutput codes = integers("Q", {2, 3, 8}, 15);
    codes.integer[0] = -1;
    EXPECT_EQ(refusals(d, {codes, integers("K", {2, 3, 8}, 7), integers("V", {2, 3, 8}, 0)}),
              (std::vector<std::string>{"Q: element [0, 0, 0] is -1, integers are codes 0..15"}));
}

TEST_F(Tokens, KeepsTheFirstTokensOfEverySequenceWhereAskedTo) {
    test::Sizes sizes;
    sizes.heads = 2;
    const Design d = design_of(sizes);
    const TokenSet drawn = random_tokens(d, 9, 3, 2);
    const auto& a = drawn.arrays();
    const Shape shape{2, 2, 9, 8};
    NpyOutput q = integers("Q", shape, 0), k = reals("K", shape, 0), v = integers("V", shape, 0);
    q.integer.assign(a.q.begin(), a.q.end());
    k.real = a.k_real;
    v.integer.assign(a.v.begin(), a.v.end());
    LoadOptions four, many;
    four.tokens = 4;
    many.tokens = 100;
    const TokenSet whole = load(d, {q, k, v}), cut = load(d, {q, k, v}, four);
    EXPECT_EQ(cut.leading_shape(), (Shape{2, 2, 4}));
    EXPECT_EQ(whole.leading_shape(), (Shape{2, 2, 9}));
    for (std::size_t head = 0; head < 2; ++head)
        for (std::size_t step = 0; step < 8; ++step) {
            const std::size_t original = step / 4 * 9 + step % 4;
            EXPECT_EQ(cut.token(head, step).q, whole.token(head, original).q);
            EXPECT_EQ(cut.token(head, step).v, whole.token(head, original).v);
            EXPECT_EQ(cut.token(head, step).first, whole.token(head, original).first);
            EXPECT_EQ(cut.real(head, step).k[3], whole.real(head, original).k[3]);
        }
    EXPECT_EQ(load(d, {q, k, v}, many).leading_shape(), (Shape{2, 2, 9}));
}

TEST_F(Tokens, SayWhatLiesOutsideTheirRangeAndRefuseMoreThanOnePercent) {
    const Design d = design_of({});
    const Shape shape{25, 8};  // 200 values: 1 % is two of them
    NpyOutput q = reals("Q", shape, 0.5), k = reals("K", shape, 0.45), v = reals("V", shape, 0.1);
    q.real[3] = -0.25;
    q.real[9] = 1.5;
    k.real[7] = 0.9000005;  // a rounding of 0.9, not a value outside
    const auto within = load(d, {q, k, v}).inputs();
    ASSERT_EQ(within.size(), 3U);
    EXPECT_EQ(within[0].name, "Q");
    EXPECT_EQ(within[0].lowest, -0.25);
    EXPECT_EQ(within[0].highest, 1.5);
    EXPECT_EQ(within[0].below, 0.005);
    EXPECT_EQ(within[0].above, 0.005);
    EXPECT_EQ(within[0].full_scale, 1.0);
    EXPECT_EQ(within[1].above, 0.0);
    EXPECT_EQ(within[1].full_scale, 0.9);

    q.real[11] = 7;
    v.real.assign(200, -1e-3);
    EXPECT_EQ(
        refusals(d, {q, k, v}),
        (std::vector<std::string>{
            "Q: 0.5 % of its values lie below 0 and 1 % above 1: it runs from -0.25 to 7, at most 1 % may lie "
            "outside; map them into it first (docs/accuracy.md), or let --clamp cut them off",
            "V: 100 % of its values lie below 0 V and 0 % above 0.9 V: it runs from -0.001 to -0.001, at most 1 % "
            "may lie outside; map them into it first (docs/accuracy.md), or let --clamp cut them off"}));
    LoadOptions clamp;
    clamp.clamp = true;
    const auto cut = load(d, {q, k, v}, clamp);
    EXPECT_EQ(cut.real(0, 1).q[3], 1.0);
    EXPECT_EQ(cut.real(0, 1).v[3], 0.0);
    EXPECT_EQ(cut.inputs()[2].below, 1.0);

    NpyOutput milli = reals("K", shape, 450);
    milli.real[0] = 900;
    EXPECT_EQ(refusals(d, {reals("Q", shape, 0.5), milli, reals("V", shape, 0.1)}),
              (std::vector<std::string>{"K: 0 % of its values lie below 0 V and 100 % above 0.9 V: it runs from 450 to "
                                        "900, values are in volt; millivolt divided by 1000 fit: 0.45 to 0.9"}));
}

TEST_F(Tokens, DrawnAsRealsTheyAreTheSameForAllBits) {
    test::Sizes coarse, fine;
    coarse.q = 1;
    coarse.kv = 2;
    fine.q = 8;
    fine.kv = 6;
    const TokenSet a = random_tokens(design_of(coarse), 50, 3, 1, DrawnAs::reals),
                   b = random_tokens(design_of(fine), 50, 3, 1, DrawnAs::reals);
    EXPECT_EQ(a.arrays().q_real, b.arrays().q_real);
    EXPECT_EQ(a.arrays().k_real, b.arrays().k_real);
    EXPECT_EQ(a.arrays().v_real, b.arrays().v_real);
    for (std::size_t i = 0; i < a.arrays().q.size(); ++i) {
        ASSERT_EQ(b.arrays().q[i], code_of(b.arrays().q_real[i], 1.0, 255));
        ASSERT_EQ(b.arrays().k[i], code_of(b.arrays().k_real[i], 0.9, 63));
        ASSERT_EQ(a.arrays().v[i], code_of(a.arrays().v_real[i], 0.9, 3));
    }
}

TEST_F(Tokens, RandomTokensDependOnNothingButSeedHeadAndPlace) {
    test::Sizes sizes;
    sizes.heads = 2;
    const Design d = design_of(sizes);
    const TokenSet a = random_tokens(d, 20, 7), b = random_tokens(d, 11, 7), c = random_tokens(d, 20, 8);
    EXPECT_EQ(a.leading_shape(), (Shape{2, 20}));
    bool differs = false;
    for (std::size_t head = 0; head < 2; ++head)
        for (std::size_t step = 0; step < 11; ++step) {
            EXPECT_EQ(a.token(head, step).q, b.token(head, step).q);
            EXPECT_EQ(a.token(head, step).k, b.token(head, step).k);
            EXPECT_EQ(a.token(head, step).v, b.token(head, step).v);
            differs = differs || a.token(head, step).q != c.token(head, step).q;
        }
    EXPECT_TRUE(differs);
    EXPECT_NE(a.token(0, 0).q, a.token(1, 0).q);
    EXPECT_EQ(random_tokens(design_of({}), 5, 1, 3).leading_shape(), (Shape{3, 5}));
    EXPECT_EQ(random_tokens(design_of({}), 5, 1).leading_shape(), (Shape{5}));
}

TEST_F(Tokens, RandomTokensExerciseEveryRegion) {
    for (const int rows : {16, 64, 128}) {
        test::Sizes sizes;
        sizes.rows = rows;
        sizes.slots = 64;
        sizes.tiles = 2;
        const Design d = design_of(sizes);
        const EngineResult result = run_golden(d, random_tokens(d, 400, 5), {true, 1, 0, nullptr});
        // Of the scores of the last 200 tokens (window full), a fair part in each region.
        const std::size_t from = 200 * 128;
        const auto part = [&](auto region) {
            return static_cast<double>(std::count_if(result.phi.begin() + static_cast<std::ptrdiff_t>(from),
                                                     result.phi.end(), region)) /
                   static_cast<double>(result.phi.size() - from);
        };
        EXPECT_GT(part([](double phi) { return phi == 0.0; }), 0.1) << rows;
        EXPECT_GT(part([](double phi) { return phi == 1.0; }), 0.1) << rows;
        EXPECT_GT(part([](double phi) { return phi > 0.0 && phi < 1.0; }), 0.1) << rows;
        // Two tiles: a sum of +-30 means that both clipped.
        EXPECT_EQ(*std::max_element(result.codes.begin(), result.codes.end()), 30) << rows;
        EXPECT_EQ(*std::min_element(result.codes.begin(), result.codes.end()), -30) << rows;
        EXPECT_GT(std::count_if(result.codes.begin(), result.codes.end(), [](int code) { return std::abs(code) < 15; }),
                  static_cast<std::ptrdiff_t>(result.codes.size() / 4))
            << rows;
        std::vector<int> q_seen(16, 0), v_seen(8, 0);
        for (const auto& token : random_tokens(d, 400, 5).head_tokens(0)) {
            for (const auto code : token.q) ++q_seen[code];
            for (const auto level : token.v) ++v_seen[level];
        }
        EXPECT_GT(*std::min_element(q_seen.begin(), q_seen.end()), 400 * rows / 16 * 8 / 10);
        EXPECT_LT(*std::max_element(q_seen.begin(), q_seen.end()), 400 * rows / 16 * 12 / 10);
        EXPECT_GT(*std::min_element(v_seen.begin(), v_seen.end()), 0);
    }
}

TEST_F(Tokens, GoldenEngineEqualsAHeadByHeadRunOnAnyNumberOfThreads) {
    test::Sizes sizes;
    sizes.heads = 5;
    sizes.tiles = 2;
    Design d = design_of(sizes);
    d.scale_reset = -6000;
    d.offset_reset = 7;
    const TokenSet set = random_tokens(d, 13, 2, 3);
    std::atomic<std::int64_t> done{0};
    EngineOptions options;
    options.probe = true;
    options.window = 9;
    options.done = &done;
    const EngineResult result = run_golden(d, set, options);
    EXPECT_EQ(done, 5 * 3 * 13);
    options.threads = 1;
    EXPECT_EQ(run_golden(d, set, options).codes, result.codes);
    for (std::size_t head = 0; head < 5; ++head) {
        GoldenHead model(d);
        model.set({9, -6000, 7});
        for (std::size_t step = 0; step < set.steps(); ++step) {
            const TokenResult expected = model.step(set.token(head, step));
            const std::size_t at = set.result_of(head, step).value();
            for (std::size_t r = 0; r < 8; ++r) {
                ASSERT_EQ(result.codes[at * 8 + r], expected.codes[r]);
                ASSERT_EQ(result.words[at * 8 + r], expected.words[r]);
                ASSERT_DOUBLE_EQ(result.output[at * 8 + r], (expected.codes[r] * (-6000.0 / 4096) + 7) / 15);
            }
            for (std::size_t c = 0; c < 12; ++c) ASSERT_EQ(result.s[at * 12 + c], model.s()[c]);
        }
    }
}

TEST_F(Tokens, FloatEngineFollowsTheGoldenEngine) {
    test::Sizes sizes;
    sizes.heads = 2;
    sizes.tiles = 3;
    Design d = design_of(sizes);
    d.scale_reset = 2048;
    d.offset_reset = -4;
    const TokenSet set = random_tokens(d, 20, 2, 2);
    EngineOptions options;
    options.window = 11;
    const EngineResult golden = run_golden(d, set, options), real = run_float(d, set, options);
    EXPECT_TRUE(real.codes.empty());
    EXPECT_TRUE(real.s.empty());
    ASSERT_EQ(real.output.size(), golden.output.size());
    for (std::size_t i = 0; i < real.output.size(); ++i)
        ASSERT_NEAR(real.output[i], golden.output[i], 0.5 * 3 * 0.5001 / 15);
}

}  // namespace
}  // namespace kvolt
