// SPDX-License-Identifier: Apache-2.0
// Keys that do something in some configurations only: one row each, read where a configuration is taken in.
#pragma once

#include <string_view>
#include <vector>

#include "gen/config/config.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

struct KeyCondition {
    std::string_view key;
    bool (*holds)(const Config& config);  ///< the key has an effect
    std::string_view needs;               ///< the same in words: `needs ...`
};

/// All of them, in the order of the key table; tests/gen holds the rows to what the keys do.
const std::vector<KeyCondition>& key_conditions();

/// Keys that were given, say something else than their default, and do nothing in this configuration: where each was
/// given, and what it needs. A key at its default says nothing, so a file that lists every key is as good as one that
/// lists none.
std::vector<Diagnostic> keys_without_effect(const Config& config);

}  // namespace kvolt
