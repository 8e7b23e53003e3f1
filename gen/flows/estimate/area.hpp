// SPDX-License-Identifier: Apache-2.0
// Area, timing and power of a design in a cell library: emitted RTL through yosys and OpenSTA, and what came out of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/emit.hpp"
#include "gen/flows/cells/technology.hpp"
#include "gen/flows/estimate/gate_simulation.hpp"
#include "gen/flows/estimate/power.hpp"
#include "gen/flows/estimate/timing.hpp"
#include "gen/flows/netlist/synthesis.hpp"

namespace kvolt {

struct AreaOptions {
    std::string technology = "osu018";
    std::vector<std::string> liberty;  ///< files; win over `technology` when there are any
    bool gate_clocks = true;
    double assumed_toggles = 0.05;  ///< per cycle; see PowerInput
    double assumed_gate_duty = 0.25;
    int measure_tokens = 0;          ///< through the netlist in simulation, for the activity; 0 = assume
    std::vector<Activity> measured;  ///< of one head, from elsewhere
    bool keep_files = false;         ///< fill AreaReport::files
    Progress progress;               ///< may be empty
};

/// One row of the table: a block of a head (there are `count` of them in the engine), or one shared by all heads.
struct BlockArea {
    std::string instance;  ///< "u_readout"; "(glue)" for cells between blocks
    std::string module;
    bool shared = false;  ///< outside the heads
    long count = 1;       ///< in the whole engine
    long cells = 0;       ///< of one
    long flip_flops = 0;
    long gated = 0;       ///< of these behind a clock gate
    long gates = 0;       ///< clock gates
    double area_um2 = 0;  ///< of one
    Mapping mapping = Mapping::small;
    double power_mw = 0;  ///< of one, heads only

    [[nodiscard]] double total_um2() const { return area_um2 * static_cast<double>(count); }
};

/// A macro as the design's record states it.
struct MacroArea {
    std::string module;
    long count = 0;
    double area_um2 = 0;  ///< of one
};

struct AreaReport {
    std::string technology, technology_title, library, liberty;
    double voltage = 0, temperature = 0;
    std::vector<std::string> notes;            ///< what is odd about library and mapping
    std::string no_gates;                      ///< why the library gates no clocks; empty when it does
    std::map<std::string, long> unknown_area;  ///< cells without an area: how many the engine has of each
    bool clocks_gated = false;
    std::vector<BlockArea> blocks;  ///< largest first
    double head_um2 = 0;            ///< digital periphery of one head
    double shared_um2 = 0;
    double digital_um2 = 0;  ///< whole engine
    std::vector<MacroArea> macros;
    double macros_um2 = 0;  ///< all of them
    BufferingResult buffering;
    TimingResult timing;
    PowerResult power;  ///< of one head without macros
    double assumed_toggles = 0, assumed_gate_duty = 0;
    GateSimulation simulation;  ///< tokens = 0 when activity was assumed
    double token_ns = 0;        ///< initiation interval
    double energy_nj = 0;       ///< per token and head
    std::string yosys_version;
    double synthesis_seconds = 0, total_seconds = 0;
    /// Energy per token of a power, nJ.
    [[nodiscard]] double nanojoule(double mw) const { return mw * token_ns * 1e-3; }

    std::vector<File> files;  ///< netlist.v, constraints, scripts and logs, when asked for
};

/// What is read and how it is put together, of the design emitted in `rtl`, for tools that run in `directory`.
SynthesisInput synthesis_input(const Design& design, const std::string& rtl, const std::string& directory,
                               const AreaOptions& options);

/// The netlist alone of the design emitted in `rtl`, mapped for its clock; works in `directory` and leaves netlist.v
/// there. Throws ToolError.
SynthesisResult synthesize_design(const Design& design, const Technology& tech, const AreaOptions& options,
                                  const std::string& rtl, const std::string& directory);

/// Throws InputError (technology, Liberty) and ToolError (yosys, sta missing or failing).
AreaReport estimate_area(const Design& design, const AreaOptions& options);

}  // namespace kvolt
