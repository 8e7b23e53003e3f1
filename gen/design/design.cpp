// SPDX-License-Identifier: Apache-2.0
#include "gen/design/design.hpp"

#include <fmt/format.h>

#include "gen/support/build_hash.hpp"

namespace kvolt {

const char* version_number() { return KVOLT_VERSION; }

const char* version() {
    static const std::string text = fmt::format("{}+{:016x}", KVOLT_VERSION, build_hash());
    return text.c_str();
}

}  // namespace kvolt
