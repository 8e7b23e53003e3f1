// SPDX-License-Identifier: Apache-2.0
// TOML and overrides -> Config. Every problem is collected before anything is thrown.
#include "gen/config/load_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "gen/config/cell_table.hpp"
#include "gen/config/config_file.hpp"
#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/config/presets.hpp"
#include "gen/support/diagnostic_order.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt {
namespace {

const std::string kOverride = "--set";

std::string hint_for(const std::string& unknown, const std::vector<std::string>& known) {
    const std::string hint = did_you_mean(unknown, known);
    return hint.empty() ? "`kvolt init` lists all keys" : hint;
}

std::string shortened(std::string text) {
    std::size_t end = 60;
    if (text.size() <= end) return text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a UTF-8 character
    return text.substr(0, end) + "...";
}

std::string shown(const toml::node& node) {
    if (node.is_table()) return "a table";
    if (node.is_floating_point()) return real_text(node.as_floating_point()->get());
    if (const auto* text = node.as_string()) return shortened(fmt::format("\"{}\"", text->get()));
    std::ostringstream out;
    if (const auto* array = node.as_array()) {
        for (const auto& element : *array) out << (out.tellp() > 0 ? ", " : "[") << shown(element);
        return shortened(array->empty() ? "[]" : out.str() + "]");
    }
    node.visit([&](const auto& typed) { out << typed; });
    return out.str();
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

/// A quoted key with a dot inside is one part, not two: it must not pass for head.tiles.
std::string as_written(std::string_view part) {
    const bool quoted = part.find('.') != std::string_view::npos;
    return quoted ? fmt::format("\"{}\"", part) : std::string(part);
}

/// Collects values and problems of one configuration.
class Reader {
public:
    explicit Reader(const std::string& source) { config_.source = source; }

    void read(const toml::table& table, const std::string& prefix) {
        for (const auto& [toml_key, node] : table) {
            const std::string name = prefix + as_written(toml_key.str());
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
        if (key == nullptr) return refuse_name(name, &node, pos);
        const std::string wrong = assign(*key, config_, given_value(node));
        if (!wrong.empty()) return problem(pos, name, wrong, allowed_text(*key));
        config_.origin[name] = pos;
    }

    /// `node` is what the name was given, or null when that could not even be read.
    void refuse_name(const std::string& name, const toml::node* node, const SourcePos& pos) {
        if (node != nullptr && node->is_table()) {
            problem(pos, shortened(name), "unknown section", hint_for(name, section_names()));
        } else if (is_section(name)) {
            problem(pos, name, "is a section, not a key",
                    fmt::format("allowed keys of it: {}", fmt::join(keys_of(name), ", ")));
        } else {
            problem(pos, shortened(name), "unknown key", hint_for(name, key_names()));
        }
    }

    void problem(const SourcePos& pos, const std::string& key, const std::string& wrong, const std::string& allowed) {
        problems_.push_back({pos, key, wrong, allowed});
    }

    Config finish() {
        // toml++ keeps tables sorted by name.
        if (!problems_.empty()) throw InputError(in_file_order(std::move(problems_)));
        auto& analog = config_.analog;
        if (analog.cell == CellKind::table && !analog.table.empty())
            analog.points = read_cell_table(cell_table_path(config_));
        return std::move(config_);
    }

private:
    Config config_;
    std::vector<Diagnostic> problems_;
};

/// toml++ says "Error while parsing table header: cannot ..."; a line of ours says where the error is by itself.
std::string syntax_problem(const toml::parse_error& error) {
    std::string text(error.description());
    const std::string prefix = "Error while parsing ";
    if (text.compare(0, prefix.size(), prefix) == 0) text.erase(0, prefix.size());
    return "not TOML, " + text;
}

void read_text(Reader& reader, const std::string& text, const std::string& source) {
    check_text(text, source);
    try {
        reader.read(toml::parse(text, source), "");
    } catch (const toml::parse_error& error) {
        const SourcePos pos{source, static_cast<int>(error.source().begin.line)};
        throw InputError({{pos, "", syntax_problem(error), ""}});
    }
}

/// Text and names may be given without quotes: the shell has eaten them.
bool wants_quotes(const std::string& name, const std::string& value) {
    const Key* key = find_key(name);
    const bool is_text = key != nullptr && (std::holds_alternative<Choices>(key->legal) ||
                                            std::holds_alternative<Identifier>(key->legal) ||
                                            std::holds_alternative<FilePath>(key->legal));
    return is_text && value.find_first_of("\"'\\\n") == std::string::npos;
}

/// The value of `--set name=value`; an empty table when it is none.
toml::table read_value(const std::string& name, const std::string& value) {
    try {
        check_text(value, kOverride);
        auto table = toml::parse(wants_quotes(name, value) ? "value = \"" + value + "\"" : "value = " + value);
        if (table.size() == 1) return table;  // a line break could have smuggled in a second key
    } catch (const toml::parse_error&) {
    } catch (const InputError&) {
    }
    return {};
}

void read_override(Reader& reader, const std::string& text) {
    const SourcePos pos{kOverride, 0};
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        return reader.problem(pos, "", fmt::format("\"{}\" is not an override", shortened(text)),
                              "write --set key=value");
    }
    const std::string name = text.substr(0, equals), value = text.substr(equals + 1);
    const Key* key = find_key(name);
    if (key == nullptr) return reader.refuse_name(name, nullptr, pos);
    const auto table = read_value(name, value);
    const toml::node* node = table.get("value");
    if (node == nullptr) {
        return reader.problem(pos, name, fmt::format("\"{}\" is not a value", shortened(value)), allowed_text(*key));
    }
    reader.set(name, *node, pos);
}

}  // namespace

Config parse_config(const std::string& toml_text, const std::string& source,
                    const std::vector<std::string>& overrides) {
    Reader reader(source);
    read_text(reader, toml_text, source);
    for (const auto& text : overrides) read_override(reader, text);
    return reader.finish();
}

std::string config_text(const std::string& path_or_preset) {
    for (const auto& preset : presets())
        if (preset.name == path_or_preset) return preset.toml;
    return read_config_file(path_or_preset);
}

Config load_config(const std::string& path_or_preset, const std::vector<std::string>& overrides) {
    return parse_config(config_text(path_or_preset), path_or_preset, overrides);
}

}  // namespace kvolt
