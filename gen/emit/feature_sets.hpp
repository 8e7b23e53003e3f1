// SPDX-License-Identifier: Apache-2.0
// The optional features of a head alone and in pairs, at small sizes: what proofs and tests go through.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/emit/feature.hpp"

namespace kvolt {

struct FeatureSet {
    std::string name;                   ///< "refresh_with_repair"; "none"
    std::vector<std::string> features;  ///< by name
    std::vector<std::string> keys;      ///< that switch them on
};

/// No feature, each alone, each pair that is more than one of the two, whether a configuration may have it or not.
std::vector<FeatureSet> feature_sets();

/// The design of a preset with these features; nothing where it is refused, or where one feature takes the place of the
/// other.
std::optional<Design> design_with(const FeatureSet& set, const std::string& preset,
                                  const std::vector<std::string>& more = {});

}  // namespace kvolt
