// SPDX-License-Identifier: Apache-2.0
// kv_refresh with kv_shadow in it: which slot is written again after which packet, and with which levels.
#include <algorithm>
#include <vector>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class RefreshTest : public BlockTest {
protected:
    int slots() const { return parameter("SLOTS"); }
    int capacity() const { return slots() * parameter("TILES"); }
    int width() const { return parameter("WIDTH"); }

    void drive_levels(std::uint64_t seed) {
        Pin levels = pin("levels_i");
        for (int b = 0; b < width(); ++b) levels.set_bit(b, word_bit(seed, b));
    }
    static bool word_bit(std::uint64_t seed, int bit) {
        return ((seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(bit) * 0xBF58476D1CE4E5B9ULL) >> 40 & 1) !=
               0;
    }
};

/// Every `period` packets the next slot round the window is due.
struct RefreshModel {
    int window = 1, period = 0, count = 0, slot = -1;

    void start(int new_window, int new_period) {
        window = new_window;
        period = new_period;
        count = 0;
        slot = -1;
    }
    bool packet() {
        if (period == 0 || ++count < period) return false;
        count = 0;
        slot = (slot + 1) % window;
        return true;
    }
};

TEST_P(RefreshTest, WritesTheNextSlotAgainEverySoManyPackets) {
    Pin packet = pin("packet_i"), grant = pin("grant_i"), first = pin("first_i"), write = pin("write_i"),
        window = pin("window_i");
    Pin period = pin("period_i"), tile = pin("tile_i"), slot = pin("slot_i"), live = pin("stored_i");
    Pin hold = pin("hold_o"), ready = pin("ready_o"), active = pin("active_o");
    Pin tile_out = pin("tile_o"), slot_out = pin("slot_o"), levels = pin("levels_o");
    const auto index = [&](const Pin& t, const Pin& s) {
        return t.value() * static_cast<std::uint64_t>(slots()) + s.value();
    };
    const int most = (1 << parameter("PERIOD_BITS")) - 1;
    packet.drive(0);
    grant.drive(0);
    reset();
    RefreshModel model;
    std::vector<std::uint64_t> stored(static_cast<std::size_t>(capacity()), 0);  // 0: not live
    bool started = false;
    std::uint64_t seed = 1;
    long refreshes = 0, skipped = 0, quiet = 0;
    for (int n = 0; n < 6000; ++n) {
        if (n == 3000) {
            reset();
            started = false;
        }
        const bool starts = chance(1.0 / (4 * capacity() + 8)), writes = chance(0.6);
        const int w = static_cast<int>(number(1, capacity()));
        const int p = static_cast<int>(number(0, chance(0.5) ? std::min(2, most) : most));
        ASSERT_EQ(hold.value(), 0U) << "packet " << n;
        packet.drive(1);
        first.drive(starts);
        write.drive(writes);
        window.drive(static_cast<std::uint64_t>(w));
        period.drive(static_cast<std::uint64_t>(p));
        clock();
        packet.drive(0);
        window.drive(static_cast<std::uint64_t>(number(1, capacity())));  // only a start may look at them
        period.drive(static_cast<std::uint64_t>(number(0, most)));
        if (starts || !started) {
            model.start(w, p);
            stored.assign(stored.size(), 0);
        }
        started = true;
        const int target = static_cast<int>(number(0, model.window - 1));
        if (writes) stored[static_cast<std::size_t>(target)] = ++seed;
        tile.drive(static_cast<std::uint64_t>(target / slots()));
        slot.drive(static_cast<std::uint64_t>(target % slots()));
        drive_levels(writes ? seed : 0);
        for (int i = 0; i < capacity(); ++i) live.set_bit(i, stored[static_cast<std::size_t>(i)] != 0);
        const bool due = model.packet();
        settle();
        ASSERT_EQ(active.value(), 0U);
        ASSERT_EQ(hold.value() != 0, due);
        ASSERT_EQ(index(tile_out, slot_out), static_cast<std::uint64_t>(target));
        for (int b = 0; b < width(); ++b) ASSERT_EQ(levels.bit(b), word_bit(writes ? seed : 0, b)) << "bit " << b;
        clock();
        drive_levels(99);  // the packet may leave the buffer
        settle();
        const bool wanted = due && stored[static_cast<std::size_t>(model.slot)] != 0;
        ASSERT_EQ(hold.value() != 0, wanted) << "packet " << n << " slot " << model.slot;
        skipped += due && !wanted ? 1 : 0;
        quiet += due ? 0 : 1;
        if (!wanted) {
            for (auto i = number(0, 2); i > 0; --i) clock();
            ASSERT_EQ(ready.value(), 0U);
            continue;
        }
        ++refreshes;
        clock();
        for (auto i = number(0, 4); i > 0; --i) {  // the sequencer takes its time
            ASSERT_EQ(ready.value(), 1U);
            ASSERT_EQ(hold.value(), 1U);
            clock();
        }
        grant.drive(1);
        settle();
        ASSERT_EQ(ready.value(), 1U);
        edge();
        grant.drive(0);
        for (auto i = number(1, 6); i > 0; --i) {
            settle();
            ASSERT_EQ(ready.value() + hold.value(), 0U);
            ASSERT_EQ(active.value(), 1U);
            ASSERT_EQ(index(tile_out, slot_out), static_cast<std::uint64_t>(model.slot));
            for (int b = 0; b < width(); ++b)
                ASSERT_EQ(levels.bit(b), word_bit(stored[static_cast<std::size_t>(model.slot)], b)) << "bit " << b;
            edge();
        }
    }
    EXPECT_GT(refreshes, 100);
    EXPECT_GT(skipped, 20);
    EXPECT_GT(quiet, 300);
}

KVOLT_BLOCK_TEST(RefreshTest, "kv_refresh");

class ShadowTest : public BlockTest {};

TEST_P(ShadowTest, KeepsWordsAndReadsThemACycleLater) {
    Pin en = pin("en_i"), we = pin("we_i"), addr = pin("addr_i"), wdata = pin("wdata_i"), rdata = pin("rdata_o");
    const int words = parameter("WORDS"), width = parameter("WIDTH");
    std::vector<std::vector<bool>> kept(static_cast<std::size_t>(words));
    const std::vector<bool>* read = nullptr;
    long reads = 0;
    for (int n = 0; n < 4000; ++n) {
        const bool enabled = chance(0.7), writes = chance(0.5);
        const auto at = static_cast<std::size_t>(number(0, words - 1));
        en.drive(enabled);
        we.drive(writes);
        addr.drive(at);
        std::vector<bool> word;
        for (int b = 0; b < width; ++b) {
            word.push_back(chance(0.5));
            wdata.set_bit(b, word.back());
        }
        clock();
        if (enabled && writes) {
            kept[at] = word;
            read = nullptr;
        } else if (enabled) {
            read = &kept[at];
        }
        if (read == nullptr || read->empty()) continue;
        ++reads;
        for (int b = 0; b < width; ++b) ASSERT_EQ(rdata.bit(b), (*read)[static_cast<std::size_t>(b)]) << "bit " << b;
    }
    EXPECT_GT(reads, 500);
}

KVOLT_BLOCK_TEST(ShadowTest, "kv_shadow");

}  // namespace
}  // namespace kvolt::test
