// SPDX-License-Identifier: Apache-2.0
// The area report for programs. "basis" says what a number rests on: measured (by running something), estimated (by a
// tool, from a library), assumed (typed in), cited (from a data sheet or file).
#include "gen/flows/estimate/area_json.hpp"

#include <nlohmann/json.hpp>

#include "gen/emit/facts_json.hpp"
#include "gen/support/hash.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::ordered_json;

Json design_json(const Design& design) {
    return facts_json(fact_groups(design),
                      {"name", "top", "hash", "heads", "tiles", "rows", "slots", "interval_cycles", "latency_cycles"});
}

Json area_section(const AreaReport& report) {
    Json blocks = Json::array();
    long flip_flops = 0, gated = 0, gates = 0, cells = 0;
    for (const auto& row : report.blocks) {
        blocks.push_back({{"instance", row.instance},
                          {"module", row.module},
                          {"shared", row.shared},
                          {"count", row.count},
                          {"cells", row.cells},
                          {"flip_flops", row.flip_flops},
                          {"gated_flip_flops", row.gated},
                          {"clock_gates", row.gates},
                          {"area_um2", row.area_um2},
                          {"share", row.total_um2() / report.digital_um2},
                          {"mapping", mapping_name(row.mapping)}});
        cells += row.cells * row.count;
        flip_flops += row.flip_flops * row.count;
        gated += row.gated * row.count;
        gates += row.gates * row.count;
    }
    Json macros = Json::array();
    for (const auto& macro : report.macros)
        macros.push_back({{"module", macro.module}, {"count", macro.count}, {"area_um2", macro.area_um2}});
    return {{"basis", "estimated: cell areas of the library, before placement"},
            {"head_um2", report.head_um2},
            {"shared_um2", report.shared_um2},
            {"digital_um2", report.digital_um2},
            {"macros",
             {{"basis", "estimated: stated by the macro record"}, {"area_um2", report.macros_um2}, {"kinds", macros}}},
            {"engine_um2", report.digital_um2 + report.macros_um2},
            {"cells", cells},
            {"cells_of_unknown_area", report.unknown_area},
            {"flip_flops", flip_flops},
            {"gated_flip_flops", gated},
            {"ungated_flip_flops", flip_flops - gated},
            {"clock_gates", gates},
            {"buffers", report.buffering.buffers},
            {"clock_buffers", report.buffering.clock_buffers},
            {"blocks", blocks}};
}

Json timing_section(const TimingResult& timing) {
    Json classes = Json::array(), steps = Json::array();
    for (const auto& path : timing.classes)
        classes.push_back({{"name", path.name}, {"slack_ns", path.slack_ns}, {"endpoint", path.endpoint}});
    for (const auto& step : timing.worst.steps)
        steps.push_back({{"pin", step.pin},
                         {"cell", step.cell},
                         {"edge", step.edge == '^' ? "rise" : "fall"},
                         {"delay_ns", step.delay_ns},
                         {"arrival_ns", step.arrival_ns},
                         {"transition_ns", step.transition_ns},
                         {"fanout", step.fanout}});
    return {
        {"basis", "estimated: static timing of the buffered netlist with macro arcs, ideal clock, before placement"},
        {"clock_ns", timing.clock_ns},
        {"met", timing.met()},
        {"slack_ns", timing.slack_ns},
        {"fmax_mhz", timing.fmax_mhz},
        {"hold_slack_ns", timing.hold_slack_ns},
        {"clock_as_built",
         {{"basis", "estimated: the clock propagated through gates and buffers, jitter alone, before placement"},
          {"skew_ns", timing.skew_ns},
          {"slack_ns", timing.propagated_slack_ns},
          {"hold_slack_ns", timing.propagated_hold_slack_ns}}},
        {"worst_transition_ns", timing.worst_transition_ns},
        {"classes", classes},
        {"critical_path",
         {{"startpoint", timing.worst.startpoint},
          {"endpoint", timing.worst.endpoint},
          {"arrival_ns", timing.worst.arrival_ns},
          {"required_ns", timing.worst.required_ns},
          {"steps", steps}}}};
}

/// Energy of one token by block and phase; null without a measurement.
Json phases_json(const AreaReport& report) {
    if (report.simulation.phases.empty()) return nullptr;
    auto names = report.simulation.phases;
    names.emplace_back("every cycle");
    const auto row = [&](const PowerShare& share) {
        Json energies = Json::object();
        for (std::size_t i = 0; i < names.size(); ++i) energies[names[i]] = report.nanojoule(share.phase_mw[i]);
        return energies;
    };
    Json blocks = Json::object();
    for (const auto& share : report.power.blocks) blocks[share.name] = row(share);
    return {
        {"basis",
         "estimated: library energies; split by the toggles of lone tokens, measured in simulation; 'every cycle' is "
         "what no phase stops: free clocks, clock gates, leakage"},
        {"unit", "nJ per token and head"},
        {"head", row(report.power.total)},
        {"blocks", blocks}};
}

Json share_json(const PowerShare& share) {
    return {{"name", share.name},
            {"total_mw", share.total_mw()},
            {"internal_mw", share.internal_mw},
            {"switching_mw", share.switching_mw},
            {"leakage_mw", share.leakage_mw}};
}

Json power_section(const AreaReport& report) {
    const auto& power = report.power;
    Json blocks = Json::array(), classes = Json::array();
    for (const auto& share : power.blocks) blocks.push_back(share_json(share));
    for (const auto& share : power.classes) classes.push_back(share_json(share));
    const bool measured = power.measured_nets > 0 && power.measured_gates == power.gates;
    return {{"basis", measured ? "estimated: library energies, activity measured in simulation"
                               : "estimated: library energies, activity assumed"},
            {"activity",
             {{"assumed_toggles_per_cycle", report.assumed_toggles},
              {"assumed_gate_duty", report.assumed_gate_duty},
              {"nets", power.nets},
              {"measured_nets", power.measured_nets},
              {"clock_gates", power.gates},
              {"measured_clock_gates", power.measured_gates},
              {"mean_toggles_per_cycle", power.mean_toggles},
              {"mean_gate_duty", power.mean_gate_duty},
              {"simulated_tokens", report.simulation.tokens}}},
            {"head_mw", power.total.total_mw()},
            {"token_interval_ns", report.token_ns},
            {"energy_per_token_nj", report.energy_nj},
            {"phases", phases_json(report)},
            {"blocks", blocks},
            {"classes", classes}};
}

}  // namespace

std::string area_json(const Design& design, const AreaReport& report) {
    const Json out{
        {"design", design_json(design)},
        {"technology",
         {{"basis", "cited: Liberty file"},
          {"name", report.technology},
          {"title", report.technology_title},
          {"library", report.library},
          {"liberty", report.liberty},
          {"voltage", report.voltage},
          {"temperature_c", report.temperature}}},
        {"tools", {{"kvolt", version()}, {"yosys", report.yosys_version}, {"opensta", report.timing.sta_version}}},
        {"clock_gating", report.clocks_gated},
        {"no_clock_gates", report.clocks_gated ? Json(nullptr) : Json(report.no_gates)},
        {"warnings", report.notes},
        {"area", area_section(report)},
        {"timing", timing_section(report.timing)},
        {"power", power_section(report)},
        {"seconds",
         {{"basis", "measured"},
          {"synthesis", report.synthesis_seconds},
          {"timing", report.timing.seconds},
          {"simulation", report.simulation.seconds},
          {"power", report.power.seconds},
          {"total", report.total_seconds}}}};
    return out.dump(2) + "\n";
}

}  // namespace kvolt
