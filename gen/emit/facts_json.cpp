// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/facts_json.hpp"

namespace kvolt {

using Json = nlohmann::ordered_json;

Json json_of(const FactValue& value) {
    return std::visit([](const auto& v) { return Json(v); }, value);
}

Json json_of(const FactGroup& group) {
    Json out = Json::object();
    for (const auto& fact : group.facts) out[fact.name] = json_of(fact.value);
    return out;
}

Json facts_json(const std::vector<FactGroup>& groups, std::initializer_list<std::string_view> names) {
    Json out = Json::object();
    for (const auto name : names) out[std::string(name)] = json_of(find_fact(groups, name).value);
    return out;
}

}  // namespace kvolt
