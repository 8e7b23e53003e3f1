// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/synthesis_script.hpp"

#include <fmt/format.h>

#include <cctype>

namespace kvolt {
namespace {

std::string tie_connections(const StorageCell& use) {
    std::string text;
    for (const auto& [pin, high] : use.ties) text += fmt::format(", .{}(1'b{})", pin, high ? 1 : 0);
    return text;
}

/// A techmap module for a flip-flop of yosys' own.
std::string flip_flop_module(const char* name, const StorageCell& use) {
    const auto reset =
        use.reset.empty() ? std::string{} : fmt::format(", .{}({}R)", use.reset, use.reset_high ? "~" : "");
    return fmt::format(
        "module \\{} (input D, C{}, output Q);\n    wire q;\n    assign Q = {}q;\n"
        "    \\{} _TECHMAP_REPLACE_ (.{}({}D), .{}(C){}{}, .{}(q));\nendmodule\n",
        name, use.reset.empty() ? "" : ", R", use.invert_output ? "~" : "", use.cell->name, use.cell->data,
        use.invert_data ? "~" : "", use.cell->clock, reset, tie_connections(use), use.cell->state_output);
}

void read_and_check(std::string& s, const SynthesisInput& input) {
    for (const auto& source : input.sources) s += fmt::format("read_verilog \"{}\"\n", source);
    s += "read_verilog -overwrite -lib gate_box.v\n";
    s += fmt::format("hierarchy -check -top {}\n", input.top);
}

/// Blocks stay, what is inside them is flattened.
void flatten_blocks(std::string& s, const SynthesisInput& input) {
    s += "proc\n";
    s += "select -set inner *";
    // A parameterized module is called $paramod$<hash>\\name or $paramod\\name\\<parameters>.
    for (const auto& module : input.composed) s += fmt::format(" {0} %d *\\{0} %d *\\{0}\\* %d", module);
    s += "\nflatten @inner\n";
    s += fmt::format("hierarchy -top {}\n", input.top);
}

/// To gates and flip-flops of yosys. What ABC does anyway is not done here: on gates every pass is slow. No resource
/// sharing and no recoding of state machines: the RTL says what it means.
void coarse_and_fine(std::string& s) {
    s += "opt_expr\nopt_clean\ncheck -assert\nopt -nodffe -nosdff\nwreduce\npeepopt\nopt_clean\nalumacc\nopt\n"
         "memory -nomap\nopt_clean\nopt -fast -full\nmemory_map\nopt -undriven -fine\n"
         "techmap\nopt_expr\nopt_merge\nopt_dff\n";
}

/// Enables with enough flip-flops become gated clocks, the others multiplexers.
void flip_flops(std::string& s, int gate_bits) {
    s += "dfflegalize";
    if (gate_bits > 0) s += fmt::format(" -mince {} -cell $_DFFE_PP_ x -cell $_DFFE_PN?P_ x", gate_bits);
    s += " -cell $_DFF_P_ x -cell $_DFF_PN?_ x\n";
    if (gate_bits > 0) s += "techmap -map gate_map.v\nopt_merge -share_all t:kv_clock_gate\n";
    s += "techmap -map gate_core.v\ntechmap -map flip_flops.v\nsimplemap\nopt_merge\n";
}

/// A pattern that selects the module of this name: yosys' own names hold characters that its scripts give a meaning.
std::string selection(const std::string& module) {
    std::string pattern;
    for (const char c : module) pattern += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ? c : '?';
    return pattern;
}

}  // namespace

std::string clock_gate_cells(const Technology& technology) {
    std::string s = "module kv_clock_gate_core (input clk_i, input enable_i, output clk_o);\n";
    if (const auto* gate = technology.clock_gate; gate != nullptr) {
        const auto test = gate->gate.test.empty() ? std::string{} : fmt::format(", .{}(1'b0)", gate->gate.test);
        s += fmt::format("    \\{} gate (.{}(clk_i), .{}(enable_i){}, .{}(clk_o));\n", gate->name, gate->gate.clock,
                         gate->gate.enable, test, gate->gate.output);
    } else if (technology.can_gate_clocks()) {
        const auto& latch = technology.latch;
        const auto& inverter = *technology.inverter;
        const auto inputs = technology.and2->inputs();
        s += "    wire latched;\n    wire low;\n";
        if (latch.cell->active_low) {
            s += "    assign low = clk_i;\n";
        } else {
            s += fmt::format("    \\{} low_phase (.{}(clk_i), .{}(low));\n", inverter.name, inverter.inputs().front(),
                             inverter.output()->name);
        }
        auto data = std::string("enable_i");
        if (latch.invert_data) {
            s += fmt::format("    wire not_enable;\n    \\{} opposite (.{}(enable_i), .{}(not_enable));\n",
                             inverter.name, inverter.inputs().front(), inverter.output()->name);
            data = "not_enable";
        }
        s += fmt::format("    \\{} latch (.{}({}), .{}(low){}, .{}(latched));\n", latch.cell->name, latch.cell->data,
                         data, latch.cell->enable, tie_connections(latch), latch.cell->state_output);
        s += fmt::format("    \\{} gate (.{}(latched), .{}(clk_i), .{}(clk_o));\n", technology.and2->name, inputs[0],
                         inputs[1], technology.and2->output()->name);
    }
    return s + "endmodule\n";
}

std::string flip_flop_cells(const Technology& technology) {
    return flip_flop_module("$_DFF_P_", technology.flip_flop) +
           flip_flop_module("$_DFF_PN0_", technology.reset_flip_flop[0]) +
           flip_flop_module("$_DFF_PN1_", technology.reset_flip_flop[1]);
}

std::string abc_constraints(const Technology& technology) {
    return fmt::format("set_driving_cell {}\nset_load {:.3f} [all_outputs]\n", technology.driving_cell->name,
                       technology.output_load_pf * 1e3);
}

std::string abc_script(Mapping mapping) {
    // amap covers for area; if -g balances the logic before that; map covers for delay. Buffering and sizing see the
    // driving cell and the loads.
    std::string s = "strash\n&get -n\n&fraig -x\n&put\nscorr\ndc2\nstrash\n";
    if (mapping != Mapping::small) s += "if -g -K 6\nstrash\n";
    s += "dch -f\n";
    s += mapping == Mapping::fast ? "map -B 0.9 {D}\n" : "amap -m\n";
    return s + "topo\nbuffer -c -N 16\nupsize {D}\ndnsize {D}\nstime -p\n";
}

std::string elaboration_script(const SynthesisInput& input) {
    std::string s;
    read_and_check(s, input);
    flatten_blocks(s, input);
    return s;
}

std::string front_script(const SynthesisInput& input, const Technology& technology) {
    auto s = elaboration_script(input);
    coarse_and_fine(s);
    const bool gate = input.gate_clocks && technology.can_gate_clocks();
    flip_flops(s, gate ? technology.description.clock_gate_bits : 0);
    return s + "opt_clean\nwrite_rtlil premap.il\n";
}

std::string mapping_script(Mapping mapping, double clock_ns, const std::vector<std::string>& modules,
                           const std::set<std::string>& without) {
    const auto* name = mapping_name(mapping);
    std::string s = "read_rtlil premap.il\n";
    if (!modules.empty()) {
        s += "select -none\n";
        for (const auto& module : modules) s += fmt::format("select -add {}\n", selection(module));
    }
    for (const auto& module : without) s += fmt::format("select -del {}\n", selection(module));
    // yosys makes the name of a library absolute and hands it to ABC, which parts it at blanks, and so for its other
    // files: these names have none, wherever the directory is.
    s += fmt::format(
        "abc -liberty /proc/self/cwd/mapping.lib -constr /proc/self/cwd/abc.constr -D {:.0f} -script "
        "/proc/self/cwd/abc_{}.script\n",
        clock_ns * 1e3, name);
    s += "techmap -map gate_cells.v\nsetundef -zero\nopt_clean -purge\n";
    s += "read_liberty -lib -ignore_miss_func mapping.lib\n";
    if (modules.empty() && without.empty()) s += "check -assert\n";
    return s + fmt::format("select -clear\nwrite_json mapped_{}.json\n", name);
}

}  // namespace kvolt
