// SPDX-License-Identifier: Apache-2.0
#include "gen/config/to_toml.hpp"

#include <fmt/format.h>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/support/wrap_text.hpp"

namespace kvolt {
namespace {

std::string comment_of(const Key& key) {
    static const Config defaults;
    const std::string unit = key.unit.empty() ? "" : fmt::format(" [{}]", key.unit);
    std::string out;
    const auto text = fmt::format("{}{}; {}; default {}", key.doc, unit, legal_text(key), value_text(key, defaults));
    for (const auto& line : wrap_text(text, 118)) out += "# " + line + "\n";
    return out;
}

}  // namespace

std::string to_toml(const Config& config) {
    std::string out, section;
    for (const auto& key : keys()) {
        const auto dot = key.name.find('.');
        const bool top_level = dot == std::string_view::npos;
        if (!top_level && key.name.substr(0, dot) != section) {
            section = key.name.substr(0, dot);
            out += fmt::format("\n[{}]\n", section);
        }
        const auto short_name = top_level ? key.name : key.name.substr(dot + 1);
        out += comment_of(key) + fmt::format("{} = {}\n", short_name, value_text(key, config));
    }
    return out;
}

}  // namespace kvolt
