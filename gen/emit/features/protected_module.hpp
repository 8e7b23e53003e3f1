// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_protected.v: store and arithmetic of the protected tokens of one head; docs/protected.md.
#pragma once

#include <string>
#include <vector>

#include "gen/emit/emit.hpp"

namespace kvolt {

/// Name of the module.
std::string protected_module(const Design& design);

/// Only of a design that protects tokens.
void emit_protected_module(const Design& design, std::vector<File>& files);

}  // namespace kvolt
