// SPDX-License-Identifier: Apache-2.0
// kv_readout against macros that keep to the pin table of docs/machine.md section 2 and drive noise wherever it says
// nothing.
#include <algorithm>
#include <deque>

#include "bench.hpp"

namespace kvolt::test {
namespace {

/// One readout: codes of all tiles and lanes, and when it was started.
struct Readout {
    long start = 0;
    std::vector<int> codes;
    bool faulty = false;  ///< pulses are noise all the time
    bool high_at_first = false;
};

class ReadoutTest : public BlockTest {
protected:
    int lanes() const { return parameter("LANES"); }
    int tiles() const { return parameter("TILES"); }
    int stages() const { return parameter("SYNC_STAGES"); }
    int window() const { return 1 << (parameter("OUT_BITS") - 1); }
    int sum_bits() const { return clog2(tiles() * window() + 1) + 1; }
    std::size_t inputs() const { return static_cast<std::size_t>(lanes() * tiles()); }

    Readout make(long start, bool faulty) {
        Readout readout;
        readout.start = start;
        readout.faulty = faulty;
        const int style = static_cast<int>(number(0, 3));  // full scale of either sign now and then
        for (std::size_t i = 0; i < inputs(); ++i) {
            const std::int64_t top = window() - 1;
            readout.codes.push_back(static_cast<int>(style == 0 ? top : style == 1 ? -top : number(-top, top)));
        }
        return readout;
    }

    /// Drives all pulses and signs of cycle n; `latest` started at or before n - 1.
    void drive_macros(long n, Readout* latest) {
        Pin pulse = pin("pulse_i"), sign = pin("sign_i");
        for (std::size_t i = 0; i < inputs(); ++i) {
            const long f = latest == nullptr ? -1 : n - latest->start;
            const bool defined = f >= 1 && f <= window();
            bool level = chance(0.5);
            if (defined && !latest->faulty) level = f >= 2 && f <= 1 + std::abs(latest->codes[i]);
            if (defined && latest->faulty && f == 1) latest->high_at_first = latest->high_at_first || level;
            pulse.set_bit(static_cast<int>(i), level);
            const bool zero = latest != nullptr && latest->codes[i] == 0;
            sign.set_bit(static_cast<int>(i), f >= 1 ? (zero ? false : latest->codes[i] < 0) : chance(0.5));
        }
    }

    void expect_sum(const Readout& readout) const {
        Pin sum = pin("sum_o");
        for (int lane = 0; lane < lanes(); ++lane) {
            const std::int64_t got = sum.sliced(lane, lanes(), sum_bits());
            ASSERT_LE(std::abs(got), tiles() * window());
            if (readout.faulty) continue;
            std::int64_t expected = 0;
            for (int t = 0; t < tiles(); ++t) expected += readout.codes[static_cast<std::size_t>(t * lanes() + lane)];
            ASSERT_EQ(got, expected) << "lane " << lane;
        }
    }

    /// Shortest legal distance of two starts: without held signs they must last until the window has ended.
    int spacing() const { return parameter("SIGN_HOLD") != 0 ? window() : window() + stages(); }
};

/// Random readouts; with `stall` the sum is not always taken at once, and then the next one waits as kv_result.space_o
/// makes it.
struct Mode {
    bool stall;
    double density;
    double fault_rate;
};

class ReadoutModeTest : public ReadoutTest {
protected:
    void run(Mode mode) {
        Pin start = pin("start_i"), valid = pin("sum_valid_o"), ready = pin("sum_ready_i"), fault = pin("fault_o");
        start.drive(0);
        ready.drive(0);
        reset();
        std::deque<Readout> flying;  // started, sum not taken
        Readout latest;
        bool any = false;
        int sums = 0, faults = 0, tight = 0;
        const int cycles = std::clamp(400 * window(), 3000, 20000);
        for (long n = 0; n < cycles; ++n) {
            const bool free = mode.stall ? flying.empty() : true;
            const long since = any ? n - latest.start : 1000000;
            const bool starts = free && since >= spacing() && chance(mode.density);
            drive_macros(n, any ? &latest : nullptr);
            if (!flying.empty() && any && flying.back().start == latest.start) flying.back() = latest;
            start.drive(starts);
            const bool ready_now = mode.stall ? chance(0.2) : true;
            ready.drive(ready_now);
            settle();
            // sum complete in x + W + S + 2, fault flag a cycle after the first cycle of the window
            const bool complete = !flying.empty() && n >= flying.front().start + window() + stages() + 2;
            ASSERT_EQ(valid.bit(0), complete) << "cycle " << n;
            bool fault_due = false;
            for (const Readout& r : flying) fault_due = fault_due || (n == r.start + stages() + 2 && r.high_at_first);
            ASSERT_EQ(fault.bit(0), fault_due) << "cycle " << n;
            faults += fault_due;
            if (complete) {
                ASSERT_NO_FATAL_FAILURE(expect_sum(flying.front()));
                if (ready_now) {
                    flying.pop_front();
                    ++sums;
                }
            }
            edge();
            if (starts) {
                tight += since == spacing();
                latest = make(n, chance(mode.fault_rate));
                flying.push_back(latest);
                any = true;
            }
        }
        EXPECT_GT(sums, 20);
        if (mode.fault_rate > 0) {
            EXPECT_GT(faults, 5);
        } else {
            EXPECT_EQ(faults, 0);
        }
        if (mode.density == 1 && !mode.stall) {
            EXPECT_GT(tight, 20);
        }
    }
};

TEST_P(ReadoutModeTest, SumsBackToBack) { run({false, 1, 0}); }
TEST_P(ReadoutModeTest, SumsWithPauses) { run({false, 0.05, 0}); }
TEST_P(ReadoutModeTest, HoldsTheSumUntilTaken) { run({true, 0.5, 0}); }
TEST_P(ReadoutModeTest, FlagsFaultsAndStaysInRange) { run({false, 0.5, 0.5}); }

KVOLT_BLOCK_TEST(ReadoutModeTest, "kv_readout");

}  // namespace
}  // namespace kvolt::test
