// SPDX-License-Identifier: Apache-2.0
// RTL -> mapped, gated, buffered netlist with yosys, one synthesis per unique module.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/flows/buffering.hpp"
#include "gen/flows/netlist.hpp"
#include "gen/flows/technology.hpp"

namespace kvolt {

/// Told what begins; for people who wait.
using Progress = std::function<void(const std::string& step)>;

struct SynthesisInput {
    std::vector<std::string> sources;  ///< Verilog files, black boxes included
    std::string top;
    std::vector<std::string> composed;  ///< modules whose instances stay blocks of their own in the netlist; everything
                                        ///< below those is flattened
    MacroLoads macro_loads;
    double clock_ns = 1;
    bool gate_clocks = true;
};

struct SynthesisResult {
    Netlist netlist;
    BufferingResult buffering;
    bool clocks_gated = false;
    std::string yosys_version;
    std::string log;
    double seconds = 0;
};

/// Works in `directory`, which must exist; leaves netlist.v, cells.lib (the cells in use), yosys.ys and yosys.log
/// there. Throws ToolError.
SynthesisResult synthesize(const SynthesisInput& input, const Technology& technology, const std::string& directory,
                           const Progress& progress);

/// The text of constraints/tech/FILE in the binary.
const std::string& technology_file(const std::string& file);

}  // namespace kvolt
