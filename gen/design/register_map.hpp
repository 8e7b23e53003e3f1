// SPDX-License-Identifier: Apache-2.0
// The register table of docs/machine.md section 6.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

/// Byte offset of the first per-head register and distance of two heads.
inline constexpr std::uint32_t head_registers_offset = 0x100;
inline constexpr std::uint32_t head_registers_stride = 0x40;

/// Repair registers follow the last head, as many for each as a head can have.
inline constexpr std::uint32_t repair_registers_stride = 0x40;

/// Registers of the engine, then of every head, by rising offset. Reads sizes, hash, version and reset values of
/// `design`.
std::vector<Register> register_map(const Design& design);

/// Distance of this register to that of the next head.
std::uint32_t head_stride(const Register& reg);

/// Bits of a byte address that reaches every register.
int register_address_bits(const Config& config);

/// Facts of group "register".
std::vector<Fact> register_facts(const Design& design);

}  // namespace kvolt
