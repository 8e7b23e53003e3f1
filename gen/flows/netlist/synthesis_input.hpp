// SPDX-License-Identifier: Apache-2.0
// What is synthesized, and how its blocks are mapped.
#pragma once

#include <string>
#include <vector>

#include "gen/flows/netlist/buffering.hpp"

namespace kvolt {

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

}  // namespace kvolt
