// SPDX-License-Identifier: Apache-2.0
#include "gen/config/configuration_page.hpp"

#include <fmt/format.h>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/config/presets.hpp"

namespace kvolt {
namespace {

constexpr const char* kIntroduction = R"(# Configuration

Printed by `kvolt init --markdown`; a test says when this page is stale.

A configuration is a TOML file. Every key may be left out: it then has its default. `kvolt init -o engine.toml` writes
all of them with their comments, `kvolt check engine.toml` says what follows from them, and `--set head.tiles=4`
overrides one on the command line (as often as you like, the last one wins).

A mistake is refused with one line per problem, all of them at once, and exit status 2:

    engine.toml:7: head.tiles: 0 is out of range, allowed 1..64
    engine.toml:9: head.dimenson: unknown key, did you mean head.dimension?

)";

std::string section_of(const Key& key) {
    const auto dot = key.name.find('.');
    return dot == std::string_view::npos ? "" : std::string(key.name.substr(0, dot));
}

std::string rows() {
    static const Config defaults;
    std::string out, section = "-";
    for (const auto& key : keys()) {
        if (section_of(key) != section) {
            section = section_of(key);
            if (!section.empty()) out += fmt::format("\n## {}\n\n", section);
            out += "| key | default | unit | legal | meaning |\n|---|---|---|---|---|\n";
        }
        out += fmt::format("| `{}` | {} | {} | {} | {} |\n", key.name, value_text(key, defaults), key.unit,
                           legal_text(key), key.doc);
    }
    return out;
}

}  // namespace

std::string configuration_page() {
    std::string out = kIntroduction + rows();
    out +=
        "\n## Presets\n\nA preset name stands wherever a command takes a file.\n\n| preset | what it is |\n|---|---|\n";
    for (const auto& preset : presets()) out += fmt::format("| `{}` | {} |\n", preset.name, preset.sentence);
    return out;
}

}  // namespace kvolt
