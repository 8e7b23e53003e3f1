// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/cell_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "gen/flows/cells/cell_state.hpp"
#include "gen/flows/cells/plain_name.hpp"

namespace kvolt {
namespace {

/// Slope of a delay table over the load in the middle of its input transitions; 0 when the table has no load axis.
double slope_of(const LookupTable& table) {
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
        if (table.axes[axis] != TableAxis::output_load || table.index[axis].size() < 2) continue;
        const double low = table.index[axis].front(), high = table.index[axis].back();
        double middle = 0;
        if (table.axes.size() == 2) {
            const auto& transitions = table.index[1 - axis];
            middle = transitions[(transitions.size() - 1) / 2];
        }
        return std::max(0.0, (table.at(middle, high) - table.at(middle, low)) / (high - low));
    }
    return 0;
}

double resistance(const StdCellPin& pin) {
    double slope = 0;
    for (const auto& arc : pin.timing)
        for (const bool rise : {true, false}) slope = std::max(slope, slope_of(arc.delay(rise)));
    return slope;
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

/// Two cells with the same signature can replace each other: same pins, same functions.
std::string signature_of(const StdCell& cell) {
    auto text = fmt::format("{}|{}|{}|{}|{}|{}", static_cast<int>(cell.kind), cell.gate_kind, cell.next_state,
                            cell.control, cell.clear, cell.preset);
    std::set<std::string> pins;
    for (const auto& pin : cell.pins)
        pins.insert(fmt::format("|{}{}{}", pin.name, pin.output ? '=' : ':', pin.function));
    return text + fmt::format("{}", fmt::join(pins, ""));
}

/// "A B" and "A,B" name two pins.
std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) == 0 && c != ',') {
            word += c;
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) out.push_back(word);
    return out;
}

/// A pin of an array (bus, bundle), a two-way pin or a three-state output: nothing that mapping could use.
bool is_foreign(const LibertyGroup& group) {
    for (const auto& g : group.groups) {
        if (g.type == "bus" || g.type == "bundle" || g.type == "ff_bank" || g.type == "latch_bank") return true;
        if (g.type == "pin" && (g.value("direction") == "inout" || !g.value("three_state").empty())) return true;
    }
    return false;
}

}  // namespace

CellReader::CellReader(const LibertyFile& file) : file_(file), units_(read_units(file)), tables_(file, units_) {}

TimingArc CellReader::read_arc(const LibertyGroup& group) const {
    TimingArc arc;
    arc.type = group.value("timing_type");
    arc.sense = group.value("timing_sense");
    if (const auto when = BooleanFunction::parse(group.value("when"))) arc.when = when->text();
    for (std::size_t i = 0; i < arc_tables.size(); ++i)
        arc.table[i] = tables_.read(group, arc_tables[i], units_.time_ns);
    return arc;
}

EnergyArc CellReader::read_energy(const LibertyGroup& group) const {
    EnergyArc arc;
    arc.when = BooleanFunction::parse(group.value("when"));
    arc.rail = group.value("related_pg_pin");
    arc.rise = tables_.read(group, "rise_power", units_.energy_pj());
    arc.fall = tables_.read(group, "fall_power", units_.energy_pj());
    if (arc.rise.empty() && arc.fall.empty()) arc.rise = arc.fall = tables_.read(group, "power", units_.energy_pj());
    return arc;
}

std::vector<StdCellPin> CellReader::read_pins(const LibertyGroup& group, const StdCell& cell) const {
    const auto size = [&](std::string_view name, double otherwise, double scale) {
        const double value = group.number(name, otherwise) * scale;
        if (value < 0) {
            const auto* attribute = group.attribute(name);
            throw InputError({Diagnostic{{file_.source, attribute == nullptr ? group.line : attribute->line},
                                         cell.name,
                                         fmt::format("{} of pin {} is negative", name, group.name().substr(0, 60)),
                                         "at least 0 is allowed"}});
        }
        return value;
    };
    StdCellPin pin;
    pin.output = group.value("direction") == "output";
    pin.clock = group.value("clock") == "true";
    if (const auto function = BooleanFunction::parse(group.value("function"))) pin.function = function->text();
    const double pf = units_.capacitance_pf;
    const double stated = size("capacitance", file_.library.number("default_input_pin_cap", 0), pf) / pf;
    if (!pin.output) {
        pin.rise_capacitance_pf = size("rise_capacitance", stated, pf);
        pin.fall_capacitance_pf = size("fall_capacitance", stated, pf);
        pin.capacitance_pf =
            std::max({size("capacitance", stated, pf), pin.rise_capacitance_pf, pin.fall_capacitance_pf});
    }
    pin.max_capacitance_pf = size("max_capacitance", 0, units_.capacitance_pf);
    pin.max_transition_ns = size("max_transition", 0, units_.time_ns);
    for (const auto& g : group.groups) {
        if (g.type != "timing" && g.type != "internal_power") continue;
        const auto causes = words(g.value("related_pin"));
        if (g.type == "timing") {
            auto arc = read_arc(g);
            for (const auto& cause : causes) {
                arc.related = cause;
                pin.timing.push_back(arc);
            }
        } else {
            auto arc = read_energy(g);
            for (const auto& cause : causes.empty() ? std::vector<std::string>{""} : causes) {
                arc.related = cause;
                pin.energy.push_back(arc);
            }
        }
    }
    if (pin.output) pin.resistance_ns_per_pf = resistance(pin);
    std::vector<StdCellPin> pins;
    for (const auto name : group.arguments) {
        pin.name = name;
        pins.push_back(pin);
    }
    return pins;
}

void CellReader::read_leakage(const LibertyGroup& group, StdCell& cell) const {
    double sum = 0;
    for (const auto& g : group.groups) {
        if (g.type != "leakage_power") continue;
        LeakageState state{BooleanFunction::parse(g.value("when")), std::string(g.value("related_pg_pin")),
                           g.number("value", 0) * units_.leakage_nw};
        sum += state.power_nw;
        cell.leakage.push_back(std::move(state));
    }
    cell.leakage_nw = cell.leakage.empty() ? file_.library.number("default_cell_leakage_power", 0) * units_.leakage_nw
                                           : sum / static_cast<double>(cell.leakage.size());
    if (const double total = group.number("cell_leakage_power", -1); total >= 0)
        cell.leakage_nw = total * units_.leakage_nw;
}

StdCell CellReader::read(const LibertyGroup& group) const {
    StdCell cell;
    cell.name = group.name();
    cell.pos = {file_.source, group.line};
    const auto* area = group.attribute("area");
    const double value = group.number("area", 0);
    if (area != nullptr && (!(value >= 0) || liberty_number(group.value("area"), -1) == -1))
        throw InputError({Diagnostic{{file_.source, area->line},
                                     cell.name,
                                     fmt::format("area {} is negative or no number", group.value("area").substr(0, 40)),
                                     "at least 0 is allowed"}});
    cell.area_um2 = value;
    cell.area_known = value > 0;
    cell.dont_use = group.value("dont_use") == "true";
    read_leakage(group, cell);
    bool plain = is_plain_name(cell.name) && !is_foreign(group);
    for (const auto& g : group.groups) {
        if (g.type != "pin" || g.value("direction") == "internal") continue;
        for (auto& pin : read_pins(g, cell)) {
            plain &= is_plain_name(pin.name) && cell.pin(pin.name) == nullptr;
            cell.pins.push_back(std::move(pin));
        }
    }
    const auto* state = group.group("ff") != nullptr ? group.group("ff") : group.group("latch");
    if (plain && !group.value("clock_gating_integrated_cell").empty())
        read_clock_gate(group, cell);
    else if (plain && state != nullptr)
        read_state(group, *state, cell);
    else if (plain && group.group("statetable") == nullptr)
        cell.kind = logic_kind(cell);
    for (auto& pin : cell.pins) pin.clock |= pin.name == cell.clock || pin.name == cell.gate.clock;
    cell.signature = signature_of(cell);
    return cell;
}

}  // namespace kvolt
