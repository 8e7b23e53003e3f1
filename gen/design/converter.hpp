// SPDX-License-Identifier: Apache-2.0
// The converter library: what the generator must know of each way to read a charge. What it prints of them is in
// gen/emit/converter_parts.hpp. docs/adc.md says how a kind is added.
#pragma once

#include <string_view>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

/// Of stage R.
struct ReadoutCycles {
    int frame = 0;  ///< length of the stage
    int sum = 0;    ///< read_start strobe to the first cycle in which the sums are complete
};

struct Converter {
    std::string_view name;      ///< value of adc.kind, adc.readout
    std::string_view describe;  ///< one sentence without the final stop
    bool codes;                 ///< makes codes; not: the array says signed pulses itself, which are counted
    double area_um2;            ///< one, in the macro, beside the integrators; estimated
    /// Fragment of constraints/ for what the macros say where it is synchronized.
    std::string_view constraints;

    /// Pins of an array that is read so, beside its own.
    std::vector<MacroPin> (*pins)(const Conversion&);
    /// From the start strobe to the pulse with which the codes of the last pass are complete; where the array says
    /// pulses, nullptr.
    int (*load_cycles)(const Conversion&);
    /// The same where the steps of one counter that all columns follow are normalized, and phi codes complete; nullptr
    /// where there are no such steps.
    int (*normalized_load_cycles)(const Conversion&, int normalizer_cycles);
    /// `out_bits` bits an output.
    ReadoutCycles (*readout)(const Conversion&);
};

/// All kinds, in the order of the enumeration ConverterKind.
const std::vector<const Converter*>& converters();
const Converter& converter(ConverterKind kind);

/// Kinds that a design has somewhere, each once, in the order of the enumeration: on the pulse path its tiles' readout.
std::vector<ConverterKind> used_converters(const Design& design);

// One per file of gen/design/converters/.
#define KVOLT_DECLARE(kind) extern const Converter kind##_converter;
KVOLT_CONVERTERS(KVOLT_DECLARE)
#undef KVOLT_DECLARE

// Shared by those files.
/// Index of a column of a converter, at least one bit.
MacroPin select_pin(const Conversion& conversion);
/// Stage R of codes: the pulse, one cycle in which the sums are complete, one until the sequencer has seen it.
ReadoutCycles readout_of_codes(int load_cycles);

}  // namespace kvolt
