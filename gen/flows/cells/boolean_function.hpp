// SPDX-License-Identifier: Apache-2.0
// Boolean functions as Liberty writes them: ! ' for not, & * or a space for and, + | for or, ^ for exclusive or.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kvolt {

/// Bit i is the value for the inputs whose bits are i (input 0 lowest). Empty when `text` is malformed, names another
/// signal, or there are more than 6 inputs.
std::optional<std::uint64_t> truth_table(std::string_view text, const std::vector<std::string>& inputs);

}  // namespace kvolt
