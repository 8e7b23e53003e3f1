// SPDX-License-Identifier: Apache-2.0
// Every preset and every feature, alone and together, at sizes that have nothing in common.
#pragma once

#include <set>

#include "gen/config/presets.hpp"
#include "tests/gen/emitted.hpp"

namespace kvolt::test {

inline std::vector<Variant> all_variants() {
    std::vector<Variant> list{
        Variant{"tiny", {}},
        Variant{"tile64", {}},
        Variant{"paper", {}},
        Variant{"paper-head", {}},
        odd_sizes("odd"),
        odd_sizes("refresh", {"retention.limit=99", "retention.refresh=true", "repair.slots=2"}),
        odd_sizes("refresh_adc", {"retention.limit=999", "retention.refresh=true", "score.path=adc"}),
        odd_sizes("retention", {"retention.limit=9"}),
        odd_sizes("flag",
                  {"retention.limit=9", "retention.policy=flag", "tile.slots=8", "repair.slots=3", "score.path=adc"}),
        odd_sizes("repair", {"repair.slots=3"}),
        odd_sizes("repair_relu", {"score.path=adc", "normalizer.kind=relu", "repair.slots=2"}),
        odd_sizes("two", {"analog.integrators=2", "timing.write_cycles=2", "timing.guard_cycles=3",
                          "timing.level_setup_cycles=2", "timing.level_hold_cycles=2"}),
        odd_sizes("direct", {"readout.sync_stages=0", "analog.cell=linear", "timing.unit_cycles=2"}),
        odd_sizes("deep", {"readout.sync_stages=3", "timing.settle_cycles=3", "timing.phi_cycles=9"}),
        odd_sizes("sinks", {"protected.first=1"}),
        odd_sizes("kept", {"protected.first=3", "protected.newest=5", "protected.lanes=2", "analog.integrators=2",
                           "repair.slots=2"}),
        odd_sizes("kept_adc", {"score.path=adc", "tile.rows=3", "protected.newest=15", "protected.lanes=7",
                               "normalizer.kind=consmax"}),
        Variant{"adc-ramp", {}},
        Variant{"adc-sar", {}},
        odd_sizes("calibrated", {"calibration.average=4"}),
        odd_sizes("calibrated_ramp", {"score.path=adc", "adc.readout=ramp", "calibration.average=1"}),
        odd_sizes("calibrated_refresh",
                  {"calibration.average=2", "retention.limit=99", "retention.refresh=true", "repair.slots=2"}),
        odd_sizes("self_test", {"calibration.average=2", "calibration.self_test=true", "analog.integrators=2",
                                "repair.slots=2", "retention.limit=99", "tile.slots=8"}),
        odd_sizes("self_test_adc", {"calibration.average=1", "calibration.self_test=true", "score.path=adc",
                                    "retention.limit=99", "retention.refresh=true", "tile.rows=3"}),
        Variant{"tiny",
                {"name=least_self_test", "calibration.average=1", "calibration.self_test=true", "head.dimension=2",
                 "tile.slots=2", "bits.q=1", "bits.kv=1", "bits.out=3", "stream.data_bits=8", "stream.word_bits=8"}},
        odd_sizes("ramp_groups", {"score.path=adc", "tile.rows=3", "adc.columns_per_converter=2", "adc.readout=ramp",
                                  "normalizer.kind=relu", "bits.phi=5", "adc.bits=5"}),
        odd_sizes("sar_pulse", {"score.path=adc", "adc.kind=sar", "adc.columns_per_converter=3",
                                "normalizer.kind=consmax", "readout.sync_stages=0", "bits.phi=3"}),
        odd_sizes("ramp_sar", {"score.path=adc", "adc.readout=sar", "adc.columns_per_converter=5",
                               "normalizer.kind=sigmoid", "readout.sync_stages=3", "tile.rows=7"}),
        odd_sizes("imperfect", {"analog.gain_mismatch=0.1", "analog.seed=9223372036854775807", "analog.cell=table",
                                "analog.table=" KVOLT_SOURCE_DIR "/tests/gen/cell.csv"}),
        Variant{"tiny",
                {"name=timed", "analog.decay_per_token=0", "analog.retention_us=2", "retention.limit_us=20",
                 "retention.refresh=true"}},
        odd_sizes("imperfect_arrays", {"score.path=adc", "tile.rows=3", "analog.comparator_offset_ua=2"}),
        odd_sizes("relu_waits", {"score.path=adc", "normalizer.kind=relu", "bits.q=1", "adc.bits=3"}),
        Variant{"tiny",
                {"name=least_adc", "score.path=adc", "head.dimension=2", "tile.slots=2", "bits.q=1", "bits.kv=1",
                 "bits.out=2", "bits.phi=2", "adc.bits=3", "stream.data_bits=8", "stream.word_bits=8"}},
        Variant{"tiny",
                {"name=least", "head.dimension=2", "tile.slots=2", "bits.q=1", "bits.kv=1", "bits.out=3",
                 "stream.data_bits=8", "stream.word_bits=8"}}};
    std::set<std::string> there;
    for (const auto& variant : list) {
        if (variant.overrides.empty()) there.insert(variant.preset);
    }
    for (const auto& preset : presets()) {
        if (there.count(preset.name) == 0) list.push_back({preset.name, {}});
    }
    return list;
}

}  // namespace kvolt::test
