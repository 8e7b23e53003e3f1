// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/numbers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <system_error>

#include "gen/support/diagnostics.hpp"

namespace kvolt::cli {
namespace {

/// As a person would write it: whole numbers without a fraction, and not all digits of what is as large as possible.
std::string text_of(double value) { return fmt::format("{:.10g}", value); }
std::string text_of(std::int64_t value) { return fmt::format("{}", value); }

template <class Number>
std::string text_of_range(Number min, Number max) {
    return min == max ? text_of(min) : text_of(min) + ".." + text_of(max);
}

std::string shortened(const std::string& text) { return text.size() <= 40 ? text : text.substr(0, 40) + "..."; }

template <class Number>
Number parse(const std::string& option, const std::string& text, NumberRange<Number> range) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const auto allowed = "allowed " + text_of_range(range.min, range.max);
    if (read.ec == std::errc::result_out_of_range && read.ptr == end)
        throw InputError({{{option, 0}, "", shortened(text) + " is out of range", allowed}});
    if (read.ec != std::errc{} || read.ptr != end)
        throw InputError(
            {{{option, 0},
              "",
              fmt::format("\"{}\" is not {} number", shortened(text), std::is_integral_v<Number> ? "a whole" : "a"),
              allowed}});
    if (!(number >= range.min && number <= range.max))
        throw InputError({{{option, 0}, "", shortened(text) + " is out of range", allowed}});
    return number;
}

}  // namespace

std::string range_text(std::int64_t min, std::int64_t max) { return text_of_range(min, max); }
std::string range_text(double min, double max) { return text_of_range(min, max); }

std::int64_t number_of(const std::string& option, const std::string& text, NumberRange<std::int64_t> range) {
    return parse(option, text, range);
}

double number_of(const std::string& option, const std::string& text, NumberRange<double> range) {
    return parse(option, text, range);
}

}  // namespace kvolt::cli
