// SPDX-License-Identifier: Apache-2.0
#include "gen/support/build_hash.hpp"

#include <fmt/format.h>

#include "gen/support/hash.hpp"
#include "gen/support/library.hpp"

namespace kvolt {

std::uint64_t hash_of(const std::vector<File>& files, std::uint64_t start) {
    auto hash = start;
    for (const auto& file : files) hash = fnv1a(fmt::format("{:016x} {} {:016x}", hash, file.path, fnv1a(file.text)));
    return hash;
}

std::uint64_t build_hash() {
    auto hash = fnv1a(emitter_sources());
    for (const auto* files : {&embedded_rtl(), &embedded_macros(), &embedded_constraints()})
        hash = hash_of(*files, hash);
    return hash;
}

}  // namespace kvolt
