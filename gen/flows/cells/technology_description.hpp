// SPDX-License-Identifier: Apache-2.0
// What a Liberty file does not say of a cell library: constraints/tech/*.toml.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kvolt {

/// One file of constraints/tech/; patterns know * and ?.
struct TechnologyDescription {
    std::string name;
    std::string title;
    std::vector<std::string> libraries;      ///< names of the Liberty libraries it describes, patterns
    std::vector<std::string> liberty;        ///< where the Liberty file may lie; empty = only by --liberty
    std::string package;                     ///< Debian package that brings it
    std::vector<std::string> dont_use;       ///< cells, patterns
    std::string driving_cell;                ///< drives every input of a block while it is mapped; empty = derived
    double output_load_ff = 0;               ///< on every output of a block while it is mapped; 0 = derived
    int clock_gate_bits = 4;                 ///< smallest number of flip-flops worth a clock gate
    std::map<std::string, double> area_um2;  ///< of cells for which the Liberty file has none
};

/// Parses one description. Throws InputError: syntax, unknown key, wrong type or range.
TechnologyDescription parse_technology(const std::string& toml_text, const std::string& source);

/// The descriptions in the binary.
const std::vector<TechnologyDescription>& technologies();

/// True when `text` matches `pattern` (* any run, ? any character).
bool matches_pattern(const std::string& pattern, const std::string& text);

}  // namespace kvolt
