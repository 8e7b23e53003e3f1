// SPDX-License-Identifier: Apache-2.0
// Who a generated engine is: a hash of its configuration and of all the Verilog that is emitted for it. Two engines
// with one identity are the same to the byte; an edit of a block, a macro model or an emitter gives a new one to the
// engines whose Verilog it changes, and to no others.
#pragma once

#include "gen/emit/emit.hpp"

namespace kvolt {

/// `design` with its identity in `hash` and in CONFIG_HASH.
Design identified(const Design& design);

/// `design` with 0 in their place: for a directory that is kept and compared, as tests/golden/tiny is, so that an edit
/// shows in the file that it changes and not in every banner.
Design anonymous(const Design& design);

}  // namespace kvolt
