// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/area.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "gen/flows/netlist/clock_network.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "gen/support/write_directory.hpp"

namespace kvolt {
namespace {

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw ToolError(fmt::format("cannot read {}", path));
    return text.str();
}

void require_tools() {
    for (const auto& [program, package] : {std::pair{"yosys", "yosys"}, std::pair{"sta", "opensta"}})
        if (!have_program(program))
            throw ToolError(fmt::format("{} is not on PATH; Debian package {} brings it", program, package));
}

/// The files a list names, one a line, relative to the list.
std::vector<std::string> listed_files(const std::string& directory, const std::string& list) {
    std::vector<std::string> paths;
    std::istringstream lines(read_text(directory + "/" + list));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '#' && line[0] != '/' && line[0] != '+' && line[0] != '-')
            paths.push_back(directory + "/" + line);
    return paths;
}

TimingInput timing_input(const Design& design, const std::string& rtl) {
    TimingInput timing;
    timing.top = design.top;
    timing.sdc = read_text(fmt::format("{}/constraints/{}.sdc", rtl, design.name));
    for (const auto& macro : design.macros)
        timing.liberty.push_back(fmt::format("{}/macros/{}.lib", rtl, macro.module));
    timing.clock_ns = design.config.timing.clock_ns;
    return timing;
}

/// Fills one row from the cells of `module` itself; blocks inside it have rows of their own.
BlockArea row_of(const NetlistModule& module, const std::string& instance, const Technology& tech,
                 const SynthesisResult& synthesis) {
    BlockArea row;
    row.instance = instance;
    row.module = module.name;
    for (const auto& cell : module.cells) {
        const auto* found = tech.cells.find(cell.type);
        if (found == nullptr) continue;
        ++row.cells;
        row.area_um2 += found->area_um2;
        row.flip_flops += found->kind == StdCellKind::flip_flop ? 1 : 0;
    }
    const auto clocks = clock_network(module, tech);
    row.gated = clocks.gated;
    row.gates = static_cast<long>(clocks.gates.size());
    if (const auto mapping = synthesis.mapping.find(module.name); mapping != synthesis.mapping.end())
        row.mapping = mapping->second;
    return row;
}

class RowCollector {
public:
    RowCollector(const Design& design, const Technology& tech, const SynthesisResult& synthesis)
        : design_(design), tech_(tech), synthesis_(synthesis) {}

    std::vector<BlockArea> run() {
        const auto& netlist = synthesis_.netlist;
        add_children(*netlist.find(netlist.top), true, 1);
        std::stable_sort(rows_.begin(), rows_.end(),
                         [](const BlockArea& a, const BlockArea& b) { return a.total_um2() > b.total_um2(); });
        return std::move(rows_);
    }

private:
    /// Rows of `module`'s blocks and of the cells between them. Heads are alike: the first stands for all.
    void add_children(const NetlistModule& module, bool shared, long count) {
        auto glue = row_of(module, "(glue)", tech_, synthesis_);
        glue.shared = shared;
        glue.count = count;
        if (glue.cells > 0) rows_.push_back(glue);
        bool head_seen = false;
        for (const auto& cell : module.cells) {
            const auto* block = synthesis_.netlist.find(cell.type);
            if (block == nullptr) continue;
            if (cell.type == design_.head_module) {
                if (!head_seen) add_children(*block, false, design_.heads);
                head_seen = true;
                continue;
            }
            auto row = row_of(*block, cell.name, tech_, synthesis_);
            row.shared = shared;
            row.count = count;
            rows_.push_back(row);
        }
    }

    const Design& design_;
    const Technology& tech_;
    const SynthesisResult& synthesis_;
    std::vector<BlockArea> rows_;
};

void fill_area(AreaReport& report, const Design& design, const Technology& tech, const SynthesisResult& synthesis) {
    report.blocks = RowCollector(design, tech, synthesis).run();
    for (const auto& row : report.blocks) {
        report.digital_um2 += row.total_um2();
        (row.shared ? report.shared_um2 : report.head_um2) += row.area_um2;
    }
    const auto counts = synthesis.netlist.instance_counts();
    for (const auto& macro : design.macros) {
        const auto count = counts.find(macro.module);
        report.macros.push_back({macro.module, count == counts.end() ? 0 : count->second, macro.area_um2});
        report.macros_um2 += macro.area_um2 * static_cast<double>(report.macros.back().count);
    }
    report.buffering = synthesis.buffering;
    report.clocks_gated = synthesis.clocks_gated;
    report.yosys_version = synthesis.yosys_version;
    report.synthesis_seconds = synthesis.seconds;
}

void fill_technology(AreaReport& report, const Technology& tech) {
    report.technology = tech.description.name;
    report.technology_title = tech.description.title;
    report.library = tech.cells.name;
    report.liberty = std::filesystem::path(tech.file.source).filename().string();
    report.voltage = tech.cells.voltage;
    report.temperature = tech.cells.temperature;
}

void fill_power(AreaReport& report, const Design& design, const AreaOptions& options) {
    for (auto& row : report.blocks)
        for (const auto& share : report.power.blocks)
            if (!row.shared && share.name == row.instance) row.power_mw = share.total_mw();
    report.assumed_toggles = options.assumed_toggles;
    report.assumed_gate_duty = options.assumed_gate_duty;
    const double cycles =
        report.simulation.tokens > 0 ? report.simulation.interval_cycles : design.schedule.interval_cycles;
    report.token_ns = cycles * design.config.timing.clock_ns;
    report.energy_nj = report.nanojoule(report.power.total.total_mw());
}

/// What is worth keeping of the work directory.
std::vector<File> kept_files(const std::string& directory) {
    std::vector<File> files;
    for (const auto* name : {"netlist.v", "cells.lib", "constraints.sdc", "front.ys", "front.log", "map_small.ys",
                             "map_small.log", "map_balanced.ys", "map_balanced.log", "map_fast.ys", "map_fast.log",
                             "timing.tcl", "timing.log", "power.log", "gate_bench.v", "cells.v", "random_tile.v"})
        if (std::filesystem::exists(directory + "/" + name)) files.push_back({name, read_text(directory + "/" + name)});
    return files;
}

}  // namespace

SynthesisInput synthesis_input(const Design& design, const std::string& directory, const AreaOptions& options) {
    SynthesisInput input;
    input.sources = listed_files(directory, design.name + ".synth.f");
    input.top = design.top;
    input.composed = {design.top, design.head_module};
    for (const auto& macro : design.macros)
        for (const auto& pin : macro.pins)
            if (pin.direction == PinDirection::in)
                input.macro_loads[macro.module + "/" + pin.name] = pin.capacitance_ff * 1e-3;
    input.clock_ns = design.config.timing.clock_ns;
    input.gate_clocks = options.gate_clocks;
    return input;
}

SynthesisResult synthesize_design(const Design& design, const Technology& tech, const AreaOptions& options,
                                  const std::string& rtl, const std::string& directory) {
    require_tools();
    const Progress progress = options.progress ? options.progress : [](const std::string&) {};
    const auto timing = timing_input(design, rtl);
    const auto critical = [&](const Netlist& netlist) {
        progress("sta: slow paths");
        return critical_blocks(timing, tech, netlist, directory);
    };
    return synthesize(synthesis_input(design, rtl, options), tech, directory, critical, progress);
}

AreaReport estimate_area(const Design& design, const AreaOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const Progress progress = options.progress ? options.progress : [](const std::string&) {};
    require_tools();
    const auto tech = load_technology(options.technology, options.liberty);
    const ScratchDirectory scratch;
    const auto rtl = scratch.path() + "/design";
    write_directory(rtl, emit_all(design));

    const auto synthesis = synthesize_design(design, tech, options, rtl, scratch.path());
    const auto timing = timing_input(design, rtl);

    AreaReport report;
    fill_technology(report, tech);
    fill_area(report, design, tech, synthesis);
    // Timing and power read the same netlist and leave each other alone: side by side, as most machines have two cores.
    progress(fmt::format("sta: timing of {} at {} ns", timing.top, timing.clock_ns));
    auto timing_run = std::async(std::launch::async,
                                 [&] { return analyze_timing(timing, tech, scratch.path(), [](const auto&) {}); });
    PowerInput power;
    power.module = design.head_module;
    power.liberty = timing.liberty;
    power.clock_ns = timing.clock_ns;
    power.measured = options.measured;
    if (options.measure_tokens > 0) {
        report.simulation =
            simulate_gates(design, synthesis.netlist, tech, scratch.path(), rtl, options.measure_tokens, progress);
        power.measured = std::move(report.simulation.activities);
    }
    power.phases = report.simulation.phases.size();
    power.assumed_toggles = options.assumed_toggles;
    power.assumed_gate_duty = options.assumed_gate_duty;
    report.power = analyze_power(power, synthesis.netlist, tech, scratch.path(), progress);
    report.timing = timing_run.get();
    fill_power(report, design, options);
    if (options.keep_files) report.files = kept_files(scratch.path());
    report.total_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace kvolt
