// SPDX-License-Identifier: Apache-2.0
// docs/configuration.md, printed from the key table and the presets.
#pragma once

#include <string>

namespace kvolt {

std::string configuration_page();

}  // namespace kvolt
