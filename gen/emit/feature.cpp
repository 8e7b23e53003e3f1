// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/feature.hpp"

#include <algorithm>
#include <iterator>

#include "gen/emit/emitters.hpp"

namespace kvolt {

const std::vector<const Feature*>& features() {
    static const std::vector<const Feature*> table{&repair_feature,   &time_feature,      &retention_feature,
                                                   &refresh_feature,  &protected_feature, &calibration_feature,
                                                   &self_test_feature};
    return table;
}

std::vector<const Feature*> features_of(const Design& design) {
    std::vector<const Feature*> list;
    std::copy_if(features().begin(), features().end(), std::back_inserter(list),
                 [&](const Feature* feature) { return feature->on(design); });
    return list;
}

void emit_features(const Design& design, std::vector<File>& files) {
    for (const auto* feature : features_of(design))
        if (feature->files != nullptr) feature->files(design, files);
}

}  // namespace kvolt
