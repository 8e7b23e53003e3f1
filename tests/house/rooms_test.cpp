// SPDX-License-Identifier: Apache-2.0
// docs/pictures/rooms.svg is the table of docs/architecture.md. `KVOLT_RENEW=1 build/bin/test_house` writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/house/includes.hpp"
#include "tests/house/rooms_picture.hpp"
#include "tests/house/tree.hpp"

namespace kvolt::test {
namespace {

constexpr const char* kPicture = "docs/pictures/rooms.svg";

TEST(HousePicture, MapOfRoomsIsTheTable) {
    const auto drawn = rooms_picture(allowed_arrows(tree_text("docs/architecture.md")));
    if (std::getenv("KVOLT_RENEW") != nullptr)
        std::ofstream(std::string(KVOLT_SOURCE_DIR) + "/" + kPicture, std::ios::binary) << drawn;
    EXPECT_TRUE(tree_text(kPicture) == drawn) << kPicture << " is stale; KVOLT_RENEW=1 build/bin/test_house writes it";
}

}  // namespace
}  // namespace kvolt::test
