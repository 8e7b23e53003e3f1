// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/area.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <sstream>

#include "gen/flows/netlist/clock_network.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace {

void require_tools() {
    for (const auto& [program, package] : {std::pair{"yosys", "yosys"}, std::pair{"sta", "opensta"}})
        require_program(program, package);
}

/// As tools that run in `directory` name it: scripts that are kept must not say where they ran.
std::string relative_path(const std::string& path, const std::string& directory) {
    return std::filesystem::path(path).lexically_relative(directory).generic_string();
}

/// The files a list names, one a line, relative to the list.
std::vector<std::string> listed_files(const std::string& rtl, const std::string& list, const std::string& directory) {
    std::vector<std::string> paths;
    std::istringstream lines(read_text(rtl + "/" + list));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '#' && line[0] != '/' && line[0] != '+' && line[0] != '-')
            paths.push_back(relative_path(rtl + "/" + line, directory));
    return paths;
}

/// Input pins of the macros, as their records state them.
MacroLoads macro_loads(const Design& design) {
    MacroLoads loads;
    for (const auto& macro : design.macros)
        for (const auto& pin : macro.pins)
            if (pin.direction == PinDirection::in) loads[macro.module + "/" + pin.name] = pin.capacitance_ff * 1e-3;
    return loads;
}

TimingInput timing_input(const Design& design, const std::string& rtl, const std::string& directory) {
    TimingInput timing;
    timing.top = design.top;
    timing.sdc = read_text(fmt::format("{}/constraints/{}.sdc", rtl, design.name));
    for (const auto& macro : design.macros)
        timing.liberty.push_back(relative_path(fmt::format("{}/macros/{}.lib", rtl, macro.module), directory));
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
    report.notes.insert(report.notes.end(), synthesis.notes.begin(), synthesis.notes.end());
    for (const auto& [type, count] : counts)
        if (const auto* cell = tech.cells.find(type); cell != nullptr && !cell->area_known)
            report.unknown_area[type] = count;
    report.yosys_version = synthesis.yosys_version;
    report.synthesis_seconds = synthesis.seconds;
}

void fill_technology(AreaReport& report, const Technology& tech) {
    report.technology = tech.description.name;
    report.technology_title = tech.description.title;
    report.library = tech.cells.name;
    for (const auto& source : tech.cells.sources)
        report.liberty += (report.liberty.empty() ? "" : ", ") + std::filesystem::path(source).filename().string();
    report.notes = tech.cells.notes;
    report.no_gates = tech.no_gates;
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

/// Runs everything again that was run, in the order in which it was.
std::string rerun_script(const std::string& directory) {
    std::string s =
        "#!/bin/sh\n# Runs yosys and OpenSTA again, in this directory, on the files beside this script; logs are "
        "called\n"
        "# *.again.log. Choosing a mapping per block and buffering (netlist.v) is done by kvolt itself.\nset -e\n"
        "cd \"$(dirname \"$0\")\"\n";
    for (const auto* name : {"front", "map_small", "map_balanced", "map_fast"})
        if (std::filesystem::exists(fmt::format("{}/{}.ys", directory, name)))
            s += fmt::format("yosys -q -l {0}.again.log -s {0}.ys\n", name);
    return s + "sta -no_init -no_splash -exit timing.tcl > timing.again.log\n";
}

/// What is worth keeping of the work directory: all that its scripts read, so that they can be run again anywhere.
std::vector<File> kept_files(const std::string& directory, const Design& design) {
    std::vector<File> files;
    for (const auto* name :
         {"netlist.v",       "cells.lib",        "mapping.lib",         "constraints.sdc", "abc.constr",
          "gate_box.v",      "gate_map.v",       "gate_core.v",         "gate_cells.v",    "flip_flops.v",
          "front.ys",        "front.log",        "map_small.ys",        "map_small.log",   "abc_small.script",
          "map_balanced.ys", "map_balanced.log", "abc_balanced.script", "map_fast.ys",     "map_fast.log",
          "abc_fast.script", "timing.tcl",       "timing.log",          "gate_bench.v",    "cells.v",
          "random_tile.v"})
        if (std::filesystem::exists(directory + "/" + name)) files.push_back({name, read_text(directory + "/" + name)});
    for (const auto& file : emit_all(design)) files.push_back({"design/" + file.path, file.text});
    files.push_back({"rerun.sh", rerun_script(directory)});
    return files;
}

}  // namespace

SynthesisInput synthesis_input(const Design& design, const std::string& rtl, const std::string& directory,
                               const AreaOptions& options) {
    SynthesisInput input;
    input.sources = listed_files(rtl, design.name + ".synth.f", directory);
    input.top = design.top;
    input.composed = {design.top, design.head_module};
    input.macro_loads = macro_loads(design);
    input.clock_ns = design.config.timing.clock_ns;
    input.gate_clocks = options.gate_clocks;
    return input;
}

SynthesisResult synthesize_design(const Design& design, const Technology& tech, const AreaOptions& options,
                                  const std::string& rtl, const std::string& directory) {
    require_tools();
    const Progress progress = options.progress ? options.progress : [](const std::string&) {};
    const auto timing = timing_input(design, rtl, directory);
    const auto critical = [&](const Netlist& netlist) {
        progress("sta: slow paths");
        return critical_blocks(timing, tech, netlist, directory);
    };
    return synthesize(synthesis_input(design, rtl, directory, options), tech, directory, critical, progress);
}

AreaReport estimate_area(const Design& design, const AreaOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const Progress progress = options.progress ? options.progress : [](const std::string&) {};
    require_tools();
    const auto tech = load_technology(options.technology, options.liberty);
    const ScratchDirectory scratch;
    const auto rtl = scratch.path() + "/design";
    write_files(rtl, emit_all(design));

    const auto synthesis = synthesize_design(design, tech, options, rtl, scratch.path());
    const auto timing = timing_input(design, rtl, scratch.path());

    AreaReport report;
    fill_technology(report, tech);
    fill_area(report, design, tech, synthesis);
    // Timing and simulation read the same netlist and leave each other alone: side by side, as most machines have two
    // cores.
    progress(fmt::format("sta: timing of {} at {} ns", timing.top, timing.clock_ns));
    auto timing_run = std::async(std::launch::async,
                                 [&] { return analyze_timing(timing, tech, scratch.path(), [](const auto&) {}); });
    PowerInput power;
    power.module = design.head_module;
    power.macro_loads = macro_loads(design);
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
    report.power = analyze_power(power, synthesis.netlist, tech);
    report.timing = timing_run.get();
    fill_power(report, design, options);
    if (options.keep_files) report.files = kept_files(scratch.path(), design);
    report.total_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace kvolt
