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
#include "gen/flows/netlist/synthesis_input.hpp"

namespace kvolt {

/// Told what begins; for people who wait.
using Progress = std::function<void(const std::string& step)>;

struct SynthesisResult {
    Netlist netlist;
    BufferingResult buffering;
    std::map<std::string, Mapping> mapping;  ///< by module
    std::vector<std::string> notes;          ///< for people: what did not go as it should
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
