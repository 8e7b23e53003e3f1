// SPDX-License-Identifier: Apache-2.0
// The self test of a generated engine, driven through its registers: one token that software describes at a time;
// docs/selftest.md.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/bench/control_master.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

/// Which rows of a column get the level; the others get its inverse, level_max - level. Values as in SELF_TEST.
enum class TestPattern { uniform, checkerboard, inverse, walking };

/// A token of the self test, as the registers describe it. One that neither writes nor queries is written.
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
    /// The two halves of run(): the command, and the wait for its end.
    Token start(const TestToken& token);
    void wait();
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

}  // namespace kvolt
