// SPDX-License-Identifier: Apache-2.0
// Cells as a Liberty file in one canonical form: ns, pF, nW; every table with its own indices, transitions before
// loads; functions with the operators ! & ^ |; nothing that mapping, timing or power leave unread. Tools see this and
// never the text of somebody's file.
#pragma once

#include <functional>
#include <string>

#include "gen/flows/cells/cell_library.hpp"

namespace kvolt {

enum class LibertyUse {
    mapping,  ///< what yosys and ABC read: functions, areas, delays
    analysis  ///< what OpenSTA reads: constraints, energies and leakage besides
};

/// The cells for which `keep` is true.
std::string write_liberty(const StdCellLibrary& library, const std::function<bool(const StdCell& cell)>& keep,
                          LibertyUse use);

}  // namespace kvolt
