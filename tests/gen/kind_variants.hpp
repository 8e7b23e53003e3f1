// SPDX-License-Identifier: Apache-2.0
// Engines of the adc path for every kind of the tables that a list of hand-picked ones has not met.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "gen/config/kinds.hpp"

namespace kvolt::test {

/// One way to choose a kind.
struct KindSetting {
    std::string name;  ///< of a test
    std::string key, kind;
};

/// Every value of normalizer.kind, adc.kind and adc.readout.
inline std::vector<KindSetting> kind_settings() {
    std::vector<KindSetting> list;
    for (const auto kind : normalizer_names())
        list.push_back({"normalizer_" + std::string(kind), "normalizer.kind", std::string(kind)});
    for (const auto kind : code_converter_names())
        list.push_back({"scores_" + std::string(kind), "adc.kind", std::string(kind)});
    for (const auto kind : converter_names())
        list.push_back({"readout_" + std::string(kind), "adc.readout", std::string(kind)});
    return list;
}

/// Those that none of these overrides sets.
inline std::vector<KindSetting> kinds_beyond(const std::vector<std::vector<std::string>>& overrides) {
    std::vector<KindSetting> list;
    for (const auto& setting : kind_settings()) {
        const auto text = setting.key + "=" + setting.kind;
        const bool met = std::any_of(overrides.begin(), overrides.end(), [&](const auto& one) {
            return std::find(one.begin(), one.end(), text) != one.end();
        });
        if (!met) list.push_back(setting);
    }
    return list;
}

}  // namespace kvolt::test
