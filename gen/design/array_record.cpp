// SPDX-License-Identifier: Apache-2.0
// The arrays of the adc path as records, beside the tile of gen/design/macro_record.cpp.
#include "gen/design/array_record.hpp"

#include <utility>

#include "gen/design/converter.hpp"
#include "gen/design/macro_estimates.hpp"

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

void add_converter(MacroRecord& record, const Conversion& conversion) {
    for (auto& pin : converter(conversion.kind).pins(conversion)) record.pins.push_back(std::move(pin));
}

double converters_um2(const Conversion& conversion) {
    return conversion.converters * converter(conversion.kind).area_um2;
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
    add_converter(record, p.scores);
    add_area(d, record, d.slots * integrator_um2 + converters_um2(p.scores) + p.array_rows * dac_um2);
    return record;
}

MacroRecord v_array_record(const Design& d) {
    const auto& p = d.adc;
    auto record = common(d, "_varray", "level codes of the V column");
    record.pins.push_back({"weigh_start_i", in, 1, PinKind::strobe, control_pin_ff,
                           "clear the integrators; phi pulses begin in the next cycle"});
    record.pins.push_back({"phi_pulse_i", in, d.slots, PinKind::pulse, driver_pin_ff, "read word lines"});
    add_converter(record, p.outputs);
    add_area(d, record, p.array_rows * (integrator_um2 + dac_um2) + converters_um2(p.outputs));
    return record;
}

}  // namespace kvolt
