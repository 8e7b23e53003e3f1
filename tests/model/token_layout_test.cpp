// SPDX-License-Identifier: Apache-2.0
// The packets that given tensors travel in: grouped queries, prefill then decode, bidirectional and cross attention.
#include <gtest/gtest.h>

#include "gen/support/diagnostics.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/npz_write.hpp"
#include "sim/model/token_load.hpp"
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

/// Codes that differ from token to token and head to head.
NpyOutput codes(const char* name, const Shape& shape, std::int64_t levels, std::int64_t start) {
    NpyOutput out;
    out.name = name;
    out.shape = shape;
    out.type = NpyType::i4;
    std::uint64_t state = static_cast<std::uint64_t>(start);
    for (std::size_t i = 0; i < product(shape); ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        out.integer.push_back(static_cast<std::int64_t>(state >> 40) % levels);
    }
    return out;
}

class Layout : public ::testing::Test {
protected:
    test::Scratch scratch;
    NpyOutput q, k, v;

    TokenSet load(const Design& d, const Shape& q_shape, const Shape& kv_shape, KindMix kinds = KindMix::full,
                  std::size_t room = 0) {
        q = codes("Q", q_shape, 16, 1);
        k = codes("K", kv_shape, 8, 2);
        v = codes("V", kv_shape, 8, 3);
        const auto path = scratch.file("tokens.npz");
        write_npz(path, {q, k, v});
        LoadOptions options;
        options.kinds = kinds;
        options.room = room;
        return load_tokens(path, d, options);
    }
    static std::vector<std::int64_t> token_of(const NpyOutput& array, std::size_t token) {
        const auto rows = static_cast<std::ptrdiff_t>(array.shape.back());
        const auto from = array.integer.begin() + static_cast<std::ptrdiff_t>(token) * rows;
        return {from, from + rows};
    }
    template <class Code>
    static std::vector<std::int64_t> as_integers(const std::vector<Code>& values) {
        return {values.begin(), values.end()};
    }
    std::string refusal(const Design& d, const Shape& q_shape, const Shape& kv_shape, KindMix kinds = KindMix::full,
                        std::size_t room = 0) {
        try {
            load(d, q_shape, kv_shape, kinds, room);
        } catch (const InputError& error) {
            const auto text = error.diagnostics().front().text();
            return text.substr(text.find(": ") + 2);
        }
        return "";
    }
    /// Attention as a head does it, one query after the tokens that it sees, through the golden model: the codes of the
    /// result of query head `head`.
    static std::vector<std::int32_t> codes_of(const EngineResult& result, std::size_t token, std::size_t rows) {
        const auto from = result.codes.begin() + static_cast<std::ptrdiff_t>(token * rows);
        return {from, from + static_cast<std::ptrdiff_t>(rows)};
    }
};

Design wide(int heads) {
    test::Sizes sizes;
    sizes.heads = heads;
    sizes.slots = 16;
    return design_of(sizes);
}

TEST_F(Layout, EightQueryHeadsShareTwoOfKeysAndValues) {
    const Design d = wide(2);
    for (const auto kinds : {KindMix::full, KindMix::gqa}) {
        const TokenSet set = load(d, {3, 8, 5, 8}, {3, 2, 5, 8}, kinds);
        EXPECT_EQ(set.leading_shape(), (Shape{3, 8, 5}));
        EXPECT_EQ(set.results(), 120U);
        ASSERT_EQ(set.steps(), 60U);
        for (std::size_t head = 0; head < 2; ++head)
            for (std::size_t step = 0; step < 60; ++step) {
                const std::size_t b = step / 20, t = step % 20 / 4, group = step % 4;
                const auto token = set.token(head, step);
                EXPECT_EQ(token.first, step % 20 == 0);
                EXPECT_EQ(token.writes, group == 0);
                EXPECT_TRUE(token.queries);
                const std::size_t query = (b * 8 + head * 4 + group) * 5 + t;
                EXPECT_EQ(set.result_of(head, step), query);
                EXPECT_EQ(as_integers(token.q), token_of(q, query));
                if (token.writes) {
                    EXPECT_EQ(as_integers(token.k), token_of(k, (b * 2 + head) * 5 + t));
                    EXPECT_EQ(as_integers(token.v), token_of(v, (b * 2 + head) * 5 + t));
                }
            }
    }
    // One head for keys and values needs all four axes.
    EXPECT_EQ(load(wide(1), {1, 4, 5, 8}, {1, 1, 5, 8}).leading_shape(), (Shape{1, 4, 5}));
    EXPECT_EQ(load(d, {8, 5, 8}, {2, 5, 8}).leading_shape(), (Shape{8, 5}));
}

/// The result of a query head is that of an engine whose only queries they are.
TEST_F(Layout, QueryHeadsOfAGroupGetWhatEachWouldGetAlone) {
    const Design d = wide(2);
    const auto grouped = run_golden(d, load(d, {4, 6, 8}, {2, 6, 8}));
    const auto all_q = q;
    for (std::size_t group = 0; group < 2; ++group) {
        load(d, {4, 6, 8}, {2, 6, 8});
        NpyOutput own = codes("Q", {2, 6, 8}, 16, 1);
        for (std::size_t head = 0; head < 2; ++head)
            std::copy_n(all_q.integer.begin() + static_cast<std::ptrdiff_t>((head * 2 + group) * 48), 48,
                        own.integer.begin() + static_cast<std::ptrdiff_t>(head * 48));
        const auto path = scratch.file("own.npz");
        write_npz(path, {own, k, v});
        const auto alone = run_golden(d, load_tokens(path, d));
        for (std::size_t head = 0; head < 2; ++head)
            for (std::size_t t = 0; t < 6; ++t)
                EXPECT_EQ(codes_of(grouped, (head * 2 + group) * 6 + t, 8), codes_of(alone, head * 6 + t, 8));
    }
}

TEST_F(Layout, FewerQueriesThanTokensArePrefillThenDecode) {
    const Design d = wide(1);
    const TokenSet set = load(d, {2, 3, 8}, {2, 7, 8});
    EXPECT_EQ(set.leading_shape(), (Shape{2, 3}));
    ASSERT_EQ(set.steps(), 14U);
    EXPECT_EQ(set.querying(0), (std::vector<std::size_t>{4, 5, 6, 11, 12, 13}));
    for (std::size_t step = 0; step < 14; ++step) {
        const auto token = set.token(0, step);
        EXPECT_TRUE(token.writes);
        EXPECT_EQ(as_integers(token.k), token_of(k, step));
        if (token.queries) {
            EXPECT_EQ(as_integers(token.q), token_of(q, step / 7 * 3 + step % 7 - 4));
        }
    }
    EXPECT_EQ(refusal(d, {2, 8, 8}, {2, 7, 8}),
              "Q: 8 queries for 7 stored tokens, each query comes with a stored token, nearest legal 7; with kinds vit "
              "(--kinds, workload.kinds) all are written first");
}

TEST_F(Layout, BidirectionalAndCrossAttentionWriteAllBeforeTheFirstQuery) {
    const Design d = wide(1);
    for (const std::size_t queries : {std::size_t{5}, std::size_t{2}, std::size_t{9}}) {
        const TokenSet set = load(d, {2, queries, 8}, {2, 5, 8}, KindMix::vit);
        EXPECT_EQ(set.leading_shape(), (Shape{2, queries}));
        ASSERT_EQ(set.steps(), 2 * (5 + queries));
        for (std::size_t step = 0; step < set.steps(); ++step) {
            const std::size_t at = step % (5 + queries);
            EXPECT_EQ(set.token(0, step).writes, at < 5);
            EXPECT_EQ(set.token(0, step).queries, at >= 5);
        }
    }
    // Every query sees every token: in whatever order the queries come, each gets the same.
    const auto forward = run_golden(d, load(d, {6, 8}, {6, 8}, KindMix::vit));
    NpyOutput reversed = q;
    for (std::size_t t = 0; t < 6; ++t)
        std::copy_n(q.integer.begin() + static_cast<std::ptrdiff_t>(t * 8), 8,
                    reversed.integer.begin() + static_cast<std::ptrdiff_t>((5 - t) * 8));
    const auto path = scratch.file("reversed.npz");
    write_npz(path, {reversed, k, v});
    LoadOptions options;
    options.kinds = KindMix::vit;
    const auto backward = run_golden(d, load_tokens(path, d, options));
    for (std::size_t t = 0; t < 6; ++t) EXPECT_EQ(codes_of(forward, t, 8), codes_of(backward, 5 - t, 8));
    EXPECT_NE(forward.codes, run_golden(d, load(d, {6, 8}, {6, 8})).codes);  // causal ones see fewer
}

TEST_F(Layout, WhatWouldBeGoneBeforeTheFirstQueryIsRefused) {
    const Design d = wide(1);
    EXPECT_EQ(refusal(d, {17, 8}, {17, 8}, KindMix::vit, 16),
              "K: 17 tokens of a sequence are written before its first query, the head holds 16; --kinds full lets "
              "queries follow their tokens");
    EXPECT_EQ(refusal(d, {17, 8}, {17, 8}, KindMix::full, 16), "");
    EXPECT_EQ(refusal(d, {3, 16, 8}, {2, 16, 8}),
              "Q: shape (3, 16, 8), must have as many axes and sequences as K, (2, 16, 8)");
}

}  // namespace
}  // namespace kvolt
