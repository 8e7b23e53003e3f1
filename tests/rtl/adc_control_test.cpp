// SPDX-License-Identifier: Apache-2.0
// Phi driver, gathering of shared converters and the sequencer of the adc path, against small models.
#include <algorithm>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class PhiDriverTest : public BlockTest {};

TEST_P(PhiDriverTest, CollectsColumnsPassByPassAndPulsesThem) {
    const int tiles = parameter("TILES"), slots = parameter("SLOTS"), passes = parameter("PASSES"),
              width = parameter("CODE_BITS"), unit = parameter("UNIT_CYCLES");
    const int per_tile = (slots + passes - 1) / passes, converters = tiles * per_tile;
    Pin open = pin("open_i"), load = pin("load_i"), code = pin("code_i"), live = pin("live_i"), busy = pin("busy_o"),
        start = pin("start_i"), pulse = pin("pulse_o");
    for (Pin p : {open, load, start}) p.drive(0);
    reset();
    std::vector<int> expected(static_cast<std::size_t>(tiles * slots), 0);
    for (int round = 0; round < 25; ++round) {
        for (int i = 0; i < tiles * slots; ++i) live.set_bit(i, chance(0.8));
        open.drive(1);
        clock();
        open.drive(0);
        for (int p = 0; p < passes; ++p) {
            for (int n = static_cast<int>(number(0, 3)); n > 0; --n) clock();
            settle();
            ASSERT_EQ(busy.value(), 1U);
            for (int j = 0; j < converters; ++j) {
                const int value = static_cast<int>(bits(width));
                for (int b = 0; b < width; ++b) code.set_bit(b * converters + j, (value >> b & 1) != 0);
                const int column = j % per_tile * passes + p, index = j / per_tile * slots + column;
                if (column < slots) expected[static_cast<std::size_t>(index)] = live.bit(index) ? value : 0;
            }
            load.drive(1);
            clock();
            load.drive(0);
        }
        for (int n = static_cast<int>(number(0, 2)); n > 0; --n) clock();
        settle();
        ASSERT_EQ(busy.value(), 0U);
        const int longest = ((1 << width) - 1) * unit;
        for (int n = 0; n <= longest + 2; ++n) {
            start.drive(n == 0);
            settle();
            for (int i = 0; i < tiles * slots; ++i) {
                ASSERT_EQ(pulse.bit(i), n >= 1 && n <= expected[static_cast<std::size_t>(i)] * unit)
                    << "column " << i << " cycle " << n;
            }
            edge();
        }
    }
}

class GatherTest : public BlockTest {};

TEST_P(GatherTest, PutsEveryRowWhereItBelongsAndHolds) {
    const int rows = parameter("ROWS"), groups = parameter("GROUPS"), group_rows = parameter("GROUP_ROWS"),
              passes = parameter("PASSES"), width = parameter("SUM_BITS");
    const int per_group = (group_rows + passes - 1) / passes, converters = groups * per_group;
    Pin open = pin("open_i"), load = pin("load_i"), in = pin("sum_i"), busy = pin("busy_o"), out = pin("sum_o"),
        valid = pin("valid_o"), ready = pin("ready_i");
    for (Pin p : {open, load, ready}) p.drive(0);
    reset();
    for (int round = 0; round < 60; ++round) {
        std::vector<std::uint64_t> expected(static_cast<std::size_t>(rows), 0);
        open.drive(1);
        clock();
        open.drive(0);
        for (int p = 0; p < passes; ++p) {
            for (int n = static_cast<int>(number(0, 3)); n > 0; --n) clock();
            settle();
            ASSERT_EQ(busy.value(), 1U);
            ASSERT_EQ(valid.value(), 0U);
            for (int j = 0; j < converters; ++j) {
                const std::uint64_t value = bits(width);
                for (int b = 0; b < width; ++b) in.set_bit(b * converters + j, (value >> b & 1U) != 0);
                const int within = j % per_group * passes + p, row = j / per_group * group_rows + within;
                if (within < group_rows && row < rows) expected[static_cast<std::size_t>(row)] = value;
            }
            load.drive(1);
            clock();
            load.drive(0);
        }
        for (int n = static_cast<int>(number(0, 4)); n >= 0; --n) {
            ready.drive(n == 0);
            settle();
            ASSERT_EQ(busy.value(), 0U);
            ASSERT_EQ(valid.value(), 1U);
            for (int r = 0; r < rows; ++r)
                for (int b = 0; b < width; ++b)
                    ASSERT_EQ(out.bit(b * rows + r), (expected[static_cast<std::size_t>(r)] >> b & 1U) != 0)
                        << "row " << r << " bit " << b;
            edge();
        }
        ready.drive(0);
        settle();
        ASSERT_EQ(valid.value(), 0U);
    }
}

/// Frames told by absolute cycles: what a token does, counted from f = 0 of its own frames.
class AdcSequencerTest : public BlockTest {
protected:
    struct Token {
        bool exists = false, writes = false, queries = false;
    };

    void connect() {
        for (const char* name : {"enable_i", "token_valid_i", "token_write_i", "token_query_i", "result_space_i",
                                 "convert_busy_i", "read_busy_i"})
            inputs_.emplace(name, pin(name)).first->second.drive(0);
    }
    Pin& in(const char* name) { return inputs_.at(name); }
    bool out(const char* name) { return pin(name).value() != 0; }

    std::map<std::string, Pin> inputs_;
};

TEST_P(AdcSequencerTest, AllStrobesComeWhenTheFramesSay) {
    const int guard = parameter("GUARD_CYCLES"), setup = parameter("LEVEL_SETUP_CYCLES"),
              hold = parameter("LEVEL_HOLD_CYCLES");
    // Frame B, two cycles at least, lies between the pulses of a frame A and the writes of the next.
    const int lead = std::max(setup, guard - 2), fall = lead + parameter("WRITE_CYCLES");
    const int gap = fall + std::max(guard, hold), only = fall + hold;  // only: a frame in which tokens only write
    const int score = parameter("SCORE_FRAME"), weigh = parameter("WEIGH_FRAME"), read = parameter("READ_FRAME");
    const bool handed = parameter("CONVERTED_READ") != 0;
    connect();
    reset();
    Token q, p, waiting;
    bool frame_b = false, resting = true, v_line_before = false;
    int f = 0, convert_left = 0, read_left = 0, pop_wait = -1;
    long admitted = 0, stalls = 0, read_count = 0, only_written = 0;
    for (long n = 0; n < 20000; ++n) {
        if (!waiting.exists && pop_wait < 0 && chance(0.6)) {
            const int kind = static_cast<int>(number(0, 5));
            waiting = {true, kind != 0, kind != 1 && kind != 2};
        }
        in("enable_i").drive(chance(0.97));
        in("token_valid_i").drive(waiting.exists);
        in("token_write_i").drive(waiting.writes);
        in("token_query_i").drive(waiting.queries);
        in("result_space_i").drive(chance(0.7));
        in("convert_busy_i").drive(convert_left > 0);
        in("read_busy_i").drive(read_left > 0);
        settle();

        const bool occupied = q.exists || p.exists;
        const bool a = occupied && !frame_b, b = occupied && frame_b;
        ASSERT_EQ(out("k_write_o"), a && q.writes && f >= lead && f < fall) << "f " << f;
        ASSERT_EQ(out("v_write_o"), a && p.writes && f >= lead && f < fall) << "f " << f;
        ASSERT_EQ(out("level_open_o"), a && q.writes && f >= lead - setup && f < only) << "f " << f;
        ASSERT_EQ(out("score_start_o"), a && q.queries && f == gap - 1) << "f " << f;
        ASSERT_EQ(out("weigh_start_o"), a && p.queries && f == gap - 1) << "f " << f;
        ASSERT_EQ(out("convert_start_o"), b && q.queries && f == 0) << "f " << f;
        ASSERT_EQ(out("converting_o"), out("convert_start_o") || convert_left > 0) << "f " << f;
        ASSERT_EQ(out("read_start_o"), b && p.queries && f == 0) << "f " << f;
        ASSERT_EQ(out("token_pop_o"), a && q.exists && f == only - 1) << "f " << f;
        ASSERT_EQ(out("v_capture_o"), a && q.writes && f == only - 1) << "f " << f;
        ASSERT_EQ(out("busy_o"), occupied);

        const auto length = [&](const Token& token, int frame) {
            return !token.exists ? 1 : token.queries ? frame : only;
        };
        const bool a_ends = a && f + 1 >= std::max(length(q, score), length(p, weigh));
        const bool needs_b = q.queries || p.queries;
        const bool blocked = a_ends && p.queries && in("result_space_i").value() == 0;
        ASSERT_EQ(out("stalled_o"), blocked);
        stalls += blocked;
        const bool x_ends = !q.queries || (f > 0 && convert_left == 0);
        const bool r_ends = !p.queries || (handed ? f > 0 && read_left == 0 : f + 1 >= read);
        const bool move = resting || !occupied || (b && x_ends && r_ends) || (a_ends && !needs_b);
        const bool popping = out("token_pop_o");
        const bool admit = move && waiting.exists && in("enable_i").value() != 0 && !popping;
        ASSERT_EQ(out("admit_o"), admit) << "f " << f;
        const bool v_line = out("v_write_d_o");
        ASSERT_EQ(out("k_write_d_o"), a && q.writes && f >= lead - 1 && f < fall - 1);
        // A V word line rests between two writes.
        ASSERT_FALSE(move && v_line && out("v_write_o")) << "two V writes without a pause";
        v_line_before = v_line;

        if (convert_left > 0) --convert_left;
        if (read_left > 0) --read_left;
        if (out("convert_start_o")) convert_left = static_cast<int>(number(1, 12));
        if (out("read_start_o")) {
            read_left = static_cast<int>(number(1, 12));
            ++read_count;
        }
        if (popping) {
            waiting = {};
            pop_wait = static_cast<int>(number(0, 4));
        } else if (pop_wait >= 0) {
            --pop_wait;
        }
        edge();
        settle();
        ASSERT_EQ(out("v_write_o"), v_line_before);

        if (move) {
            only_written += q.exists && !q.queries;
            p = q;
            q = admit ? waiting : Token{};
            admitted += admit;
            frame_b = false;
            f = 0;
        } else if (a_ends && needs_b && !blocked) {
            frame_b = true;
            f = 0;
        } else {
            ++f;
        }
        resting = !q.exists && !p.exists;
        // A token that was admitted stays in the buffer until it is popped.
    }
    EXPECT_GT(admitted, 300);
    EXPECT_GT(read_count, 100);
    EXPECT_GT(only_written, 50);
    EXPECT_GT(stalls, 20);
}

KVOLT_BLOCK_TEST(PhiDriverTest, "kv_phi_driver");
KVOLT_BLOCK_TEST(GatherTest, "kv_gather");
KVOLT_BLOCK_TEST(AdcSequencerTest, "kv_adc_sequencer");

}  // namespace
}  // namespace kvolt::test
