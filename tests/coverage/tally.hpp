// SPDX-License-Identifier: Apache-2.0
// Points of coverage, merged over runs.
#pragma once

#include <istream>
#include <map>
#include <string>

namespace kvolt {

/// How often each point was reached; a point is named so that the same one of two runs meets.
using Points = std::map<std::string, long>;

struct Share {
    long reached = 0, all = 0;

    [[nodiscard]] double percent() const {
        return all == 0 ? 0 : 100.0 * static_cast<double>(reached) / static_cast<double>(all);
    }
};

inline Share share_of(const Points& points) {
    Share share;
    for (const auto& [name, count] : points) {
        ++share.all;
        share.reached += count > 0 ? 1 : 0;
    }
    return share;
}

/// Lines, toggles and cover points of RTL, as Verilator counts them.
struct RtlCoverage {
    Points lines, toggles, covers;
};

/// Adds one .dat file of Verilator. A point is a place in the source (for a toggle: and the bit), whatever the
/// instance, the parameters or the configuration; files outside rtl/ (macros, bench) are not counted. Throws
/// std::runtime_error: no such file format.
void add_rtl(std::istream& dat, RtlCoverage& coverage);

struct SourceCoverage {
    Points lines, branches;
};

/// Adds what `gcov --json-format --stdout` printed, one document a line; sources outside gen/ and sim/ are not counted.
/// Throws std::runtime_error.
void add_sources(std::istream& gcov, const std::string& root, SourceCoverage& coverage);

}  // namespace kvolt
