// SPDX-License-Identifier: Apache-2.0
// What the emitted register block promises, printed from the register table it was printed from.
#pragma once

#include "gen/design/design.hpp"
#include "gen/emit/emit.hpp"

namespace kvolt {

/// kvolt_<name>_regs_props.v: a model of the whole block, every register and every answer, beside the block itself. For
/// any master, also one that breaks the rules of AXI, any values from the engine and a reset in any cycle:
/// 1. a write is carried out, byte by byte as strobed, where every field of the register stays in its range, and
/// answers OKAY;
///    any other answers SLVERR and changes nothing;
/// 2. a read answers what the register holds, fields in place and zeros between them, and SLVERR where there is none;
/// 3. pulses, values set in heads, interrupt status and line follow the writes and events, and nothing else;
/// 4. ready and valid of all channels are those of one access at a time.
File register_properties(const Design& design);

}  // namespace kvolt
