// SPDX-License-Identifier: Apache-2.0
// Instances of the normalizer and its divider in a head. Internal to gen/.
#pragma once

#include <string>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// The kind's module under `name`: score code `x` to phi code `p`.
void emit_normalizer(VerilogWriter& w, const Design& design, const std::string& name, const std::string& x,
                     const std::string& p);

/// The divider of a kind that divides by the number of live slots; declares `recip`.
void emit_reciprocal(VerilogWriter& w, const Design& design);

}  // namespace kvolt
