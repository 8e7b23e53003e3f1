// SPDX-License-Identifier: Apache-2.0
// constraints/<name>.sdc: the clock and the ports, then the fragments that travel with the modules of the design.
#include <fmt/format.h>

#include "gen/design/converter.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/link.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

/// `command [get_ports {a b c}]` over several lines.
std::string for_ports(const std::string& command, const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : " ") + name;
    auto text = command + " [get_ports {";
    for (const auto& part : wrap_text(list, 110)) text += " \\\n    " + part;
    return text + "}]\n";
}

/// Names of the ports that are timed against the clock.
std::vector<std::string> timed_ports(const Design& design, PortDirection direction) {
    std::vector<std::string> names;
    for (const auto& p : top_ports(design)) {
        const bool timed = p.group != PortGroup::clock && p.group != PortGroup::reset;
        if (timed && p.direction == direction) names.push_back(p.width == 1 ? p.name : p.name + "[*]");
    }
    return names;
}

std::string clock(const Design& design) {
    return fmt::format(
        "\n# ---- Clock and ports ----\n"
        "set clock_period {}\n"
        "create_clock -name clk -period $clock_period [get_ports clk_i]\n"
        "# Until there is a clock tree, its skew is a promise: it does not grow with slow clocks. Both ends of a hold "
        "check\n"
        "# see the same edge, without jitter.\n"
        "set clock_jitter [expr 0.03 * $clock_period]\n"
        "set clock_skew [expr min(0.02 * $clock_period, 0.1)]\n"
        "set_clock_uncertainty -setup [expr $clock_jitter + $clock_skew] [get_clocks clk]\n"
        "set_clock_uncertainty -hold $clock_skew [get_clocks clk]\n"
        "\n# The neighbors keep 30 % of the period to themselves on each side.\n"
        "set io_delay [expr 0.3 * $clock_period]\n",
        design.config.timing.clock_ns);
}

std::string fragment(std::string_view name) {
    const auto* file = find_by_name(embedded_constraints(), name);
    return "\n" + file->text;
}

/// What the macros say to the periphery, by the way it is said.
std::vector<std::string_view> macro_fragments(const Design& design) {
    if (design.schedule.sync_stages == 0) return {"kv_readout_synchronous.sdc"};
    std::vector<std::string_view> names;
    for (const auto kind : used_converters(design)) names.push_back(converter(kind).constraints);
    return names;
}

std::string limits() {
    return "\n# ---- Limits ----\n"
           "# Pulses, levels and strobes reach every tile: the limits make synthesis build trees for them.\n"
           "set_max_fanout 32 [current_design]\n"
           "set_max_transition [expr 0.5 * $clock_period] [current_design]\n";
}

}  // namespace

void emit_constraints(const Design& design, std::vector<File>& files) {
    auto text = banner(design, "#");
    text += fmt::format(
        "# Constraints of {}; time in ns.\n"
        "# Loads and driving cells belong to the technology and are set by the flow.\n",
        design.top);
    text += clock(design);
    text += for_ports("set_input_delay  -clock clk $io_delay", timed_ports(design, PortDirection::in));
    text += for_ports("set_output_delay -clock clk $io_delay", timed_ports(design, PortDirection::out));
    text += fragment("kv_reset_sync.sdc");
    text += fragment("kv_word_lines.sdc");
    text += fragment("kv_pulse_driver.sdc");
    if (design.adc.on) text += fragment("kv_phi_driver.sdc");
    for (const auto name : macro_fragments(design)) text += fragment(name);
    text += limits();
    files.push_back({fmt::format("constraints/{}.sdc", design.name), text});
}

}  // namespace kvolt
