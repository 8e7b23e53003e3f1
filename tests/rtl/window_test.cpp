// SPDX-License-Identifier: Apache-2.0
// kv_window, kv_window_repair, kv_live_mask, kv_word_lines: slots against counting writes in a sequence.
#include <algorithm>

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

class RepairTest : public WindowTest {
protected:
    int capacity() const { return slots() * tiles(); }

    /// Entries of one list, -1 = not valid: singles, runs, the first and the last slots, the same slot twice.
    std::vector<int> draw_list() {
        std::vector<int> list;
        int slot = chance(0.3) ? 0 : static_cast<int>(number(0, capacity() - 1));
        for (int e = 0; e < parameter("ENTRIES"); ++e) {
            list.push_back(chance(0.8) ? slot : -1);
            const int next[] = {(slot + 1) % capacity(), static_cast<int>(number(0, capacity() - 1)), capacity() - 1,
                                slot};
            slot = next[number(0, 3)];
        }
        return list;
    }

    void drive_list(const std::vector<int>& list) {
        Pin valid = pin("bad_valid_i"), index = pin("bad_slot_i");
        const int width = clog2(capacity());
        for (int e = 0; e < static_cast<int>(list.size()); ++e) {
            const int named = list[static_cast<std::size_t>(e)];
            valid.set_bit(e, named >= 0);
            index.set(e * width, width, named >= 0 ? static_cast<std::uint64_t>(named) : bits(width));
        }
    }
};

/// Usable slots of the window in rising order, written round and round.
struct RepairModel {
    std::vector<int> usable, bad;
    std::vector<bool> live;
    std::size_t next = 0;
    int address = -1;

    void start(int window, const std::vector<int>& list, int capacity) {
        usable.clear();
        bad = list;
        for (int slot = 0; slot < window; ++slot)
            if (std::find(list.begin(), list.end(), slot) == list.end()) usable.push_back(slot);
        live.assign(static_cast<std::size_t>(capacity), false);
        next = 0;
    }
    void write() {
        address = usable[next++ % usable.size()];
        live[static_cast<std::size_t>(address)] = true;
    }
    [[nodiscard]] long count() const { return std::count(live.begin(), live.end(), true); }
};

TEST_P(RepairTest, WalksRoundBadSlots) {
    Pin admit = pin("admit_i"), first = pin("first_i"), write = pin("write_i"), window = pin("window_i");
    Pin ready = pin("ready_o"), usable = pin("usable_o");
    Pin tile = pin("tile_o"), slot = pin("slot_o"), tile_d = pin("tile_d_o"), slot_d = pin("slot_d_o");
    Pin frontier_tile = pin("frontier_tile_o"), frontier_slot = pin("frontier_slot_o");
    Pin count_tile = pin("count_tile_o"), count_slot = pin("count_slot_o");
    const int entries = parameter("ENTRIES");
    const auto linear = [&](Pin& t, Pin& s) {
        return static_cast<long>(t.value()) * slots() + static_cast<long>(s.value());
    };
    reset();
    RepairModel model;
    bool started = false, kept = false;
    long wraps = 0, empties = 0, waits = 0, skips = 0;
    int waited = 0;
    bool starts = false, writes = false;
    double first_rate = 0.01;
    std::vector<int> list;
    for (int n = 0; n < 20000; ++n) {
        if (n % 2000 == 0) first_rate = n % 4000 == 0 ? 0.2 / capacity() : 0.2;
        if (n == 10000) {
            reset();
            started = false;
            model.address = -1;
        }
        // A token that is held back stays as it is.
        if (!kept) {
            starts = chance(first_rate);
            writes = chance(0.8);
        }
        const int w = static_cast<int>(chance(0.3) ? capacity() : number(entries + 1, capacity()));
        list = draw_list();  // changes all the time, as the window: only a sequence start may look at it
        drive_list(list);
        first.drive(starts);
        write.drive(writes);
        window.drive(static_cast<std::uint64_t>(w));
        admit.drive(0);
        settle();
        const bool offered = chance(0.7), admits = offered && ready.value() != 0;
        kept = offered && !admits;
        admit.drive(admits);
        settle();
        const long ahead = linear(tile_d, slot_d);
        edge();
        if (kept) {
            ++waits;
            ASSERT_FALSE(starts || !started || !writes);
            ASSERT_LE(++waited, 1 + entries);
        }
        if (admits) {
            waited = 0;
            if (starts || !started) model.start(w, list, capacity());
            started = true;
            const auto before = static_cast<long>(model.next);
            if (writes) model.write();
            wraps += writes && before >= static_cast<long>(model.usable.size());
            skips +=
                writes && before > 0 && model.address > 0 && !model.live[static_cast<std::size_t>(model.address - 1)];
            empties += model.count() == 0;
        }
        if (!started) continue;
        if (parameter("COUNT") != 0) {
            ASSERT_EQ(linear(count_tile, count_slot), model.count());
        }
        const long frontier = linear(frontier_tile, frontier_slot);
        ASSERT_LT(frontier_slot.value(), static_cast<std::uint64_t>(slots()));
        for (int i = 0; i < capacity(); ++i)
            ASSERT_EQ(i < frontier && usable.bit(i), model.live[static_cast<std::size_t>(i)])
                << "slot " << i << " of " << frontier;
        if (model.address < 0) continue;
        ASSERT_EQ(linear(tile, slot), model.address);
        ASSERT_EQ(ahead, model.address);
    }
    EXPECT_GT(wraps, 50);
    EXPECT_GT(empties, 50);
    EXPECT_GT(waits, 50);
    if (capacity() > 2) {
        EXPECT_GT(skips, 10);
    }
}

// Where no slot is bad, the token after next can come two cycles later: as soon as the token buffer has one.
TEST_P(RepairTest, NeverHoldsBackWhereNoSlotIsBad) {
    Pin admit = pin("admit_i"), first = pin("first_i"), ready = pin("ready_o");
    pin("write_i").drive(1);
    pin("window_i").drive(static_cast<std::uint64_t>(capacity()));
    drive_list(std::vector<int>(static_cast<std::size_t>(parameter("ENTRIES")), -1));
    first.drive(0);
    admit.drive(0);
    reset();
    for (int n = 0; n < 3 * capacity(); ++n) {
        settle();
        ASSERT_EQ(ready.value(), 1U) << "write " << n;
        admit.drive(1);
        clock();
        admit.drive(0);
        clock();
    }
}

KVOLT_BLOCK_TEST(RepairTest, "kv_window_repair");

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
