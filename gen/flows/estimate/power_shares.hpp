// SPDX-License-Identifier: Apache-2.0
// What each cell costs, from two answers of OpenSTA, and the sums of that by block, kind and phase.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/flows/estimate/power_result.hpp"

namespace kvolt {

enum class CellClass { flip_flop, clock, logic };

/// What is known of one cell in the tree before OpenSTA has spoken.
struct CellFacts {
    CellClass kind = CellClass::logic;
    double clock_duty = 1;  ///< share of cycles in which its clock pin (of a clock buffer: the whole cell) is busy
    bool gate = false;      ///< a clock gate: busy inside in every cycle, outside while open
    std::vector<double> data_phases;   ///< toggles around the cell, by phase of a token
    std::vector<double> clock_phases;  ///< of its gated clock; empty when that never stops
};

/// Lines of report_power -instances in a log: milliwatt by instance.
std::map<std::string, PowerShare> parse_power(const std::string& log);

/// Fills blocks, classes and total of `result`. `with_data`: OpenSTA's answer with the activity of every pin;
/// `clock_only`: the price of a clock that no gate ever stops. Throws ToolError when a cell is missing.
void sum_up(const std::map<std::string, PowerShare>& with_data, const std::map<std::string, PowerShare>& clock_only,
            const std::map<std::string, CellFacts>& cells, std::size_t phases, PowerResult& result);

}  // namespace kvolt
