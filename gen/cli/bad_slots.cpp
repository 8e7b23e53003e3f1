// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/bad_slots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace kvolt::cli {
namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& allowed) {
    throw InputError({{{"--bad-slots", 0}, "", problem, allowed}});
}

/// The number, or -1.
int number_of(const std::string& text) {
    const bool digits = !text.empty() && text.size() < 8 && text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? std::stoi(text) : -1;
}

void add_pair(const std::string& pair, const Design& design, std::vector<std::vector<int>>& heads) {
    const auto colon = pair.find(':');
    if (colon == std::string::npos)
        refuse(fmt::format("\"{}\" is not HEAD:SLOT", pair.substr(0, 40)), "write 0:3,0:17,1:5");
    const int head = number_of(pair.substr(0, colon)), slot = number_of(pair.substr(colon + 1));
    if (head < 0 || head >= design.heads || slot < 0 || slot >= design.window)
        refuse(fmt::format("the engine has no slot {}", pair.substr(0, 40)),
               fmt::format("allowed heads 0..{}, slots 0..{}", design.heads - 1, design.window - 1));
    auto& slots = heads[static_cast<std::size_t>(head)];
    if (std::find(slots.begin(), slots.end(), slot) != slots.end())
        refuse(fmt::format("slot {} is given twice", pair), "give each slot once");
    slots.push_back(slot);
    if (slots.size() > static_cast<std::size_t>(design.config.repair.slots))
        refuse(fmt::format("{} bad slots in head {}, which has repair registers for {}", slots.size(), head,
                           design.config.repair.slots),
               "raise repair.slots");
}

}  // namespace

std::vector<std::vector<int>> parse_bad_slots(const std::string& text, const Design& design) {
    if (text.empty()) return {};
    std::vector<std::vector<int>> heads(static_cast<std::size_t>(design.heads));
    std::istringstream pairs(text);
    for (std::string pair; std::getline(pairs, pair, ',');) add_pair(pair, design, heads);
    return heads;
}

}  // namespace kvolt::cli
