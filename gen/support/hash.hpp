// SPDX-License-Identifier: Apache-2.0
// What tells one content from another; no protection against somebody who wants two contents to agree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kvolt {

/// 64-bit FNV-1a.
constexpr std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

/// As people and files have it: 16 hexadecimal digits.
std::string hash_text(std::uint64_t hash);

}  // namespace kvolt
