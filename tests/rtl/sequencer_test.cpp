// SPDX-License-Identifier: Apache-2.0
// kv_sequencer against the frame table of docs/machine.md section 3, written down as it stands there: every strobe is a
// function of the cycle within the frame and of who is in which stage.
#include <algorithm>
#include <deque>
#include <optional>

#include "bench.hpp"

namespace kvolt::test {
namespace {

struct Token {
    bool write = false;
    bool query = false;
};

struct Cycles {
    int write, guard, setup, hold, pulse, phi, settle, readout, integrators;
    /// The pulses of the frame before end `settle` cycles before this one begins.
    int lead() const { return std::max(setup, guard - settle); }
    int fall() const { return lead() + write; }
    int gap() const { return fall() + std::max(guard, hold); }
    int phi_gap() const { return integrators == 2 ? gap() : 1; }
    int only() const { return fall() + hold; }
};

/// One head's frames. `f` goes on counting while a stall holds the boundary.
struct FrameModel {
    Cycles cycles;
    std::optional<Token> q, p, r;
    int f = 0;

    bool busy() const { return q || p || r; }
    int length() const {
        int longest = 0;
        if (q) longest = std::max(longest, q->query ? cycles.gap() + cycles.pulse + cycles.settle : cycles.only());
        if (p && cycles.integrators == 2) longest = std::max(longest, cycles.only());
        if (p && p->query) longest = std::max(longest, cycles.phi_gap() + cycles.phi + cycles.settle);
        if (r) longest = std::max(longest, cycles.readout);
        return longest;
    }
    bool at_boundary() const { return !busy() || f >= length() - 1; }
    bool blocked(bool space) const { return p && p->query && !space; }
    bool to_weigh() const { return q && (cycles.integrators == 2 || q->query); }

    bool line() const { return f >= cycles.lead() && f < cycles.fall(); }
    bool k_write() const { return q && q->write && line(); }
    bool v_write() const { return cycles.integrators == 1 ? k_write() : p && p->write && line(); }
    bool level_open() const { return q && q->write && f >= cycles.lead() - cycles.setup && f < cycles.only(); }
    bool score_start() const { return q && q->query && f == cycles.gap() - 1; }
    bool weigh_start() const { return p && p->query && f == cycles.phi_gap() - 1; }
    bool read_start() const { return r && f == 0; }
    bool pop() const { return q && f == cycles.only() - 1; }
    bool v_capture() const { return cycles.integrators == 2 && pop() && q->write; }

    void step(bool move, std::optional<Token> admitted) {
        if (!move) {
            ++f;
            return;
        }
        r = p && p->query ? p : std::nullopt;
        p = to_weigh() ? q : std::nullopt;
        q = admitted;
        f = 0;
    }
};

class SequencerTest : public BlockTest {
protected:
    Cycles cycles() const {
        return {parameter("WRITE_CYCLES"),      parameter("GUARD_CYCLES"),   parameter("LEVEL_SETUP_CYCLES"),
                parameter("LEVEL_HOLD_CYCLES"), parameter("PULSE_CYCLES"),   parameter("PHI_CYCLES"),
                parameter("SETTLE_CYCLES"),     parameter("READOUT_CYCLES"), parameter("INTEGRATORS")};
    }
};

TEST_P(SequencerTest, FollowsTheFrameTable) {
    Pin enable = pin("enable_i"), valid = pin("token_valid_i"), write = pin("token_write_i"),
        query = pin("token_query_i");
    Pin space = pin("result_space_i"), admit = pin("admit_o"), busy = pin("busy_o"), stalled = pin("stalled_o");
    Pin k_write = pin("k_write_o"), v_write = pin("v_write_o"), k_ahead = pin("k_write_d_o"),
        v_ahead = pin("v_write_d_o");
    valid.drive(0);
    reset();
    FrameModel model{cycles(), {}, {}, {}, 0};
    std::optional<Token> waiting;
    long admissions = 0, stalls = 0, reads = 0;
    bool k_promise = false, v_promise = false;
    double supply = 1, room = 1, write_only = 0, query_only = 0;
    for (int n = 0; n < 60000; ++n) {
        if (n % 1500 == 0) {  // every regime long enough to fill and drain the pipeline
            supply = chance(0.4) ? 1 : 0.05;
            room = chance(0.4) ? 1 : 0.1;
            write_only = chance(0.5) ? 0 : 0.5;
            query_only = chance(0.5) ? 0 : 0.5;
        }
        if (!waiting && chance(supply)) {
            const bool only_writes = chance(write_only);
            waiting = Token{only_writes || !chance(query_only), !only_writes};
        }
        const bool enabled = n % 3000 < 2900, has_room = chance(room);
        enable.drive(enabled);
        valid.drive(waiting.has_value());
        write.drive(waiting ? waiting->write : bits(1));
        query.drive(waiting ? waiting->query : bits(1));
        space.drive(has_room);
        settle();

        const bool pops = model.pop();
        const bool blocked = model.at_boundary() && model.blocked(has_room);
        const bool move = model.at_boundary() && !blocked;
        const bool admits = move && enabled && waiting && !pops && (model.cycles.integrators == 2 || !model.to_weigh());
        SCOPED_TRACE("cycle " + std::to_string(n) + " f " + std::to_string(model.f));
        ASSERT_EQ(admit.bit(0), admits);
        ASSERT_EQ(k_write.bit(0), model.k_write());
        ASSERT_EQ(v_write.bit(0), model.v_write());
        ASSERT_EQ(k_write.bit(0), k_promise) << "k_write_d_o of the cycle before";
        ASSERT_EQ(v_write.bit(0), v_promise) << "v_write_d_o of the cycle before";
        ASSERT_EQ(pin("level_open_o").bit(0), model.level_open());
        ASSERT_EQ(pin("score_start_o").bit(0), model.score_start());
        ASSERT_EQ(pin("weigh_start_o").bit(0), model.weigh_start());
        ASSERT_EQ(pin("read_start_o").bit(0), model.read_start());
        ASSERT_EQ(pin("token_pop_o").bit(0), pops);
        ASSERT_EQ(pin("v_capture_o").bit(0), model.v_capture());
        ASSERT_EQ(busy.bit(0), model.busy());
        ASSERT_EQ(stalled.bit(0), blocked);
        k_promise = k_ahead.bit(0);
        v_promise = v_ahead.bit(0);

        edge();
        reads += model.read_start();
        stalls += blocked;
        admissions += admits;
        model.step(move, admits ? waiting : std::nullopt);
        if (pops) waiting.reset();
    }
    EXPECT_GT(admissions, 500);
    EXPECT_GT(reads, 200);
    EXPECT_GT(stalls, 50);
}

TEST_P(SequencerTest, SteadyIntervalIsOneFrameOrTwo) {
    for (const char* name : {"enable_i", "token_valid_i", "token_write_i", "token_query_i", "result_space_i"})
        pin(name).drive(1);
    reset();
    Pin read = pin("read_start_o");
    const Cycles c = cycles();
    const int score = c.gap() + c.pulse + c.settle, weigh = c.phi_gap() + c.phi + c.settle;
    const int interval = c.integrators == 2 ? std::max({score, weigh, c.readout}) : std::max(score, c.readout) + weigh;
    std::vector<long> at;
    for (int n = 0; n < 12 * interval; ++n) {
        clock();
        if (read.bit(0)) at.push_back(n);
    }
    ASSERT_GE(at.size(), 8U);
    for (std::size_t i = 4; i < at.size(); ++i) EXPECT_EQ(at[i] - at[i - 1], interval);
}

KVOLT_BLOCK_TEST(SequencerTest, "kv_sequencer");

}  // namespace
}  // namespace kvolt::test
