// SPDX-License-Identifier: Apache-2.0
// pulse: the array reads itself; each row gives a sign and a pulse of as many cycles as its code, which are counted.
#include "gen/design/converter.hpp"
#include "gen/design/macro_estimates.hpp"

namespace kvolt {
namespace {

using namespace macro_estimate;

std::vector<MacroPin> pins(const Conversion& c) {
    return {{"read_start_i", PinDirection::in, 1, PinKind::strobe, control_pin_ff, "charge becomes signed pulses"},
            {"a_sign_o", PinDirection::out, c.converters, PinKind::sign, 0,
             "1 = negative; valid one cycle after read_start_i"},
            {"a_pulse_o", PinDirection::out, c.converters, PinKind::pulse, 0,
             "high for |code| cycles, from two cycles after read_start_i"}};
}

/// The next readout may begin while the last pulses are still on their way through the synchronizer.
ReadoutCycles readout(const Conversion& c) {
    const int window = 1 << (c.bits - 1);
    return {window, window + c.sync_stages + 2};
}

}  // namespace

const Converter pulse_converter{"pulse",
                                "signed pulses, made by the array and counted",
                                false,
                                40.0,  // comparator and its share of the ramp
                                "kv_readout_asynchronous.sdc",
                                pins,
                                nullptr,
                                nullptr,
                                readout};

}  // namespace kvolt
