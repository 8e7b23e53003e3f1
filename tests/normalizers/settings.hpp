// SPDX-License-Identifier: Apache-2.0
// The settings under test: every kind at several widths, gains and constants, all away from the defaults somewhere.
#pragma once

#include <string>
#include <vector>

#include "gen/config/normalizer_setting.hpp"

namespace kvolt::test {

/// Every kind of the table.
std::vector<NormalizerKind> all_kinds();

/// What a test of that kind is called.
std::string name_of(NormalizerKind kind);

/// score that is y = 1, where scores reach 80 uA: what the kind takes by default, times `factor`.
double scale_of(NormalizerKind kind, double factor);

/// Instances of the verilated top.
const std::vector<NormalizerSetting>& verilated_settings();

/// SLOTS of the instance's kv_reciprocal; TILES = window / SLOTS.
inline int slots_of(const NormalizerSetting& s) { return s.window % 3 == 0 ? s.window / 3 : s.window; }

/// For test messages.
std::string name_of(const NormalizerSetting& setting);

}  // namespace kvolt::test
