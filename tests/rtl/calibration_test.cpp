// SPDX-License-Identifier: Apache-2.0
// kv_calibration between a sequencer and a readout that take their time, a lane memory, and software that looks in.
#include <algorithm>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class CalibrationTest : public BlockTest {
protected:
    int lanes() const { return parameter("LANES"); }
    int sum_bits() const { return parameter("SUM_BITS"); }
    int fraction() const { return parameter("FRACTION_BITS"); }
    int offset_bits() const { return sum_bits() + fraction(); }

    void start() {
        for (const char* name : {"calibrate_i", "idle_i", "admit_i", "sum_valid_i", "select_i", "set_offset_i",
                                 "set_value_i", "lane_offset_i", "limit_i"})
            pin(name).drive(0);
        reset();
        offset_.assign(static_cast<std::size_t>(lanes()), 0);
        looked_up_ = 0;
    }

    /// One cycle around which the lane memory does its part.
    void cycle() {
        pin("lane_offset_i").set(0, offset_bits(), static_cast<std::uint64_t>(looked_up_));
        settle();
        const auto lane = static_cast<std::size_t>(pin("lane_o").value());
        ASSERT_LT(lane, offset_.size());
        const std::int64_t before = offset_[lane];
        if (pin("write_offset_o").bit(0)) {
            const auto value = static_cast<std::int64_t>(pin("offset_o").value());
            const std::int64_t span = std::int64_t{1} << offset_bits();
            offset_[lane] = value >= span / 2 ? value - span : value;
        }
        edge();
        looked_up_ = before;
    }

    void drive_sum(const std::vector<std::int64_t>& sum) const {
        for (int lane = 0; lane < lanes(); ++lane)
            pin("sum_i").drive_sliced(lane, lanes(), sum_bits(), sum[static_cast<std::size_t>(lane)]);
    }

    std::vector<std::int64_t> random_sum() {
        const std::int64_t half = std::int64_t{1} << (sum_bits() - 1);
        std::vector<std::int64_t> sum;
        for (int lane = 0; lane < lanes(); ++lane)
            sum.push_back(chance(0.1) ? -half : chance(0.1) ? half - 1 : number(-half, half - 1));
        return sum;
    }

    std::vector<std::int64_t> offset_;

private:
    std::int64_t looked_up_ = 0;
};

TEST_P(CalibrationTest, AddsUpAsManyReadsOfZeroAndCountsLanesBeyondTheLimit) {
    start();
    for (int trial = 0; trial < 6; ++trial) {
        const std::int64_t limit = trial == 0 ? 0 : number(0, (std::int64_t{1} << (sum_bits() - 1)) - 1);
        pin("limit_i").drive(static_cast<std::uint64_t>(limit));
        pin("calibrate_i").drive(1);
        settle();
        ASSERT_FALSE(pin("hold_o").bit(0));
        cycle();
        pin("calibrate_i").drive(0);
        std::vector<std::int64_t> expected(static_cast<std::size_t>(lanes()), 0);
        for (int read = 0; read < 1 << fraction(); ++read) {
            for (auto wait = number(0, 5); wait > 0; --wait) {  // a token or result is still on its way
                ASSERT_NO_FATAL_FAILURE(cycle());
                ASSERT_TRUE(pin("hold_o").bit(0) && !pin("offer_o").bit(0));
            }
            pin("idle_i").drive(1);
            ASSERT_NO_FATAL_FAILURE(cycle());
            pin("idle_i").drive(0);
            for (auto wait = number(0, 3); wait > 0; --wait) {
                ASSERT_TRUE(pin("offer_o").bit(0) && pin("own_o").bit(0));
                ASSERT_NO_FATAL_FAILURE(cycle());
            }
            pin("admit_i").drive(1);
            ASSERT_NO_FATAL_FAILURE(cycle());
            pin("admit_i").drive(0);
            for (auto wait = number(0, 9); wait > 0; --wait) {
                ASSERT_TRUE(!pin("offer_o").bit(0) && pin("own_o").bit(0));
                pin("calibrate_i").drive(chance(0.3));  // ignored
                ASSERT_NO_FATAL_FAILURE(cycle());
            }
            pin("calibrate_i").drive(0);
            const auto sum = random_sum();
            for (std::size_t i = 0; i < sum.size(); ++i) expected[i] += sum[i];
            drive_sum(sum);
            pin("sum_valid_i").drive(1);
            int cycles = 0;
            for (;; ++cycles) {
                ASSERT_LE(cycles, 2 * lanes());
                settle();
                const bool taken = pin("sum_ready_o").bit(0);
                ASSERT_NO_FATAL_FAILURE(cycle());
                if (taken) break;
            }
            ASSERT_EQ(cycles, 2 * lanes());
            pin("sum_valid_i").drive(0);
            ASSERT_FALSE(pin("own_o").bit(0));
        }
        const bool checking = pin("busy_o").bit(0);
        ASSERT_TRUE(checking);
        for (int n = 0; n < 2 * lanes(); ++n) {
            ASSERT_TRUE(pin("busy_o").bit(0) && !pin("done_o").bit(0));
            ASSERT_NO_FATAL_FAILURE(cycle());
        }
        ASSERT_TRUE(!pin("busy_o").bit(0) && pin("done_o").bit(0));
        ASSERT_NO_FATAL_FAILURE(cycle());
        ASSERT_FALSE(pin("done_o").bit(0));
        ASSERT_EQ(offset_, expected);
        const auto over = [&](std::int64_t offset) { return std::abs(offset) > limit << fraction(); };
        ASSERT_EQ(pin("over_count_o").value(),
                  static_cast<std::uint64_t>(std::count_if(expected.begin(), expected.end(), over)));
        for (int lane = 0; lane < lanes(); ++lane) {  // software looks at each
            pin("select_i").drive(static_cast<std::uint64_t>(lane));
            drive_sum(random_sum());
            settle();
            const auto sum = pin("sum_i").sliced(lane, lanes(), sum_bits());
            ASSERT_NO_FATAL_FAILURE(cycle());
            pin("lane_offset_i")
                .set(0, offset_bits(), static_cast<std::uint64_t>(expected[static_cast<std::size_t>(lane)]));
            settle();
            ASSERT_EQ(pin("over_o").bit(0), over(expected[static_cast<std::size_t>(lane)])) << "lane " << lane;
            ASSERT_EQ(pin("lane_sum_o").get(0, sum_bits()),
                      static_cast<std::uint64_t>(sum) & ((std::uint64_t{1} << sum_bits()) - 1));
        }
    }
}

TEST_P(CalibrationTest, SoftwareSetsOffsets) {
    start();
    for (int n = 0; n < 500; ++n) {
        const int lane = static_cast<int>(number(0, lanes() - 1));
        const std::int64_t half = std::int64_t{1} << (offset_bits() - 1), value = number(-half, half - 1);
        pin("select_i").drive(static_cast<std::uint64_t>(lane));
        pin("set_value_i").set(0, offset_bits(), static_cast<std::uint64_t>(value));
        const bool set = chance(0.5);
        pin("set_offset_i").drive(set);
        auto expected = offset_;
        if (set) expected[static_cast<std::size_t>(lane)] = value;
        ASSERT_NO_FATAL_FAILURE(cycle());
        ASSERT_EQ(offset_, expected);
    }
}

KVOLT_BLOCK_TEST(CalibrationTest, "kv_calibration");

}  // namespace
}  // namespace kvolt::test
