// SPDX-License-Identifier: Apache-2.0
#include "gen/design/fact.hpp"

#include <fmt/format.h>

namespace kvolt {
namespace {

struct ValueText {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
    std::string operator()(double value) const {
        return value >= 1e6 ? fmt::format("{:.0f}", value) : fmt::format("{:.6g}", value);
    }
    std::string operator()(const std::string& value) const { return value; }
};

}  // namespace

std::string text_of(const FactValue& value) { return std::visit(ValueText{}, value); }

}  // namespace kvolt
