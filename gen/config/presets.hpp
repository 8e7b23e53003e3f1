// SPDX-License-Identifier: Apache-2.0
// The configurations in the binary.
#pragma once

#include <string>
#include <vector>

namespace kvolt {

/// A built-in configuration.
struct Preset {
    std::string name;
    std::string sentence;  ///< what it is for
    std::string toml;
};

const std::vector<Preset>& presets();

}  // namespace kvolt
