// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/plain_name.hpp"

#include <algorithm>
#include <cctype>

namespace kvolt {

bool is_plain_name(std::string_view name) {
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) return false;
    return std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return (std::isalnum(c) != 0 && c < 0x80) || c == '_'; });
}

}  // namespace kvolt
