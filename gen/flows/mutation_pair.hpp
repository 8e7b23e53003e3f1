// SPDX-License-Identifier: Apache-2.0
// A block with its mutant inside, on the same inputs: what the proof of an equivalence is about.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace kvolt {

/// The netlist `block` (Verilog, one module of that name among others) with an instance of `mutant`, its double, added;
/// assertions say that all outputs are equal, and with `registers` that all registers are, which lets an induction
/// converge. Registers without a reset begin with equal values. Where the properties of the block hold on the result,
/// no input that the contract of the block allows, in any state it can reach, shows the mutant.
/// `module`: the block in the JSON of yosys, for its ports. Throws std::runtime_error: no such module in the text.
std::string with_mutant_inside(const std::string& netlist, const std::string& block, const std::string& mutant,
                               const nlohmann::json& module, bool registers);

}  // namespace kvolt
