// SPDX-License-Identifier: Apache-2.0
// The derived numbers of a design as one table: `kvolt check`, manifest and data sheet print it and name none of their
// own. A new number is one row of the function of its plan; a new plan is one such function and one row of
// fact_tables().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

/// The facts of one plan.
struct FactTable {
    std::string_view group;
    std::string_view meaning;                   ///< what the group is about
    bool (*on)(const Design&);                  ///< nullptr: in every design
    std::vector<Fact> (*facts)(const Design&);  ///< called only where the plan is on
};

/// All plans, in the order in which they are printed.
const std::vector<FactTable>& fact_tables();

struct FactGroup {
    std::string name;
    std::string meaning;
    std::vector<Fact> facts;  ///< empty: the plan is not on
};

/// Every group, those that are not on included, so that a reader finds the same groups in every design.
std::vector<FactGroup> fact_groups(const Design& design);

/// The group whose facts stand at the top of a JSON document: name, version, hash.
inline constexpr std::string_view identity_group = "identity";

/// The fact of this name. Throws std::out_of_range where there is none.
const Fact& find_fact(const std::vector<FactGroup>& groups, std::string_view name);

}  // namespace kvolt
