// SPDX-License-Identifier: Apache-2.0
// The register table as its printers (RTL, C header, Markdown) see it: names, kinds, per-head registers as one column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

/// Name without the head: "SCALE" of H3_SCALE; the name itself of an engine register.
std::string common_name(const Register& reg);

/// Register of a counter of head `head`: "H3_TOKENS".
std::string counter_register(const HeadCounter& counter, std::size_t head);

/// Registers of the engine (head < 0), in order.
std::vector<const Register*> engine_registers(const Design& design);
/// Registers of one head, in order; the same list for every head.
std::vector<const Register*> head_registers(const Design& design, int head);
/// "enable" of CONTROL is control_enable; "window" of WINDOW is window. Unique over the engine's registers, and over
/// one head's.
std::string signal_name(const Register& reg, const Field& field);

/// A read-only field whose value is part of the configuration and not of the engine's state.
bool is_constant(const Register& reg, const Field& field);

/// What the field means, for a reader who sees nothing but this sentence.
std::string field_meaning(const Register& reg, const Field& field);

/// Field bits as a mask in place.
std::uint32_t field_mask(const Field& field);

}  // namespace kvolt
