// SPDX-License-Identifier: Apache-2.0
// kv_sync: a delay of STAGES enabled edges.
#include <deque>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class SyncTest : public BlockTest {};

TEST_P(SyncTest, DelaysByStagesEnabledEdges) {
    const int stages = parameter("STAGES"), width = parameter("WIDTH");
    Pin en = pin("en_i"), d = pin("d_i"), q = pin("q_o");
    std::deque<std::vector<bool>> line;  // newest first: what enabled edges have taken in
    for (int n = 0; n < 2000; ++n) {
        std::vector<bool> word;
        for (int i = 0; i < width; ++i) {
            word.push_back(chance(0.5));
            d.set_bit(i, word.back());
        }
        const bool enabled = chance(0.6);
        en.drive(enabled);
        settle();
        const auto back = static_cast<std::size_t>(stages);
        for (int i = 0; i < width; ++i) {
            if (stages == 0) {
                ASSERT_EQ(q.bit(i), word[static_cast<std::size_t>(i)]);
            } else if (line.size() >= back) {
                ASSERT_EQ(q.bit(i), line[back - 1][static_cast<std::size_t>(i)]);
            }
        }
        edge();
        if (enabled) line.push_front(word);
    }
}

KVOLT_BLOCK_TEST(SyncTest, "kv_sync");

}  // namespace
}  // namespace kvolt::test
