// SPDX-License-Identifier: Apache-2.0
// yosys proves, block by block, that the mapped netlist of a design does what its RTL says.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/estimate/area.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

enum class Proof {
    proven,
    open,      ///< the solver did not decide within its time
    unproven,  ///< points of the block remain that are not shown to be equal
};
const char* proof_word(Proof proof);

struct BlockProof {
    std::string module;
    Proof proof = Proof::open;
    long points = 0;    ///< outputs and flip-flops compared
    long unproven = 0;  ///< of these
    double seconds = 0;
};

struct GateProofOptions {
    AreaOptions area;            ///< technology, Liberty, clock gates, progress
    double seconds = 120;        ///< for each block
    std::set<std::string> only;  ///< these blocks; all when empty
    std::string wrong_cell;      ///< as GateOptions::wrong_cell
};

/// A flip-flop behind a clock gate becomes one with an enable on the free clock: what the gate's latch sees is the
/// enable. That a bank behind a gate is the bank with enables is proved for itself, see docs/verification.md.
Netlist with_enables(const Netlist& netlist, const Technology& technology);

/// Synthesizes as `kvolt area` and proves every block that holds no other block, in the order of the netlist. A state
/// that agrees at all named flip-flops and outputs is shown to lead only to such states (induction), with every input,
/// reset included, free in every cycle. Throws InputError (technology, Liberty, cell) and ToolError (yosys, sta).
std::vector<BlockProof> prove_gates(const Design& design, const GateProofOptions& options);

}  // namespace kvolt
