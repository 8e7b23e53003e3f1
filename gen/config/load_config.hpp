// SPDX-License-Identifier: Apache-2.0
// TOML file or preset, and overrides -> Config; every problem at once.
#pragma once

#include <string>
#include <vector>

#include "gen/config/config.hpp"

namespace kvolt {

/// Reads `path_or_preset` (a TOML file, or the name of a built-in preset) and applies `overrides` ("key=value") in
/// order. Throws InputError with every problem found: unreadable file, syntax, unknown key (with the nearest known
/// one), type, range.
Config load_config(const std::string& path_or_preset, const std::vector<std::string>& overrides = {});

/// The text of a TOML file or preset. Throws InputError: unreadable file.
std::string config_text(const std::string& path_or_preset);

/// The same from text already in memory; `source` is used in messages.
Config parse_config(const std::string& toml_text, const std::string& source,
                    const std::vector<std::string>& overrides = {});

}  // namespace kvolt
