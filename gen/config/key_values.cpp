// SPDX-License-Identifier: Apache-2.0
// Values of keys: from a source into Config with their checks, and from Config to text. One overload per type of
// member.
#include "gen/config/key_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace kvolt {
namespace {

std::string out_of_range(const std::string& shown) { return shown + " is out of range"; }
std::string not_allowed(const std::string& shown) { return shown + " is not allowed"; }

bool within(const Legal& legal, std::int64_t value) {
    if (const auto* range = std::get_if<IntegerRange>(&legal)) return range->min <= value && value <= range->max;
    const auto& values = std::get<IntegerList>(legal).values;
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool within(const Legal& legal, double value) {
    const auto& range = std::get<RealRange>(legal);
    const bool low = range.above ? value > range.min : value >= range.min;
    return low && value <= range.max;  // false for NaN
}

bool within(const Legal& legal, const std::string& value) {
    if (const auto* path = std::get_if<FilePath>(&legal)) {
        const auto bad = [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
        };
        return value.size() <= path->max_length && std::none_of(value.begin(), value.end(), bad);
    }
    const auto letter = [](char c) { return 'a' <= c && c <= 'z'; };
    const auto part = [&](char c) { return letter(c) || ('0' <= c && c <= '9') || c == '_'; };
    return !value.empty() && value.size() <= std::get<Identifier>(legal).max_length && letter(value[0]) &&
           std::all_of(value.begin(), value.end(), part) && value.find("__") == std::string::npos &&
           value.back() != '_';
}

const double* as_real(const GivenValue& given, double& storage) {
    if (const auto* real = std::get_if<double>(&given.value)) return real;
    if (const auto* integer = std::get_if<std::int64_t>(&given.value)) {
        storage = static_cast<double>(*integer);
        return &storage;
    }
    return nullptr;
}

std::string store(const Legal&, bool& member, const GivenValue& given) {
    const auto* value = std::get_if<bool>(&given.value);
    if (value == nullptr) return given.shown + " is not true or false";
    member = *value;
    return {};
}

template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
std::string store(const Legal& legal, Integer& member, const GivenValue& given) {
    const auto* value = std::get_if<std::int64_t>(&given.value);
    if (value == nullptr) return given.shown + " is not an integer";
    if (!within(legal, *value))
        return std::holds_alternative<IntegerRange>(legal) ? out_of_range(given.shown) : not_allowed(given.shown);
    member = static_cast<Integer>(*value);
    return {};
}

std::string store(const Legal& legal, double& member, const GivenValue& given) {
    double storage = 0;
    const auto* value = as_real(given, storage);
    if (value == nullptr) return given.shown + " is not a number";
    if (!within(legal, *value)) return out_of_range(given.shown);
    member = *value;
    return {};
}

std::string store(const Legal& legal, std::array<double, 4>& member, const GivenValue& given) {
    const auto* values = std::get_if<std::vector<double>>(&given.value);
    if (values == nullptr) return given.shown + " is not a list of numbers";
    if (values->size() != member.size()) return fmt::format("{} has {} numbers", given.shown, values->size());
    for (const double value : *values) {
        if (!within(legal, value)) return out_of_range(real_text(value));
    }
    std::copy(values->begin(), values->end(), member.begin());
    return {};
}

std::string store(const Legal& legal, std::string& member, const GivenValue& given) {
    const auto* value = std::get_if<std::string>(&given.value);
    if (value == nullptr) return given.shown + " is not a string";
    if (!within(legal, *value)) return not_allowed(given.shown);
    member = *value;
    return {};
}

template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
std::string store(const Legal& legal, Enum& member, const GivenValue& given) {
    const auto* value = std::get_if<std::string>(&given.value);
    if (value == nullptr) return given.shown + " is not a string";
    const auto& choices = std::get<Choices>(legal);
    const auto found = std::find(choices.names.begin(), choices.names.end(), *value);
    if (found == choices.names.end()) return not_allowed(given.shown);
    member = static_cast<Enum>(choices.first + static_cast<std::size_t>(found - choices.names.begin()));
    return {};
}

std::string text_of(const Legal&, bool value) { return value ? "true" : "false"; }
std::string text_of(const Legal&, int value) { return fmt::format("{}", value); }
std::string text_of(const Legal&, std::uint64_t value) { return fmt::format("{}", value); }
std::string text_of(const Legal&, double value) { return real_text(value); }
std::string text_of(const Legal&, const std::string& value) { return fmt::format("\"{}\"", value); }

std::string text_of(const Legal&, const std::array<double, 4>& values) {
    return fmt::format("[{}, {}, {}, {}]", real_text(values[0]), real_text(values[1]), real_text(values[2]),
                       real_text(values[3]));
}

template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
std::string text_of(const Legal& legal, Enum value) {
    const auto& choices = std::get<Choices>(legal);
    return fmt::format("\"{}\"", choices.names.at(static_cast<std::size_t>(value) - choices.first));
}

/// A member as if a source had given it.
GivenValue given_from(const Legal& legal, bool value) { return {value, text_of(legal, value)}; }
GivenValue given_from(const Legal&, int value) { return {std::int64_t{value}, fmt::format("{}", value)}; }
GivenValue given_from(const Legal&, std::uint64_t value) {
    // Beyond the largest TOML integer it becomes negative, which no key allows.
    return {static_cast<std::int64_t>(value), fmt::format("{}", value)};
}
GivenValue given_from(const Legal&, double value) { return {value, real_text(value)}; }
GivenValue given_from(const Legal&, const std::string& value) { return {value, fmt::format("\"{}\"", value)}; }
GivenValue given_from(const Legal& legal, const std::array<double, 4>& values) {
    return {std::vector<double>(values.begin(), values.end()), text_of(legal, values)};
}

template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
GivenValue given_from(const Legal& legal, Enum value) {
    const auto& [names, first] = std::get<Choices>(legal);
    const auto index = static_cast<std::size_t>(value) - first;  // beyond all where it is below `first`
    const std::string name =
        index < names.size() ? std::string(names[index]) : fmt::format("value {}", static_cast<int>(value));
    return {name, name};
}

struct LegalText {
    std::string operator()(const Boolean&) const { return "true or false"; }
    std::string operator()(const IntegerRange& range) const { return fmt::format("{}..{}", range.min, range.max); }
    std::string operator()(const IntegerList& list) const {
        return fmt::format("one of {}", fmt::join(list.values, ", "));
    }
    std::string operator()(const RealRange& range) const {
        return range.above ? fmt::format("above {}, up to {}", range.min, range.max)
                           : fmt::format("{}..{}", range.min, range.max);
    }
    std::string operator()(const Choices& choices) const {
        std::string out = choices.names.size() > 1 ? "one of " : "";
        for (std::size_t i = 0; i < choices.names.size(); ++i) {
            out += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", choices.names[i]);
        }
        return out;
    }
    std::string operator()(const Identifier& identifier) const {
        return fmt::format(
            "lower-case letters, digits and single _ between them, first a letter, at most {} characters",
            identifier.max_length);
    }
    std::string operator()(const FilePath& path) const {
        return fmt::format("a path without quotes, backslashes and control characters, at most {} characters",
                           path.max_length);
    }
};

}  // namespace

std::string assign(const Key& key, Config& config, const GivenValue& given) {
    return std::visit([&](auto member) { return store(key.legal, member(config), given); }, key.member);
}

std::string problem_of(const Key& key, const Config& config) {
    auto& held = const_cast<Config&>(config);  // members hand out references to non-const; only the copy is written
    Config copy;
    const GivenValue given = std::visit([&](auto member) { return given_from(key.legal, member(held)); }, key.member);
    return assign(key, copy, given);
}

std::string canonical_text(const Config& config) {
    std::string out;
    for (const auto& key : keys()) out += fmt::format("{} = {}\n", key.name, value_text(key, config));
    return out;
}

std::string value_text(const Key& key, const Config& config) {
    // Members hand out references to non-const; nothing is written through this one.
    auto& mutable_config = const_cast<Config&>(config);
    return std::visit([&](auto member) { return text_of(key.legal, member(mutable_config)); }, key.member);
}

std::string allowed_text(const Key& key) {
    const auto* range = std::get_if<IntegerRange>(&key.legal);
    const auto why = range == nullptr || range->below.empty() ? "" : fmt::format("; below, {}", range->below);
    return "allowed " + legal_text(key) + why;
}

std::string legal_text(const Key& key) {
    const std::string each = std::visit(LegalText{}, key.legal);
    return std::holds_alternative<Member<std::array<double, 4>>>(key.member) ? "4 numbers, each " + each : each;
}

std::string real_text(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_not_of("0123456789-") == std::string::npos) text += ".0";  // TOML tells floats from integers
    return text;
}

}  // namespace kvolt
