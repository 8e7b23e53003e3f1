// SPDX-License-Identifier: Apache-2.0
#include "gen/support/hash.hpp"

#include <fmt/format.h>

namespace kvolt {

std::string hash_text(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

}  // namespace kvolt
