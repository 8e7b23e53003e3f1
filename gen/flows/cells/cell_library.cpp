// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/cell_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/flows/cells/cell_reader.hpp"

namespace kvolt {
namespace {

constexpr std::array<const char*, 9> threshold_names{
    "input_threshold_pct_rise",      "input_threshold_pct_fall",      "output_threshold_pct_rise",
    "output_threshold_pct_fall",     "slew_lower_threshold_pct_rise", "slew_lower_threshold_pct_fall",
    "slew_upper_threshold_pct_rise", "slew_upper_threshold_pct_fall", "slew_derate_from_library"};

const LibertyGroup* named_group(const LibertyGroup& library, std::string_view type, std::string_view name) {
    for (const auto& group : library.groups)
        if (group.type == type && (name.empty() || group.name() == name)) return &group;
    return nullptr;
}

void read_conditions(const LibertyFile& file, const LibertyUnits& units, StdCellLibrary& library) {
    const auto& group = file.library;
    library.voltage = group.number("nom_voltage", 0) * units.voltage_v;
    library.temperature = group.number("nom_temperature", 25);
    library.process = group.number("nom_process", 1);
    const auto chosen = group.value("default_operating_conditions");
    const auto* conditions = named_group(group, "operating_conditions", chosen);
    if (conditions != nullptr && (!chosen.empty() || library.voltage == 0)) {
        library.voltage = conditions->number("voltage", library.voltage / units.voltage_v) * units.voltage_v;
        library.temperature = conditions->number("temperature", library.temperature);
        library.process = conditions->number("process", library.process);
    }
    for (const auto* name : threshold_names)
        if (const auto* attribute = group.attribute(name); attribute != nullptr) {
            const double value = group.number(name, -1);
            if (!(value > 0 && value <= 100))
                throw InputError({Diagnostic{
                    {file.source, attribute->line}, name, "is out of range", "above 0, at most 100 is allowed"}});
            library.thresholds[name] = value;
        }
    library.default_max_transition_ns = std::max(0.0, group.number("default_max_transition", 0) * units.time_ns);
}

void read_wire_load(const LibertyFile& file, const LibertyUnits& units, StdCellLibrary& library) {
    const auto name = file.library.value("default_wire_load");
    const auto* group = name.empty() ? nullptr : named_group(file.library, "wire_load", name);
    if (group == nullptr) return;
    WireLoad wire;
    wire.name = name;
    wire.capacitance_pf = std::max(0.0, group->number("capacitance", 0) * units.capacitance_pf);
    wire.resistance_kohm = std::max(0.0, group->number("resistance", 0) * units.resistance_kohm);
    wire.slope = std::max(0.0, group->number("slope", 0));
    for (const auto& attribute : group->attributes) {
        if (attribute.name != "fanout_length" || attribute.values.size() < 2) continue;
        const double fanout = liberty_number(attribute.values[0], 0), length = liberty_number(attribute.values[1], -1);
        if (fanout >= 1 && fanout <= 1e6 && length >= 0) wire.lengths.emplace_back(static_cast<int>(fanout), length);
    }
    std::sort(wire.lengths.begin(), wire.lengths.end());
    if (!wire.lengths.empty()) library.wire_load = wire;
}

void refuse_other_model(const LibertyFile& file) {
    const auto* model = file.library.attribute("delay_model");
    if (model != nullptr && file.library.value("delay_model") != "table_lookup")
        throw InputError({Diagnostic{{file.source, model->line},
                                     "delay_model",
                                     fmt::format("{} cannot be used", file.library.value("delay_model").substr(0, 40)),
                                     "table_lookup is allowed"}});
}

void add_cells(const LibertyFile& file, const CellReader& reader, StdCellLibrary& library) {
    for (const auto& group : file.library.groups) {
        if (group.type != "cell" || group.name().empty()) continue;
        auto cell = reader.read(group);
        const auto [place, added] = library.cells.emplace(cell.name, std::move(cell));
        if (added) continue;
        const auto& first = place->second.pos;
        library.notes.push_back(fmt::format("{}:{}: {}: defined twice; the first (line {}{}) counts", file.source,
                                            group.line, place->first, first.line,
                                            first.file == file.source ? "" : " of " + first.file));
    }
}

/// What a cell of unknown area counts when mapping chooses: the median area per pin of the others, times its pins.
void guess_areas(StdCellLibrary& library) {
    std::vector<double> per_pin;
    for (const auto& [name, cell] : library.cells)
        if (cell.kind != StdCellKind::other && cell.area_known && !cell.pins.empty())
            per_pin.push_back(cell.area_um2 / static_cast<double>(cell.pins.size()));
    double guess = 1;
    if (!per_pin.empty()) {
        const auto middle = per_pin.begin() + static_cast<std::ptrdiff_t>(per_pin.size() / 2);
        std::nth_element(per_pin.begin(), middle, per_pin.end());
        guess = *middle;
    }
    for (auto& [name, cell] : library.cells)
        cell.choice_area_um2 = cell.area_known ? cell.area_um2 : guess * static_cast<double>(cell.pins.size());
}

}  // namespace

bool TimingArc::is_complete() const {
    return std::none_of(table.begin(), table.begin() + 4, [](const LookupTable& t) { return t.empty(); });
}

CauseEdge TimingArc::cause() const {
    if (type == "rising_edge") return CauseEdge::rising;
    if (type == "falling_edge") return CauseEdge::falling;
    if (sense == "positive_unate") return CauseEdge::same;
    return sense == "negative_unate" ? CauseEdge::opposite : CauseEdge::either;
}

double cause_transition(CauseEdge edge, bool rise, double rise_ns, double fall_ns) {
    switch (edge) {
        case CauseEdge::same:
            return rise ? rise_ns : fall_ns;
        case CauseEdge::opposite:
            return rise ? fall_ns : rise_ns;
        case CauseEdge::rising:
            return rise_ns;
        case CauseEdge::falling:
            return fall_ns;
        case CauseEdge::either:
            break;
    }
    return std::max(rise_ns, fall_ns);
}

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

bool StdCell::is_timed() const {
    if (kind == StdCellKind::tie) return true;
    const bool combinational =
        kind == StdCellKind::logic || kind == StdCellKind::buffer || kind == StdCellKind::inverter;
    for (const auto& out : pins) {
        if (!out.output) continue;
        const auto timed_from = [&](const std::string& input) {
            return std::any_of(out.timing.begin(), out.timing.end(), [&](const TimingArc& arc) {
                return (input.empty() || arc.related == input) && arc.is_complete();
            });
        };
        const auto needed = combinational ? inputs() : std::vector<std::string>{""};
        if (!std::all_of(needed.begin(), needed.end(), timed_from)) return false;
    }
    return true;
}

double WireLoad::capacitance_of(int fanout) const {
    if (fanout < 1 || lengths.empty()) return 0;
    const auto at_least = std::lower_bound(lengths.begin(), lengths.end(), std::pair{fanout, 0.0});
    if (at_least == lengths.end())
        return capacitance_pf * (lengths.back().second + slope * (fanout - lengths.back().first));
    if (at_least->first == fanout || at_least == lengths.begin()) return capacitance_pf * at_least->second;
    const auto& below = *(at_least - 1);
    const double share = static_cast<double>(fanout - below.first) / (at_least->first - below.first);
    return capacitance_pf * (below.second + share * (at_least->second - below.second));
}

const StdCell* StdCellLibrary::find(const std::string& cell) const {
    const auto found = cells.find(cell);
    return found == cells.end() ? nullptr : &found->second;
}

StdCellLibrary read_cells(const std::vector<LibertyFile>& files) {
    StdCellLibrary library;
    for (const auto& file : files) {
        refuse_other_model(file);
        const CellReader reader(file);
        if (library.sources.empty()) {
            library.name = file.library.name();
            read_conditions(file, reader.units(), library);
            read_wire_load(file, reader.units(), library);
        } else if (const double voltage = file.library.number("nom_voltage", 0) * reader.units().voltage_v;
                   voltage > 0 && library.voltage > 0 && std::abs(voltage - library.voltage) > 1e-6) {
            library.notes.push_back(fmt::format("{}:{}: nom_voltage {} V, in {} {} V; the first counts", file.source,
                                                file.library.line, voltage, files.front().source, library.voltage));
        }
        library.sources.push_back(file.source);
        add_cells(file, reader, library);
    }
    if (library.cells.empty()) throw InputError(files.empty() ? "liberty" : files.front().source, "describes no cell");
    guess_areas(library);
    return library;
}

}  // namespace kvolt
