// SPDX-License-Identifier: Apache-2.0
#include "gen/design/design.hpp"

namespace kvolt {

const char* version() { return KVOLT_VERSION; }

}  // namespace kvolt
