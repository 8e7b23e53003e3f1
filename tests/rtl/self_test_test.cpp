// SPDX-License-Identifier: Apache-2.0
// kv_self_test between a sequencer that takes its time, a readout that holds a sum until it is taken, and software that
// writes whatever it likes whenever it likes.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class SelfTestTest : public BlockTest {
protected:
    int rows() const { return parameter("ROWS"); }
    int q_bits() const { return parameter("Q_BITS"); }
    int kv_bits() const { return parameter("KV_BITS"); }

    /// What software has in its registers.
    struct Registers {
        bool active = false, first = false, write = true, query = true, one_row = false;
        int k_pattern = 0, v_pattern = 0;
        std::uint64_t k_level = 0, v_level = 0, q_code = 0;
        int q_row = 0;
    };

    /// What the head does with the tokens, in words: where the token is, and how many were written since the first.
    struct Model {
        enum class At { rest, told, offered, runs, held, taken } at = At::rest;
        bool told = false;  // while the sum is taken: another token comes
        bool asks = false, writes = false, owes = false, marks = false;
        int walk = 0;
        bool odd = false;
    };

    void start() {
        for (const char* name : {"active_i", "go_i", "blank_i", "idle_i", "sequencer_busy_i", "admit_i", "sum_valid_i"})
            pin(name).drive(0);
        r_ = Registers();
        m_ = Model();
        drive_registers();
        reset();
    }

    void drive_registers() const {
        pin("active_i").drive(r_.active);
        pin("first_i").drive(r_.first);
        pin("write_i").drive(r_.write);
        pin("query_i").drive(r_.query);
        pin("k_pattern_i").drive(static_cast<std::uint64_t>(r_.k_pattern));
        pin("v_pattern_i").drive(static_cast<std::uint64_t>(r_.v_pattern));
        pin("k_level_i").drive(r_.k_level);
        pin("v_level_i").drive(r_.v_level);
        pin("q_code_i").drive(r_.q_code);
        pin("q_one_row_i").drive(r_.one_row);
        pin("q_row_i").drive(static_cast<std::uint64_t>(r_.q_row));
    }

    /// Software writes a token: sometimes in the middle of another.
    void draw_registers() {
        r_.first = chance(0.1);
        r_.write = chance(0.8);
        r_.query = chance(0.7);
        r_.one_row = chance(0.4);
        r_.k_pattern = static_cast<int>(number(0, 3));
        r_.v_pattern = static_cast<int>(number(0, 3));
        r_.k_level = bits(kv_bits());
        r_.v_level = bits(kv_bits());
        r_.q_code = bits(q_bits());
        r_.q_row = static_cast<int>(number(0, rows() - 1));
    }

    std::uint64_t level(int pattern, std::uint64_t given, int row, int walk, bool odd) const {
        const bool odd_row = row % 2 != 0;
        const bool straight = pattern == 0 || (pattern == 1   ? odd_row == odd
                                               : pattern == 2 ? odd_row != odd
                                                              : row == walk);
        return straight ? given : (std::uint64_t{1} << kv_bits()) - 1 - given;
    }

    void check_token() const {
        const bool afresh = r_.first && m_.at == Model::At::offered;
        const int walk = afresh ? 0 : m_.walk;
        const bool odd = !afresh && m_.odd;
        const Pin token = pin("token_o");
        for (int row = 0; row < rows(); ++row) {
            const std::uint64_t q = r_.one_row && row != r_.q_row ? 0 : r_.q_code;
            ASSERT_EQ(token.get(row * q_bits(), q_bits()), q) << "row " << row;
            ASSERT_EQ(token.get(rows() * q_bits() + row * kv_bits(), kv_bits()),
                      level(shown_.k_pattern, shown_.k_level, row, walk, odd))
                << "row " << row;
            ASSERT_EQ(token.get(rows() * (q_bits() + kv_bits()) + row * kv_bits(), kv_bits()),
                      level(shown_.v_pattern, shown_.v_level, row, walk, odd))
                << "row " << row;
        }
        ASSERT_EQ(pin("first_o").bit(0), r_.first);
        ASSERT_EQ(pin("query_o").bit(0), r_.query);
        ASSERT_EQ(pin("write_o").bit(0), r_.write || !r_.query);
    }

    void check_blank() const {
        const Pin token = pin("token_o");
        for (int i = 0; i < rows() * (q_bits() + 2 * kv_bits()); ++i) ASSERT_FALSE(token.bit(i)) << "bit " << i;
        ASSERT_TRUE(!pin("first_o").bit(0) && !pin("write_o").bit(0) && pin("query_o").bit(0));
    }

    void check_outputs(bool blank) {
        using At = Model::At;
        const bool told = m_.at == At::told || m_.at == At::offered || m_.at == At::runs || m_.at == At::taken;
        const bool hold = r_.active || m_.at != At::rest || m_.owes || m_.marks;
        ASSERT_EQ(pin("offer_o").bit(0), m_.at == At::offered);
        ASSERT_EQ(pin("own_o").bit(0), m_.at != At::rest && m_.at != At::told);
        ASSERT_EQ(pin("sum_ready_o").bit(0), m_.at == At::taken);
        ASSERT_EQ(pin("hold_o").bit(0), hold);
        ASSERT_EQ(pin("busy_o").bit(0), r_.active ? told : hold);
        ASSERT_EQ(pin("restart_o").bit(0), m_.marks);
        if (blank) check_blank();
        if (m_.at == At::offered || m_.at == At::runs) check_token();
    }

    /// One cycle of the model.
    void step(bool go, bool idle, bool admit, bool busy, bool sum) {
        using At = Model::At;
        const bool command = go && r_.active;
        if (m_.at != At::runs) shown_ = r_;
        m_.marks = m_.at == At::rest && m_.owes && !r_.active;
        if (m_.marks) m_.owes = false;
        switch (m_.at) {
            case At::rest:
                if (command) m_.at = At::told;
                break;
            case At::told:
                if (idle) m_.at = At::offered;
                break;
            case At::offered:
                if (!admit) break;
                m_.at = At::runs;
                m_.owes = true;
                m_.asks = r_.query;
                m_.writes = r_.write || !r_.query;
                if (r_.first) m_.walk = 0;
                if (r_.first) m_.odd = false;
                break;
            case At::runs:
                if (m_.asks ? !sum : busy) break;
                m_.at = m_.asks ? At::held : At::rest;
                if (!m_.writes) break;
                m_.walk = m_.walk + 1 == rows() ? 0 : m_.walk + 1;
                m_.odd = !m_.odd;
                break;
            case At::held:
                if (!command && r_.active) break;
                m_.at = At::taken;
                m_.told = command;
                break;
            case At::taken:
                m_.at = m_.told ? At::told : At::rest;
        }
    }

    Registers r_;
    Registers shown_;  ///< as the levels of the token say: of a cycle ago, and from its admission on the same
    Model m_;
};

TEST_P(SelfTestTest, RunsWhatSoftwareDescribesOneTokenAtATime) {
    using At = Model::At;
    start();
    int sums = 0, marks = 0;
    bool sum = false;
    for (int n = 0; n < 20000; ++n) {
        if (chance(0.02)) r_.active = !r_.active;
        const bool quiet = m_.at == At::rest || m_.at == At::held;
        if (chance(quiet ? 0.3 : 0.02)) draw_registers();
        drive_registers();
        const bool go = chance(0.3), idle = chance(0.4), busy = chance(0.8);
        const bool blank = (m_.at == At::rest || m_.at == At::told) && chance(0.2);
        const bool admit = m_.at == At::offered && chance(0.4);
        // The sum of a token that asks comes at last, and stays until it is taken.
        sum = (m_.at == At::runs && m_.asks && chance(0.2)) || m_.at == At::held || m_.at == At::taken;
        pin("go_i").drive(go);
        pin("idle_i").drive(idle);
        pin("sequencer_busy_i").drive(busy);
        pin("blank_i").drive(blank);
        pin("admit_i").drive(admit);
        pin("sum_valid_i").drive(sum);
        settle();
        ASSERT_NO_FATAL_FAILURE(check_outputs(blank));
        sums += m_.at == At::taken;
        marks += m_.marks;
        edge();
        step(go, idle, admit, busy, sum);
    }
    EXPECT_GT(sums, 200);
    EXPECT_GT(marks, 50);
}

TEST_P(SelfTestTest, ResetForgetsTokenSumAndMark) {
    start();
    r_.active = true;
    drive_registers();
    pin("go_i").drive(1);
    clock();
    pin("go_i").drive(0);
    pin("idle_i").drive(1);
    clock();
    settle();
    ASSERT_TRUE(pin("offer_o").bit(0));
    pin("admit_i").drive(1);
    clock();
    pin("admit_i").drive(0);
    pin("sum_valid_i").drive(1);
    clock();
    settle();
    ASSERT_TRUE(pin("own_o").bit(0) && !pin("busy_o").bit(0));
    pin("sum_valid_i").drive(0);
    reset();
    ASSERT_TRUE(!pin("own_o").bit(0) && !pin("sum_ready_o").bit(0) && pin("hold_o").bit(0));
    r_.active = false;
    drive_registers();
    for (int n = 0; n < 5; ++n) {
        settle();
        ASSERT_TRUE(!pin("hold_o").bit(0) && !pin("restart_o").bit(0) && !pin("busy_o").bit(0));
        edge();
    }
}

KVOLT_BLOCK_TEST(SelfTestTest, "kv_self_test");

}  // namespace
}  // namespace kvolt::test
