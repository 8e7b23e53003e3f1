// SPDX-License-Identifier: Apache-2.0
// Every preset, and every optional part of an engine switched on somewhere.
#pragma once

#include <vector>

#include "gen/config/presets.hpp"
#include "tests/gen/emitted.hpp"

namespace kvolt::test {

inline std::vector<Variant> feature_variants() {
    std::vector<Variant> list;
    for (const auto& preset : presets()) list.push_back({preset.name, {}});
    const std::vector<Variant> features{
        {"tile64", {"name=calibrated", "calibration.average=16"}},
        {"tile64", {"name=self_tested", "calibration.average=4", "calibration.self_test=true"}},
        {"tile64", {"name=repaired", "repair.slots=4"}},
        {"tile64", {"name=masked", "retention.limit=99"}},
        {"tile64", {"name=flagged", "retention.limit=99", "retention.policy=flag"}},
        {"tile64", {"name=refreshed", "retention.limit=999", "retention.refresh=true"}},
        {"tile64",
         {"name=timed", "analog.decay_per_token=0", "analog.retention_us=5000", "retention.limit_us=500",
          "retention.refresh=true"}},
        {"tile64", {"name=protecting", "protected.first=4", "protected.newest=8"}},
        {"adc-ramp", {"name=adc_protecting", "protected.newest=3"}},
        {"adc-sar", {"name=sar_read", "adc.readout=sar", "tile.rows=20"}},
        {"adc-ramp", {"name=ramp_read", "adc.readout=ramp", "normalizer.kind=relu"}},
        {"tiny", {"name=overlapped", "analog.integrators=2"}},
    };
    list.insert(list.end(), features.begin(), features.end());
    return list;
}

}  // namespace kvolt::test
