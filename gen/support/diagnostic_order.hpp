// SPDX-License-Identifier: Apache-2.0
// Several problems at once, in the order in which a person meets them.
#pragma once

#include <vector>

#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// From the top of the file to its end; then what has no line (overrides, defaults), in the order given.
std::vector<Diagnostic> in_file_order(std::vector<Diagnostic> diagnostics);

}  // namespace kvolt
