// SPDX-License-Identifier: Apache-2.0
// ramp: one counter for all converters, which rise together; each comparator says when its column is passed.
#include "gen/design/converters/ramp.hpp"

#include <algorithm>

#include "gen/design/converter.hpp"
#include "gen/design/macro_estimates.hpp"

namespace kvolt {

RampTiming counted_ramp(const Conversion& c) { return {0, c.sync_stages + 3, 0}; }

// A step reaches the latches through the normalizer; the ramp that shows it reaches them through its strobe and the
// synchronizer.
RampTiming normalized_ramp(const Conversion& c, int normalizer_cycles) {
    const int to_latch = std::max(normalizer_cycles, c.sync_stages + 1);
    return {to_latch - 1 - c.sync_stages, to_latch + 1, to_latch - normalizer_cycles};
}

namespace {

using namespace macro_estimate;

std::vector<MacroPin> pins(const Conversion& c) {
    return {select_pin(c),
            {"ramp_start_i", PinDirection::in, 1, PinKind::strobe, control_pin_ff,
             "ramps to their bottom; they rise one LSB per cycle"},
            {"above_o", PinDirection::out, c.converters, PinKind::pulse, 0, "the ramp has passed the column"}};
}

/// The last step of the last pass, and what follows it.
int swept(const Conversion& c, const RampTiming& timing) { return (c.passes << c.bits) - 1 + timing.tail; }

int load_cycles(const Conversion& c) { return swept(c, counted_ramp(c)); }

int normalized_load_cycles(const Conversion& c, int normalizer_cycles) {
    return swept(c, normalized_ramp(c, normalizer_cycles));
}

ReadoutCycles readout(const Conversion& c) { return readout_of_codes(load_cycles(c)); }

}  // namespace

const Converter ramp_converter{"ramp",
                               "one counter and a comparator per converter; the code is where the ramp passes",
                               true,
                               40.0,  // comparator and its share of the ramp
                               "kv_ramp_asynchronous.sdc",
                               pins,
                               load_cycles,
                               normalized_load_cycles,
                               readout};

}  // namespace kvolt
