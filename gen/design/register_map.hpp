// SPDX-License-Identifier: Apache-2.0
// The register table: docs/registers.md.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

/// Bytes of a page: page 0 is the engine's, page h + 1 that of head h. A register is decoded by page and offset.
inline constexpr std::uint32_t register_page_bytes = 0x100;

/// Registers REPAIR_n of a head, from here in its page.
inline constexpr std::uint32_t repair_registers_offset = 0x80;

/// Registers of the engine, then of every head, by rising offset. Reads sizes, hash, version, counters and reset
/// values of `design`.
std::vector<Register> register_map(const Design& design);

/// Bits of a byte address that reaches every register.
int register_address_bits(int heads);

/// Facts of group "register".
std::vector<Fact> register_facts(const Design& design);

}  // namespace kvolt
