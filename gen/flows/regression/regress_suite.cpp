// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/regression/regress_suite.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "gen/config/config_file.hpp"
#include "gen/config/keys.hpp"
#include "gen/config/presets.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/library.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt {
namespace {

constexpr std::int64_t most_cases = 100000, most_tokens = 1000000, most_cells = 16777216, most_cycles = 100000000000;
const std::set<std::string> kinds_known{"full", "mixed", "gqa", "vit"};

std::string text_of(const toml::node& node) {
    std::ostringstream out;
    node.visit([&](const auto& typed) { out << typed; });
    return out.str();
}

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

class SuiteReader {
public:
    explicit SuiteReader(std::string source) : source_(std::move(source)) {}

    RegressSuite read(const toml::table& root) {
        suite_.name = std::filesystem::path(source_).stem().string();
        known(root, "", {"name", "ranges", "case", "random"});
        text(root, "name", suite_.name);
        const auto common = ranges(root, "ranges");
        tables(root, "case", [&](const toml::table& table) { suite_.explicit_cases.push_back(explicit_case(table)); });
        tables(root, "random",
               [&](const toml::table& table) { suite_.random_blocks.push_back(random_block(table, common)); });
        if (suite_.explicit_cases.empty() && suite_.random_blocks.empty())
            problem(0, "", "no [[case]] and no [[random]]", "a suite has at least one");
        if (!problems_.empty()) throw InputError(std::move(problems_));
        return std::move(suite_);
    }

private:
    void problem(int line, const std::string& key, const std::string& wrong, const std::string& allowed) {
        problems_.push_back({{source_, line}, key, wrong, allowed});
    }

    void known(const toml::table& table, const std::string& where, const std::vector<std::string>& names) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (std::find(names.begin(), names.end(), name) != names.end()) continue;
            const auto hint = did_you_mean(name, names);
            problem(static_cast<int>(key.source().begin.line), where + name, "unknown key",
                    hint.empty() ? fmt::format("allowed {}", fmt::join(names, ", ")) : hint);
        }
    }

    template <class Read>
    void tables(const toml::table& root, const char* name, Read read) {
        const auto* node = root.get(name);
        if (node == nullptr) return;
        const auto* array = node->as_array();
        if (array == nullptr)
            return problem(line_of(*node), name, "is not a list of tables", fmt::format("write [[{}]]", name));
        for (const auto& element : *array) {
            if (const auto* table = element.as_table())
                read(*table);
            else
                problem(line_of(element), name, "is not a table", fmt::format("write [[{}]]", name));
        }
    }

    void text(const toml::table& table, const char* name, std::string& out) {
        const auto* node = table.get(name);
        if (node == nullptr) return;
        if (const auto value = node->value_exact<std::string>(); value && !value->empty())
            out = *value;
        else
            problem(line_of(*node), name, text_of(*node) + " is not a name", "allowed a string");
    }

    template <class Integer>
    void integer(const toml::table& table, const char* name, Integer& out, std::int64_t min, std::int64_t max) {
        const auto* node = table.get(name);
        if (node == nullptr) return;
        const auto value = node->value_exact<std::int64_t>();
        if (value && min <= *value && *value <= max)
            out = static_cast<Integer>(*value);
        else
            problem(line_of(*node), name, text_of(*node) + " is out of range", fmt::format("allowed {}..{}", min, max));
    }

    void share(const toml::table& table, const char* name, double& out) {
        const auto* node = table.get(name);
        if (node == nullptr) return;
        const auto value = node->value<double>();
        if (node->is_number() && value && *value >= 0 && *value <= 1)
            out = *value;
        else
            problem(line_of(*node), name, text_of(*node) + " is out of range", "allowed 0..1");
    }

    /// One value or a list of them.
    template <class T, class Check>
    void list(const toml::table& table, const char* name, std::vector<T>& out, const char* allowed, Check check) {
        const auto* node = table.get(name);
        if (node == nullptr) return;
        std::vector<T> values;
        const auto one = [&](const toml::node& element) {
            const auto value = element.value<T>();
            if (value && check(*value))
                values.push_back(*value);
            else
                problem(line_of(element), name, text_of(element) + " is not allowed", allowed);
        };
        if (const auto* array = node->as_array())
            for (const auto& element : *array) one(element);
        else
            one(*node);
        if (!values.empty()) out = std::move(values);
    }

    void stalls(const toml::table& table, std::vector<double>& out) {
        list(table, "stalls", out, "allowed 0..0.99", [](double p) { return p >= 0 && p <= 0.99; });
    }

    void kinds(const toml::table& table, std::vector<std::string>& out) {
        list(table, "kinds", out, "allowed full, mixed, gqa, vit",
             [](const std::string& kind) { return kinds_known.count(kind) > 0; });
    }

    /// A preset keeps its name; a file is found beside the suite.
    void config(const toml::table& table, const char* name, std::string& out) {
        text(table, name, out);
        if (out.empty()) return problem(line_of(table), name, "is missing", "a preset or a TOML file");
        for (const auto& preset : presets())
            if (preset.name == out) return;
        const auto beside = std::filesystem::path(source_).parent_path() / out;
        out = beside.string();
    }

    RegressExplicit explicit_case(const toml::table& table) {
        RegressExplicit out;
        known(table, "case.", {"config", "set", "seeds", "stalls", "windows", "kinds", "tokens", "sequences"});
        config(table, "config", out.config);
        list(table, "set", out.overrides, "allowed \"key=value\"",
             [](const std::string& text) { return text.find('=') != std::string::npos; });
        std::vector<std::int64_t> seeds, windows;
        list(table, "seeds", seeds, "allowed 0 and above", [](std::int64_t seed) { return seed >= 0; });
        if (!seeds.empty()) out.seeds.assign(seeds.begin(), seeds.end());
        list(table, "windows", windows, "allowed 0 (as built) and above",
             [](std::int64_t window) { return window >= 0 && window <= most_tokens; });
        if (!windows.empty()) out.windows.assign(windows.begin(), windows.end());
        stalls(table, out.stalls);
        kinds(table, out.kinds);
        integer(table, "tokens", out.tokens, 1, most_tokens);
        integer(table, "sequences", out.sequences, 1, 1000);
        return out;
    }

    RegressRandom random_block(const toml::table& table, const std::vector<RegressRange>& common) {
        RegressRandom out;
        known(table, "random.",
              {"name", "base", "seed", "count", "cells", "code_kib", "cycles", "tokens", "sequences", "stalls", "kinds",
               "runtime_window", "ranges"});
        out.name = "random";
        text(table, "name", out.name);
        config(table, "base", out.base);
        out.count = 1;
        integer(table, "count", out.count, 1, most_cases);
        integer(table, "seed", out.seed, 0, std::int64_t{1} << 62);
        out.cells = 300000;
        integer(table, "cells", out.cells, 4, most_cells);
        out.code_kib = 2000;
        integer(table, "code_kib", out.code_kib, 1, 1000000);
        out.cycles = 200000;
        integer(table, "cycles", out.cycles, 1000, most_cycles);
        out.tokens = {24, 200};
        span(table, "tokens", out.tokens, most_tokens);
        out.sequences = {1, 1};
        span(table, "sequences", out.sequences, 1000);
        stalls(table, out.stalls);
        kinds(table, out.kinds);
        share(table, "runtime_window", out.runtime_window);
        out.ranges = common;
        for (auto& range : ranges(table, "ranges")) {
            const auto same = [&](const RegressRange& other) { return other.key == range.key; };
            out.ranges.erase(std::remove_if(out.ranges.begin(), out.ranges.end(), same), out.ranges.end());
            out.ranges.push_back(std::move(range));
        }
        return out;
    }

    void span(const toml::table& table, const char* name, RegressSpan& out, std::int64_t most) {
        const auto* node = table.get(name);
        if (node == nullptr) return;
        if (const auto* limits = node->as_table()) {
            known(*limits, std::string(name) + ".", {"min", "max"});
            integer(*limits, "min", out.min, 1, most);
            integer(*limits, "max", out.max, 1, most);
        } else {
            integer(table, name, out.min, 1, most);
            out.max = out.min;
        }
        if (out.min > out.max)
            problem(line_of(*node), name, fmt::format("min {} is above max {}", out.min, out.max),
                    "allowed min <= max");
    }

    std::vector<RegressRange> ranges(const toml::table& table, const char* name) {
        std::vector<RegressRange> out;
        const auto* node = table.get(name);
        if (node == nullptr) return out;
        const auto* limits = node->as_table();
        if (limits == nullptr) {
            problem(line_of(*node), name, "is not a table", "one line for each key that is drawn");
            return out;
        }
        for (const auto& [key, value] : *limits) {
            RegressRange range;
            range.key = std::string(key.str());
            if (find_key(range.key) == nullptr) {
                problem(static_cast<int>(key.source().begin.line), range.key, "unknown key",
                        did_you_mean(range.key, key_names()));
                continue;
            }
            if (read_range(value, range)) out.push_back(std::move(range));
        }
        return out;
    }

    bool read_range(const toml::node& node, RegressRange& range) {
        const auto* choices = std::get_if<Choices>(&find_key(range.key)->legal);
        const char* allowed = choices != nullptr ? "allowed [values] or \"any\""
                                                 : "allowed [values] or { min = .., max = .., step = .., share = .. }";
        if (choices != nullptr && node.value<std::string>() == "any") {
            range.values.assign(choices->names.begin(), choices->names.end());
            return true;
        }
        if (const auto* array = node.as_array()) {
            for (const auto& element : *array)
                range.values.push_back(element.is_string() ? element.as_string()->get() : text_of(element));
            if (range.values.empty()) problem(line_of(node), range.key, "has no values", allowed);
            return !range.values.empty();
        }
        const auto* table = node.as_table();
        if (table == nullptr || !table->contains("min") || !table->contains("max")) {
            problem(line_of(node), range.key, text_of(node) + " is no range", allowed);
            return false;
        }
        known(*table, range.key + ".", {"min", "max", "step", "share"});
        const auto* min = table->get("min");
        const auto* max = table->get("max");
        range.integer = min->is_integer() && max->is_integer();
        range.min = min->value_or(0.0);
        range.max = max->value_or(0.0);
        if (!min->is_number() || !max->is_number() || !(range.min <= range.max))
            problem(line_of(node), range.key, text_of(node) + " is no range", allowed);
        if (const auto* step = table->get("step")) range.step = step->value_or(0.0);
        if (!(range.step >= 0)) problem(line_of(node), range.key, "step is below zero", allowed);
        share(*table, "share", range.share);
        return true;
    }

    std::string source_;
    RegressSuite suite_;
    std::vector<Diagnostic> problems_;
};

std::string suite_text(const std::string& path_or_name) {
    for (const auto& file : embedded_suites())
        if (std::filesystem::path(file.path).stem() == path_or_name) return file.text;
    return read_config_file(path_or_name);
}

}  // namespace

std::vector<std::string> builtin_suites() {
    std::vector<std::string> names;
    for (const auto& file : embedded_suites()) names.push_back(std::filesystem::path(file.path).stem().string());
    return names;
}

RegressSuite load_suite(const std::string& path_or_name) {
    const auto text = suite_text(path_or_name);
    check_text(text, path_or_name);
    try {
        return SuiteReader(path_or_name).read(toml::parse(text, path_or_name));
    } catch (const toml::parse_error& error) {
        const SourcePos where{path_or_name, static_cast<int>(error.source().begin.line)};
        throw InputError({{where, "", "not TOML, " + std::string(error.description()), ""}});
    }
}

}  // namespace kvolt
