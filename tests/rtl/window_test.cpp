// SPDX-License-Identifier: Apache-2.0
// kv_window, kv_live_mask, kv_word_lines: slots against counting writes in a sequence.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class WindowTest : public BlockTest {
protected:
    int slots() const { return parameter("SLOTS"); }
    int tiles() const { return parameter("TILES"); }
};

/// The n-th write of a sequence goes to slot n mod w; the first min(n, w) slots live.
struct WindowModel {
    int window = 1;
    long writes = 0;
    long address = 0;
    bool started = false;

    void admit(bool first, bool write, int new_window) {
        if (first || !started) {
            window = new_window;
            writes = 0;
        }
        started = true;
        if (write) address = writes++ % window;
    }
    long live() const { return std::min<long>(writes, window); }
};

TEST_P(WindowTest, FollowsTheSequence) {
    Pin admit = pin("admit_i"), first = pin("first_i"), write = pin("write_i"), window = pin("window_i");
    Pin tile = pin("tile_o"), slot = pin("slot_o"), tile_d = pin("tile_d_o"), slot_d = pin("slot_d_o");
    Pin frontier_tile = pin("frontier_tile_o"), frontier_slot = pin("frontier_slot_o");
    reset();
    WindowModel model;
    const int capacity = slots() * tiles();
    long wraps = 0, empties = 0;
    double first_rate = 0.01;
    for (int n = 0; n < 20000; ++n) {
        if (n % 2000 == 0) first_rate = n % 4000 == 0 ? 0.2 / capacity : 0.2;
        if (n == 10000) {
            reset();
            model = WindowModel();
        }
        const bool admits = chance(0.7), starts = chance(first_rate), writes = chance(0.8);
        const int w = static_cast<int>(chance(0.3) ? capacity : number(1, capacity));
        admit.drive(admits);
        first.drive(starts);
        write.drive(writes);
        window.drive(static_cast<std::uint64_t>(w));  // changes all the time: only a sequence start may look at it
        settle();
        const std::uint64_t ahead_tile = tile_d.value(), ahead_slot = slot_d.value();
        edge();
        if (admits) {
            model.admit(starts, writes, w);
            wraps += writes && model.writes > model.window;
            empties += model.writes == 0;
        }
        const long live = model.live();
        ASSERT_EQ(frontier_tile.value() * static_cast<std::uint64_t>(slots()) + frontier_slot.value(),
                  static_cast<std::uint64_t>(live));
        ASSERT_LT(frontier_slot.value(), static_cast<std::uint64_t>(slots()));
        ASSERT_EQ(ahead_tile, tile.value());
        ASSERT_EQ(ahead_slot, slot.value());
        if (model.writes == 0) continue;
        ASSERT_EQ(tile.value(), static_cast<std::uint64_t>(model.address / slots()));
        ASSERT_EQ(slot.value(), static_cast<std::uint64_t>(model.address % slots()));
    }
    EXPECT_GT(wraps, 50);
    EXPECT_GT(empties, 50);
}

KVOLT_BLOCK_TEST(WindowTest, "kv_window");

class LiveMaskTest : public WindowTest {};

TEST_P(LiveMaskTest, IsAThermometerForEveryFrontier) {
    Pin tile = pin("frontier_tile_i"), slot = pin("frontier_slot_i"), live = pin("live_o");
    const int capacity = slots() * tiles();
    for (int frontier = 0; frontier <= capacity; ++frontier) {
        tile.drive(static_cast<std::uint64_t>(frontier / slots()));
        slot.drive(static_cast<std::uint64_t>(frontier % slots()));
        settle();
        for (int i = 0; i < capacity; ++i) ASSERT_EQ(live.bit(i), i < frontier) << "slot " << i << " of " << frontier;
    }
}

KVOLT_BLOCK_TEST(LiveMaskTest, "kv_live_mask");

class WordLinesTest : public WindowTest {};

TEST_P(WordLinesTest, OpensOneLineForAsLongAsTheStrobe) {
    Pin write = pin("write_d_i"), tile = pin("tile_i"), slot = pin("slot_i"), lines = pin("wl_o");
    write.drive(1);
    reset();
    const int capacity = slots() * tiles();
    int open = -1, opened = 0;
    bool low_once = true;
    write.drive(0);
    clock();
    for (int n = 0; n < 6000; ++n) {
        const int address = static_cast<int>(number(0, capacity - 1));  // garbage at every other moment
        const bool strobe = open >= 0 ? chance(0.6) : low_once && chance(0.5);
        write.drive(strobe);
        tile.drive(static_cast<std::uint64_t>(address / slots()));
        slot.drive(static_cast<std::uint64_t>(address % slots()));
        settle();
        for (int i = 0; i < capacity; ++i) ASSERT_EQ(lines.bit(i), i == open) << "line " << i;
        edge();
        opened += strobe && open < 0;
        open = strobe ? (open >= 0 ? open : address) : -1;
    }
    EXPECT_GT(opened, 500);
}

TEST_P(WordLinesTest, ResetClosesWithoutAClock) {
    Pin write = pin("write_d_i"), rst = pin("rst_ni"), lines = pin("wl_o");
    pin("tile_i").drive(0);
    pin("slot_i").drive(0);
    reset();
    write.drive(1);
    clock();
    ASSERT_TRUE(lines.bit(0));
    rst.drive(0);
    settle();
    EXPECT_FALSE(lines.bit(0));
}

KVOLT_BLOCK_TEST(WordLinesTest, "kv_word_lines");

}  // namespace
}  // namespace kvolt::test
