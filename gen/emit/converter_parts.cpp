// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/converter_parts.hpp"

#include <fmt/format.h>

#include <array>

namespace kvolt {

const ConverterParts& converter_parts(ConverterKind kind) {
#define KVOLT_RECORD(kind) &kind##_parts,
    static constexpr std::array table{KVOLT_CONVERTERS(KVOLT_RECORD)};
#undef KVOLT_RECORD
    return *table.at(static_cast<std::size_t>(kind));
}

ConverterUse score_use(const Design& d) {
    return {d.adc.scores, "score",  "ADC_BITS", "convert_start", "score_load",   "g*TILES + t",
            "CONVERTERS", "SCORES", "GROUPS",   "SCORE_BITS",    "score_planes", d.adc.groups > 1};
}

ConverterUse output_use(const Design& d) {
    return {d.adc.outputs, "read",    "OUT_BITS", "read_start", "read_load",  "t*GROUPS + g",
            "READERS",     "OUTPUTS", "TILES",    "SUM_BITS",   "output_sum", true};
}

std::string part_of(const std::string& net, const std::string& array, const std::string& width) {
    return fmt::format("{}[({})*{} +: {}]", net, array, width, width);
}

}  // namespace kvolt
