// SPDX-License-Identifier: Apache-2.0
// kv_protected_window, _store, _control, _sum: protected tokens against queues and counting.
#include <algorithm>
#include <deque>
#include <vector>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class ProtectedWindowTest : public BlockTest {
protected:
    int first() const { return parameter("FIRST"); }
    int newest() const { return parameter("NEWEST"); }
    int slots() const { return parameter("SLOTS"); }
    int capacity() const { return slots() * parameter("TILES"); }
};

/// A window of slots used in turn, without those that are skipped; tokens are numbers.
struct ProtectedModel {
    int first_limit, newest_limit;
    std::vector<bool> skipped;
    int window = 1, next = 0, address = 0;
    int firsts = 0;
    std::deque<int> newest = {};  ///< slots of the newest tokens, oldest first
    bool started = false;

    void start(int new_window) {
        window = new_window;
        next = 0;
        firsts = 0;
        newest.clear();
        started = true;
    }
    bool reaches_arrays() const { return firsts == first_limit; }
    int usable_from(int slot) const {
        while (skipped[static_cast<std::size_t>(slot)]) slot = slot + 1 == window ? 0 : slot + 1;
        return slot;
    }
    void write() {
        if (!reaches_arrays()) {
            ++firsts;
            return;
        }
        address = usable_from(next);
        next = address + 1 == window ? 0 : address + 1;
        newest.push_back(address);
        if (static_cast<int>(newest.size()) > std::min(newest_limit, window)) newest.pop_front();
    }
};

TEST_P(ProtectedWindowTest, KeepsTheFirstAndTheNewest) {
    Pin admit = pin("admit_i"), starts = pin("first_i"), write = pin("write_i"), window = pin("window_i");
    Pin tile = pin("tile_i"), slot = pin("slot_i"), tile_d = pin("tile_d_i"), slot_d = pin("slot_d_i");
    Pin array_write = pin("array_write_o"), entry_write = pin("entry_write_o"), used = pin("used_o");
    Pin hidden = pin("newest_o");
    reset();
    ProtectedModel model{first(), newest(), std::vector<bool>(static_cast<std::size_t>(capacity()))};
    // What each entry holds: a serial number, and the numbers that must be held.
    std::vector<long> entry(static_cast<std::size_t>(first() + newest()), -1);
    std::deque<long> first_held, newest_held;
    long serial = 0, wraps = 0, shorter = 0;
    double start_rate = 0.01;
    for (int n = 0; n < 20000; ++n) {
        if (n % 2000 == 0) start_rate = n % 4000 == 0 ? 0.2 / capacity() : 0.1;
        if (n == 10000) {
            reset();
            model = ProtectedModel{first(), newest(), model.skipped};
            std::fill(entry.begin(), entry.end(), -1);
            first_held.clear();
            newest_held.clear();
        }
        const bool admits = chance(0.7), is_first = chance(start_rate), writes = chance(0.8);
        const bool fresh = is_first || !model.started;
        auto after = model;
        int w = static_cast<int>(chance(0.3) ? capacity() : number(1, capacity()));
        if (fresh) {
            // Bad slots, if any, leave room for all the newest tokens.
            std::fill(after.skipped.begin(), after.skipped.end(), false);
            if (chance(0.5)) {
                for (int bad = w - std::max(1, newest()); bad > 0; --bad)
                    after.skipped[static_cast<std::size_t>(number(0, w - 1))] = true;
            }
            after.start(w);
        }
        const bool reaches = writes && after.reaches_arrays();
        if (writes) after.write();
        admit.drive(admits);
        starts.drive(is_first);
        write.drive(writes);
        window.drive(static_cast<std::uint64_t>(w));
        tile.drive(static_cast<std::uint64_t>(model.address / slots()));
        slot.drive(static_cast<std::uint64_t>(model.address % slots()));
        tile_d.drive(static_cast<std::uint64_t>(after.address / slots()));
        slot_d.drive(static_cast<std::uint64_t>(after.address % slots()));
        settle();
        if (admits) {
            ASSERT_EQ(array_write.value(), reaches);
        }
        const std::uint64_t taken = entry_write.value();
        edge();
        ASSERT_EQ(taken & (taken - 1), 0U);
        if (admits && fresh) {
            first_held.clear();
            newest_held.clear();
            std::fill(entry.begin(), entry.end(), -1);
        }
        if (admits && writes) {
            auto& held = reaches ? newest_held : first_held;
            held.push_back(serial);
            if (reaches && static_cast<int>(held.size()) > std::min(newest(), after.window)) {
                held.pop_front();
                ++wraps;
                shorter += after.window < newest();
            }
            if (!reaches || newest() > 0) {
                ASSERT_NE(taken, 0U);
                for (std::size_t e = 0; e < entry.size(); ++e)
                    if ((taken >> e & 1) != 0) entry[e] = serial;
            }
            ++serial;
        } else {
            ASSERT_EQ(taken, 0U);
        }
        if (admits) model = after;
        // Inputs that follow the registers of the window.
        tile.drive(static_cast<std::uint64_t>(model.address / slots()));
        slot.drive(static_cast<std::uint64_t>(model.address % slots()));
        settle();
        std::vector<long> expected(first_held.begin(), first_held.end());
        expected.insert(expected.end(), newest_held.begin(), newest_held.end());
        std::vector<long> held;
        for (std::size_t e = 0; e < entry.size(); ++e)
            if ((used.value() >> e & 1) != 0) held.push_back(entry[e]);
        std::sort(held.begin(), held.end());
        ASSERT_EQ(held, expected);
        // Slots below the frontier that hold no token do not matter.
        for (int i = 0; i < capacity(); ++i) {
            if (model.skipped[static_cast<std::size_t>(i)] || i >= model.window) continue;
            const bool is_newest = std::count(model.newest.begin(), model.newest.end(), i) > 0;
            ASSERT_EQ(hidden.bit(i), is_newest) << "slot " << i;
        }
    }
    if (newest() > 0) {
        EXPECT_GT(wraps, 50);
    }
    if (newest() > 1) {
        EXPECT_GT(shorter, 10);
    }
}

KVOLT_BLOCK_TEST(ProtectedWindowTest, "kv_protected_window");

class ProtectedStoreTest : public BlockTest {};

TEST_P(ProtectedStoreTest, GivesBackEveryLevel) {
    const int rows = parameter("ROWS"), bits_each = parameter("KV_BITS"), entries = parameter("ENTRIES");
    const int lanes = parameter("LANES"), steps = (rows + lanes - 1) / lanes;
    Pin write = pin("write_i"), k = pin("k_level_i"), v = pin("v_level_i"), value = pin("value_i");
    Pin step = pin("step_i"), level = pin("level_o");
    std::vector<std::vector<std::uint64_t>> held(static_cast<std::size_t>(2 * entries));
    for (int n = 0; n < 400; ++n) {
        const int taken = n < entries ? n : static_cast<int>(number(-1, entries - 1));
        std::vector<std::uint64_t> ks, vs;
        for (int r = 0; r < rows; ++r) {
            ks.push_back(bits(bits_each));
            vs.push_back(bits(bits_each));
            k.set(r * bits_each, bits_each, ks.back());
            v.set(r * bits_each, bits_each, vs.back());
        }
        write.drive(taken < 0 ? 0 : std::uint64_t{1} << taken);
        clock();
        if (taken >= 0) {
            held[static_cast<std::size_t>(2 * taken)] = ks;
            held[static_cast<std::size_t>(2 * taken + 1)] = vs;
        }
        if (n < entries - 1) continue;
        for (int read = 0; read < 2 * steps; ++read) {
            value.drive(static_cast<std::uint64_t>(read / steps));
            step.drive(static_cast<std::uint64_t>(read % steps));
            settle();
            for (int e = 0; e < entries; ++e)
                for (int p = 0; p < lanes; ++p) {
                    const int row = read % steps * lanes + p;
                    const auto& token = held[static_cast<std::size_t>(2 * e + read / steps)];
                    const std::uint64_t expected = row < rows ? token[static_cast<std::size_t>(row)] : 0;
                    ASSERT_EQ(level.get((e * lanes + p) * bits_each, bits_each), expected);
                }
        }
    }
}

KVOLT_BLOCK_TEST(ProtectedStoreTest, "kv_protected_store");

class ProtectedControlTest : public BlockTest {};

TEST_P(ProtectedControlTest, RunsItsPassesOnTime) {
    const int steps = parameter("STEPS"), norm_steps = parameter("NORM_STEPS"), norm_cycles = parameter("NORM_CYCLES");
    Pin start = pin("start_i"), room = pin("room_i"), ready = pin("ready_o"), step = pin("step_o");
    Pin load = pin("load_o"), value = pin("value_o"), first = pin("first_o"), shift = pin("shift_o");
    Pin normalize = pin("normalize_o"), phi_load = pin("phi_load_o"), open = pin("open_o");
    reset();
    long started = -1, opened = -1;  // cycles of the start and the opening of the token under way
    int tokens = 0, waits = 0;
    for (int n = 0; n < 20000; ++n) {
        if (n == 7000) {
            reset();
            started = opened = -1;
        }
        const bool has_room = chance(n % 3000 < 1500 ? 1.0 : 0.1);
        room.drive(has_room);
        const long now = cycle();
        const long scored = started + steps + 4, complete = scored + norm_steps + norm_cycles;
        if (started >= 0 && opened < 0 && now >= complete) {
            if (has_room) opened = now;
            waits += !has_room;
        }
        const bool in_score = started >= 0 && now > started && now <= started + steps;
        const bool in_weigh = opened >= 0 && now < opened + steps;
        const bool idle = started < 0 || (opened >= 0 && now >= opened + steps - 1);
        const bool begins = idle && chance(0.5);
        start.drive(begins);
        settle();
        ASSERT_EQ(ready.value(), idle);
        ASSERT_EQ(load.value(), in_score || in_weigh);
        ASSERT_EQ(value.value(), in_weigh);
        ASSERT_EQ(first.value(), in_score && now == started + 1);
        ASSERT_EQ(open.value(), opened == now);
        if (in_score) {
            ASSERT_EQ(step.value(), static_cast<std::uint64_t>(now - started - 1));
        }
        if (in_weigh) {
            ASSERT_EQ(step.value(), static_cast<std::uint64_t>(now - opened));
        }
        ASSERT_EQ(shift.value(), started >= 0 && now >= scored && now < scored + norm_steps);
        ASSERT_EQ(normalize.value(), started >= 0 && now >= scored && now < complete);
        ASSERT_EQ(phi_load.value(), started >= 0 && now >= scored + norm_cycles && now < complete);
        edge();
        if (opened >= 0 && now >= opened + steps - 1) started = opened = -1;
        if (begins) {
            started = now;
            ++tokens;
        }
    }
    EXPECT_GT(tokens, 100);
    EXPECT_GT(waits, 100);
}

KVOLT_BLOCK_TEST(ProtectedControlTest, "kv_protected_control");

class ProtectedSumTest : public BlockTest {};

TEST_P(ProtectedSumTest, AddsToEachReadoutItsOwn) {
    const int rows = parameter("ROWS"), lanes = parameter("LANES"), in_bits = parameter("IN_BITS");
    const int sum_bits = parameter("SUM_BITS"), total_bits = parameter("TOTAL_BITS"), depth = parameter("DEPTH");
    const int steps = (rows + lanes - 1) / lanes;
    Pin room = pin("room_o"), open = pin("open_i"), load = pin("load_i"), row = pin("row_i"), done = pin("done_o");
    Pin read = pin("read_i"), sum = pin("sum_i"), total = pin("total_o");
    Pin valid = pin("sum_valid_i"), ready = pin("sum_ready_i");
    reset();
    using Part = std::vector<std::int64_t>;
    std::deque<Part> filling, complete, reading;  // opened, all rows there, readout started
    int taken = 0, deepest = 0, left_to_load = 0;
    for (int n = 0; n < 20000; ++n) {
        if (n == 9000) {
            reset();
            filling.clear();
            complete.clear();
            reading.clear();
            left_to_load = 0;
        }
        const int held = static_cast<int>(filling.size() + complete.size() + reading.size());
        deepest = std::max(deepest, held);
        settle();
        ASSERT_EQ(room.value(), held < depth);
        ASSERT_EQ(done.value(), !complete.empty());
        const bool opens = held < depth && left_to_load == 0 && chance(0.4);
        const bool loads = left_to_load > 0 && chance(0.7);
        const bool reads = !complete.empty() && chance(0.3);
        const bool takes = !reading.empty() && chance(0.3);
        open.drive(opens);
        load.drive(loads);
        read.drive(reads);
        const bool offered = !reading.empty() && (takes || chance(0.5));
        valid.drive(offered);
        ready.drive(takes || (!offered && chance(0.5)));
        for (int p = 0; p < lanes; ++p) {
            const std::uint64_t part = bits(in_bits);
            row.set(p * in_bits, in_bits, part);
            const int r = (steps - left_to_load) * lanes + p;
            if (loads && r < rows) {
                const auto high = std::int64_t{1} << (in_bits - 1);
                filling.front().push_back((static_cast<std::int64_t>(part) ^ high) - high);
            }
        }
        const auto top = std::int64_t{1} << (sum_bits - 1);
        std::vector<std::int64_t> sums;
        for (int r = 0; r < rows; ++r) {
            // The total fits by the user's choice of widths: the tests stay below the largest magnitude.
            sums.push_back(number(1 - top, top - 1));
            sum.drive_sliced(r, rows, sum_bits, sums.back());
        }
        settle();
        if (takes) {
            for (int r = 0; r < rows; ++r)
                ASSERT_EQ(total.sliced(r, rows, total_bits),
                          sums[static_cast<std::size_t>(r)] + reading.front()[static_cast<std::size_t>(r)]);
        }
        edge();
        if (takes) {
            reading.pop_front();
            ++taken;
        }
        if (reads) {
            reading.push_back(complete.front());
            complete.pop_front();
        }
        if (loads && --left_to_load == 0) {
            complete.push_back(filling.front());
            filling.pop_front();
        }
        if (opens) {
            filling.emplace_back();
            left_to_load = steps;
        }
    }
    EXPECT_GT(taken, 300);
    EXPECT_EQ(deepest, depth);
}

KVOLT_BLOCK_TEST(ProtectedSumTest, "kv_protected_sum");

}  // namespace
}  // namespace kvolt::test
