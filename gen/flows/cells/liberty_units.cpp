// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/liberty_units.hpp"

#include <fmt/format.h>

#include <cctype>
#include <string>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

[[noreturn]] void refuse(const LibertyFile& file, const LibertyAttribute& attribute, const std::string& value,
                         const std::string& allowed) {
    throw InputError({Diagnostic{
        {file.source, attribute.line}, std::string(attribute.name), fmt::format("'{}' is no unit", value), allowed}});
}

/// "f" is 1e-15; nothing for an unknown prefix.
double prefix(const std::string& text) {
    if (text.empty()) return 1;
    if (text.size() > 1) return 0;
    switch (text[0]) {
        case 'f':
            return 1e-15;
        case 'p':
            return 1e-12;
        case 'n':
            return 1e-9;
        case 'u':
            return 1e-6;
        case 'm':
            return 1e-3;
        case 'k':
            return 1e3;
        default:
            return 0;
    }
}

/// "10ps" with base "s" is 1e-11; 0 when it is nothing of the kind. Upper and lower case are the same.
double quantity(const std::string& text, const std::string& base) {
    std::size_t end = 0;
    while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) != 0 || text[end] == '.')) ++end;
    std::string unit;
    for (const char c : text.substr(end))
        if (std::isspace(static_cast<unsigned char>(c)) == 0)
            unit += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (unit.size() < base.size() || unit.compare(unit.size() - base.size(), base.size(), base) != 0) return 0;
    const double factor = end == 0 ? 1 : liberty_number(text.substr(0, end), 0);
    return factor * prefix(unit.substr(0, unit.size() - base.size()));
}

/// `otherwise` (in `scale`) when the attribute is absent.
double read_unit(const LibertyFile& file, const char* name, const std::string& base, double scale, double otherwise,
                 const std::string& allowed) {
    const auto* attribute = file.library.attribute(name);
    if (attribute == nullptr || attribute->values.empty()) return otherwise;
    const std::string text(attribute->values.front());
    const double value = quantity(text, base) / scale;
    if (!(value > 0)) refuse(file, *attribute, text, allowed);
    return value;
}

double read_capacitance(const LibertyFile& file) {
    const auto* attribute = file.library.attribute("capacitive_load_unit");
    if (attribute == nullptr) return 1;
    std::string text;
    for (const auto value : attribute->values) text += value;
    const double value = quantity(text, "f") / 1e-12;
    if (attribute->values.size() != 2 || !(value > 0)) refuse(file, *attribute, text, "(1, pf) or (1, ff)");
    return value;
}

}  // namespace

LibertyUnits read_units(const LibertyFile& file) {
    LibertyUnits units;
    units.time_ns = read_unit(file, "time_unit", "s", 1e-9, 1, "1ns, 100ps, 10ps or 1ps");
    units.voltage_v = read_unit(file, "voltage_unit", "v", 1, 1, "1V, 100mV, 10mV or 1mV");
    units.resistance_kohm = read_unit(file, "pulling_resistance_unit", "ohm", 1e3, 1, "1ohm or 1kohm");
    units.leakage_nw = read_unit(file, "leakage_power_unit", "w", 1e-9, 1, "1mW, 1uW, 1nW or 1pW");
    units.capacitance_pf = read_capacitance(file);
    return units;
}

}  // namespace kvolt
