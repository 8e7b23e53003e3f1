// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/gate_simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <map>
#include <sstream>
#include <unordered_map>

#include "gen/flows/estimate/vcd.hpp"
#include "gen/flows/netlist/cell_models.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

constexpr int period = 100;      // time units of a clock
constexpr int warm_results = 2;  // results before counting starts
constexpr int lone_tokens = 2;   // counted when tokens come one by one
constexpr const char* scope = "kvolt_gate_bench/dut/";
constexpr const char* phase_variable = "kvolt_gate_bench/phase";

std::string range(int width) { return width == 1 ? std::string{} : fmt::format("[{}:0] ", width - 1); }

std::string macro_ports(const MacroRecord& macro) {
    std::string text;
    for (const auto& pin : macro.pins)
        text +=
            fmt::format("{}    {} {}{}", text.empty() ? "" : ",\n",
                        pin.direction == PinDirection::in ? "input  wire" : "output reg", range(pin.width), pin.name);
    return text;
}

/// A tile that answers every readout with random signs and pulse lengths, in the cycles that docs/machine.md gives.
std::string random_tile(const Design& design) {
    const auto& macro = design.macros.front();
    return fmt::format(R"(module {0} (
{1}
);
    integer lane;
    integer left [0:{2}-1];
    initial begin
        a_sign_o = 0;
        a_pulse_o = 0;
        for (lane = 0; lane < {2}; lane = lane + 1) left[lane] = 0;
    end
    always @(posedge clk_i)
        for (lane = 0; lane < {2}; lane = lane + 1)
            if (read_start_i) begin
                a_sign_o[lane]  <= #1 $random;
                a_pulse_o[lane] <= #1 1'b0;
                left[lane]       = $unsigned($random) % ({3} + 1);
            end else begin
                a_pulse_o[lane] <= #1 left[lane] != 0;
                if (left[lane] != 0) left[lane] = left[lane] - 1;
            end
endmodule
)",
                       macro.module, macro_ports(macro), design.rows, design.code_max);
}

/// The way of a lone token: names of its phases, and the cycle in which each but the last ends, counted from the one in
/// which its last beat is accepted. The last phase ends with the last beat of the result.
struct Phases {
    std::vector<std::string> names;
    std::vector<int> ends;
};

Phases phases_of(const Design& design) {
    const auto& s = design.schedule;
    Phases phases;
    int now = 0;
    const auto add = [&](const char* name, int cycles) {
        phases.names.emplace_back(name);
        phases.ends.push_back(now += cycles);
    };
    add("input", 2);
    add("write", s.gap_cycles);
    add("score", s.score_frame - s.gap_cycles);
    if (s.convert_frame > 0) add("convert", s.convert_frame);
    add("weigh", s.weigh_frame);
    add("read", s.sum_cycles + 1);
    phases.names.emplace_back("output");
    return phases;
}

/// Verilog: the phase of cycle `c` of a token.
std::string phase_expression(const Phases& phases) {
    std::string text;
    for (std::size_t i = 0; i < phases.ends.size(); ++i) text += fmt::format("c < {} ? {} : ", phases.ends[i], i);
    return text + std::to_string(phases.ends.size());
}

/// Ports of the head that the bench drives or watches; every other input rests at 0.
std::string connections(const NetlistModule& head) {
    static const std::map<std::string, std::string> driven{{"clk_i", "clk"},
                                                           {"rst_ni", "rst_n"},
                                                           {"enable_i", "1'b1"},
                                                           {"s_axis_tdata_i", "data"},
                                                           {"s_axis_tuser_i", "3'b0"},
                                                           {"s_axis_tvalid_i", "valid"},
                                                           {"s_axis_tlast_i", "last"},
                                                           {"s_axis_tready_o", "ready"},
                                                           {"m_axis_tready_i", "1'b1"},
                                                           {"m_axis_tvalid_o", "out_valid"},
                                                           {"m_axis_tlast_o", "out_last"}};
    std::string text;
    for (const auto& port : head.ports) {
        const auto found = driven.find(port.name);
        auto value = found != driven.end() ? found->second
                     : port.output         ? std::string{}
                                           : fmt::format("{}'b0", port.nets.size());
        if (port.name == "scale_i") value = "16'd4096";
        if (port.name == "window_i") value = "window";
        text += fmt::format("{}        .{}({})", text.empty() ? "" : ",\n", port.name, value);
    }
    return text;
}

/// Scopes to dump: the head and its blocks, not the cells inside them.
std::string dump_scopes(const NetlistModule& head, const Netlist& netlist) {
    std::string text = "$dumpvars(1, dut);";
    for (const auto& cell : head.cells)
        if (netlist.find(cell.type) != nullptr) text += fmt::format(" $dumpvars(1, dut.{});", cell.name);
    return text;
}

std::string bench(const Design& design, const NetlistModule& head, const Netlist& netlist, int tokens) {
    const long limit = (tokens + warm_results + 8L) * 4 *
                       (design.schedule.interval_cycles + design.schedule.latency_cycles + design.stream.token_beats);
    std::string random_data = "$random";
    for (int bits = 32; bits < design.stream.data_bits; bits += 32) random_data += ", $random";
    return fmt::format(R"(`timescale 1ns/1ps
module kvolt_gate_bench;
    reg clk = 0, rst_n = 0, valid = 0, last = 0, fire = 0, alone = 0;
    reg [3:0] phase = 0;
    reg [{0}:0] data = 0;
    wire [{1}:0] window = {2};
    wire ready, out_valid, out_last;
    integer beat = 0, sent = 0, results = 0, cycles = 0, counted = 0, since = 0, wanted = {9};
    function [3:0] phase_of(input integer c); phase_of = {13}; endfunction
    {3} dut (
{4}
    );
    always #{5} clk = ~clk;
    initial if ($test$plusargs("alone")) begin alone = 1; wanted = {14}; end
    initial #{6} rst_n = 1;
    always @(posedge clk) begin
        fire <= valid & ready;
        cycles = cycles + 1;
        since = valid & ready & last ? 1 : since == 0 ? 0 : since + 1;
        if (valid & ready & last) sent = sent + 1;
        if (out_valid & out_last) begin
            results = results + 1;
            since = sent == results ? 0 : since;
            if (results == {7}) begin
                counted = cycles;
                if (alone) $dumpfile("alone.vcd"); else $dumpfile("gates.vcd");
                $dumpvars(1, kvolt_gate_bench.phase);
                {8}
            end
            if (results == {7} + wanted) begin $display("KVOLT %0d cycles", cycles - counted); $finish; end
        end
        if (cycles > {10}) begin $display("KVOLT timeout"); $finish; end
    end
    always @(negedge clk) if (rst_n) begin
        if (fire) beat = beat == {11} ? 0 : beat + 1;
        if (fire | ~valid) data = {{{12}}};
        valid = ~alone | sent == results | beat != 0;
        last = beat == {11};
        #1 phase = phase_of(since + 1);  // of the next cycle: what begins with its clock edge belongs to it
    end
endmodule
)",
                       design.stream.data_bits - 1, design.widths.window_bits - 1, design.window, head.name,
                       connections(head), period / 2, 5 * period + 30, warm_results, dump_scopes(head, netlist), tokens,
                       limit, design.stream.token_beats - 1, random_data, phase_expression(phases_of(design)),
                       lone_tokens);
}

/// Macro models of the portable list, for paths other than pulse.
std::vector<std::string> portable_macros(const Design& design, const std::string& rtl) {
    std::vector<std::string> paths;
    std::ifstream list(fmt::format("{}/{}.portable.f", rtl, design.name));
    for (std::string line; std::getline(list, line);)
        if (line.rfind("macros/", 0) == 0) paths.push_back(rtl + "/" + line);
    return paths;
}

std::vector<Activity> activities_of(const VcdCounts& counts) {
    std::vector<Activity> activities;
    const double cycles = static_cast<double>(counts.time) / (period * 1000.0);
    const std::string prefix = scope;
    for (const auto& count : counts.nets)
        if (count.net.rfind(prefix, 0) == 0)
            activities.push_back({count.net.substr(prefix.size()),
                                  static_cast<double>(count.toggles) / cycles,
                                  static_cast<double>(count.high) / static_cast<double>(counts.time),
                                  {}});
    return activities;
}

/// Toggles of lone tokens, by phase; both dumps name the same nets.
void add_phases(std::vector<Activity>& activities, const VcdCounts& lone) {
    const std::string prefix = scope;
    std::unordered_map<std::string, const NetCount*> counts;
    for (const auto& count : lone.nets)
        if (count.net.rfind(prefix, 0) == 0) counts[count.net.substr(prefix.size())] = &count;
    for (auto& activity : activities)
        if (const auto found = counts.find(activity.net); found != counts.end())
            for (const auto toggles : found->second->by_phase)
                activity.by_phase.push_back(static_cast<double>(toggles) / lone_tokens);
}

}  // namespace

GateSimulation simulate_gates(const Design& design, const Netlist& netlist, const Technology& technology,
                              const std::string& directory, const std::string& rtl, int tokens,
                              const Progress& progress) {
    progress(fmt::format("iverilog: {} tokens through the netlist of {}", tokens, design.head_module));
    require_program("iverilog", "iverilog");
    const auto* head = netlist.find(design.head_module);
    if (head == nullptr) throw ToolError(fmt::format("the netlist has no module {}", design.head_module));
    write_text(directory + "/cells.v", cell_models(netlist, technology, 1));
    write_text(directory + "/gate_bench.v", bench(design, *head, netlist, tokens));
    std::vector<std::string> compile{"iverilog",         "-g2005",       "-o",        "gates.vvp", "-s",
                                     "kvolt_gate_bench", "gate_bench.v", "netlist.v", "cells.v"};
    if (design.config.score.path == ScorePath::pulse) {
        write_text(directory + "/random_tile.v", random_tile(design));
        compile.emplace_back("random_tile.v");
    } else {
        for (const auto& path : relative_names(portable_macros(design, rtl), directory)) compile.push_back(path);
    }
    GateSimulation result;
    result.seconds = run_tool("iverilog", compile, directory).seconds;
    auto lone_run = std::async(std::launch::async, [&] {
        return run_tool("vvp", {"vvp", "-n", "gates.vvp", "+alone"}, directory);
    });
    const auto run = run_tool("vvp", {"vvp", "-n", "gates.vvp"}, directory);
    const auto lone = lone_run.get();
    result.seconds += std::max(run.seconds, lone.seconds);
    const auto mark = run.standard_output.find("KVOLT ");
    if (mark == std::string::npos || run.standard_output.compare(mark, 13, "KVOLT timeout") == 0 ||
        lone.standard_output.find(" cycles") == std::string::npos)
        throw ToolError(fmt::format("the netlist of {} gave no results in simulation", design.head_module));
    result.tokens = tokens;
    result.interval_cycles = std::stod(run.standard_output.substr(mark + 6)) / tokens;
    std::ifstream dump(directory + "/gates.vcd"), lone_dump(directory + "/alone.vcd");
    result.activities = activities_of(count_vcd(dump));
    result.phases = phases_of(design).names;
    add_phases(result.activities, count_vcd(lone_dump, phase_variable, result.phases.size()));
    return result;
}

}  // namespace kvolt
