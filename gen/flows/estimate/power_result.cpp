// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/power_result.hpp"

#include <algorithm>

namespace kvolt {

PowerShare& PowerShare::operator+=(const PowerShare& other) {
    phase_mw.resize(std::max(phase_mw.size(), other.phase_mw.size()), 0.0);
    for (std::size_t i = 0; i < other.phase_mw.size(); ++i) phase_mw[i] += other.phase_mw[i];
    internal_mw += other.internal_mw;
    switching_mw += other.switching_mw;
    leakage_mw += other.leakage_mw;
    return *this;
}

}  // namespace kvolt
