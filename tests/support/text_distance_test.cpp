// SPDX-License-Identifier: Apache-2.0
#include "gen/support/text_distance.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kvolt::test {
namespace {

TEST(TextDistance, CountsEdits) {
    EXPECT_EQ(text_distance("", ""), 0U);
    EXPECT_EQ(text_distance("tiles", "tiles"), 0U);
    EXPECT_EQ(text_distance("tiles", ""), 5U);
    EXPECT_EQ(text_distance("", "tiles"), 5U);
    EXPECT_EQ(text_distance("tiles", "tile"), 1U);
    EXPECT_EQ(text_distance("tiles", "titles"), 1U);
    EXPECT_EQ(text_distance("tiles", "tikes"), 1U);
    EXPECT_EQ(text_distance("tile64", "tile46"), 1U) << "a swap is one slip of the fingers";
    EXPECT_EQ(text_distance("kitten", "sitting"), 3U);
}

RC_GTEST_PROP(TextDistance, IsSymmetricAndBoundedByTheLongerWord, (const std::string& a, const std::string& b)) {
    const auto distance = text_distance(a, b);
    RC_ASSERT(distance == text_distance(b, a));
    RC_ASSERT(distance <= std::max(a.size(), b.size()));
    RC_ASSERT(distance >= std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
    RC_ASSERT((distance == 0) == (a == b));
}

TEST(NearestName, IsTheNearestWithinAThird) {
    const std::vector<std::string> names{"head.tiles", "tile.slots", "engine.heads"};
    EXPECT_EQ(nearest_name("head.tile", names), "head.tiles");
    EXPECT_EQ(nearest_name("slots", names), "tile.slots") << "the last part alone is a hint";
    EXPECT_EQ(nearest_name("head.slots", names), "tile.slots");
    EXPECT_EQ(nearest_name("color", names), "");
    EXPECT_EQ(nearest_name("", names), "");
    EXPECT_EQ(nearest_name(std::string(100000, 'a'), names), "") << "not worth comparing";
    EXPECT_EQ(did_you_mean("head.tile", names), "did you mean head.tiles?");
    EXPECT_EQ(did_you_mean("color", names), "");
}

}  // namespace
}  // namespace kvolt::test
