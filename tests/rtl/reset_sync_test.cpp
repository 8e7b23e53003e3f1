// SPDX-License-Identifier: Apache-2.0
// kv_reset_sync: asserts without a clock, releases after STAGES edges.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class ResetSyncTest : public BlockTest {};

TEST_P(ResetSyncTest, AssertsAtOnceAndReleasesAfterStagesEdges) {
    Pin rst = pin("rst_ni"), out = pin("rst_no");
    rst.drive(1);
    for (int edges = 0; edges < 10; ++edges) clock();
    for (int trial = 0; trial < 20; ++trial) {
        ASSERT_TRUE(out.bit(0));
        rst.drive(0);
        settle();
        ASSERT_FALSE(out.bit(0)) << "no clock edge is needed to assert";
        for (int i = static_cast<int>(number(0, 3)); i > 0; --i) {
            clock();
            ASSERT_FALSE(out.bit(0));
        }
        rst.drive(1);
        for (int edges = 1; edges <= parameter("STAGES") + 3; ++edges) {
            clock();
            ASSERT_EQ(out.bit(0), edges >= parameter("STAGES")) << edges << " edges";
        }
        if (chance(0.3)) {  // a pulse shorter than a cycle is still a whole reset
            rst.drive(0);
            settle();
            rst.drive(1);
            settle();
            ASSERT_FALSE(out.bit(0));
            for (int edges = 0; edges < parameter("STAGES"); ++edges) clock();
        }
    }
}

KVOLT_BLOCK_TEST(ResetSyncTest, "kv_reset_sync");

}  // namespace
}  // namespace kvolt::test
