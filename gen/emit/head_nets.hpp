// SPDX-License-Identifier: Apache-2.0
// How the nets between token buffer, sequencer and readout are called, which depends on what stands between them.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// Net of the stream's token: "valid", "first", ... The sequencer sees the same where no token comes from inside.
std::string stream_token(const Design& design, const std::string& what);
/// Enable of the sequencer: where tokens come from inside as well, the switch in front of it holds those of the stream.
std::string admission_enable(const Design& design);

/// Nets of the number of stored tokens: the frontier, where every slot below it is live.
std::string stored_tile(const Design& design);
std::string stored_slot(const Design& design);
/// Somebody asks for the number: a normalizer that divides by it.
bool counts_stored(const Design& design);
/// What the sequencer sees of the token buffer: a token that may be admitted. Nets that belong to it and are declared
/// later than the sequencer.
std::string admissible(const Design& design);
/// The other nets between token buffer and sequencer; refreshes of stored tokens pass for packets that only write.
std::string admissible_write(const Design& design);
std::string admissible_query(const Design& design);
std::string released(const Design& design);  ///< the sequencer's pop
/// Admissions that count for window, ages and refreshes: not the reads of a calibration.
std::string counted_admit(const Design& design);
std::string packet_admit(const Design& design);
std::string array_write(const Design& design);  ///< whether the arrays store it
std::string readable(const Design& design);     ///< whether a readout may start
void add_admission_nets(const Design& design, std::vector<VerilogNet>& nets);

}  // namespace kvolt
