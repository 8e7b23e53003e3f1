// SPDX-License-Identifier: Apache-2.0
// The SystemC bench: clock, streams, registers and scoreboard around one generated model.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"
#include "sim/bench/scoreboard.hpp"
#include "sim/model/engine_result.hpp"
#include "sim/model/schedule_log.hpp"

namespace kvolt {

struct BenchOptions {
    double stall = 0;        ///< probability per cycle that a source withholds VALID or a sink READY, 0..1 (below 1)
    std::uint64_t seed = 1;  ///< of the stalls
    /// Window, bad slots and calibration are written to the registers before the first token, as they are set in the
    /// golden model; S, phi and what else is kept beside the codes is the golden model's.
    EngineOptions engine;
    const Design* golden =
        nullptr;  ///< what the golden model is made from, where it is not the engine: a test of the comparison
    /// The model is a netlist with gated clocks: inputs reach it before the clock rises, not with it, because latches
    /// close at that edge; and reset is asserted on a running engine, because a two-state simulator resets at the edge,
    /// which at power-up does not come.
    bool netlist = false;
    Arrival arrival;              ///< when packets are offered; a stall comes on top
    bool tour = false;            ///< read and write every register at the end: covers them
    std::string trace;            ///< FST file; the model must have been built for it
    std::int64_t trace_from = 0;  ///< first cycle in it, from reset
    std::int64_t trace_to = std::numeric_limits<std::int64_t>::max();   ///< first cycle that is not
    std::function<void(std::size_t done, std::size_t total)> progress;  ///< head tokens
    std::function<bool()> interrupted;                                  ///< asked now and then; true ends the run
};

/// Values of `Design::counters` in their order, read back through the registers of a head.
using CounterValues = std::vector<std::uint64_t>;

struct BenchReport {
    EngineResult result;
    std::int64_t tokens = 0;       ///< results compared, all heads
    std::int64_t mismatches = 0;   ///< words
    std::vector<Mismatch> first;   ///< the first few
    std::int64_t cycles = 0;       ///< from the first offered beat to the last accepted one
    double seconds = 0;            ///< wall clock of those cycles
    std::int64_t clocks = 0;       ///< from power-up to the end, reset and register accesses included
    int latency_cycles = 0;        ///< of the first result: last input beat accepted -> first output beat offered
    int interval_cycles = 0;       ///< steady state, head 0, without the last result; 0 when there are fewer than 3
    std::int64_t first_cycle = 0;  ///< from power-up, in which the first beat may be offered
    HeadLogs times;                ///< where the design goes by time: what the arrays saw, by head
    std::int64_t calibration_cycles = 0;  ///< from the command to its end, as software sees it
    std::vector<CounterValues> counters;  ///< of each head
    std::vector<std::string> failures;  ///< protocol violations, counters that disagree with the bench, a stuck engine
    bool interrupted = false;
};

/// Runs all tokens through the model. Once per process: SystemC elaborates once. A model that does not answer is a
/// failure in the report.
BenchReport run_bench(const Design& design, Dut& dut, const TokenSet& tokens, const BenchOptions& options);

}  // namespace kvolt
