// SPDX-License-Identifier: Apache-2.0
// The self test of a generated engine, driven through its registers: one token that software describes, and a march
// over all slots; docs/calibration.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kvolt/design.hpp"
#include "kvolt/dut.hpp"
#include "kvolt/golden.hpp"
#include "sim/bench/control_master.hpp"

namespace kvolt {

/// Which rows of a column get the level; the others get its inverse, level_max - level. Values as in SELF_TEST.
enum class TestPattern { uniform, checkerboard, inverse, walking };

/// A token of the self test, as the registers describe it.
struct TestToken {
    bool first = false, write = true, query = true;
    TestPattern k_pattern = TestPattern::uniform, v_pattern = TestPattern::uniform;
    int k_level = 0, v_level = 0;
    int q_code = 0;
    int q_row = -1;  ///< -1: the code in every row
};

class SelfTest {
public:
    SelfTest(const Design& design, ControlMaster& control) : design_(design), control_(control) {}

    /// Streams are held from here to end(), which makes the next token of every stream the first of a sequence.
    void begin();
    void end();
    /// Runs a token in every head. Returns what it consists of. Throws std::runtime_error: it does not end.
    Token run(const TestToken& token);
    /// Sums of a head after a token that queries, lane by lane.
    std::vector<std::int32_t> sums(int head);

private:
    [[nodiscard]] std::uint32_t command(const TestToken& token) const;
    Token make(const TestToken& token);

    const Design& design_;
    ControlMaster& control_;
    int row_ = 0;       // of the walking pattern
    bool odd_ = false;  // of the checkerboard
};

/// A lane that leaves what perfect arrays say, from the token that was written to a slot on.
struct TestFault {
    int head = 0, lane = 0, slot = 0, pass = 0;
    int step = 0;  ///< codes by which the distance changed with that token
};

struct MarchReport {
    std::int64_t tokens = 0, sums = 0;
    std::int64_t mismatches = 0;  ///< sums that are not those of the golden model
    std::vector<TestFault> faults;
};

/// Two passes over the whole window, K high in every row, V a checkerboard and its inverse, a query after each write:
/// in each lane the slots cancel out in pairs, so that no output saturates and each slot shows by itself. `ideal` is
/// the design with perfect arrays; a distance to it that changes by `threshold` codes or more is a fault.
MarchReport march(const Design& design, const Design& ideal, Dut& dut, int threshold);

}  // namespace kvolt
