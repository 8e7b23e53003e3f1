// SPDX-License-Identifier: Apache-2.0
// A block and its mutant on the same inputs: can anything that the contract of the block allows tell them apart?
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gen/flows/proofs/formal.hpp"

namespace kvolt {

/// The netlist `block` (flat Verilog, one module of that name among others) with an instance of `mutant`, its double,
/// added; assertions say that all outputs are equal. Registers begin with equal values, whatever they are.
/// `module`: the block in the JSON of yosys, for its ports. Throws std::runtime_error: no such module in the text.
std::string with_mutant_inside(const std::string& netlist, const std::string& block, const std::string& mutant,
                               const nlohmann::json& module);

enum class Difference {
    none,   ///< proved: in no state that both reach from reset does any output differ
    found,  ///< an allowed sequence of inputs shows the mutant
    open,   ///< not decided in time
};

struct PairResult {
    Difference difference = Difference::open;
    int cycles = 0;  ///< from reset to the difference that was found; not the least
};

/// Decides about the pair in `sources.rtl` under the assumptions of its properties; what the properties assert does not
/// matter here. Property directed reachability (Een, Mishchenko, Brayton, FMCAD 2011), which finds the invariants of
/// the states that are reached by itself: command `pdr` of ABC, which comes with yosys. Works in `directory`, which
/// exists.
PairResult compare_pair(const FormalSources& sources, const FormalProof& proof, const std::string& directory,
                        double timeout_s);

}  // namespace kvolt
