// SPDX-License-Identifier: Apache-2.0
// The small library written in the ways in which other people write theirs.
#pragma once

#include <string>
#include <vector>

namespace kvolt {

struct LibraryKind {
    std::string name;
    std::vector<std::string> files;  ///< text of each
    bool areas_known = true;         ///< of every cell
};

/// One for every kind that the flow has to live with; all have the same logic.
std::vector<LibraryKind> library_kinds();

}  // namespace kvolt
