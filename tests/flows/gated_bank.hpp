// SPDX-License-Identifier: Apache-2.0
// A bank of flip-flops with enables and resets, mapped and proved equal to its RTL.
#pragma once

#include <string>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/synthesis.hpp"

namespace kvolt {

/// Enables over six, five and two flip-flops: the first two are worth a gate, the last is not. One bank has a reset, to
/// ones and zeros.
extern const char* const bank_verilog;

/// Leaves netlist.v, cells.lib and bank.v in `directory`.
SynthesisResult synthesize_bank(const Technology& tech, const std::string& directory);

enum class Verdict { proved, refuted, neither };

/// Both circuits from equal states, inputs (clock and reset included) free in every step: outputs equal for ever, by
/// induction. `gates`: Verilog files of the mapped bank, in `directory`.
Verdict prove_bank(const std::string& directory, const std::string& gates);

void write_file(const std::string& path, const std::string& text);

}  // namespace kvolt
