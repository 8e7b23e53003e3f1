// SPDX-License-Identifier: Apache-2.0
// What `kvolt simulate` is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gen/cli/commands.hpp"
#include "gen/flows/models/gate_model.hpp"
#include "gen/support/output_file.hpp"
#include "sim/model/engine_result.hpp"
#include "sim/model/schedule_log.hpp"

namespace kvolt::cli {

struct SimulateArguments {
    ConfigArguments config;
    std::string input;
    OutputFile output, trace, report;
    std::int64_t trace_from = 0, trace_to = 0, trace_last = 0;  ///< cycles; 0: from the first, to the last, all
    std::string engine = "rtl";
    std::uint64_t seed = 1;
    double stall = 0;
    std::string token_interval, arrival = "even";  ///< empty: as soon as the engine takes packets
    std::size_t tokens = 0, sequences = 1;
    std::string kinds;  ///< empty: what the configuration says
    std::vector<std::string> golden_overrides;
    int window = 0;
    std::string bad_slots;
    bool probe = false;
    std::string probe_tokens;
    bool analog = false;
    bool snr = false, clamp = false;
    int chips = 1;
    double softmax_temperature_ua = 0;
    bool calibrate = false;
    bool json = false;
    bool quick = false, discard = false;
    bool netlist = false;
    GateOptions gates;
};

/// Adds the options of the command.
void add_options(const Command& command, SimulateArguments& arguments);

/// Fills in the kinds of packets that the configuration names, and refuses what cannot be, before minutes of work.
/// Throws InputError.
void complete_arguments(SimulateArguments& arguments, const Design& design);

/// What every model of a run is told. Throws InputError for a list of bad slots or a range of tokens that is none.
EngineOptions engine_options(const SimulateArguments& arguments, const Design& design);

/// When packets are offered. Throws InputError for an interval that is no time.
Arrival arrival_of(const SimulateArguments& arguments, const Design& design);

/// Packets by name, as --kinds and workload.kinds have them. Throws std::out_of_range: no such name.
KindMix kind_mix(const std::string& name);

}  // namespace kvolt::cli
