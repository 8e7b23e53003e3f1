// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/synthesis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <optional>
#include <sstream>

#include "gen/flows/cells/liberty_writer.hpp"
#include "gen/flows/netlist/netlist_json.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"
#include "gen/flows/netlist/synthesis_script.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
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

/// Cells that mapping may choose from: logic with one output; and those that the flow instantiates itself.
bool is_mappable(const Technology& tech, const StdCell& cell) {
    for (const auto* own : {tech.latch.cell, tech.clock_gate, tech.inverter, tech.and2, tech.flip_flop.cell,
                            tech.reset_flip_flop[0].cell, tech.reset_flip_flop[1].cell, tech.driving_cell})
        if (own == &cell) return true;
    if (cell.dont_use || !cell.is_timed()) return false;
    const bool clock_buffer = cell.name.find("clk") != std::string::npos || cell.name.find("CLK") != std::string::npos;
    switch (cell.kind) {
        case StdCellKind::logic: {
            int outputs = 0;
            for (const auto& pin : cell.pins) outputs += pin.output ? 1 : 0;
            return outputs == 1 && truth_table(cell.output()->function, cell.inputs()).has_value();
        }
        case StdCellKind::buffer:
        case StdCellKind::inverter:
            return !clock_buffer;
        default:
            return false;
    }
}

void write_inputs(const SynthesisInput& input, const Technology& tech, const std::string& directory) {
    const auto keep = [&](const StdCell& cell) { return is_mappable(tech, cell); };
    write_text(directory + "/mapping.lib", write_liberty(tech.cells, keep, LibertyUse::mapping));
    write_text(directory + "/gate_box.v", gate_box);
    write_text(directory + "/gate_map.v", technology_file("kv_clock_gate_map.v"));
    write_text(directory + "/gate_core.v", gate_core);
    write_text(directory + "/gate_cells.v", clock_gate_cells(tech));
    write_text(directory + "/flip_flops.v", flip_flop_cells(tech));
    write_text(directory + "/abc.constr", abc_constraints(tech));
    for (const auto mapping : {Mapping::small, Mapping::balanced, Mapping::fast})
        write_text(fmt::format("{}/abc_{}.script", directory, mapping_name(mapping)), abc_script(mapping));
    write_text(directory + "/front.ys", front_script(input, tech));
}

void write_cells_in_use(const SynthesisResult& result, const Technology& tech, const std::string& directory) {
    std::set<std::string> used{tech.driving_cell->name, tech.flip_flop.cell->name};
    for (const auto& module : result.netlist.modules)
        for (const auto& cell : module.cells) used.insert(cell.type);
    const auto keep = [&](const StdCell& cell) { return used.count(cell.name) > 0; };
    write_text(directory + "/cells.lib", write_liberty(tech.cells, keep, LibertyUse::analysis));
}

std::string version_line(const std::string& log) {
    const auto begin = log.find("Yosys ");
    return begin == std::string::npos ? "yosys" : log.substr(begin, log.find(" (", begin) - begin);
}

/// Runs NAME.ys; the log becomes NAME.log.
ProcessResult run_yosys(const std::string& directory, const std::string& name) {
    auto run = run_process({"yosys", "-Q", "-T", "-s", name + ".ys"}, directory);
    write_text(directory + "/" + name + ".log", run.output);
    return run;
}

/// The message is what yosys calls ERROR.
[[noreturn]] void fail(const std::string& name, const ProcessResult& run) {
    auto error = run.output.rfind("ERROR:");
    if (error == std::string::npos) error = run.output.size() - std::min<std::size_t>(run.output.size(), 400);
    throw ToolError(fmt::format("yosys ({}) failed with status {}: {}", name, run.status, run.output.substr(error)));
}

/// The module that a line of yosys' log says is given to ABC; empty for other lines.
std::string module_given_to_abc(const std::string& line) {
    static const std::string words = "Extracting gate netlist of module `";
    const auto begin = line.find(words);
    if (begin == std::string::npos) return {};
    const auto name = line.substr(begin + words.size(), line.find('\'', begin + words.size()) - begin - words.size());
    return !name.empty() && name[0] == '\\' ? name.substr(1) : name;
}

/// The module on which ABC failed; empty when something else did.
std::string module_that_failed(const std::string& log) {
    if (log.find("ERROR: ABC") == std::string::npos) return {};
    std::istringstream lines(log);
    std::string last;
    for (std::string line; std::getline(lines, line);)
        if (auto module = module_given_to_abc(line); !module.empty()) last = std::move(module);
    return last;
}

/// ABC's estimate of the longest path inside each module, ns.
std::map<std::string, double> block_delays(const std::string& log) {
    std::map<std::string, double> delays;
    std::istringstream lines(log);
    std::string module;
    for (std::string line; std::getline(lines, line);) {
        if (auto given = module_given_to_abc(line); !given.empty()) {
            module = std::move(given);
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
        if (const auto* found = tech.cells.find(cell.type); found != nullptr) area += found->choice_area_um2;
    return area;
}

struct Candidate {
    Netlist netlist;
    std::map<std::string, double> delays;  // by name in yosys
    std::set<std::string> failed;          // names in yosys of modules that ABC could not map
    std::string failure;                   // what yosys said of the last of them
};

/// When ABC fails on a module, the others are mapped without it.
Candidate map_blocks(const SynthesisInput& input, const std::string& directory, Mapping mapping,
                     const std::vector<std::string>& modules) {
    const auto name = fmt::format("map_{}", mapping_name(mapping));
    Candidate candidate;
    for (;;) {
        write_text(directory + "/" + name + ".ys", mapping_script(mapping, input.clock_ns, modules, candidate.failed));
        const auto run = run_yosys(directory, name);
        if (run.status == 0) {
            candidate.netlist = read_netlist_json(
                read_text(fmt::format("{}/mapped_{}.json", directory, mapping_name(mapping))), input.top);
            candidate.delays = block_delays(run.output);
            return candidate;
        }
        const auto failed = module_that_failed(run.output);
        if (failed.empty() || !candidate.failed.insert(failed).second) fail(name, run);
        candidate.failure = run.output.substr(run.output.rfind("ERROR:"));
    }
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
        const auto version = run_process({"yosys", "-V"}).standard_output;
        result_.yosys_version = version_line(version);
        if (const auto front = run_yosys(directory_, "front"); front.status != 0) fail("front", front);
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
            if (const auto only = only_mapping(module.yosys_name); only) {
                result_.mapping[module.name] = *only;
                continue;
            }
            result_.mapping[module.name] =
                choose(module, *other_module, delay(small, module), delay(balanced, *other_module), budget_ns, tech_);
        }
    }

    /// The mapping that is left when ABC failed in the other one.
    std::optional<Mapping> only_mapping(const std::string& module) {
        const auto& small = candidates_[Mapping::small];
        const auto& balanced = candidates_[Mapping::balanced];
        const bool no_small = small.failed.count(module) > 0, no_balanced = balanced.failed.count(module) > 0;
        if (!no_small && !no_balanced) return std::nullopt;
        if (no_small && no_balanced)
            throw ToolError(fmt::format("ABC maps {} neither small nor balanced: {}", module, small.failure));
        note_failure(module, no_small ? Mapping::small : Mapping::balanced);
        return no_small ? Mapping::balanced : Mapping::small;
    }

    void note_failure(const std::string& module, Mapping mapping) {
        result_.notes.push_back(fmt::format("ABC failed on {} in its {} mapping; another one of this block is used",
                                            module, mapping_name(mapping)));
    }

    /// Maps these blocks for speed; false when there is none that is not fast already.
    bool speed_up(const std::set<std::string>& blocks) {
        std::vector<std::string> modules;
        for (const auto& [name, mapping] : result_.mapping) {
            const bool again = mapping == Mapping::fast;
            if (again || (blocks.count(name) > 0 && not_fast_.count(name) == 0))
                modules.push_back(result_.netlist.find(name)->yosys_name);
        }
        std::set<std::string> slow;
        for (const auto& block : blocks)
            if (result_.mapping.count(block) > 0 && result_.mapping[block] != Mapping::fast &&
                not_fast_.count(block) == 0)
                slow.insert(block);
        if (slow.empty()) return false;
        progress_(fmt::format("yosys: {} again for speed", fmt::join(slow, ", ")));
        candidates_[Mapping::fast] = map_blocks(input_, directory_, Mapping::fast, modules);
        bool changed = false;
        for (const auto& block : slow) {
            const auto name = result_.netlist.find(block)->yosys_name;
            if (candidates_[Mapping::fast].failed.count(name) > 0) {
                not_fast_.insert(block);
                note_failure(name, Mapping::fast);
            } else {
                result_.mapping[block] = Mapping::fast;
                changed = true;
            }
        }
        return changed;
    }

    /// Puts the chosen mapping of every block together, and buffers the whole.
    void assemble() {
        auto netlist = candidates_[Mapping::small].netlist;
        for (auto& module : netlist.modules)
            module = *candidates_[result_.mapping[module.name]].netlist.find(module.name);
        refuse_unmapped(netlist);
        result_.buffering = buffer_netlist(netlist, tech_, input_.macro_loads);
        result_.netlist = std::move(netlist);
        write_text(directory_ + "/netlist.v",
                   write_netlist_verilog(result_.netlist, fmt::format("{} in {} cells", input_.top, tech_.cells.name)));
        write_cells_in_use(result_, tech_, directory_);
    }

    const SynthesisInput& input_;
    const Technology& tech_;
    const std::string& directory_;
    const Progress& progress_;
    SynthesisResult result_;
    std::map<Mapping, Candidate> candidates_;
    std::set<std::string> not_fast_;  // blocks that ABC cannot map for speed
};

}  // namespace

const std::string& technology_file(const std::string& file) {
    for (const auto& embedded : embedded_constraints())
        if (embedded.path == "constraints/tech/" + file) return embedded.text;
    throw ToolError(fmt::format("constraints/tech/{} is not in this binary", file));
}

SynthesisResult synthesize(const SynthesisInput& input, const Technology& technology, const std::string& directory,
                           const CriticalBlocks& critical, const Progress& progress) {
    auto inside = input;
    inside.sources = relative_names(input.sources, directory);
    return Synthesis(inside, technology, directory, progress).run(critical);
}

}  // namespace kvolt
