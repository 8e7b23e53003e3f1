// SPDX-License-Identifier: Apache-2.0
// The optional features of a head by name, each with keys that switch it on: for tests that try them alone and in
// pairs.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/feature.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt::test {

/// Keys that switch a feature on at small sizes, as `--set` takes them. Throws std::out_of_range for a feature that
/// this table does not know.
inline std::vector<std::string> keys_of_feature(const std::string& name) {
    static const std::map<std::string, std::vector<std::string>> table{
        {"repair", {"repair.slots=1"}},
        {"retention", {"retention.limit=20"}},
        {"refresh", {"retention.limit=20", "retention.refresh=true"}},
        {"protected", {"protected.first=1", "protected.newest=1"}},
        {"calibration", {"calibration.average=1"}},
        {"self_test", {"calibration.average=1", "calibration.self_test=true"}},
    };
    return table.at(name);
}

struct FeatureSet {
    std::string name;                   ///< "refresh_with_repair"; "none"
    std::vector<std::string> features;  ///< by name
    std::vector<std::string> keys;
};

/// No feature, each alone, each pair, whether a configuration may have it or not.
inline std::vector<FeatureSet> feature_sets() {
    std::vector<FeatureSet> sets{{"none", {}, {}}};
    const auto add = [&](const std::vector<std::string>& names) {
        FeatureSet set;
        std::set<std::string> keys;
        for (const auto& name : names) {
            set.name += (set.name.empty() ? "" : "_with_") + name;
            for (const auto& key : keys_of_feature(name)) keys.insert(key);
        }
        set.features = names;
        set.keys.assign(keys.begin(), keys.end());
        sets.push_back(set);
    };
    const auto& all = features();
    for (const auto* one : all) add({std::string(one->name)});
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = i + 1; k < all.size(); ++k) add({std::string(all[i]->name), std::string(all[k]->name)});
    return sets;
}

/// The design of a preset with these features; nothing where it is refused, or where one feature takes the place of the
/// other.
inline std::optional<Design> design_with(const FeatureSet& set, const std::string& preset,
                                         const std::vector<std::string>& more = {}) {
    auto keys = more;
    keys.insert(keys.end(), set.keys.begin(), set.keys.end());
    try {
        auto design = elaborate(load_config(preset, keys));
        const auto on = features_of(design);
        for (const auto& name : set.features)
            if (std::none_of(on.begin(), on.end(), [&](const Feature* one) { return one->name == name; }))
                return std::nullopt;
        return design;
    } catch (const InputError&) {
        return std::nullopt;
    }
}

}  // namespace kvolt::test
