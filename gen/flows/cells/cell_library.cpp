// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/cell_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "gen/flows/cells/boolean_function.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

/// "(!A)" and " A' " become "!A"; anything longer than a literal keeps its operators.
std::string literal_form(std::string_view text) {
    std::string form;
    for (const char c : text)
        if (std::strchr(" \t()", c) == nullptr) form += c;
    if (form.size() > 1 && form.back() == '\'') form = "!" + form.substr(0, form.size() - 1);
    return form;
}

const LibertyGroup* child(const LibertyGroup& group, std::string_view type) {
    for (const auto& g : group.groups)
        if (g.type == type) return &g;
    return nullptr;
}

std::vector<double> numbers(const LibertyAttribute& attribute) {
    std::vector<double> out;
    for (const auto value : attribute.values) {
        std::size_t position = 0;
        while (position < value.size()) {
            auto end = value.find(',', position);
            if (end == std::string_view::npos) end = value.size();
            out.push_back(liberty_number(value.substr(position, end - position), 0.0));
            position = end + 1;
        }
    }
    return out;
}

std::vector<double> numbers(const LibertyGroup& group, std::string_view name) {
    for (const auto& attribute : group.attributes)
        if (attribute.name == name) return numbers(attribute);
    return {};
}

/// True when the first index of the tables of template `name` is the load.
bool load_comes_first(const LibertyGroup& library, std::string_view name) {
    for (const auto& group : library.groups)
        if (group.type == "lu_table_template" && group.name() == name)
            return group.value("variable_1") == "total_output_net_capacitance";
    return false;
}

/// Slope of a delay table over the load in the middle of its input transitions; 0 when the table has no load axis.
double table_slope(const LibertyGroup& library, const LibertyGroup& table) {
    auto loads = numbers(table, "index_2");
    auto transitions = numbers(table, "index_1");
    const auto values = numbers(table, "values");
    const bool load_first = load_comes_first(library, table.name());
    if (load_first) std::swap(loads, transitions);
    if (loads.size() < 2 || transitions.empty() || values.size() != loads.size() * transitions.size()) return 0;
    const auto at = [&](std::size_t load) {
        const auto transition = (transitions.size() - 1) / 2;
        return load_first ? values[load * transitions.size() + transition] : values[transition * loads.size() + load];
    };
    const auto last = loads.size() - 1;
    return loads[last] > loads[0] ? std::max(0.0, (at(last) - at(0)) / (loads[last] - loads[0])) : 0;
}

double resistance(const LibertyGroup& library, const LibertyGroup& pin, const StdCellLibrary& units) {
    double slope = 0;
    for (const auto& timing : pin.groups) {
        if (timing.type != "timing") continue;
        for (const auto& table : timing.groups)
            if (table.type == "cell_rise" || table.type == "cell_fall")
                slope = std::max(slope, table_slope(library, table));
    }
    return slope * units.time_ns / units.capacitance_pf;
}

StdCellPin read_pin(const LibertyGroup& library, const LibertyGroup& group, const StdCellLibrary& units) {
    StdCellPin pin;
    pin.name = group.name();
    pin.output = group.value("direction") == "output";
    pin.clock = group.value("clock") == "true";
    pin.function = group.value("function");
    double capacitance = group.number("capacitance", library.number("default_input_pin_cap", 0));
    capacitance = std::max({capacitance, group.number("rise_capacitance", 0), group.number("fall_capacitance", 0)});
    pin.capacitance_pf = pin.output ? 0 : capacitance * units.capacitance_pf;
    pin.max_capacitance_pf = group.number("max_capacitance", 0) * units.capacitance_pf;
    if (pin.output) pin.resistance_ns_per_pf = resistance(library, group, units);
    return pin;
}

std::string literal(std::string function) {
    return !function.empty() && function.front() == '!' ? function.substr(1) : function;
}

void read_state(const LibertyGroup& group, StdCell& cell) {
    const bool latch = group.type == "latch";
    cell.kind = latch ? StdCellKind::latch : StdCellKind::flip_flop;
    cell.data = literal_form(group.value(latch ? "data_in" : "next_state"));
    const auto control = literal_form(group.value(latch ? "enable" : "clocked_on"));
    cell.active_low = !control.empty() && control.front() == '!';
    (latch ? cell.enable : cell.clock) = literal(control);
    cell.clear = !group.value("clear").empty();
    cell.preset = !group.value("preset").empty();
    cell.clear_pin = literal_form(group.value("clear"));
    cell.preset_pin = literal_form(group.value("preset"));
    const std::string state(group.name());
    cell.state = state;
    if (group.arguments.size() > 1) cell.inverse_state = group.arguments[1];
    for (const auto& pin : cell.pins)
        if (pin.output && literal_form(pin.function) == state) cell.state_output = pin.name;
}

void read_clock_gate(const LibertyGroup& group, StdCell& cell) {
    const auto kind = group.value("clock_gating_integrated_cell");
    cell.kind = kind.rfind("latch_posedge", 0) == 0 ? StdCellKind::clock_gate : StdCellKind::other;
    for (const auto& pin : group.groups) {
        if (pin.type != "pin") continue;
        const std::string name(pin.name());
        if (pin.value("clock_gate_clock_pin") == "true") cell.gate.clock = name;
        if (pin.value("clock_gate_enable_pin") == "true") cell.gate.enable = name;
        if (pin.value("clock_gate_test_pin") == "true") cell.gate.test = name;
        if (pin.value("clock_gate_out_pin") == "true") cell.gate.output = name;
    }
    if (cell.gate.clock.empty() || cell.gate.enable.empty() || cell.gate.output.empty()) cell.kind = StdCellKind::other;
}

StdCellKind logic_kind(const StdCell& cell) {
    const auto inputs = cell.inputs();
    const auto* output = cell.output();
    if (output == nullptr || output->function.empty()) return StdCellKind::other;
    if (inputs.empty()) return StdCellKind::tie;
    if (cell.pins.size() != 2) return StdCellKind::logic;
    const auto table = truth_table(output->function, inputs);
    if (table == 0b10) return StdCellKind::buffer;
    return table == 0b01 ? StdCellKind::inverter : StdCellKind::logic;
}

double leakage(const LibertyGroup& group) {
    const double total = group.number("cell_leakage_power", -1);
    if (total >= 0) return total;
    double sum = 0;
    int count = 0;
    for (const auto& g : group.groups)
        if (g.type == "leakage_power") sum += g.number("value", 0), ++count;
    return count > 0 ? sum / count : 0;
}

/// Two cells with the same signature can replace each other: same pins, same functions.
std::string signature_of(const LibertyGroup& group, const StdCell& cell) {
    std::string text = fmt::format("{}|{}", static_cast<int>(cell.kind), group.value("clock_gating_integrated_cell"));
    for (const auto& g : group.groups)
        if (g.type == "ff" || g.type == "latch") {
            text += fmt::format("|{}", g.type);
            for (const auto& a : g.attributes)
                text += fmt::format(",{}={}", a.name, a.values.empty() ? "" : a.values[0]);
        }
    auto pins = cell.pins;
    std::sort(pins.begin(), pins.end(), [](const StdCellPin& a, const StdCellPin& b) { return a.name < b.name; });
    for (const auto& pin : pins) text += fmt::format("|{}{}{}", pin.name, pin.output ? '=' : ':', pin.function);
    return text;
}

StdCell read_cell(const LibertyGroup& library, const LibertyGroup& group, const StdCellLibrary& units) {
    StdCell cell;
    cell.name = group.name();
    cell.area_um2 = group.number("area", 0);
    cell.dont_use = group.value("dont_use") == "true";
    cell.leakage_nw = leakage(group);
    bool three_state = false, bus = false;
    for (const auto& g : group.groups) {
        if (g.type == "pin" && g.value("direction") != "internal") cell.pins.push_back(read_pin(library, g, units));
        three_state |= g.type == "pin" && !g.value("three_state").empty();
        bus |= g.type == "bus" || g.type == "bundle";
    }
    const auto* ff = child(group, "ff");
    const auto* latch = child(group, "latch");
    if (!group.value("clock_gating_integrated_cell").empty()) {
        read_clock_gate(group, cell);
    } else if (ff != nullptr || latch != nullptr) {
        read_state(ff != nullptr ? *ff : *latch, cell);
    } else if (!three_state && !bus && child(group, "statetable") == nullptr) {
        cell.kind = logic_kind(cell);
    }
    cell.signature = signature_of(group, cell);
    return cell;
}

double time_unit_ns(const LibertyGroup& library) {
    const auto unit = library.value("time_unit");
    const double factor = liberty_number(unit, 1.0);
    if (unit.find("ps") != std::string_view::npos) return factor * 1e-3;
    return unit.find("us") != std::string_view::npos ? factor * 1e3 : factor;
}

double capacitance_unit_pf(const LibertyGroup& library) {
    for (const auto& attribute : library.attributes) {
        if (attribute.name != "capacitive_load_unit" || attribute.values.size() != 2) continue;
        const double factor = liberty_number(attribute.values[0], 1.0);
        return attribute.values[1] == "ff" || attribute.values[1] == "fF" ? factor * 1e-3 : factor;
    }
    return 1.0;
}

double leakage_unit_nw(const LibertyGroup& library) {
    const auto unit = library.value("leakage_power_unit");
    const double factor = liberty_number(unit, 1.0);
    if (unit.find("pW") != std::string_view::npos) return factor * 1e-3;
    if (unit.find("uW") != std::string_view::npos) return factor * 1e3;
    return unit.find("mW") != std::string_view::npos ? factor * 1e6 : factor;
}

void refuse_nonsense(const LibertyFile& file, const StdCell& cell, int line) {
    const auto refuse = [&](const std::string& problem) {
        throw InputError({Diagnostic{{file.source, line}, cell.name, problem, "at least 0 is allowed"}});
    };
    if (!(cell.area_um2 >= 0)) refuse(fmt::format("area {} is negative", cell.area_um2));
    for (const auto& pin : cell.pins)
        if (!(pin.capacitance_pf >= 0)) refuse(fmt::format("capacitance of pin {} is negative", pin.name));
}

}  // namespace

const StdCellPin* StdCell::pin(std::string_view pin_name) const {
    for (const auto& p : pins)
        if (p.name == pin_name) return &p;
    return nullptr;
}

std::vector<std::string> StdCell::inputs() const {
    std::vector<std::string> names;
    for (const auto& p : pins)
        if (!p.output) names.push_back(p.name);
    return names;
}

const StdCellPin* StdCell::output() const {
    for (const auto& p : pins)
        if (p.output) return &p;
    return nullptr;
}

const StdCell* StdCellLibrary::find(const std::string& cell) const {
    const auto found = cells.find(cell);
    return found == cells.end() ? nullptr : &found->second;
}

StdCellLibrary read_cells(const LibertyFile& file) {
    const auto& group = file.library;
    StdCellLibrary library;
    library.name = group.name();
    library.source = file.source;
    library.time_ns = time_unit_ns(group);
    library.capacitance_pf = capacitance_unit_pf(group);
    library.voltage = group.number("nom_voltage", 0);
    library.temperature = group.number("nom_temperature", 25);
    for (const auto& g : group.groups)
        if (g.type == "operating_conditions" && library.voltage == 0) library.voltage = g.number("voltage", 0);
    if (!(library.time_ns > 0) || !(library.capacitance_pf > 0))
        throw InputError(
            {Diagnostic{{file.source, group.line}, "time_unit, capacitive_load_unit", "not positive", ""}});
    const double nw = leakage_unit_nw(group);
    for (const auto& g : group.groups) {
        if (g.type != "cell" || g.name().empty()) continue;
        auto cell = read_cell(group, g, library);
        cell.leakage_nw *= nw;
        refuse_nonsense(file, cell, g.line);
        library.cells.emplace(cell.name, std::move(cell));
    }
    if (library.cells.empty()) throw InputError(file.source, "describes no cell");
    return library;
}

}  // namespace kvolt
