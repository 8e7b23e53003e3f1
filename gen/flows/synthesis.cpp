// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/synthesis.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

#include "gen/flows/liberty_subset.hpp"
#include "gen/flows/process.hpp"
#include "gen/flows/synthesis_script.hpp"
#include "gen/library.hpp"

namespace kvolt {
namespace {

/// enable and test enable become one signal before mapping, so that a constant test enable costs nothing.
constexpr const char* gate_core =
    "module kv_clock_gate (input clk_i, input enable_i, input test_enable_i, output clk_o);\n"
    "    kv_clock_gate_core core (.clk_i(clk_i), .enable_i(enable_i | test_enable_i), .clk_o(clk_o));\n"
    "endmodule\n";

constexpr const char* gate_box =
    "(* blackbox *)\nmodule kv_clock_gate (input clk_i, input enable_i, input test_enable_i, output "
    "clk_o);\nendmodule\n"
    "(* blackbox *)\nmodule kv_clock_gate_core (input clk_i, input enable_i, output clk_o);\nendmodule\n";

void write_text(const std::string& directory, const std::string& name, const std::string& text) {
    std::ofstream file(directory + "/" + name, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw ToolError(fmt::format("cannot write {}/{}", directory, name));
}

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw ToolError(fmt::format("cannot read {}", path));
    return text.str();
}

/// Cells that mapping may choose from: logic with one output, flip-flops, and those that the flow instantiates itself.
bool is_mappable(const Technology& tech, const StdCell& cell) {
    if (&cell == tech.latch || &cell == tech.clock_gate || &cell == tech.inverter || &cell == tech.and2) return true;
    if (cell.dont_use) return false;
    const bool clock_buffer = cell.name.find("clk") != std::string::npos || cell.name.find("CLK") != std::string::npos;
    switch (cell.kind) {
        case StdCellKind::logic: {
            int outputs = 0;
            for (const auto& pin : cell.pins) outputs += pin.output ? 1 : 0;
            return outputs == 1;
        }
        case StdCellKind::buffer:
        case StdCellKind::inverter:
            return !clock_buffer;
        case StdCellKind::flip_flop:
            return !cell.active_low;
        default:
            return false;
    }
}

void write_inputs(const SynthesisInput& input, const Technology& tech, const std::string& directory) {
    const auto keep = [&](const std::string& name) {
        const auto* cell = tech.cells.find(name);
        return cell != nullptr && is_mappable(tech, *cell);
    };
    write_text(directory, "mapping.lib", liberty_subset(tech.file, keep, false));
    write_text(directory, "gate_box.v", gate_box);
    write_text(directory, "gate_map.v", technology_file("kv_clock_gate_map.v"));
    write_text(directory, "gate_core.v", gate_core);
    write_text(directory, "gate_cells.v", clock_gate_cells(tech));
    write_text(directory, "abc.constr", abc_constraints(tech));
    write_text(directory, "abc.script", abc_script());
    write_text(directory, "yosys.ys", synthesis_script(input, tech));
}

void write_cells_in_use(const SynthesisResult& result, const Technology& tech, const std::string& directory) {
    std::set<std::string> used{tech.driving_cell->name};
    for (const auto& module : result.netlist.modules)
        for (const auto& cell : module.cells) used.insert(cell.type);
    write_text(directory, "cells.lib",
               liberty_subset(
                   tech.file, [&](const std::string& cell) { return used.count(cell) > 0; }, true));
}

std::string version_line(const std::string& log) {
    const auto begin = log.find("Yosys ");
    return begin == std::string::npos ? "yosys" : log.substr(begin, log.find(" (", begin) - begin);
}

}  // namespace

const std::string& technology_file(const std::string& file) {
    for (const auto& embedded : embedded_constraints())
        if (embedded.path == "constraints/tech/" + file) return embedded.text;
    throw ToolError(fmt::format("constraints/tech/{} is not in this binary", file));
}

SynthesisResult synthesize(const SynthesisInput& input, const Technology& technology, const std::string& directory,
                           const Progress& progress) {
    progress(fmt::format("yosys: mapping {} to {}", input.top, technology.cells.name));
    write_inputs(input, technology, directory);
    const auto run = run_process({"yosys", "-l", "yosys.log", "-s", "yosys.ys"}, directory);
    if (run.status != 0) {
        const auto error = run.output.rfind("ERROR:");
        throw ToolError(
            fmt::format("yosys failed with status {}: {}", run.status,
                        error == std::string::npos
                            ? run.output.substr(run.output.size() - std::min<std::size_t>(run.output.size(), 400))
                            : run.output.substr(error)));
    }
    SynthesisResult result;
    result.log = run.output;
    result.yosys_version = version_line(run.output);
    result.netlist = read_netlist_json(read_text(directory + "/mapped.json"), input.top);
    result.clocks_gated = input.gate_clocks && technology.can_gate_clocks();
    progress("buffer trees");
    result.buffering = buffer_netlist(result.netlist, technology, input.macro_loads);
    write_text(directory, "netlist.v",
               write_netlist_verilog(result.netlist, fmt::format("{} in {} cells", input.top, technology.cells.name)));
    write_cells_in_use(result, technology, directory);
    result.seconds = run.seconds;
    return result;
}

}  // namespace kvolt
