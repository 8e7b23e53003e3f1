// SPDX-License-Identifier: Apache-2.0
// Static timing of a mapped netlist with OpenSTA, under the emitted constraints.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gen/flows/netlist/synthesis.hpp"

namespace kvolt {

struct TimingInput {
    std::string top;
    std::string sdc;  ///< text; must say `set clock_period X` (ns), from which everything else in it follows
    std::vector<std::string> liberty;  ///< files beside cells.lib: the macros
    double clock_ns = 1;
};

/// One pin on a path, in order.
struct PathStep {
    std::string pin;   ///< instance/pin
    std::string cell;  ///< library cell; empty for a port
    char edge = '^';   ///< ^ rising, v falling
    double delay_ns = 0;
    double arrival_ns = 0;
    double transition_ns = 0;
    int fanout = 0;  ///< of an output
};

struct TimingPath {
    std::string startpoint, endpoint;
    double slack_ns = 0;
    double arrival_ns = 0;
    double required_ns = 0;
    std::vector<PathStep> steps;
};

/// Worst setup slack of one class of paths.
struct PathClass {
    std::string name;
    double slack_ns = 0;
    std::string endpoint;
};

struct TimingResult {
    double clock_ns = 0;
    double slack_ns = 0;       ///< worst setup or recovery slack at clock_ns
    double fmax_mhz = 0;       ///< fastest clock that meets the constraints, input and output budgets scaled with it
    double hold_slack_ns = 0;  ///< with an ideal clock and the skew that the constraints grant
    double skew_ns = 0;        ///< of the clock as built, through gates and buffers, before placement
    double propagated_slack_ns = 0, propagated_hold_slack_ns = 0;  ///< with that clock, and jitter alone
    double worst_transition_ns = 0;
    TimingPath worst;
    std::vector<PathClass> classes;
    std::string sta_version;
    std::string log;
    double seconds = 0;

    [[nodiscard]] bool met() const { return slack_ns >= 0; }
};

/// Works in the directory where synthesize() left netlist.v and cells.lib; leaves constraints.sdc, timing.tcl and
/// timing.log there. Throws ToolError.
TimingResult analyze_timing(const TimingInput& input, const Technology& technology, const std::string& directory,
                            const Progress& progress);

/// Modules of `netlist` that lie on paths slower than the clock, read from the same directory. Throws ToolError.
std::set<std::string> critical_blocks(const TimingInput& input, const Technology& technology, const Netlist& netlist,
                                      const std::string& directory);

/// Reads what timing.tcl prints; exposed for tests.
TimingResult parse_timing(const std::string& log);

}  // namespace kvolt
