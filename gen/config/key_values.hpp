// SPDX-License-Identifier: Apache-2.0
// Values of keys: from what a source gave, checked, and back to text.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "gen/config/keys.hpp"

namespace kvolt {

/// A value as a source gave it, before its key's type is known.
struct GivenValue {
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<double>> value;
    std::string shown;  ///< for messages
};

/// Stores the value. Returns what is wrong with it ("0 is out of range"), or an empty string.
std::string assign(const Key& key, Config& config, const GivenValue& given);

/// What is wrong with the value that `config` already holds, or an empty string. A Config built by a program has passed
/// no parser.
std::string problem_of(const Key& key, const Config& config);

std::string legal_text(const Key& key);                        ///< "1..64", "one of 8, 16, 32, 64", ...
std::string allowed_text(const Key& key);                      ///< "allowed 1..64", and why not less where that is said
std::string value_text(const Key& key, const Config& config);  ///< as TOML
/// `name = value` of every key, sections written out: what a configuration says, whatever its comments.
std::string canonical_text(const Config& config);
std::string real_text(double value);  ///< shortest TOML float that reads back equal

}  // namespace kvolt
