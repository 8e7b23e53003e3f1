// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/gate_proof.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/flows/models/gate_model.hpp"
#include "gen/flows/netlist/cell_models.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"
#include "gen/flows/netlist/synthesis_script.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace {

constexpr const char* enabled_prefix = "kv_enabled_";
constexpr const char* enable_pin = "kv_enable";

/// The clock of every flip-flop, whatever buffers lie between: the only input port that is a clock.
Net free_clock(const NetlistModule& module) {
    for (const auto& port : module.ports)
        if (!port.output && port.name == "clk_i") return port.nets.front();
    return net_zero;
}

void add_enables(NetlistModule& module, const Technology& technology) {
    const auto clocks = clock_network(module, technology);
    for (std::size_t c = 0; c < module.cells.size(); ++c) {
        auto& cell = module.cells[c];
        const auto* found = technology.cells.find(cell.type);
        const int gate = clocks.gate_of[c];
        if (gate < 0 || found == nullptr || found->kind != StdCellKind::flip_flop) continue;
        cell.type = enabled_prefix + cell.type;
        cell.pin(found->clock)->nets = {free_clock(module)};
        cell.pins.push_back({enable_pin, false, {clocks.gates[static_cast<std::size_t>(gate)].enable}});
    }
}

/// The library's own flip-flop, fed back while the enable is low.
std::string enabled_model(const StdCell& cell) {
    std::string ports, connections;
    for (const auto& pin : cell.pins) {
        ports += fmt::format("{} {}, ", pin.output ? "output" : "input", pin.name);
        const auto* inverted = cell.data_inverted != cell.output_inverted ? "~" : "";
        const auto value = pin.name == cell.data
                               ? fmt::format("{} ? {} : {}{}", enable_pin, cell.data, inverted, cell.state_output)
                               : pin.name;
        connections += fmt::format("{}.{}({})", connections.empty() ? "" : ", ", pin.name, value);
    }
    return fmt::format("\nmodule {0}{1} ({2}input {3});\n    {1} flip_flop ({4});\nendmodule\n", enabled_prefix,
                       cell.name, ports, enable_pin, connections);
}

std::string enabled_models(const Netlist& enabled, const Technology& technology) {
    const std::string prefix = enabled_prefix;
    std::set<std::string> used;
    for (const auto& module : enabled.modules)
        for (const auto& cell : module.cells)
            if (cell.type.rfind(prefix, 0) == 0) used.insert(cell.type.substr(prefix.size()));
    std::string text;
    for (const auto& name : used) {
        const auto* cell = technology.cells.find(name);
        if (cell->state_output.empty())
            throw ToolError(fmt::format("flip-flop {} has no output that is its state", name));
        text += enabled_model(*cell);
    }
    return text;
}

/// RTL without flip-flops that never change, elaborated once for all blocks; and every name that the synthesis knew a
/// signal by before mapping.
std::string reference_script(const SynthesisInput& input) {
    return "read_rtlil premap.il\nwrite_json premap.json\ndesign -reset\n" + elaboration_script(input) +
           "opt_expr\nopt_clean\nopt_dff -nosdff -sat\nopt_expr\nopt_clean\nmemory "
           "-nomap\nmemory_map\nopt_clean\ndffunmap\nwrite_rtlil "
           "reference.il\n";
}

/// Names of one module's signals before mapping: name of a bit -> number of the net, or "0", "1".
std::vector<std::pair<std::string, std::string>> names_of_bits(const nlohmann::json& module) {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& [name, wire] : module.at("netnames").items()) {
        if (wire.value("hide_name", 1) != 0) continue;
        const auto& bits = wire.at("bits");
        for (std::size_t i = 0; i < bits.size(); ++i)
            names.emplace_back(
                bits.size() == 1 ? name : fmt::format("{}[{}]", name, wire.value("offset", 0) + static_cast<int>(i)),
                bits[i].is_string() ? bits[i].get<std::string>() : std::to_string(bits[i].get<int>()));
    }
    return names;
}

/// Synthesis leaves one of several flip-flops that are always equal, and a constant for one that never changes. Their
/// other names become wires of the netlist, so that the proof has the equality of all of them to work with.
std::string alias_wires(const NetlistModule& module, const nlohmann::json& premap) {
    const auto labels = net_labels(module);
    const std::set<std::string> known(labels.begin(), labels.end());
    const auto names = names_of_bits(premap);
    std::map<std::string, std::string> label_of{{"0", "1'b0"}, {"1", "1'b1"}};
    std::set<std::string> ports;
    for (const auto& port : module.ports)
        for (std::size_t bit = 0; bit < port.nets.size(); ++bit)
            ports.insert(port.nets.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit));
    for (const auto& [name, bit] : names)
        if (known.count(name) > 0) label_of.emplace(bit, ports.count(name) > 0 ? name : "\\" + name + " ");
    std::string text;
    for (const auto& [name, bit] : names) {
        const auto label = label_of.find(bit);
        if (label == label_of.end() || known.count(name) > 0 || ports.count(name) > 0) continue;
        text += fmt::format("    wire \\{} = {};\n", name, label->second);
    }
    return text;
}

/// The netlist with enables and aliases.
std::string proof_netlist(const Netlist& enabled, const nlohmann::json& premap) {
    auto text = write_netlist_verilog(enabled, "clock gates as enables");
    for (const auto& module : enabled.modules) {
        const auto begin = text.find(fmt::format("\nmodule {} (", module.name));
        text.insert(text.find("endmodule", begin), alias_wires(module, premap.at("modules").at(module.yosys_name)));
    }
    return text;
}

/// Both sides of one block, bit by bit, so that signals of the same name meet; resets become part of the next state.
std::string block_script(const NetlistModule& module) {
    const std::string bits = "async2sync\nopt_expr\nopt_clean\nsplitnets -ports\n";
    return fmt::format(
        "read_rtlil reference.il\nhierarchy -top {0}\nrename -top gold\n{2}design -stash gold\n"
        "read_verilog enabled.v cells.v\nhierarchy -check -top {1}\nproc\nflatten\nrename -top gate\n{2}design -stash "
        "gate\n"
        "design -copy-from gold -as gold gold\ndesign -copy-from gate -as gate gate\n"
        "equiv_make gold gate equiv\nhierarchy -top equiv\nopt_clean -purge\n"
        "equiv_struct\nequiv_simple -seq 1\nequiv_induct -seq 2\nequiv_status\n",
        module.yosys_name, module.name, bits);
}

/// "Found 12 $equiv cells in equiv: Of those cells 12 are proven and 0 are unproven."
void read_status(const std::string& log, BlockProof& result) {
    const auto mark = log.rfind("Of those cells ");
    if (mark == std::string::npos) return;
    long proven = 0;
    if (std::sscanf(log.c_str() + mark, "Of those cells %ld are proven and %ld are unproven", &proven,
                    &result.unproven) != 2)
        return;
    result.points = proven + result.unproven;
    result.proof = result.unproven == 0 && proven > 0 ? Proof::proven : Proof::unproven;
}

BlockProof prove_block(const NetlistModule& module, const std::string& directory, double seconds) {
    BlockProof result;
    result.module = module.name;
    write_text(directory + "/prove.ys", block_script(module));
    ProcessOptions options;
    options.directory = directory;
    options.timeout_s = seconds;
    const auto run = run_process({"yosys", "-Q", "-T", "-s", "prove.ys"}, options);
    write_text(fmt::format("{}/prove_{}.log", directory, module.name), run.output);
    result.seconds = run.seconds;
    if (run.timed_out) return result;
    if (run.status != 0)
        throw ToolError(
            fmt::format("yosys (proof of {}) failed with status {}: {}", module.name, run.status,
                        run.output.substr(run.output.size() - std::min<std::size_t>(run.output.size(), 400))));
    read_status(run.output, result);
    return result;
}

bool holds_blocks(const NetlistModule& module, const Technology& technology) {
    for (const auto& cell : module.cells)
        if (technology.cells.find(cell.type) == nullptr) return true;
    return false;
}

}  // namespace

const char* proof_word(Proof proof) {
    static constexpr const char* words[] = {"proven", "open", "NOT PROVEN"};
    return words[static_cast<int>(proof)];
}

Netlist with_enables(const Netlist& netlist, const Technology& technology) {
    auto enabled = netlist;
    for (auto& module : enabled.modules) add_enables(module, technology);
    return enabled;
}

std::vector<BlockProof> prove_gates(const Design& design, const GateProofOptions& options) {
    const auto technology = load_technology(options.area.technology, options.area.liberty);
    const ScratchDirectory scratch;
    const auto rtl = scratch.path() + "/design";
    write_files(rtl, emit_all(design));
    const auto netlist = synthesize_design(design, technology, options.area, rtl, scratch.path()).netlist;
    const auto enabled = with_enables(netlist, technology);
    auto models = cell_models(netlist, technology);
    if (!options.wrong_cell.empty()) models = with_wrong_cell(std::move(models), options.wrong_cell);
    write_text(scratch.path() + "/cells.v", models + enabled_models(enabled, technology));
    write_text(scratch.path() + "/reference.ys",
               reference_script(synthesis_input(design, rtl, scratch.path(), options.area)));
    run_tool("yosys (RTL)", {"yosys", "-Q", "-T", "-s", "reference.ys"}, scratch.path());
    write_text(scratch.path() + "/enabled.v",
               proof_netlist(enabled, nlohmann::json::parse(read_text(scratch.path() + "/premap.json"))));
    std::vector<BlockProof> results;
    for (const auto& module : netlist.modules) {
        const bool wanted = options.only.empty() || options.only.count(module.name) > 0;
        if (!wanted || holds_blocks(module, technology)) continue;
        if (options.area.progress) options.area.progress("yosys: proof of " + module.name);
        results.push_back(prove_block(module, scratch.path(), options.seconds));
    }
    return results;
}

}  // namespace kvolt
