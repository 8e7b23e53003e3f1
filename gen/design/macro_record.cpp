// SPDX-License-Identifier: Apache-2.0
#include "gen/design/macro_record.hpp"

#include <fmt/format.h>

#include "gen/design/array_record.hpp"
#include "gen/design/macro_estimates.hpp"

namespace kvolt {
namespace {

using namespace macro_estimate;

double overhead_um2(const Design& d) {
    if (d.config.macro.overhead_um2 > 0) return d.config.macro.overhead_um2;
    return d.slots * charge_to_pulse_um2 + d.rows * (readout_um2 + 2 * dac_um2);
}

}  // namespace

MacroRecord tile_record(const Design& d) {
    const int levels = d.rows * d.config.bits.kv;
    constexpr auto in = PinDirection::in;
    constexpr auto out = PinDirection::out;
    MacroRecord record;
    record.module = d.top + "_tile";
    record.pins = {
        {"clk_i", in, 1, PinKind::clock, control_pin_ff, "counter clock of the readout"},
        {"rst_ni", in, 1, PinKind::reset, control_pin_ff, "low: drivers and outputs off; cells keep their charge"},
        {"k_write_i", in, 1, PinKind::strobe, control_pin_ff, "a K column is being written in some tile of this head"},
        {"k_wl_i", in, d.slots, PinKind::word_line, driver_pin_ff, "one-hot write word line of the K array"},
        {"k_level_i", in, levels, PinKind::level, driver_pin_ff, "level codes of the K column"},
        {"v_write_i", in, 1, PinKind::strobe, control_pin_ff, "a V column is being written in some tile of this head"},
        {"v_wl_i", in, d.slots, PinKind::word_line, driver_pin_ff, "one-hot write word line of the V array"},
        {"v_level_i", in, levels, PinKind::level, driver_pin_ff, "level codes of the V column"},
        {"live_i", in, d.slots, PinKind::mask, control_pin_ff, "slots that take part, sampled with score_start_i"},
        {"score_start_i", in, 1, PinKind::strobe, control_pin_ff,
         "clear a score integrator; q pulses begin in the next cycle"},
        {"q_pulse_i", in, d.rows, PinKind::pulse, driver_pin_ff, "read word lines of the K array"},
        {"weigh_start_i", in, 1, PinKind::strobe, control_pin_ff, "score charge becomes pulses into the V array"},
        {"read_start_i", in, 1, PinKind::strobe, control_pin_ff, "V charge becomes signed pulses"},
        {"a_sign_o", out, d.rows, PinKind::sign, 0, "1 = negative; valid one cycle after read_start_i"},
        {"a_pulse_o", out, d.rows, PinKind::pulse, 0, "high for |code| cycles, from two cycles after read_start_i"},
    };
    record.cells_area_um2 = 2.0 * d.rows * d.slots * d.config.macro.cell_area_um2;
    record.area_um2 = record.cells_area_um2 + overhead_um2(d);
    record.setup_ns = setup_ns;
    record.hold_ns = hold_ns;
    record.clock_to_output_ns = clock_to_output_ns;
    return record;
}

std::vector<MacroRecord> macro_records(const Design& design) {
    if (!design.adc.on) return {tile_record(design)};
    return {k_array_record(design), v_array_record(design)};
}

std::string short_name(const Design& d, const MacroRecord& macro) { return macro.module.substr(d.top.size() + 1); }

std::vector<Fact> macro_facts(const Design& d) {
    std::vector<Fact> facts;
    for (const auto& macro : d.macros) {
        const auto name = short_name(d, macro);
        int bits = 0;
        for (const auto& pin : macro.pins) bits += pin.width;
        facts.push_back({d.adc.on ? name + "_interface_bits" : "macro_interface_bits", bits, "bits",
                         fmt::format("pins of each {} macro", name)});
        facts.push_back({name + "_area_um2", macro.area_um2, "um2", fmt::format("one {}, estimated", name)});
        facts.push_back({name + "_cells_area_um2", macro.cells_area_um2, "um2", "its cells, estimated"});
    }
    return facts;
}

}  // namespace kvolt
