// SPDX-License-Identifier: Apache-2.0
// docs/registers.md, printed from the register tables of designs with each of the features that add registers.
#pragma once

#include <string>

namespace kvolt {

std::string registers_page();

}  // namespace kvolt
