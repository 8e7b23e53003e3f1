// SPDX-License-Identifier: Apache-2.0
// TOML and overrides -> Config. Every problem is collected before anything is thrown.
#include "kvolt/config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "gen/config_file.hpp"
#include "gen/keys.hpp"
#include "gen/text_distance.hpp"

namespace kvolt {
namespace {

const std::string kOverride = "--set";

std::string unknown_key_hint(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& key : keys()) names.emplace_back(key.name);
    std::string hint = did_you_mean(name, names);
    return hint.empty() ? "`kvolt init` lists all keys" : hint;
}

std::string shortened(std::string text) {
    constexpr std::size_t longest = 60;
    if (text.size() > longest) text = text.substr(0, longest) + "...";
    return text;
}

std::string shown(const toml::node& node) {
    if (node.is_table()) return "a table";
    if (node.is_floating_point()) return real_text(node.as_floating_point()->get());
    std::ostringstream out;
    node.visit([&](const auto& typed) { out << typed; });
    std::string text = out.str();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return shortened(text);
}

GivenValue given_value(const toml::node& node) {
    GivenValue given;
    given.shown = shown(node);
    if (const auto* boolean = node.as_boolean()) given.value = boolean->get();
    if (const auto* integer = node.as_integer()) given.value = integer->get();
    if (const auto* real = node.as_floating_point()) given.value = real->get();
    if (const auto* text = node.as_string()) given.value = text->get();
    if (const auto* array = node.as_array()) {
        std::vector<double> values;
        for (const auto& element : *array) {
            const auto value = element.value<double>();
            if (!element.is_number() || !value) return given;
            values.push_back(*value);
        }
        given.value = std::move(values);
    }
    return given;
}

/// Collects values and problems of one configuration.
class Reader {
public:
    explicit Reader(const std::string& source) { config_.source = source; }

    void read(const toml::table& table, const std::string& prefix) {
        for (const auto& [toml_key, node] : table) {
            const std::string name = prefix + std::string(toml_key.str());
            const SourcePos pos{config_.source, static_cast<int>(toml_key.source().begin.line)};
            const auto* section = node.as_table();
            if (section != nullptr && is_section(name)) {
                read(*section, name + ".");
            } else {
                set(name, node, pos);
            }
        }
    }

    void set(const std::string& name, const toml::node& node, const SourcePos& pos) {
        const Key* key = find_key(name);
        if (key == nullptr) {
            if (is_section(name)) {
                problem(pos, name, shown(node) + " is not a section", "write [" + name + "] and its keys below");
            } else {
                problem(pos, shortened(name), node.is_table() ? "unknown section" : "unknown key", unknown_key_hint(name));
            }
            return;
        }
        const std::string wrong = assign(*key, config_, given_value(node));
        if (!wrong.empty()) {
            problem(pos, name, wrong, "allowed " + legal_text(*key));
            return;
        }
        config_.origin[name] = pos;
    }

    void problem(const SourcePos& pos, const std::string& key, const std::string& wrong, const std::string& allowed) {
        problems_.push_back({pos, key, wrong, allowed});
    }

    /// toml++ keeps tables sorted by name; a person reads a file from top to bottom.
    void sort_by_line() {
        std::stable_sort(problems_.begin(), problems_.end(),
                         [](const Diagnostic& a, const Diagnostic& b) { return a.pos.line < b.pos.line; });
    }

    Config finish() {
        if (!problems_.empty()) throw InputError(std::move(problems_));
        return std::move(config_);
    }

private:
    Config config_;
    std::vector<Diagnostic> problems_;
};

void read_text(Reader& reader, const std::string& text, const std::string& source) {
    check_text(text, source);
    try {
        reader.read(toml::parse(text, source), "");
    } catch (const toml::parse_error& error) {
        const SourcePos pos{source, static_cast<int>(error.source().begin.line)};
        throw InputError({{pos, "", std::string(error.description()), ""}});
    }
    reader.sort_by_line();
}

/// Text and names may be given without quotes: the shell has eaten them.
bool wants_quotes(const std::string& name, const std::string& value) {
    const Key* key = find_key(name);
    const bool is_text = key != nullptr && (std::holds_alternative<Choices>(key->legal) || std::holds_alternative<Identifier>(key->legal));
    return is_text && value.find_first_of("\"'\\\n") == std::string::npos;
}

void read_override(Reader& reader, const std::string& text) {
    const SourcePos pos{kOverride, 0};
    const auto equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos || name.empty()) {
        return reader.problem(pos, shortened(text), "is not an override", "write --set key=value");
    }
    const std::string value = text.substr(equals + 1);
    const auto no_value = [&] { reader.problem(pos, shortened(name), "\"" + shortened(value) + "\" is not a value", "write --set key=value"); };
    try {
        check_text(value, kOverride);
        const auto table = toml::parse(wants_quotes(name, value) ? "value = \"" + value + "\"" : "value = " + value);
        const toml::node* node = table.get("value");
        if (table.size() != 1 || node == nullptr) return no_value();
        reader.set(name, *node, pos);
    } catch (const toml::parse_error&) {
        no_value();
    } catch (const InputError&) {
        no_value();
    }
}

}  // namespace

Config parse_config(const std::string& toml_text, const std::string& source, const std::vector<std::string>& overrides) {
    Reader reader(source);
    read_text(reader, toml_text, source);
    for (const auto& text : overrides) read_override(reader, text);
    return reader.finish();
}

Config load_config(const std::string& path_or_preset, const std::vector<std::string>& overrides) {
    for (const auto& preset : presets()) {
        if (preset.name == path_or_preset) return parse_config(preset.toml, preset.name, overrides);
    }
    return parse_config(read_config_file(path_or_preset), path_or_preset, overrides);
}

SourcePos origin_of(const Config& config, const std::string& key) {
    const auto found = config.origin.find(key);
    return found == config.origin.end() ? SourcePos{config.source, 0} : found->second;
}

}  // namespace kvolt
