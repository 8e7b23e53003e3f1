// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/liberty_subset.hpp"

#include <algorithm>
#include <array>

namespace kvolt {
namespace {

/// Current-source models and noise: read by no tool that KVolt drives.
bool is_ballast(std::string_view type) {
    static constexpr std::array<std::string_view, 5> prefixes{"ccsn_", "output_current", "receiver_capacitance",
                                                              "vector", "dc_current"};
    return std::any_of(prefixes.begin(), prefixes.end(), [&](auto p) { return type.substr(0, p.size()) == p; });
}

bool is_power(std::string_view type) { return type == "internal_power" || type == "leakage_power" || type == "pg_pin"; }

/// Copies `group`, leaving out the groups inside it that nobody reads.
void copy(const LibertyGroup& group, bool power, std::string& out) {
    const char* position = group.text.data();
    for (const auto& inner : group.groups) {
        out.append(position, inner.text.data());
        if (!is_ballast(inner.type) && (power || !is_power(inner.type))) copy(inner, power, out);
        position = inner.text.data() + inner.text.size();
    }
    out.append(position, group.text.data() + group.text.size());
}

}  // namespace

std::string liberty_subset(const LibertyFile& file, const std::function<bool(const std::string& cell)>& keep,
                           bool power) {
    std::string out;
    const char* position = file.library.text.data();
    for (const auto& group : file.library.groups) {
        out.append(position, group.text.data());
        if (group.type != "cell" || keep(std::string(group.name()))) copy(group, power, out);
        position = group.text.data() + group.text.size();
    }
    out.append(position, file.library.text.data() + file.library.text.size());
    return out + "\n";
}

}  // namespace kvolt
