// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/liberty_writer.hpp"

#include <fmt/format.h>

#include <set>

#include "gen/flows/cells/plain_name.hpp"

namespace kvolt {
namespace {

const char* variable_name(TableAxis axis, bool power) {
    switch (axis) {
        case TableAxis::input_transition:
            return power ? "input_transition_time" : "input_net_transition";
        case TableAxis::related_transition:
            return "related_pin_transition";
        case TableAxis::constrained_transition:
            return "constrained_pin_transition";
        case TableAxis::output_load:
            return "total_output_net_capacitance";
        case TableAxis::other_load:
            break;
    }
    return "equal_or_opposite_output_net_capacitance";
}

/// "input_transition_7_output_load_7": a template for every shape.
std::string template_name(const LookupTable& table) {
    static constexpr const char* words[] = {"transition", "related", "constrained", "load", "other_load"};
    if (table.axes.empty()) return "scalar";
    std::string name;
    for (std::size_t i = 0; i < table.axes.size(); ++i)
        name +=
            fmt::format("{}{}_{}", i == 0 ? "" : "_", words[static_cast<int>(table.axes[i])], table.index[i].size());
    return name;
}

/// A delay as the plane over transition and load that ABC wants, two points at least on each axis.
LookupTable as_plane(const LookupTable& table) {
    LookupTable plane;
    plane.axes = {TableAxis::input_transition, TableAxis::output_load};
    plane.index.resize(2);
    for (std::size_t i = 0; i < table.axes.size(); ++i)
        plane.index[table.axes[i] == TableAxis::output_load ? 1 : 0] = table.index[i];
    for (auto& index : plane.index) {
        if (index.empty()) index.push_back(0);
        if (index.size() == 1) index.push_back(index.front() + 1);
    }
    for (const double transition : plane.index[0])
        for (const double load : plane.index[1]) plane.values.push_back(table.at(transition, load));
    return plane;
}

std::string list(const double* values, std::size_t count) {
    std::string text = "\"";
    for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}{:.9g}", i == 0 ? "" : ", ", values[i]);
    return text + "\"";
}

class Writer {
public:
    Writer(const StdCellLibrary& library, LibertyUse use) : library_(library), use_(use) {}

    std::string run(const std::function<bool(const StdCell&)>& keep) {
        for (const auto& [name, cell] : library_.cells)
            if (cell.kind != StdCellKind::other && keep(cell)) write_cell(cell);
        return header() + templates_ + cells_ + "}\n";
    }

private:
    [[nodiscard]] std::string header() const {
        const auto& l = library_;
        auto text = fmt::format(
            "library ({}) {{\n  delay_model : table_lookup;\n  time_unit : \"1ns\";\n  voltage_unit : \"1V\";\n"
            "  current_unit : \"1mA\";\n  pulling_resistance_unit : \"1kohm\";\n  leakage_power_unit : \"1nW\";\n"
            "  capacitive_load_unit (1, pf);\n"
            "  nom_process : {:.9g};\n  nom_temperature : {:.9g};\n  nom_voltage : {:.9g};\n"
            // OpenSTA takes the supply from the default operating conditions only.
            "  operating_conditions (nominal) {{ process : {:.9g}; temperature : {:.9g}; voltage : {:.9g}; }}\n"
            "  default_operating_conditions : nominal;\n",
            is_plain_name(l.name) ? l.name : "cells", l.process, l.temperature, l.voltage, l.process, l.temperature,
            l.voltage);
        for (const auto& [name, value] : l.thresholds) text += fmt::format("  {} : {:.9g};\n", name, value);
        if (l.default_max_transition_ns > 0)
            text += fmt::format("  default_max_transition : {:.9g};\n", l.default_max_transition_ns);
        if (l.wire_load) {
            text += fmt::format(
                "  wire_load (default) {{\n    capacitance : {:.9g};\n    resistance : {:.9g};\n    area : 0;\n    "
                "slope : {:.9g};\n",
                l.wire_load->capacitance_pf, l.wire_load->resistance_kohm, l.wire_load->slope);
            for (const auto& [fanout, length] : l.wire_load->lengths)
                text += fmt::format("    fanout_length ({}, {:.9g});\n", fanout, length);
            text += "  }\n  default_wire_load : default;\n";
        }
        return text;
    }

    void write_template(const LookupTable& table, const std::string& name, bool power) {
        if (table.axes.empty() || !known_templates_.insert((power ? "p " : "t ") + name).second) return;
        templates_ += fmt::format("  {} ({}) {{", power ? "power_lut_template" : "lu_table_template", name);
        for (std::size_t i = 0; i < table.axes.size(); ++i)
            templates_ += fmt::format(" variable_{} : {};", i + 1, variable_name(table.axes[i], power));
        for (std::size_t i = 0; i < table.axes.size(); ++i)
            templates_ += fmt::format(" index_{} ({});", i + 1, list(table.index[i].data(), table.index[i].size()));
        templates_ += " }\n";
    }

    void write_table(const char* type, const LookupTable& table, bool power) {
        if (table.empty()) return;
        const auto name = template_name(table);
        write_template(table, name, power);
        cells_ += fmt::format("        {} ({}) {{", type, name);
        for (std::size_t i = 0; i < table.axes.size(); ++i)
            cells_ += fmt::format(" index_{} ({});", i + 1, list(table.index[i].data(), table.index[i].size()));
        const auto columns = table.axes.size() < 2 ? table.values.size() : table.index[1].size();
        cells_ += "\n          values (";
        for (std::size_t begin = 0; begin < table.values.size(); begin += columns)
            cells_ += (begin == 0 ? "" : ", \\\n            ") + list(&table.values[begin], columns);
        cells_ += "); }\n";
    }

    void attribute(const char* indent, const char* name, const std::string& value) {
        if (!value.empty()) cells_ += fmt::format("{}{} : \"{}\";\n", indent, name, value);
    }

    void number(const char* name, double value) {
        if (value > 0) cells_ += fmt::format("      {} : {:.9g};\n", name, value);
    }

    void write_cell(const StdCell& cell) {
        cells_ += fmt::format("  cell ({}) {{\n    area : {:.9g};\n", cell.name,
                              use_ == LibertyUse::mapping ? cell.choice_area_um2 : cell.area_um2);
        if (use_ == LibertyUse::analysis) cells_ += fmt::format("    cell_leakage_power : {:.9g};\n", cell.leakage_nw);
        if (cell.kind == StdCellKind::clock_gate) attribute("    ", "clock_gating_integrated_cell", cell.gate_kind);
        write_state(cell);
        for (const auto& pin : cell.pins) write_pin(cell, pin);
        cells_ += "  }\n";
    }

    void write_state(const StdCell& cell) {
        const bool latch = cell.kind == StdCellKind::latch;
        if (!latch && cell.kind != StdCellKind::flip_flop) return;
        cells_ += fmt::format("    {} ({}{}) {{\n", latch ? "latch" : "ff", cell.state,
                              cell.inverse_state.empty() ? "" : ", " + cell.inverse_state);
        attribute("      ", latch ? "data_in" : "next_state", cell.next_state);
        attribute("      ", latch ? "enable" : "clocked_on", cell.control);
        attribute("      ", "clear", cell.clear);
        attribute("      ", "preset", cell.preset);
        for (std::size_t i = 0; i < cell.both.size(); ++i)
            if (is_plain_name(cell.both[i]))
                cells_ += fmt::format("      clear_preset_var{} : {};\n", i + 1, cell.both[i]);
        cells_ += "    }\n";
    }

    void write_pin(const StdCell& cell, const StdCellPin& pin) {
        cells_ += fmt::format("    pin ({}) {{\n      direction : {};\n", pin.name, pin.output ? "output" : "input");
        if (pin.clock) cells_ += "      clock : true;\n";
        if (cell.kind == StdCellKind::clock_gate)
            for (const auto& [role, name] : {std::pair{"clock", &cell.gate.clock},
                                             {"enable", &cell.gate.enable},
                                             {"test", &cell.gate.test},
                                             {"out", &cell.gate.output}})
                if (*name == pin.name) cells_ += fmt::format("      clock_gate_{}_pin : true;\n", role);
        if (!pin.output)
            cells_ += fmt::format(
                "      capacitance : {:.9g};\n      rise_capacitance : {:.9g};\n      fall_capacitance : {:.9g};\n",
                pin.capacitance_pf, pin.rise_capacitance_pf, pin.fall_capacitance_pf);
        number("max_capacitance", pin.max_capacitance_pf);
        number("max_transition", pin.max_transition_ns);
        attribute("      ", "function", pin.function);
        for (const auto& arc : pin.timing) write_arc(cell, arc);
        for (const auto& arc : pin.energy) write_energy(cell, arc);
        cells_ += "    }\n";
    }

    void write_arc(const StdCell& cell, const TimingArc& arc) {
        const bool delays = arc.is_complete();
        const bool one_edge = !delays && (!arc.delay(true).empty() || !arc.delay(false).empty());
        const bool constraints = !arc.table[4].empty() || !arc.table[5].empty();
        if (use_ == LibertyUse::mapping && !delays) return;
        if (!(delays || one_edge || constraints) || cell.pin(arc.related) == nullptr) return;
        cells_ += fmt::format("      timing () {{\n        related_pin : \"{}\";\n", arc.related);
        if (is_plain_name(arc.sense)) cells_ += fmt::format("        timing_sense : {};\n", arc.sense);
        if (is_plain_name(arc.type)) cells_ += fmt::format("        timing_type : {};\n", arc.type);
        if (use_ == LibertyUse::analysis) attribute("        ", "when", arc.when);
        for (std::size_t i = 0; i < arc.table.size(); ++i)
            if (!arc.table[i].empty()) write_table(arc_tables[i], i < 4 ? as_plane(arc.table[i]) : arc.table[i], false);
        cells_ += "      }\n";
    }

    void write_energy(const StdCell& cell, const EnergyArc& arc) {
        if (use_ == LibertyUse::mapping || (!arc.related.empty() && cell.pin(arc.related) == nullptr)) return;
        cells_ += "      internal_power () {\n";
        attribute("        ", "related_pin", arc.related);
        if (arc.when) attribute("        ", "when", arc.when->text());
        write_table("rise_power", arc.rise, true);
        write_table("fall_power", arc.fall, true);
        cells_ += "      }\n";
    }

    const StdCellLibrary& library_;
    LibertyUse use_;
    std::string templates_, cells_;
    std::set<std::string> known_templates_;
};

}  // namespace

std::string write_liberty(const StdCellLibrary& library, const std::function<bool(const StdCell& cell)>& keep,
                          LibertyUse use) {
    return Writer(library, use).run(keep);
}

}  // namespace kvolt
