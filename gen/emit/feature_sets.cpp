// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/feature_sets.hpp"

#include <algorithm>
#include <set>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

FeatureSet set_of(const std::vector<const Feature*>& features) {
    FeatureSet set;
    std::set<std::string> keys;
    for (const auto* one : features) {
        set.name += (set.name.empty() ? "" : "_with_") + std::string(one->name);
        set.features.emplace_back(one->name);
        keys.insert(one->keys.begin(), one->keys.end());
    }
    set.keys.assign(keys.begin(), keys.end());
    return set;
}

}  // namespace

std::vector<FeatureSet> feature_sets() {
    std::vector<FeatureSet> sets{{"none", {}, {}}};
    const auto& all = features();
    for (const auto* one : all) sets.push_back(set_of({one}));
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = i + 1; k < all.size(); ++k) {
            auto pair = set_of({all[i], all[k]});
            // One that cannot be without the other is not a pair.
            if (pair.keys != sets[1 + i].keys && pair.keys != sets[1 + k].keys) sets.push_back(std::move(pair));
        }
    return sets;
}

std::optional<Design> design_with(const FeatureSet& set, const std::string& preset,
                                  const std::vector<std::string>& more) {
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

}  // namespace kvolt
