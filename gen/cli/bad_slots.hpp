// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt::cli {

/// `--bad-slots HEAD:SLOT,..`: the slots of each head that its repair registers shall name; empty text: no list. Throws
/// InputError: not such pairs, beyond the engine, a slot twice, more than a head has registers for.
std::vector<std::vector<int>> parse_bad_slots(const std::string& text, const Design& design);

}  // namespace kvolt::cli
