// SPDX-License-Identifier: Apache-2.0
#include "gen/design/converter.hpp"

#include <algorithm>

#include "gen/design/macro_estimates.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {

using namespace macro_estimate;

const std::vector<const Converter*>& converters() {
#define KVOLT_RECORD(kind) &kind##_converter,
    static const std::vector<const Converter*> table{KVOLT_CONVERTERS(KVOLT_RECORD)};
#undef KVOLT_RECORD
    return table;
}

const Converter& converter(ConverterKind kind) { return *converters()[static_cast<std::size_t>(kind)]; }

std::vector<ConverterKind> used_converters(const Design& d) {
    if (!d.adc.on) return {ConverterKind::pulse};
    const auto [first, second] = std::minmax(d.adc.scores.kind, d.adc.outputs.kind);
    if (first == second) return {first};
    return {first, second};
}

MacroPin select_pin(const Conversion& c) {
    const int bits = bits_for(static_cast<std::uint64_t>(c.passes) - 1);
    return {"select_i",    PinDirection::in, bits,
            PinKind::mask, control_pin_ff,   "column of each converter, taken with the strobe"};
}

ReadoutCycles readout_of_codes(int load_cycles) { return {load_cycles + 2, load_cycles + 1}; }

}  // namespace kvolt
