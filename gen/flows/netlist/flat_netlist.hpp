// SPDX-License-Identifier: Apache-2.0
// A module with everything below it, without hierarchy: every cell in its place, every net once.
#pragma once

#include <string>
#include <vector>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// A net of a FlatNetlist. 0 and 1 are the constants, -1 is none.
using FlatNet = int;

struct FlatCell {
    std::string path;               ///< instances separated by '/'
    const StdCell* cell = nullptr;  ///< null: a macro
    std::vector<FlatNet> nets;      ///< of a library cell, by pin in the order of StdCell::pins
    int place = 0;                  ///< of its module in FlatNetlist::places
    int index = 0;                  ///< in NetlistModule::cells
};

/// An occurrence of a module.
struct FlatPlace {
    const NetlistModule* module = nullptr;
    std::string path;           ///< empty for the root, else ends with '/'
    std::vector<FlatNet> nets;  ///< by net of the module
};

struct FlatNetlist {
    std::vector<FlatPlace> places;  ///< a module comes before those inside it; the root first
    std::vector<FlatCell> cells;    ///< library cells; macros have entries of their own
    std::vector<FlatCell> macros;   ///< without nets
    std::size_t nets = 2;
};

/// Throws ToolError when `netlist` has no such module.
FlatNetlist flatten(const Netlist& netlist, const std::string& module, const Technology& technology);

}  // namespace kvolt
