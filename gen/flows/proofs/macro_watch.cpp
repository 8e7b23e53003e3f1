// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/macro_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/link.hpp"
#include "gen/emit/verilog_writer.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

int width_of(const MacroRecord& macro, const std::string& pin) {
    const auto at = std::find_if(macro.pins.begin(), macro.pins.end(), [&](const auto& p) { return p.name == pin; });
    return at == macro.pins.end() ? 0 : at->width;
}

/// One array behind the pins of a macro: names of the pins of its writes and of its reads.
struct WatchedArray {
    std::string prefix;             ///< of write_i, wl_i, level_i
    std::string start, read, live;  ///< empty: not at the pins
    int pulse_cycles;
};

std::vector<WatchedArray> arrays_of(const Design& design, const MacroRecord& macro) {
    const auto& s = design.schedule;
    if (width_of(macro, "k_wl_i") > 0)
        return {{"k_", "score_start_i", "q_pulse_i", "live_i", s.pulse_cycles},
                {"v_", "weigh_start_i", "", "", s.phi_cycles}};
    if (width_of(macro, "q_pulse_i") > 0) return {{"", "score_start_i", "q_pulse_i", "live_i", s.pulse_cycles}};
    return {{"", "weigh_start_i", "phi_pulse_i", "", s.phi_cycles}};
}

void watch(VerilogWriter& w, const Design& design, const MacroRecord& macro, const WatchedArray& array) {
    const auto& s = design.schedule;
    const auto width = [&](const std::string& pin) { return std::to_string(std::max(1, width_of(macro, pin))); };
    const auto pin = [](const std::string& name) { return name.empty() ? std::string("1'b0") : name; };
    w.instance("kv_array_watch",
               {{"LINES", width(array.prefix + "wl_i")},
                {"LEVELS", width(array.prefix + "level_i")},
                {"READS", width(array.read)},
                {"LIVE", width(array.live)},
                {"SETUP", std::to_string(s.level_setup_cycles)},
                {"HOLD", std::to_string(s.level_hold_cycles)},
                {"GUARD", std::to_string(s.guard_cycles)},
                {"PULSE", std::to_string(array.pulse_cycles)},
                {"PINS", array.read.empty() ? "0" : "1"}},
               "u_" + array.prefix + "watch",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"write_i", array.prefix + "write_i"},
                {"wl_i", array.prefix + "wl_i"},
                {"level_i", array.prefix + "level_i"},
                {"start_i", array.start},
                {"read_i", pin(array.read)},
                {"live_i", pin(array.live)}});
}

/// Pins of the macro, watched, and outputs that do what they like.
std::string free_macro(const Design& design, const MacroRecord& macro) {
    VerilogWriter w;
    std::vector<VerilogPort> ports;
    for (const auto& pin : macro.pins)
        ports.push_back({pin.direction == PinDirection::in ? PortDirection::in : PortDirection::out,
                         fmt::format("{}:0", pin.width - 1), pin.name, ""});
    w.begin_module(macro.module, {}, ports);
    for (const auto& pin : macro.pins) {
        if (pin.direction == PinDirection::in) continue;
        w.line(fmt::format("(* anyseq *) wire [{}:0] any_{};", pin.width - 1, pin.name));
        w.line(fmt::format("assign {0} = any_{0};", pin.name));
    }
    for (const auto& array : arrays_of(design, macro)) watch(w, design, macro, array);
    w.end_module();
    return w.text();
}

}  // namespace

std::string watched_macros(const Design& design) {
    std::string text;
    for (const auto& macro : design.macros) text += free_macro(design, macro) + "\n";
    return text + find_by_name(embedded_proofs(), "kv_array_watch.v")->text;
}

}  // namespace kvolt
