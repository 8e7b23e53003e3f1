// SPDX-License-Identifier: Apache-2.0
// A march over all slots of a generated engine by its self test: every sum against the golden model of the same engine,
// and its distance to perfect arrays, which says where faults are; docs/selftest.md.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"

namespace kvolt {

/// A lane that leaves what perfect arrays say with one token of the march.
struct TestFault {
    int head = 0, lane = 0;
    int slot = 0;  ///< that the token was written to; -1: off before anything was written
    int pass = 0;
    int step = 0;  ///< codes by which the distance changed with that token
};

struct MarchReport {
    std::int64_t tokens = 0, sums = 0, cycles = 0;
    std::int64_t mismatches = 0;  ///< sums that are not those of the golden model
    std::vector<TestFault> faults;
};

struct MarchOptions {
    int threshold = 2;                        ///< codes, 1 and above: a smaller change is no fault
    std::vector<std::vector<int>> bad_slots;  ///< of each head, written to its repair registers; empty: none
    bool tour = false;                        ///< read and write every register at the end: covers them
};

/// Resets the engine and passes five times over the window, a query after each write, so that each slot shows by
/// itself: V uniform, a checkerboard, its inverse and walking, with K high in every row and the highest q; then V
/// uniform again with a lower q, where a K column that gives less shows. What is written alternates, so that in each
/// lane the slots cancel out in pairs and no output saturates. `ideal` is the design with perfect arrays. Retention
/// limit and refresh are off during the march, registers are left as they were found, but for repair. Throws
/// std::runtime_error: a register or a token does not answer, or pins of macros came too near each other.
MarchReport march(const Design& design, const Design& ideal, Dut& dut, const MarchOptions& options = {});

}  // namespace kvolt
