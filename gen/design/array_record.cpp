// SPDX-License-Identifier: Apache-2.0
// The arrays of the adc path as records, beside the tile of gen/design/macro_record.cpp.
#include "gen/design/array_record.hpp"

#include "gen/design/macro_estimates.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

constexpr auto in = PinDirection::in;
constexpr auto out = PinDirection::out;
using namespace macro_estimate;

MacroRecord common(const Design& d, const char* suffix, const char* what) {
    MacroRecord record;
    record.module = d.top + suffix;
    record.pins = {
        {"clk_i", in, 1, PinKind::clock, control_pin_ff, "clock of the converters"},
        {"rst_ni", in, 1, PinKind::reset, control_pin_ff, "low: drivers and outputs off; cells keep their charge"},
        {"write_i", in, 1, PinKind::strobe, control_pin_ff, "a column is being written in some array of this head"},
        {"wl_i", in, d.slots, PinKind::word_line, driver_pin_ff, "one-hot write word line"},
        {"level_i", in, d.adc.array_rows * d.config.bits.kv, PinKind::level, driver_pin_ff, what},
    };
    record.cells_area_um2 = 1.0 * d.adc.array_rows * d.slots * d.config.macro.cell_area_um2;
    record.setup_ns = setup_ns;
    record.hold_ns = hold_ns;
    record.clock_to_output_ns = clock_to_output_ns;
    return record;
}

void add_ramp_pins(MacroRecord& record, int passes, int converters) {
    record.pins.push_back({"select_i", in, bits_for(static_cast<std::uint64_t>(passes) - 1), PinKind::mask,
                           control_pin_ff, "column of each converter, taken with the strobe"});
    record.pins.push_back(
        {"ramp_start_i", in, 1, PinKind::strobe, control_pin_ff, "ramps to their bottom; they rise one LSB per cycle"});
    record.pins.push_back({"above_o", out, converters, PinKind::pulse, 0, "the ramp has passed the column"});
}

void add_sar_pins(MacroRecord& record, int passes, int converters, int bits) {
    record.pins.push_back({"select_i", in, bits_for(static_cast<std::uint64_t>(passes) - 1), PinKind::mask,
                           control_pin_ff, "column of each converter, taken with the strobe"});
    record.pins.push_back({"trial_i", in, converters * bits, PinKind::level, driver_pin_ff,
                           "offset-binary trial of each converter, taken with the strobe"});
    record.pins.push_back({"compare_i", in, 1, PinKind::strobe, control_pin_ff, "comparators start"});
    record.pins.push_back({"ready_o", out, 1, PinKind::pulse, 0, "answers are there, until the next strobe"});
    record.pins.push_back(
        {"keep_o", out, converters, PinKind::sign, 0, "the column is at least the trial; steady while ready_o"});
}

void add_area(const Design& d, MacroRecord& record, double overhead) {
    record.area_um2 =
        record.cells_area_um2 + (d.config.macro.overhead_um2 > 0 ? d.config.macro.overhead_um2 : overhead);
}

}  // namespace

MacroRecord k_array_record(const Design& d) {
    const auto& p = d.adc;
    auto record = common(d, "_karray", "level codes of the K column");
    record.pins.push_back(
        {"live_i", in, d.slots, PinKind::mask, control_pin_ff, "slots that take part, taken with score_start_i"});
    record.pins.push_back({"score_start_i", in, 1, PinKind::strobe, control_pin_ff,
                           "clear the integrators; q pulses begin in the next cycle"});
    record.pins.push_back({"q_pulse_i", in, p.array_rows, PinKind::pulse, driver_pin_ff, "read word lines"});
    if (d.config.adc.kind == AdcKind::ramp)
        add_ramp_pins(record, p.passes, p.converters);
    else
        add_sar_pins(record, p.passes, p.converters, p.bits);
    add_area(d, record, d.slots * integrator_um2 + p.converters * converter_um2 + p.array_rows * dac_um2);
    return record;
}

MacroRecord v_array_record(const Design& d) {
    const auto& p = d.adc;
    auto record = common(d, "_varray", "level codes of the V column");
    record.pins.push_back({"weigh_start_i", in, 1, PinKind::strobe, control_pin_ff,
                           "clear the integrators; phi pulses begin in the next cycle"});
    record.pins.push_back({"phi_pulse_i", in, d.slots, PinKind::pulse, driver_pin_ff, "read word lines"});
    switch (d.config.adc.readout) {
        case AdcReadout::pulse:
            record.pins.push_back(
                {"read_start_i", in, 1, PinKind::strobe, control_pin_ff, "charge becomes signed pulses"});
            record.pins.push_back(
                {"a_sign_o", out, p.array_rows, PinKind::sign, 0, "1 = negative; valid one cycle after read_start_i"});
            record.pins.push_back({"a_pulse_o", out, p.array_rows, PinKind::pulse, 0,
                                   "high for |code| cycles, from two cycles after read_start_i"});
            break;
        case AdcReadout::ramp:
            add_ramp_pins(record, p.read_passes, p.read_converters);
            break;
        case AdcReadout::sar:
            add_sar_pins(record, p.read_passes, p.read_converters, d.config.bits.out);
            break;
    }
    add_area(d, record, p.array_rows * (integrator_um2 + dac_um2) + p.read_converters * converter_um2);
    return record;
}

}  // namespace kvolt
