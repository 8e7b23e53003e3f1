// SPDX-License-Identifier: Apache-2.0
// What this binary would emit, as a number: build metadata of its version.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/support/file.hpp"

namespace kvolt {

/// Hash over paths and texts; another one after a change of a single byte.
std::uint64_t hash_of(const std::vector<File>& files, std::uint64_t start = 0);

/// SHA-256 over the sources of gen/design and gen/emit, as they were when this binary was built.
const char* emitter_sources();

/// Of everything this binary builds engines from: rtl/, sim/macros/, constraints/ and the sources of the emitters.
std::uint64_t build_hash();

}  // namespace kvolt
