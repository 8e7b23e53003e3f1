// SPDX-License-Identifier: Apache-2.0
// Suite -> cases: every explicit combination, and the draws of the random blocks. A case depends on its own seed only.
#pragma once

#include <optional>

#include "gen/design/design.hpp"
#include "gen/flows/regression/regress_suite.hpp"

namespace kvolt {

/// One run of `kvolt simulate`.
struct RegressCase {
    std::string group;  ///< name of the random block, or the configuration
    std::string config;
    std::vector<std::string> overrides;  ///< "key=value"
    std::uint64_t seed = 0;              ///< of the draw, the tokens and the stalls
    double stall = 0;
    int window = 0;
    std::string kinds = "full";
    std::int64_t tokens = 0, sequences = 1;
    bool random = false;
    std::uint64_t hash = 0;      ///< of the configuration
    bool refreshes = false;      ///< frames are inserted between those of the packets
    bool calibrate = false;      ///< the lanes before the first token
    std::string bad_slots = {};  ///< HEAD:SLOT,.. that the repair registers name

    /// Arguments of `kvolt` that run it. The same text is the same case.
    [[nodiscard]] std::vector<std::string> arguments() const;
    /// A line for the shell.
    [[nodiscard]] std::string command() const;
    /// Latency and interval are the schedule's where nothing pauses, every token is full and no slot is searched for.
    [[nodiscard]] bool times_are_derived() const {
        return stall == 0 && kinds == "full" && bad_slots.empty() && !refreshes;
    }
};

struct RegressPlan {
    std::string name;
    std::vector<RegressCase> cases;
    std::int64_t refused = 0;    ///< draws that elaborate() refused, with a reason
    std::int64_t too_large = 0;  ///< draws beyond `cells`, `code_kib` or `cycles`
    /// Different configurations among the cases.
    [[nodiscard]] std::size_t configurations() const;
};

/// `only`: the cases with that seed. Throws InputError: a configuration that is refused, a block whose ranges hardly
/// ever give a legal one, no case with the seed.
RegressPlan plan_regression(const RegressSuite& suite, std::optional<std::uint64_t> only = {});

}  // namespace kvolt
