// SPDX-License-Identifier: Apache-2.0
// The area report for people.
#include "gen/flows/estimate/area_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kvolt {
namespace {

/// "0.0312 mm2" or "842 um2".
std::string area(double um2) {
    return um2 >= 1e4 ? fmt::format("{:.4f} mm2", um2 * 1e-6) : fmt::format("{:.0f} um2", um2);
}

void add_header(std::string& out, const Design& design, const AreaReport& report) {
    out += fmt::format("{}: {} head{} of {} tile{}, {} x {} cells each, in {} ({})\n", design.name, design.heads,
                       design.heads == 1 ? "" : "s", design.tiles, design.tiles == 1 ? "" : "s", design.rows,
                       design.slots, report.technology, report.technology_title);
    out += fmt::format("library {} from {}, {:.2f} V, {:.0f} C; {} and {}\n", report.library, report.liberty,
                       report.voltage, report.temperature, report.yosys_version, report.timing.sta_version);
    out +=
        "All figures are estimates before placement: no wires beyond the library's own wire load, no clock tree "
        "synthesis.\n\n";
}

/// What the sums lack, and what was odd on the way.
void add_warnings(std::string& out, const AreaReport& report) {
    long missing = 0;
    std::string kinds;
    for (const auto& [cell, count] : report.unknown_area) {
        missing += count;
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, cell);
    }
    if (missing > 0)
        out += fmt::format(
            "warning: the library states no area of {} cells ({}): they count as nothing, areas above are too small\n",
            missing, kinds);
    for (const auto& note : report.notes) out += fmt::format("warning: {}\n", note);
    if (missing > 0 || !report.notes.empty()) out += "\n";
}

void add_blocks(std::string& out, const AreaReport& report) {
    out += fmt::format("{:<20} {:<20} {:>5} {:>7} {:>7} {:>7} {:>11} {:>6} {:>9}\n", "block", "module", "times",
                       "cells", "flops", "gated", "area um2", "share", "power mW");
    long flip_flops = 0, gated = 0, gates = 0, cells = 0;
    for (const auto& row : report.blocks) {
        const auto name = row.shared ? row.instance + " *" : row.instance;
        out += fmt::format("{:<20} {:<20} {:>5} {:>7} {:>7} {:>7} {:>11.0f} {:>5.1f}% {:>9}\n", name, row.module,
                           row.count, row.cells, row.flip_flops, row.gated, row.area_um2,
                           100 * row.total_um2() / report.digital_um2,
                           row.shared ? "" : fmt::format("{:.3f}", row.power_mw));
        cells += row.cells * row.count;
        flip_flops += row.flip_flops * row.count;
        gated += row.gated * row.count;
        gates += row.gates * row.count;
    }
    out += fmt::format("{:<20} {:<20} {:>5} {:>7} {:>7} {:>7} {:>11.0f} {:>5.1f}%\n", "digital, all heads", "", "",
                       cells, flip_flops, gated, report.digital_um2, 100.0);
    out += "area and power of one block; share of all of them; * shared by all heads\n\n";
    out += fmt::format("one head, digital    {:>14}\n", area(report.head_um2));
    for (const auto& macro : report.macros)
        out += fmt::format("macro                {:>14}   {} x {} {}, stated by its record (estimated)\n",
                           area(macro.area_um2 * static_cast<double>(macro.count)), macro.count, macro.module,
                           area(macro.area_um2));
    out += fmt::format("engine               {:>14}\n\n", area(report.digital_um2 + report.macros_um2));
    out += report.clocks_gated
               ? fmt::format("clock gating: {} gates hold {} of {} flip-flops\n", gates, gated, flip_flops)
               : fmt::format("no clock gates: {}\n",
                             report.no_gates.empty() ? "--no-clock-gates asks for none" : report.no_gates);
    out += fmt::format("buffers added between and inside blocks: {} ({} on clocks), {} drivers made stronger\n\n",
                       report.buffering.buffers, report.buffering.clock_buffers, report.buffering.upsized);
}

void add_timing(std::string& out, const AreaReport& report) {
    const auto& t = report.timing;
    out += fmt::format("timing at {} ns: {}, worst slack {:.3f} ns; fmax {:.1f} MHz ({:.3f} ns)\n", t.clock_ns,
                       t.met() ? "met" : "NOT met", t.slack_ns, t.fmax_mhz, 1e3 / t.fmax_mhz);
    for (const auto& path : t.classes)
        out += fmt::format("  {:<22} slack {:>8.3f} ns   to {}\n", path.name, path.slack_ns, path.endpoint);
    out += fmt::format("  hold                   slack {:>8.3f} ns   not repaired\n", t.hold_slack_ns);
    out += fmt::format(
        "  above with an ideal clock; as built, through gates and buffers, it has {:.3f} ns of skew: slack {:.3f} ns, "
        "hold "
        "{:.3f} ns\n",
        t.skew_ns, t.propagated_slack_ns, t.propagated_hold_slack_ns);
    out += fmt::format("  slowest transition           {:>8.3f} ns\n", t.worst_transition_ns);
    out += fmt::format("critical path from {} to {}\n", t.worst.startpoint, t.worst.endpoint);
    out += fmt::format("  {:>8} {:>8} {:>8} {:>6}   {}\n", "delay", "time", "slope", "fanout", "pin");
    for (const auto& step : t.worst.steps)
        out += fmt::format("  {:>8.3f} {:>8.3f} {:>8.3f} {:>6} {} {} {}\n", step.delay_ns, step.arrival_ns,
                           step.transition_ns, step.fanout > 0 ? std::to_string(step.fanout) : "", step.edge, step.pin,
                           step.cell.empty() ? "" : "(" + step.cell + ")");
    out += fmt::format("  {:>17.3f} {:>15} required {:.3f}\n\n", t.worst.arrival_ns, "arrival,", t.worst.required_ns);
}

void add_power(std::string& out, const AreaReport& report) {
    const auto& p = report.power;
    out += fmt::format("power of one head without macros: {:.3f} mW at {} ns\n", p.total.total_mw(),
                       report.timing.clock_ns);
    for (const auto& share : p.classes)
        out += fmt::format("  {:<14} {:>9.3f} mW  {:>5.1f}%   internal {:.3f}, switching {:.3f}, leakage {:.2e}\n",
                           share.name, share.total_mw(), 100 * share.total_mw() / p.total.total_mw(), share.internal_mw,
                           share.switching_mw, share.leakage_mw);
    out += fmt::format("energy per token and head: {:.3f} nJ (x {:.0f} ns between tokens)\n", report.energy_nj,
                       report.token_ns);
    if (p.measured_gates < p.gates || p.measured_nets == 0)
        out += fmt::format(
            "  assumed, not measured: {} toggles per cycle of a net; {} of {} clock gates open {:.0f}% "
            "of the time\n",
            report.assumed_toggles, p.gates - p.measured_gates, p.gates, 100 * report.assumed_gate_duty);
    if (p.measured_nets > 0 || p.measured_gates > 0)
        out += fmt::format("  measured in simulation: {} of {} nets, {} of {} clock gates\n", p.measured_nets, p.nets,
                           p.measured_gates, p.gates);
    out += fmt::format(
        "  mean: {:.3f} toggles per net and cycle; a flip-flop behind a gate is clocked in {:.1f}% of the cycles\n",
        p.mean_toggles, 100 * p.mean_gate_duty);
    if (report.simulation.tokens > 0)
        out += fmt::format("  {} random tokens through the netlist without delays, {:.1f} cycles each\n",
                           report.simulation.tokens, report.simulation.interval_cycles);
}

/// Energy of one token by block and phase; what is below a hundredth of it in one row.
void add_phases(std::string& out, const AreaReport& report) {
    const auto& names = report.simulation.phases;
    if (names.empty()) return;
    out += "\nenergy of a token by block and phase, nJ (estimated: library energies; toggles of each phase measured)\n";
    out += fmt::format("  {:<20}", "");
    for (const auto& name : names) out += fmt::format(" {:>8}", name);
    out += fmt::format(" {:>11} {:>8}\n", "every cycle", "sum");
    const auto row = [&](const std::string& name, const PowerShare& share) {
        out += fmt::format("  {:<20}", name);
        for (std::size_t i = 0; i < share.phase_mw.size(); ++i)
            out += fmt::format(" {:>{}.3f}", report.nanojoule(share.phase_mw[i]), i < names.size() ? 8 : 11);
        out += fmt::format(" {:>8.3f}\n", report.nanojoule(share.total_mw()));
    };
    PowerShare others;
    for (const auto& block : report.power.blocks) {
        if (block.total_mw() >= 0.01 * report.power.total.total_mw())
            row(block.name, block);
        else
            others += block;
    }
    if (!others.phase_mw.empty()) row("(others)", others);
    row("one head", report.power.total);
}

void add_seconds(std::string& out, const AreaReport& report) {
    out += fmt::format(
        "\n{:.1f} s, of these synthesis {:.1f}, timing {:.1f}, simulation {:.1f}, power {:.1f} (measured)\n",
        report.total_seconds, report.synthesis_seconds, report.timing.seconds, report.simulation.seconds,
        report.power.seconds);
}

}  // namespace

std::string area_text(const Design& design, const AreaReport& report) {
    std::string out;
    add_header(out, design, report);
    add_blocks(out, report);
    add_warnings(out, report);
    add_timing(out, report);
    add_power(out, report);
    add_phases(out, report);
    add_seconds(out, report);
    return out;
}

}  // namespace kvolt
