// SPDX-License-Identifier: Apache-2.0
// constraints/tech/*.toml: what a Liberty file does not say about its library.
#include "gen/flows/cells/technology_description.hpp"

#include <fmt/format.h>
#include <fnmatch.h>
#include <toml++/toml.h>

#include <functional>

#include "gen/support/diagnostics.hpp"
#include "gen/support/library.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt {
namespace {

class Reader {
public:
    Reader(TechnologyDescription& description, std::string source) : d_(description), source_(std::move(source)) {}

    void read(const toml::table& table) {
        for (const auto& [key, node] : table) {
            key_ = std::string(key.str());
            line_ = static_cast<int>(key.source().begin.line);
            const auto handler = handlers_.find(key_);
            if (handler == handlers_.end()) {
                std::vector<std::string> names;
                for (const auto& [name, unused] : handlers_) names.push_back(name);
                refuse("unknown key", did_you_mean(key_, names));
                continue;
            }
            handler->second(node);
        }
        if (problems_.empty() && d_.name.empty()) refuse("name is missing", "a technology needs a name");
        if (!problems_.empty()) throw InputError(problems_);
    }

private:
    void refuse(const std::string& problem, const std::string& allowed) {
        problems_.push_back({{source_, line_}, key_, problem, allowed});
    }

    void text(const toml::node& node, std::string& out) {
        if (const auto* value = node.as_string())
            out = value->get();
        else
            refuse("is not a string", "write it in quotes");
    }

    void list(const toml::node& node, std::vector<std::string>& out) {
        const auto* array = node.as_array();
        if (array == nullptr) return refuse("is not a list", "a list of strings is allowed");
        for (const auto& element : *array) {
            if (const auto* value = element.as_string())
                out.push_back(value->get());
            else
                return refuse("holds something that is not a string", "a list of strings is allowed");
        }
    }

    /// Integers and floats alike; `low` and `high` included.
    double number(const toml::node& node, double low, double high) {
        const auto value = node.value<double>();
        if (value && node.is_number() && *value >= low && *value <= high) return *value;
        refuse("is not a number in range", fmt::format("{} to {} is allowed", low, high));
        return low;
    }

    void areas(const toml::node& node) {
        const auto* table = node.as_table();
        if (table == nullptr) return refuse("is not a table", "cell = area in um2");
        for (const auto& [cell, value] : *table) {
            line_ = static_cast<int>(cell.source().begin.line);
            key_ = fmt::format("area_um2.{}", cell.str());
            d_.area_um2[std::string(cell.str())] = number(value, 0, 1e6);
        }
    }

    TechnologyDescription& d_;
    std::string source_, key_;
    int line_ = 0;
    std::vector<Diagnostic> problems_;
    const std::map<std::string, std::function<void(const toml::node&)>> handlers_{
        {"name", [this](const toml::node& n) { text(n, d_.name); }},
        {"title", [this](const toml::node& n) { text(n, d_.title); }},
        {"package", [this](const toml::node& n) { text(n, d_.package); }},
        {"driving_cell", [this](const toml::node& n) { text(n, d_.driving_cell); }},
        {"libraries", [this](const toml::node& n) { list(n, d_.libraries); }},
        {"liberty", [this](const toml::node& n) { list(n, d_.liberty); }},
        {"dont_use", [this](const toml::node& n) { list(n, d_.dont_use); }},
        {"output_load_ff", [this](const toml::node& n) { d_.output_load_ff = number(n, 0, 1e4); }},
        {"clock_gate_bits", [this](const toml::node& n) { d_.clock_gate_bits = static_cast<int>(number(n, 1, 1024)); }},
        {"area_um2", [this](const toml::node& n) { areas(n); }},
    };
};

}  // namespace

TechnologyDescription parse_technology(const std::string& toml_text, const std::string& source) {
    TechnologyDescription description;
    try {
        Reader(description, source).read(toml::parse(toml_text, source));
    } catch (const toml::parse_error& error) {
        throw InputError(
            {{{source, static_cast<int>(error.source().begin.line)}, "", std::string(error.description()), ""}});
    }
    return description;
}

const std::vector<TechnologyDescription>& technologies() {
    static const std::vector<TechnologyDescription> all = [] {
        std::vector<TechnologyDescription> found;
        for (const auto& file : embedded_constraints())
            if (matches_pattern("constraints/tech/*.toml", file.path))
                found.push_back(parse_technology(file.text, file.path));
        return found;
    }();
    return all;
}

bool matches_pattern(const std::string& pattern, const std::string& text) {
    return fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

}  // namespace kvolt
