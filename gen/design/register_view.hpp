// SPDX-License-Identifier: Apache-2.0
// The register table as its printers (RTL, C header, Markdown) see it: names, kinds, per-head registers as one column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

/// Name without head and number: "SCALE" of H3_SCALE, "REPAIR" of H3_REPAIR_0; the name itself of an engine register.
std::string common_name(const Register& reg);

/// Register of a counter of head `head`: "H3_TOKENS".
std::string counter_register(const HeadCounter& counter, std::size_t head);

/// Registers of the engine, in order.
std::vector<const Register*> engine_registers(const Design& design);
/// Registers of head 0, in order, on behalf of all heads; of an array of registers the first.
std::vector<const Register*> head_registers(const Design& design);

/// "enable" of CONTROL is control_enable; "window" of WINDOW is window. Unique over the engine's registers, and over
/// one head's.
std::string signal_name(const Register& reg, const Field& field);

/// A read-only field whose value is part of the configuration and not of the engine's state.
bool is_constant(const Register& reg, const Field& field);

/// What the field means, for a reader who sees nothing but this sentence.
std::string field_meaning(const Register& reg, const Field& field);

/// "rw", "write 1 to clear".
std::string access_text(Access access);

/// Field bits as a mask in place.
std::uint32_t field_mask(const Field& field);

/// Software may write some of it.
bool writable(const Register& reg);

/// Bits of the register in which a written number stands: those of the field and those up to the next one, which must
/// repeat its sign (or be 0).
int span_bits(const Register& reg, const Field& field);

/// Not every code of the field is a legal number: a write is judged.
bool is_judged(const Field& field);

/// Bits in which a written 1 is refused: they are in no field, and not in the span of a number that is judged. None
/// where ones only clear.
std::uint32_t reserved_mask(const Register& reg);

}  // namespace kvolt
