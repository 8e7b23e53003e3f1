// SPDX-License-Identifier: Apache-2.0
// Converters of the adc path: every block against what its header says, cycle by cycle.
#include <algorithm>
#include <deque>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class DelayTest : public BlockTest {};

TEST_P(DelayTest, GivesWhatWentInCyclesAgo) {
    const int width = parameter("WIDTH"), cycles = parameter("CYCLES");
    Pin d = pin("d_i"), q = pin("q_o");
    d.drive(0);
    reset();
    std::deque<std::uint64_t> past(static_cast<std::size_t>(cycles), 0);
    for (int n = 0; n < 500; ++n) {
        past.push_back(bits(width));
        d.drive(past.back());
        settle();
        ASSERT_EQ(q.value(), past.front());
        past.pop_front();
        edge();
    }
}

class TransposeTest : public BlockTest {};

TEST_P(TransposeTest, MovesEveryBit) {
    const int words = parameter("WORDS"), width = parameter("BITS");
    Pin in = pin("d_i"), out = pin("d_o");
    for (int n = 0; n < 50; ++n) {
        for (int i = 0; i < words * width; ++i) in.set_bit(i, chance(0.5));
        settle();
        for (int k = 0; k < words; ++k)
            for (int b = 0; b < width; ++b) ASSERT_EQ(out.bit(k * width + b), in.bit(b * words + k));
        edge();
    }
}

class RampControlTest : public BlockTest {};

TEST_P(RampControlTest, StepsStrobesAndSweepsComeWhenPromised) {
    const int width = parameter("BITS"), passes = parameter("PASSES"), lead = parameter("LEAD"),
              tail = parameter("TAIL");
    const int sweep = 1 << width;
    Pin start = pin("start_i"), step = pin("step_o"), select = pin("select_o"), ramp = pin("ramp_start_o"),
        swept = pin("swept_o");
    start.drive(0);
    reset();
    for (int round = 0; round < 20; ++round) {
        const int idle = static_cast<int>(number(0, 5));
        const int length = passes * sweep + std::max(tail, 1 + lead) + idle;
        for (int n = 0; n < length; ++n) {
            start.drive(n == 0);
            settle();
            if (n < passes * sweep) {
                ASSERT_EQ(step.value(), static_cast<std::uint64_t>(n % sweep)) << "cycle " << n;
            }
            const int since = n - 1 - lead;
            const bool strobe = since >= 0 && since % sweep == 0 && since / sweep < passes;
            ASSERT_EQ(ramp.value(), strobe) << "cycle " << n;
            if (since >= 0) {
                ASSERT_EQ(select.value(), static_cast<std::uint64_t>(std::min(since / sweep, passes - 1)))
                    << "cycle " << n;
            }
            const int ended = n - tail - (sweep - 1);
            ASSERT_EQ(swept.value(), ended >= 0 && ended % sweep == 0 && ended / sweep < passes) << "cycle " << n;
            edge();
        }
    }
}

class RampConverterTest : public BlockTest {};

TEST_P(RampConverterTest, KeepsTheValueOfTheLastStepBelow) {
    const int lanes = parameter("LANES"), width = parameter("VALUE_BITS"), sync = parameter("SYNC_STAGES");
    Pin en = pin("en_i"), start = pin("start_i"), value = pin("value_i"), above = pin("above_i"), out = pin("value_o");
    en.drive(1);
    start.drive(0);
    reset();
    const int sweep = 16;
    std::vector<int> code(static_cast<std::size_t>(lanes)), before = code;
    std::vector<std::uint64_t> values(sweep), values_before;
    for (int round = 0; round < 60; ++round) {
        before = code;
        values_before = values;
        for (auto& c : code) c = static_cast<int>(number(0, sweep - 1));
        for (auto& v : values) v = bits(width);
        for (int n = 0; n < sweep; ++n) {  // cycle r + n; sweeps follow without a pause
            start.drive(n == 0);
            // The ramp has passed a column of code u from cycle r + 1 + u on; in cycle r the last sweep's end is still
            // seen.
            for (int k = 0; k < lanes; ++k) {
                const auto lane = static_cast<std::size_t>(k);
                above.set_bit(k, n == 0 ? before[lane] < sweep : n >= 1 + code[lane]);
            }
            const int i = n - sync;  // step whose value is presented
            value.drive(i >= 0                  ? values[static_cast<std::size_t>(i)]
                        : values_before.empty() ? 0
                                                : values_before[static_cast<std::size_t>(sweep + i)]);
            settle();
            if (n == sync && round > 0)
                for (int k = 0; k < lanes; ++k) {
                    std::uint64_t latched = 0;
                    for (int b = 0; b < width; ++b) latched |= static_cast<std::uint64_t>(out.bit(b * lanes + k)) << b;
                    ASSERT_EQ(latched, values_before[static_cast<std::size_t>(before[static_cast<std::size_t>(k)])])
                        << "lane " << k << " code " << before[static_cast<std::size_t>(k)];
                }
            edge();
        }
    }
}

class RampSumTest : public BlockTest {};

TEST_P(RampSumTest, AddsTheCodesOfAllInputs) {
    const int lanes = parameter("LANES"), inputs = parameter("INPUTS"), width = parameter("BITS"),
              sum_bits = parameter("SUM_BITS"), sync = parameter("SYNC_STAGES");
    Pin start = pin("start_i"), above = pin("above_i"), out = pin("sum_o");
    start.drive(0);
    reset();
    const int sweep = 1 << width;
    std::vector<int> code(static_cast<std::size_t>(lanes * inputs), 0);
    for (int round = 0; round < 60; ++round) {
        for (auto& c : code) c = static_cast<int>(number(0, sweep - 1));
        const bool apart = chance(0.3);
        const int length = sweep + (apart ? sync + 2 : 0);
        for (int n = 0; n < length; ++n) {
            start.drive(n == 0);
            for (int i = 0; i < lanes * inputs; ++i) above.set_bit(i, n >= 1 + code[static_cast<std::size_t>(i)]);
            clock();
        }
        // Complete in cycle r + sync + 2^BITS + 1, wherever the next strobe is.
        start.drive(0);
        for (int n = length; n < sweep + sync + 1; ++n) clock();
        settle();
        for (int k = 0; k < lanes; ++k) {
            int sum = 0;
            for (int t = 0; t < inputs; ++t) sum += code[static_cast<std::size_t>(t * lanes + k)] - sweep / 2;
            std::uint64_t got = 0;
            for (int b = 0; b < sum_bits; ++b) got |= static_cast<std::uint64_t>(out.bit(b * lanes + k)) << b;
            ASSERT_EQ(got, static_cast<std::uint64_t>(sum) & ((1U << sum_bits) - 1)) << "lane " << k;
        }
    }
}

class SarControlTest : public BlockTest {};

TEST_P(SarControlTest, WalksBitsAndColumnsWaitsForAllAndGivesUpInTime) {
    const int width = parameter("BITS"), passes = parameter("PASSES"), macros = parameter("MACROS"),
              sync = parameter("SYNC_STAGES"), timeout = parameter("TIMEOUT");
    Pin start = pin("start_i"), ready = pin("ready_i"), compare = pin("compare_o"), select = pin("select_o"),
        begin = pin("begin_o"), decide = pin("decide_o"), bit = pin("bit_o"), done = pin("done_o"),
        fault = pin("fault_o");
    start.drive(0);
    ready.drive(0);
    reset();
    int faults = 0;
    for (int round = 0; round < 25; ++round) {
        start.drive(1);
        settle();
        ASSERT_EQ(begin.value(), 1U);
        edge();
        start.drive(0);
        for (int pass = 0; pass < passes; ++pass) {
            for (int b = width - 1; b >= 0; --b) {
                std::vector<int> answer;  // cycles after the strobe
                for (int m = 0; m < macros; ++m) answer.push_back(chance(0.02) ? 1000 : static_cast<int>(number(1, 4)));
                const int slowest = *std::max_element(answer.begin(), answer.end());
                const bool late = slowest + sync >= timeout + (slowest + sync == timeout ? 1 : 0);
                const int decision = late ? timeout : slowest + sync;
                for (int n = 0; n <= decision; ++n) {
                    // A ready stays high until the cycle after the strobe.
                    for (int m = 0; m < macros; ++m) {
                        if (n > 0) ready.set_bit(m, n >= answer[static_cast<std::size_t>(m)]);
                    }
                    settle();
                    ASSERT_EQ(compare.value(), n == 0) << "bit " << b << " cycle " << n;
                    ASSERT_EQ(bit.value(), std::uint64_t{1} << b);
                    ASSERT_EQ(select.value(), static_cast<std::uint64_t>(pass));
                    ASSERT_EQ(decide.value(), n == decision) << "bit " << b << " cycle " << n << " slowest " << slowest;
                    ASSERT_EQ(fault.value(), late && n == decision);
                    ASSERT_EQ(done.value(), 0U);
                    edge();
                }
                faults += late;
            }
            settle();
            ASSERT_EQ(done.value(), 1U);
            ASSERT_EQ(compare.value(), 0U);
            ASSERT_EQ(begin.value(), pass + 1 < passes);
            edge();
        }
        for (int n = static_cast<int>(number(0, 4)); n > 0; --n) {
            settle();
            ASSERT_EQ(compare.value() | decide.value() | done.value() | begin.value(), 0U);
            edge();
        }
    }
    EXPECT_GT(faults, 0);
}

/// Drives decisions for `code` (offset binary), highest bit first.
class SarConverterTest : public BlockTest {};

TEST_P(SarConverterTest, FindsEveryCode) {
    const int lanes = parameter("LANES"), width = parameter("BITS");
    Pin begin = pin("begin_i"), decide = pin("decide_i"), bit = pin("bit_i"), keep = pin("keep_i"),
        trial = pin("trial_o"), code = pin("code_o");
    for (int round = 0; round < 100; ++round) {
        std::vector<std::uint64_t> u;
        for (int k = 0; k < lanes; ++k) u.push_back(bits(width));
        begin.drive(1);
        decide.drive(0);
        bit.drive(0);
        clock();
        begin.drive(0);
        for (int b = width - 1; b >= 0; --b) {
            bit.drive(std::uint64_t{1} << b);
            decide.drive(0);
            for (int n = static_cast<int>(number(0, 2)); n > 0; --n) clock();
            settle();
            for (int k = 0; k < lanes; ++k) {
                const std::uint64_t expected = (u[static_cast<std::size_t>(k)] >> (b + 1) << (b + 1)) | std::uint64_t{1}
                                                                                                            << b;
                ASSERT_EQ(trial.get(k * width, width), expected) << "lane " << k << " bit " << b;
                keep.set_bit(k, u[static_cast<std::size_t>(k)] >= expected);
            }
            decide.drive(1);
            settle();
            edge();
        }
        decide.drive(0);
        settle();
        for (int k = 0; k < lanes; ++k) {
            std::uint64_t got = 0;
            for (int b = 0; b < width; ++b) got |= static_cast<std::uint64_t>(code.bit(b * lanes + k)) << b;
            ASSERT_EQ(trial.get(k * width, width), u[static_cast<std::size_t>(k)]);
            ASSERT_EQ(got, u[static_cast<std::size_t>(k)] ^ std::uint64_t{1} << (width - 1));
        }
    }
}

class SarSumTest : public BlockTest {};

TEST_P(SarSumTest, AddsTheCodesOfAllInputs) {
    const int lanes = parameter("LANES"), inputs = parameter("INPUTS"), sum_bits = parameter("SUM_BITS");
    const int width = sum_bits - clog2(inputs);  // the widest codes whose sum fits
    Pin decide = pin("decide_i"), first = pin("first_i"), keep = pin("keep_i"), out = pin("sum_o");
    for (int round = 0; round < 100; ++round) {
        std::vector<int> u;
        for (int i = 0; i < lanes * inputs; ++i)
            u.push_back(static_cast<int>(chance(0.2) ? (chance(0.5) ? 0 : (1 << width) - 1) : bits(width)));
        for (int b = width - 1; b >= 0; --b) {
            for (int i = 0; i < lanes * inputs; ++i) keep.set_bit(i, (u[static_cast<std::size_t>(i)] >> b & 1) != 0);
            first.drive(b == width - 1);
            decide.drive(1);
            clock();
            decide.drive(0);
            for (int n = static_cast<int>(number(0, 2)); n > 0; --n) clock();
        }
        settle();
        for (int k = 0; k < lanes; ++k) {
            int sum = 0;
            for (int t = 0; t < inputs; ++t) sum += u[static_cast<std::size_t>(t * lanes + k)] - (1 << (width - 1));
            std::uint64_t got = 0;
            for (int b = 0; b < sum_bits; ++b) got |= static_cast<std::uint64_t>(out.bit(b * lanes + k)) << b;
            ASSERT_EQ(got, static_cast<std::uint64_t>(sum) & ((1U << sum_bits) - 1)) << "lane " << k;
        }
    }
}

class ReciprocalTest : public BlockTest {};

TEST_P(ReciprocalTest, DividesByTheLiveSlots) {
    const int slots = parameter("SLOTS"), tiles = parameter("TILES"), numerator = parameter("NUMERATOR"),
              maximum = parameter("MAXIMUM");
    Pin start = pin("start_i"), tile = pin("frontier_tile_i"), slot = pin("frontier_slot_i"), recip = pin("recip_o");
    start.drive(0);
    reset();
    for (int live = 1; live <= slots * tiles; live += slots * tiles > 300 ? 13 : 1) {
        if (chance(0.3)) {  // a start in the middle of another one
            tile.drive(bits(clog2(tiles + 1)));
            start.drive(1);
            clock();
            start.drive(0);
            for (int n = static_cast<int>(number(0, parameter("NUMERATOR_BITS"))); n > 0; --n) clock();
        }
        tile.drive(static_cast<std::uint64_t>(live / slots));
        slot.drive(static_cast<std::uint64_t>(live % slots));
        start.drive(1);
        clock();
        start.drive(0);
        tile.drive(0);
        for (int n = 1; n < parameter("NUMERATOR_BITS") + 4; ++n) clock();
        settle();
        ASSERT_EQ(recip.value(), static_cast<std::uint64_t>(std::min((numerator + live / 2) / live, maximum))) << live;
    }
}

KVOLT_BLOCK_TEST(DelayTest, "kv_delay");
KVOLT_BLOCK_TEST(TransposeTest, "kv_transpose");
KVOLT_BLOCK_TEST(RampControlTest, "kv_ramp_control");
KVOLT_BLOCK_TEST(RampConverterTest, "kv_ramp_converter");
KVOLT_BLOCK_TEST(RampSumTest, "kv_ramp_sum");
KVOLT_BLOCK_TEST(SarControlTest, "kv_sar_control");
KVOLT_BLOCK_TEST(SarConverterTest, "kv_sar_converter");
KVOLT_BLOCK_TEST(SarSumTest, "kv_sar_sum");
KVOLT_BLOCK_TEST(ReciprocalTest, "kv_reciprocal");

}  // namespace
}  // namespace kvolt::test
