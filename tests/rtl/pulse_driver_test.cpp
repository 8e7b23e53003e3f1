// SPDX-License-Identifier: Apache-2.0
// kv_pulse_driver and the kv_pulse_width in it: lane k is high for code_k * UNIT_CYCLES cycles from the cycle after the
// start.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class PulseDriverTest : public BlockTest {};

TEST_P(PulseDriverTest, WidthIsTheCode) {
    const int lanes = parameter("LANES"), code_bits = parameter("CODE_BITS"), unit = parameter("UNIT_CYCLES");
    const int longest = ((1 << code_bits) - 1) * unit;
    Pin load = pin("load_i"), code = pin("code_i"), start = pin("start_i"), pulse = pin("pulse_o");
    load.drive(0);
    start.drive(0);
    reset();
    std::vector<int> codes(static_cast<std::size_t>(lanes), 0), loaded = codes;
    long began = -1000000;  // cycle after the start; far away when the codes have changed since
    long over = 0;          // first cycle after the longest pulse
    long loads = 0, back_to_back = 0;
    bool has_code = false;
    for (long n = 0; n < 12000; ++n) {
        const bool at_rest = n >= over;
        const bool last = n == over - 1;  // in the last cycle of the longest pulse a load is legal
        const bool loads_now = (at_rest || last) && chance(last ? 0.7 : 0.4);
        const bool starts_now = at_rest && has_code && chance(0.5);
        for (int k = 0; k < lanes; ++k) {
            loaded[static_cast<std::size_t>(k)] = static_cast<int>(bits(code_bits));
            code.set(k * code_bits, code_bits, static_cast<std::uint64_t>(loaded[static_cast<std::size_t>(k)]));
        }
        load.drive(loads_now && !starts_now);
        start.drive(starts_now);
        settle();
        for (int k = 0; k < lanes; ++k) {
            const bool high = n >= began && n < began + codes[static_cast<std::size_t>(k)] * unit;
            ASSERT_EQ(pulse.bit(k), high)
                << "lane " << k << " code " << codes[static_cast<std::size_t>(k)] << " cycle " << n - began;
        }
        edge();
        if (starts_now) {
            back_to_back += n == over;
            began = n + 1;
            over = began + longest;
        } else if (loads_now) {
            began = -1000000;  // pulses are over, or in their last cycle, which was checked above
            codes = loaded;
            has_code = true;
            ++loads;
        }
    }
    EXPECT_GT(loads, 20);
    EXPECT_GT(back_to_back, 5);
}

KVOLT_BLOCK_TEST(PulseDriverTest, "kv_pulse_driver");

class PulseWidthTest : public BlockTest {};

TEST_P(PulseWidthTest, WidthIsTheCodeWhileItStandsStill) {
    const int lanes = parameter("LANES"), code_bits = parameter("CODE_BITS"), unit = parameter("UNIT_CYCLES");
    const int longest = ((1 << code_bits) - 1) * unit;
    Pin code = pin("code_i"), start = pin("start_i"), pulse = pin("pulse_o");
    start.drive(0);
    reset();
    std::vector<int> codes(static_cast<std::size_t>(lanes), 0);
    long began = -1000000, starts = 0;
    for (long n = 0; n < 6000; ++n) {
        const bool at_rest = n >= began + longest, starts_now = at_rest && chance(0.5);
        if (n >= began + longest - 1)  // the last cycle of the longest pulse needs its code no more
            for (int k = 0; k < lanes; ++k) {
                const auto next = static_cast<int>(bits(code_bits));
                if (starts_now) codes[static_cast<std::size_t>(k)] = next;
                code.drive_sliced(k, lanes, code_bits, next);
            }
        start.drive(starts_now);
        settle();
        for (int k = 0; k < lanes && !at_rest; ++k)
            ASSERT_EQ(pulse.bit(k), n < began + codes[static_cast<std::size_t>(k)] * unit)
                << "lane " << k << " code " << codes[static_cast<std::size_t>(k)] << " cycle " << n - began;
        for (int k = 0; k < lanes && at_rest; ++k) ASSERT_FALSE(pulse.bit(k));
        edge();
        if (starts_now) {
            began = n + 1;
            ++starts;
        }
    }
    EXPECT_GT(starts, 20);
}

KVOLT_BLOCK_TEST(PulseWidthTest, "kv_pulse_width");

}  // namespace
}  // namespace kvolt::test
