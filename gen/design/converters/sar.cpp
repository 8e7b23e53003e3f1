// SPDX-License-Identifier: Apache-2.0
// sar: successive approximation, a trial code per converter; a comparator says whether to keep each bit.
#include "gen/design/converters/sar.hpp"

#include "gen/design/converter.hpp"
#include "gen/design/macro_estimates.hpp"

namespace kvolt {

int compare_timeout(const Conversion& c) { return 2 * c.compare_cycles + c.sync_stages + 2; }

namespace {

using namespace macro_estimate;

std::vector<MacroPin> pins(const Conversion& c) {
    constexpr auto in = PinDirection::in;
    constexpr auto out = PinDirection::out;
    return {select_pin(c),
            {"trial_i", in, c.converters * c.bits, PinKind::level, driver_pin_ff,
             "offset-binary trial of each converter, taken with the strobe"},
            {"compare_i", in, 1, PinKind::strobe, control_pin_ff, "comparators start"},
            {"ready_o", out, 1, PinKind::pulse, 0, "answers are there, until the next strobe"},
            {"keep_o", out, c.converters, PinKind::sign, 0, "the column is at least the trial; steady while ready_o"}};
}

/// A comparison per bit, and a cycle between two columns.
int load_cycles(const Conversion& c) { return c.passes * (c.bits * (c.compare_cycles + c.sync_stages + 1) + 1); }

ReadoutCycles readout(const Conversion& c) { return readout_of_codes(load_cycles(c)); }

}  // namespace

const Converter sar_converter{"sar",
                              "successive approximation: a trial per converter, bit by bit",
                              true,
                              40.0,  // comparator and capacitor array
                              "kv_sar_asynchronous.sdc",
                              pins,
                              load_cycles,
                              nullptr,
                              readout};

}  // namespace kvolt
