// SPDX-License-Identifier: Apache-2.0
// Facts as JSON: numbers as numbers, names as strings.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "gen/design/facts.hpp"

namespace kvolt {

nlohmann::ordered_json json_of(const FactValue& value);

/// Name and value of every fact of a group.
nlohmann::ordered_json json_of(const FactGroup& group);

/// Name and value of the facts of these names, in this order. Throws std::out_of_range where there is none.
nlohmann::ordered_json facts_json(const std::vector<FactGroup>& groups, std::initializer_list<std::string_view> names);

}  // namespace kvolt
