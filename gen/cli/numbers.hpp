// SPDX-License-Identifier: Apache-2.0
// Options that are numbers: each says what is legal, and nothing else is taken, whatever a library makes of signs,
// overflows, fractions and words such as nan.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "gen/cli/command_line.hpp"

namespace kvolt::cli {

/// Both ends are legal.
template <class Number>
struct NumberRange {
    Number min, max;
};

/// "1..256": how the help shows an option that is such a number.
std::string range_text(std::int64_t min, std::int64_t max);
std::string range_text(double min, double max);

/// The number that `text` is, all of it. Throws InputError that names `option` and the range.
std::int64_t number_of(const std::string& option, const std::string& text, NumberRange<std::int64_t> range);
double number_of(const std::string& option, const std::string& text, NumberRange<double> range);

template <class Number>
using WideNumber = std::conditional_t<std::is_floating_point_v<Number>, double, std::int64_t>;

/// Where `value` goes when the option is given.
template <class Number>
Option add_number(const Command& command, const std::string& name, Number& value, Number min, Number max,
                  const std::string& help) {
    using Wide = WideNumber<Number>;
    const NumberRange<Wide> range{static_cast<Wide>(min), static_cast<Wide>(max)};
    const auto take = [&value, name, range](const std::string& text) {
        value = static_cast<Number>(number_of(name, text, range));
    };
    return command.add_text(name, take, help).type_name(range_text(range.min, range.max));
}

/// The same for a list.
template <class Number>
Option add_numbers(const Command& command, const std::string& name, std::vector<Number>& values, Number min, Number max,
                   const std::string& help) {
    using Wide = WideNumber<Number>;
    const NumberRange<Wide> range{static_cast<Wide>(min), static_cast<Wide>(max)};
    const auto take = [&values, name, range](const std::vector<std::string>& texts) {
        values.clear();
        for (const auto& text : texts) values.push_back(static_cast<Number>(number_of(name, text, range)));
    };
    return command.add_texts(name, take, help).type_name(range_text(range.min, range.max));
}

/// With what it is when the option is not given, for the help.
template <class Number>
Option add_number_with_default(const Command& command, const std::string& name, Number& value, Number min, Number max,
                               const std::string& help) {
    using Wide = WideNumber<Number>;
    return add_number(command, name, value, min, max, help)
        .default_str(range_text(static_cast<Wide>(value), static_cast<Wide>(value)));
}

// Ranges that several commands share.
inline constexpr int most_jobs = 256;
inline constexpr std::uint64_t most_seed = INT64_MAX;
inline constexpr std::size_t most_tokens = 1000000000;  ///< of a sequence, of a run: what a week simulates
inline constexpr double longest_seconds = 1e6;

}  // namespace kvolt::cli
