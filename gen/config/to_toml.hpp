// SPDX-License-Identifier: Apache-2.0
// Config -> commented TOML.
#pragma once

#include <string>

#include "gen/config/config.hpp"

namespace kvolt {

/// Canonical TOML text of a configuration: every key with its comment (unit, range, default). parse_config(to_toml(c))
/// gives c again.
std::string to_toml(const Config& config);

}  // namespace kvolt
