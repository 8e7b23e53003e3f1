// SPDX-License-Identifier: Apache-2.0
// Counts what the nets of a value change dump do.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace kvolt {

struct NetCount {
    std::string net;            ///< scopes and name separated by '/', bits of vectors as name[index]
    std::uint64_t toggles = 0;  ///< changes between 0 and 1
    std::uint64_t high = 0;     ///< time units at 1
    std::vector<std::uint64_t>
        by_phase;  ///< toggles while the phase variable had the value of the index; empty without one
};

struct VcdCounts {
    std::uint64_t time = 0;  ///< units from the first to the last time stamp
    std::vector<NetCount> nets;
};

/// `phase_variable` (scopes and name separated by '/') splits the toggles: those at a time stamp belong to the value
/// the variable had before it; values of `phases` and above are left out. Throws ToolError when the text is no value
/// change dump, or has no such variable.
VcdCounts count_vcd(std::istream& text, const std::string& phase_variable = {}, std::size_t phases = 0);

}  // namespace kvolt
