// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/synthesis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <sstream>

#include "gen/flows/cells/liberty_subset.hpp"
#include "gen/flows/netlist/netlist_json.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"
#include "gen/flows/netlist/synthesis_script.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/library.hpp"
#include "gen/support/process.hpp"

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
    for (const auto mapping : {Mapping::small, Mapping::balanced, Mapping::fast})
        write_text(directory, fmt::format("abc_{}.script", mapping_name(mapping)), abc_script(mapping));
    write_text(directory, "front.ys", front_script(input, tech));
}

/// OpenSTA knows the supply from the default operating conditions only; a library that states just nom_voltage would
/// switch for nothing.
std::string with_operating_conditions(std::string text, const Technology& tech) {
    if (!tech.file.library.value("default_operating_conditions").empty() || tech.cells.voltage <= 0) return text;
    text.erase(text.rfind('}'));
    return text + fmt::format(
                      "  operating_conditions (kvolt_nominal) {{ process : 1; temperature : {}; voltage : {}; }}\n"
                      "  default_operating_conditions : kvolt_nominal;\n}}\n",
                      tech.cells.temperature, tech.cells.voltage);
}

void write_cells_in_use(const SynthesisResult& result, const Technology& tech, const std::string& directory) {
    std::set<std::string> used{tech.driving_cell->name, tech.flip_flop->name};
    for (const auto& module : result.netlist.modules)
        for (const auto& cell : module.cells) used.insert(cell.type);
    const auto keep = [&](const std::string& cell) { return used.count(cell) > 0; };
    write_text(directory, "cells.lib", with_operating_conditions(liberty_subset(tech.file, keep, true), tech));
}

std::string version_line(const std::string& log) {
    const auto begin = log.find("Yosys ");
    return begin == std::string::npos ? "yosys" : log.substr(begin, log.find(" (", begin) - begin);
}

/// Runs NAME.ys; the log becomes NAME.log. The message of a failure is what yosys calls ERROR.
ProcessResult run_yosys(const std::string& directory, const std::string& name) {
    auto run = run_process({"yosys", "-Q", "-T", "-s", name + ".ys"}, directory);
    write_text(directory, name + ".log", run.output);
    if (run.status == 0) return run;
    auto error = run.output.rfind("ERROR:");
    if (error == std::string::npos) error = run.output.size() - std::min<std::size_t>(run.output.size(), 400);
    throw ToolError(fmt::format("yosys ({}) failed with status {}: {}", name, run.status, run.output.substr(error)));
}

/// ABC's estimate of the longest path inside each module, ns.
std::map<std::string, double> block_delays(const std::string& log) {
    std::map<std::string, double> delays;
    std::istringstream lines(log);
    std::string module;
    for (std::string line; std::getline(lines, line);) {
        if (const auto begin = line.find("Extracting gate netlist of module `"); begin != std::string::npos) {
            module = line.substr(begin + 35, line.find('\'', begin + 35) - begin - 35);
            if (!module.empty() && module[0] == '\\') module.erase(0, 1);
        } else if (const auto delay = line.find("Delay = ");
                   delay != std::string::npos && line.find("WireLoad") != std::string::npos) {
            delays[module] =
                liberty_number(std::string_view(line).substr(line.find_first_not_of(' ', delay + 8)), 0) * 1e-3;
        }
    }
    return delays;
}

double area_of(const NetlistModule& module, const Technology& tech) {
    double area = 0;
    for (const auto& cell : module.cells)
        if (const auto* found = tech.cells.find(cell.type); found != nullptr) area += found->area_um2;
    return area;
}

struct Candidate {
    Netlist netlist;
    std::map<std::string, double> delays;  // by name in yosys
};

Candidate map_blocks(const SynthesisInput& input, const std::string& directory, Mapping mapping,
                     const std::vector<std::string>& modules) {
    const auto name = fmt::format("map_{}", mapping_name(mapping));
    write_text(directory, name + ".ys", mapping_script(mapping, input.clock_ns, modules));
    const auto run = run_yosys(directory, name);
    return {read_netlist_json(read_text(fmt::format("{}/mapped_{}.json", directory, mapping_name(mapping))), input.top),
            block_delays(run.output)};
}

/// The smaller of two mappings that fits the clock, the faster one when none does. A path also has a flip-flop at each
/// end.
Mapping choose(const NetlistModule& small, const NetlistModule& balanced, double small_ns, double balanced_ns,
               double budget_ns, const Technology& tech) {
    const bool balanced_is_smaller = area_of(balanced, tech) < area_of(small, tech);
    if (small_ns <= budget_ns && balanced_ns <= budget_ns)
        return balanced_is_smaller ? Mapping::balanced : Mapping::small;
    return balanced_ns < small_ns ? Mapping::balanced : Mapping::small;
}

/// Cells of yosys' own in a mapped netlist would count as nothing and time as nothing.
void refuse_unmapped(const Netlist& netlist) {
    for (const auto& module : netlist.modules)
        for (const auto& cell : module.cells)
            if (cell.type[0] == '$')
                throw ToolError(
                    fmt::format("{} in module {} was not mapped to a library cell", cell.type, module.name));
}

class Synthesis {
public:
    Synthesis(const SynthesisInput& input, const Technology& tech, const std::string& directory,
              const Progress& progress)
        : input_(input), tech_(tech), directory_(directory), progress_(progress) {}

    SynthesisResult run(const CriticalBlocks& critical) {
        const auto start = std::chrono::steady_clock::now();
        write_inputs(input_, tech_, directory_);
        progress_(fmt::format("yosys: {} to gates", input_.top));
        const auto version = run_process({"yosys", "-V"}).output;
        result_.yosys_version = version_line(version);
        run_yosys(directory_, "front");
        map_small();
        assemble();
        for (int round = 0; round < 2 && speed_up(critical(result_.netlist)); ++round) assemble();
        result_.clocks_gated = input_.gate_clocks && tech_.can_gate_clocks();
        result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return std::move(result_);
    }

private:
    /// Two mappings side by side: most machines have two cores.
    void map_small() {
        progress_(fmt::format("yosys: gates to {} cells", tech_.cells.name));
        auto other =
            std::async(std::launch::async, [&] { return map_blocks(input_, directory_, Mapping::balanced, {}); });
        candidates_[Mapping::small] = map_blocks(input_, directory_, Mapping::small, {});
        candidates_[Mapping::balanced] = other.get();
        const auto& small = candidates_[Mapping::small];
        const auto& balanced = candidates_[Mapping::balanced];
        const double budget_ns = 0.95 * input_.clock_ns - 3.5 * tech_.load_time_ns;
        const auto delay = [](const Candidate& candidate, const NetlistModule& module) {
            const auto found = candidate.delays.find(module.yosys_name);
            return found == candidate.delays.end() ? 0.0 : found->second;
        };
        for (const auto& module : small.netlist.modules) {
            const auto* other_module = balanced.netlist.find(module.name);
            result_.mapping[module.name] =
                choose(module, *other_module, delay(small, module), delay(balanced, *other_module), budget_ns, tech_);
        }
    }

    /// Maps these blocks for speed; false when there is none that is not fast already.
    bool speed_up(const std::set<std::string>& blocks) {
        std::vector<std::string> modules;
        for (const auto& [name, mapping] : result_.mapping) {
            const bool again = mapping == Mapping::fast;
            if (again || blocks.count(name) > 0) modules.push_back(result_.netlist.find(name)->yosys_name);
        }
        std::set<std::string> slow;
        for (const auto& block : blocks)
            if (result_.mapping.count(block) > 0 && result_.mapping[block] != Mapping::fast) slow.insert(block);
        if (slow.empty()) return false;
        progress_(fmt::format("yosys: {} again for speed", fmt::join(slow, ", ")));
        candidates_[Mapping::fast] = map_blocks(input_, directory_, Mapping::fast, modules);
        for (const auto& block : slow) result_.mapping[block] = Mapping::fast;
        return true;
    }

    /// Puts the chosen mapping of every block together, and buffers the whole.
    void assemble() {
        auto netlist = candidates_[Mapping::small].netlist;
        for (auto& module : netlist.modules)
            module = *candidates_[result_.mapping[module.name]].netlist.find(module.name);
        refuse_unmapped(netlist);
        result_.buffering = buffer_netlist(netlist, tech_, input_.macro_loads);
        result_.netlist = std::move(netlist);
        write_text(directory_, "netlist.v",
                   write_netlist_verilog(result_.netlist, fmt::format("{} in {} cells", input_.top, tech_.cells.name)));
        write_cells_in_use(result_, tech_, directory_);
    }

    const SynthesisInput& input_;
    const Technology& tech_;
    const std::string& directory_;
    const Progress& progress_;
    SynthesisResult result_;
    std::map<Mapping, Candidate> candidates_;
};

}  // namespace

const std::string& technology_file(const std::string& file) {
    for (const auto& embedded : embedded_constraints())
        if (embedded.path == "constraints/tech/" + file) return embedded.text;
    throw ToolError(fmt::format("constraints/tech/{} is not in this binary", file));
}

SynthesisResult synthesize(const SynthesisInput& input, const Technology& technology, const std::string& directory,
                           const CriticalBlocks& critical, const Progress& progress) {
    return Synthesis(input, technology, directory, progress).run(critical);
}

}  // namespace kvolt
