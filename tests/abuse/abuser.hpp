// SPDX-License-Identifier: Apache-2.0
// An engine under a master that keeps no rule, and a count of what must have been lost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"
#include "sim/bench/control_master.hpp"
#include "sim/bench/stream_driver.hpp"

namespace kvolt {

/// What may happen during a round of abuse.
struct AbuseKinds {
    bool resets = false;       ///< hardware reset in any cycle
    bool soft_resets = false;  ///< writes to CONTROL may reset the heads: what is lost then is not predicted
};

/// Everything from one seed: the same seed gives the same pins.
class Abuser {
public:
    Abuser(const Design& design, Dut& dut, std::uint64_t seed);

    /// `cycles` cycles of packets that end early or late, beats that change or vanish before they are accepted, modes
    /// that do not exist, sinks that pause, registers written with anything, inputs that move while the clock stands
    /// still.
    void round(int cycles, const AbuseKinds& kinds);
    /// Ends the packet that is open, restores the registers, waits until the engine is idle, compares its counters with
    /// what was sent (where that can be known), and runs a fresh sequence against a fresh golden model.
    void recover(const AbuseKinds& kinds);

    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::int64_t losses() const { return losses_; }  ///< packets lost and counted, all rounds
    [[nodiscard]] std::int64_t results() const { return results_; }

private:
    struct Head {
        std::vector<Beat> packet;  // what is being sent
        std::size_t next = 0;
        bool offered = false;
        // The contract of docs/machine.md section 5, beat by beat.
        int beat = 0, beats = 0;
        bool swallow = false;
        std::uint32_t errors = 0, delivered = 0;
    };

    void clock();
    void offer(std::size_t head);
    void accepted(Head& head, const Beat& beat);
    std::vector<Beat> packet();
    void stop_the_clock();
    void reset();
    void disturb_registers(const AbuseKinds& kinds);
    void restore_registers();
    void close_packets();
    void wait_until_idle();
    void check_counters();
    void fresh_sequence();
    std::vector<std::int32_t> next_result(std::size_t head);
    void expect(bool right, const std::string& what);
    std::uint64_t random();
    std::uint64_t below(std::uint64_t bound) { return random() % bound; }
    bool chance(unsigned per_thousand) { return below(1000) < per_thousand; }

    const Design& design_;
    Dut& dut_;
    ControlMaster control_;
    std::vector<Head> heads_;
    std::uint64_t random_;
    bool quiet_ = false;  // no packets, sinks always ready
    int silent_ = 0;      // cycles after a reset in which nothing may be offered
    std::int64_t losses_ = 0, results_ = 0;
    std::string problem_;
};

}  // namespace kvolt
