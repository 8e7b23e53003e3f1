// SPDX-License-Identifier: Apache-2.0
// One derived number with its explanation. A plan lists its own beside itself; gen/design/facts.hpp has them all.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace kvolt {

using FactValue = std::variant<bool, std::int64_t, double, std::string>;

struct Fact {
    std::string name;  ///< snake_case; in two groups only with the same value
    FactValue value;
    std::string unit;     ///< empty: a name, a choice or a count
    std::string meaning;  ///< a sentence without the final stop
};

/// As a person reads it: six digits of a real number below a million, whole above.
std::string text_of(const FactValue& value);

}  // namespace kvolt
