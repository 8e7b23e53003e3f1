// SPDX-License-Identifier: Apache-2.0
// What is printed of each way to read a charge: beside the array, in the head, in the macro's shell. The records of
// gen/design/converter.hpp have the numbers. Internal to gen/.
#pragma once

#include <string>
#include <vector>

#include "gen/design/converter.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// What a head converts: names of its constants and nets. Scores of the K arrays, or outputs of the V arrays.
struct ConverterUse {
    Conversion conversion;
    std::string prefix;     ///< of the nets: score, read
    std::string bits;       ///< of a code
    std::string start;      ///< strobe: conversions begin
    std::string load;       ///< pulse: `sum` is complete
    std::string array;      ///< index of an array among all, in its generate loops
    std::string per_array;  ///< converters of an array
    std::string lanes;      ///< sums
    std::string inputs;     ///< converters added in each
    std::string sum_bits;
    std::string sum;     ///< bit b of all sums in bits [b*lanes +: lanes]
    bool added = false;  ///< there may be more than one input
};

ConverterUse score_use(const Design& design);
ConverterUse output_use(const Design& design);

struct ConverterParts {
    /// Parameters of the engine that only this kind has.
    std::vector<VerilogParameter> (*parameters)(const Design&);
    /// Nets between the arrays and what reads them.
    std::vector<VerilogNet> (*nets)(const ConverterUse&);
    /// What the pins of its record are connected to at array `use.array`.
    std::vector<VerilogConnection> (*connections)(const ConverterUse&);
    /// What stands in the generate block of a tile before its arrays; nullptr: nothing.
    void (*tile)(VerilogWriter&, const Design&);

    /// Codes to `use.sum` and `use.load`; nullptr where the array says pulses.
    void (*sums)(VerilogWriter&, const ConverterUse&);
    /// Where steps can be normalized: phi codes of all score converters to `phi`, and `phi_load`.
    void (*normalized)(VerilogWriter&, const Design&, const ConverterUse&);
    /// Section of the head from a_pulse and a_sign to tile_sum; nullptr where codes are gathered.
    void (*readout)(VerilogWriter&, const Design&);
    /// Net that pulses where a conversion fails; empty: none can.
    std::string (*fault)(const ConverterUse&);

    /// Strobe of the macro with which its array takes the charge.
    const char* sample;
    /// Behavioral model in the macro's shell: `columns` codes (pulses: sign and size) to the pins of the record.
    void (*model)(VerilogWriter&, const Conversion&, int columns);
    const char* model_file;  ///< of sim/macros/
};

const ConverterParts& converter_parts(ConverterKind kind);

// One per file of gen/emit/converters/.
#define KVOLT_DECLARE(kind) extern const ConverterParts kind##_parts;
KVOLT_CONVERTERS(KVOLT_DECLARE)
#undef KVOLT_DECLARE

// Shared by those files.
inline std::vector<VerilogParameter> no_parameters(const Design&) { return {}; }
/// The array's own part of a net with `width` bits for each.
std::string part_of(const std::string& net, const std::string& array, const std::string& width);

}  // namespace kvolt
