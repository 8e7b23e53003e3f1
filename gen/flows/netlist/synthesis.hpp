// SPDX-License-Identifier: Apache-2.0
// RTL -> mapped, gated, buffered netlist with yosys, one synthesis per unique module.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/buffering.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// Told what begins; for people who wait.
using Progress = std::function<void(const std::string& step)>;

/// How a block was mapped: smallest, smallest after balancing its logic, or fastest.
enum class Mapping { small, balanced, fast };
const char* mapping_name(Mapping mapping);

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
    std::map<std::string, Mapping> mapping;  ///< by module
    bool clocks_gated = false;
    std::string yosys_version;
    double seconds = 0;
};

/// Blocks of the netlist that lie in the work directory that are on paths too slow for the clock.
using CriticalBlocks = std::function<std::set<std::string>(const Netlist& netlist)>;

/// Maps every block small, then again for speed where `critical` says so. Works in `directory`, which must exist;
/// leaves netlist.v, cells.lib (the cells in use), scripts and logs there. Throws ToolError.
SynthesisResult synthesize(const SynthesisInput& input, const Technology& technology, const std::string& directory,
                           const CriticalBlocks& critical, const Progress& progress);

/// The text of constraints/tech/FILE in the binary.
const std::string& technology_file(const std::string& file);

}  // namespace kvolt
