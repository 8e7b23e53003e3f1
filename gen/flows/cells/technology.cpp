// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/technology.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "gen/flows/cells/boolean_function.hpp"
#include "gen/flows/cells/technology_description.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt {
namespace {

/// The load that a driver may have, in loads of an inverter of its own size. Four is the fastest chain; three times
/// that trades a little delay for much less buffer area.
constexpr double load_in_own_inverters = 12.0;

[[noreturn]] void refuse_option(const std::string& problem, const std::string& allowed) {
    Diagnostic diagnostic;
    diagnostic.key = "--tech";
    diagnostic.problem = problem;
    diagnostic.allowed = allowed;
    throw InputError(std::vector<Diagnostic>{diagnostic});
}

std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

bool is_clock_cell(const StdCell& cell) { return lower(cell.name).find("clk") != std::string::npos; }

/// Delay cells are buffers by function; nobody wants them in a buffer tree.
bool is_delay_cell(const StdCell& cell) {
    const auto name = lower(cell.name);
    return name.find("dly") != std::string::npos || name.find("delay") != std::string::npos;
}

const StdCell* smaller(const StdCell* a, const StdCell* b) {
    return a == nullptr || b->choice_area_um2 < a->choice_area_um2 ? b : a;
}

void apply_description(Technology& tech) {
    for (auto& [name, cell] : tech.cells.cells) {
        const auto area = tech.description.area_um2.find(name);
        if (area != tech.description.area_um2.end()) {
            cell.area_um2 = cell.choice_area_um2 = area->second;
            cell.area_known = true;
        }
        for (const auto& pattern : tech.description.dont_use) cell.excluded |= matches_pattern(pattern, name);
        cell.dont_use |= cell.excluded;
        cell.dont_use |= cell.kind == StdCellKind::buffer && is_delay_cell(cell);
    }
}

/// Buffers, inverter, AND and clock gate.
void assign_logic(Technology& tech) {
    std::vector<const StdCell*> clock_named;
    for (const auto& [name, cell] : tech.cells.cells) {
        // Vendors mark clock gates dont_use, so that logic is not mapped to them: they are for those who ask by name.
        if (cell.kind == StdCellKind::clock_gate && !cell.excluded && cell.is_timed())
            tech.clock_gate = smaller(tech.clock_gate, &cell);
        if (cell.dont_use || !cell.is_timed()) continue;
        const bool drives = cell.output() != nullptr && cell.output()->resistance_ns_per_pf > 0;
        if (cell.kind == StdCellKind::buffer && drives)
            (is_clock_cell(cell) ? clock_named : tech.buffers).push_back(&cell);
        if (cell.kind == StdCellKind::inverter && drives && !is_clock_cell(cell))
            tech.inverter = smaller(tech.inverter, &cell);
        if (cell.kind != StdCellKind::logic) continue;
        if (cell.pins.size() == 3 && cell.output() != nullptr &&
            truth_table(cell.output()->function, cell.inputs()) == 0b1000)
            tech.and2 = smaller(tech.and2, &cell);
    }
    if (tech.buffers.empty()) tech.buffers = clock_named;
    tech.clock_buffers = clock_named.empty() ? tech.buffers : clock_named;
    const auto weakest_first = [](const StdCell* a, const StdCell* b) {
        return a->output()->resistance_ns_per_pf > b->output()->resistance_ns_per_pf;
    };
    std::stable_sort(tech.buffers.begin(), tech.buffers.end(), weakest_first);
    std::stable_sort(tech.clock_buffers.begin(), tech.clock_buffers.end(), weakest_first);
}

/// Why there is neither a clock gate nor a latch with an AND.
std::string why_no_gates(const Technology& tech) {
    if (tech.clock_gate != nullptr || (tech.latch.cell != nullptr && tech.and2 != nullptr)) return {};
    for (const auto& [name, cell] : tech.cells.cells) {
        if (cell.gate_kind.empty()) continue;
        if (cell.excluded)
            return fmt::format("clock gate {} is among the cells that technology {} leaves out", name,
                               tech.description.name);
        if (cell.kind == StdCellKind::clock_gate) return fmt::format("clock gate {} has no delay tables", name);
        return fmt::format("{} is of kind {}; a latch_posedge gate, or a latch and an AND, could be used", name,
                           cell.gate_kind.substr(0, 40));
    }
    return fmt::format("{} has neither a clock gate of kind latch_posedge nor {}", tech.cells.name,
                       tech.latch.cell == nullptr ? "a latch that could be used" : "a two-input AND");
}

void refuse_incomplete(const Technology& tech) {
    const auto need = [&](bool present, const std::string& what) {
        if (!present)
            throw InputError(tech.cells.sources.front(), fmt::format("has no {}, which the generated RTL needs", what));
    };
    need(!tech.buffers.empty(), "buffer with a delay table");
    need(tech.inverter != nullptr, "inverter with a delay table");
}

void assign_storage(Technology& tech) {
    tech.flip_flop = find_flip_flop(tech.cells, *tech.inverter, ResetValue::none);
    tech.reset_flip_flop[0] = find_flip_flop(tech.cells, *tech.inverter, ResetValue::zero);
    tech.reset_flip_flop[1] = find_flip_flop(tech.cells, *tech.inverter, ResetValue::one);
    tech.latch = find_latch(tech.cells, *tech.inverter);
    const auto need = [&](const StorageCell& use, const std::string& what) {
        if (use.cell == nullptr)
            throw InputError(tech.cells.sources.front(), fmt::format("has no {}, which the generated RTL needs", what));
    };
    need(tech.flip_flop, "rising-edge flip-flop with delay tables");
    need(tech.reset_flip_flop[0], "flip-flop with asynchronous set or reset");
}

void assign_drive(Technology& tech) {
    const auto& description = tech.description;
    const auto inverter_pf = tech.inverter->pin(tech.inverter->inputs().front())->capacitance_pf;
    tech.load_time_ns = load_in_own_inverters * inverter_pf * tech.inverter->output()->resistance_ns_per_pf;
    tech.output_load_pf = description.output_load_ff > 0 ? description.output_load_ff * 1e-3 : 4 * inverter_pf;
    tech.driving_cell = tech.buffers[tech.buffers.size() / 2];
    if (description.driving_cell.empty()) return;
    tech.driving_cell = tech.cells.find(description.driving_cell);
    if (tech.driving_cell == nullptr || tech.driving_cell->output() == nullptr)
        throw InputError(description.name, fmt::format("driving_cell {} is not in {}", description.driving_cell,
                                                       tech.cells.sources.front()));
}

const TechnologyDescription& named_technology(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& description : technologies()) {
        if (description.name == name) return description;
        names.push_back(description.name);
    }
    const auto hint = did_you_mean(name, names);
    refuse_option(fmt::format("unknown technology {}", name),
                  hint.empty() ? fmt::format("known: {}", fmt::join(names, ", ")) : hint);
}

/// The description that names the library of `file`, or an empty one.
TechnologyDescription description_of(const LibertyFile& file) {
    const std::string library(file.library.name());
    for (const auto& description : technologies())
        for (const auto& pattern : description.libraries)
            if (matches_pattern(pattern, library)) return description;
    TechnologyDescription unknown;
    unknown.name = library.empty() ? "unnamed" : library;
    unknown.title = "described by its Liberty file alone";
    return unknown;
}

}  // namespace

Technology make_technology(const std::vector<LibertyFile>& files, const TechnologyDescription& description) {
    Technology tech;
    tech.description = description;
    tech.cells = read_cells(files);
    apply_description(tech);
    assign_logic(tech);
    refuse_incomplete(tech);
    assign_storage(tech);
    tech.no_gates = why_no_gates(tech);
    assign_drive(tech);
    return tech;
}

Technology load_technology(const std::string& name, const std::vector<std::string>& liberty_paths) {
    if (!liberty_paths.empty()) {
        std::vector<LibertyFile> files;
        for (const auto& path : liberty_paths) files.push_back(read_liberty(path));
        return make_technology(files, description_of(files.front()));
    }
    const auto& description = named_technology(name);
    for (const auto& path : description.liberty)
        if (access(path.c_str(), R_OK) == 0) return make_technology({read_liberty(path)}, description);
    if (description.liberty.empty())
        refuse_option(fmt::format("{} comes without a Liberty file", name), "give one with --liberty");
    throw ToolError(fmt::format("technology {}: {} is not installed; Debian package {} brings it", name,
                                description.liberty.front(), description.package));
}

}  // namespace kvolt
