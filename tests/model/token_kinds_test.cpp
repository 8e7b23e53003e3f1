// SPDX-License-Identifier: Apache-2.0
// Packet kinds of random tokens.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/token_random.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {
namespace {

TokenSet tokens_of(KindMix mix, std::uint64_t seed = 1) {
    const Design design = elaborate(load_config("tiny", {"engine.heads=2"}));
    auto tokens = random_tokens(design, 40, 9, 3);
    tokens.draw_kinds(mix, seed);
    return tokens;
}

TEST(TokenKinds, FullTokensWriteAndQuery) {
    const auto tokens = tokens_of(KindMix::full);
    EXPECT_EQ(tokens.querying(1).size(), 120U);
    for (const auto& token : tokens.head_tokens(1)) EXPECT_TRUE(token.writes && token.queries);
}

TEST(TokenKinds, GroupedQueriesStoreEveryFourthToken) {
    const auto tokens = tokens_of(KindMix::gqa);
    EXPECT_EQ(tokens.querying(0).size(), 120U);
    for (std::size_t step = 0; step < tokens.steps(); ++step) {
        const auto token = tokens.token(0, step);
        EXPECT_EQ(token.writes, step % 40 % 4 == 0) << step;
        EXPECT_EQ(token.k.size(), token.writes ? 8U : 0U);
        EXPECT_EQ(token.q.size(), 8U);
    }
}

TEST(TokenKinds, AVisionSequenceIsWrittenThenAsked) {
    const auto tokens = tokens_of(KindMix::vit);
    EXPECT_EQ(tokens.querying(0).size(), 60U);
    for (std::size_t step = 0; step < tokens.steps(); ++step) {
        const auto token = tokens.token(1, step);
        EXPECT_EQ(token.writes, step % 40 < 20) << step;
        EXPECT_NE(token.queries, token.writes) << step;
        EXPECT_EQ(token.first, step % 40 == 0) << step;
    }
}

TEST(TokenKinds, MixedHasAllThreeAndDependsOnTheSeed) {
    const auto tokens = tokens_of(KindMix::mixed), others = tokens_of(KindMix::mixed, 2);
    int full = 0, query = 0, write = 0, different = 0;
    for (std::size_t step = 0; step < tokens.steps(); ++step) {
        const auto token = tokens.token(0, step), other = others.token(0, step);
        full += token.writes && token.queries ? 1 : 0;
        query += token.writes ? 0 : 1;
        write += token.queries ? 0 : 1;
        different += token.writes != other.writes || token.queries != other.queries ? 1 : 0;
    }
    EXPECT_EQ(full + query + write, 120);
    EXPECT_GT(full, 40);
    EXPECT_GT(query, 15);
    EXPECT_GT(write, 15);
    EXPECT_GT(different, 30);
    EXPECT_EQ(tokens.querying(0).size(), static_cast<std::size_t>(full + query));
}

}  // namespace
}  // namespace kvolt
