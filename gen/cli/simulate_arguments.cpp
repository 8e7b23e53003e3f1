// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/simulate_arguments.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "gen/cli/bad_slots.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt::cli {
namespace {

const std::map<std::string, KindMix> kind_mixes{
    {"full", KindMix::full}, {"mixed", KindMix::mixed}, {"gqa", KindMix::gqa}, {"vit", KindMix::vit}};

std::string name_of(KindMix mix) {
    for (const auto& [name, value] : kind_mixes)
        if (value == mix) return name;
    return {};
}

}  // namespace

KindMix kind_mix(const std::string& name) { return kind_mixes.at(name); }

void add_options(CLI::App& command, SimulateArguments& a) {
    a.config.add_to(command);
    command.add_option("--input", a.input,
                       "NPZ with Q, K, V: physical units or codes, (B,H,T,R) or fewer axes (default: random tokens)");
    command.add_option("--output", a.output, "NPZ to write: codes, output, cycles");
    command.add_option("--engine", a.engine, "rtl: SystemC and Verilator; golden: bit-exact model; float: unquantized")
        ->check(CLI::IsMember({"rtl", "golden", "float"}))
        ->capture_default_str();
    command.add_option("--tokens", a.tokens, "random tokens to draw, or tokens of each input sequence to keep");
    command.add_option("--sequences", a.sequences, "random sequences, one after another, each from an empty window")
        ->capture_default_str();
    command
        .add_option("--kinds", a.kinds,
                    "packets of random tokens (default: workload.kinds). full: write, then query; mixed: some only "
                    "write, some only query; gqa: four queries per stored token; vit: write all, then query all")
        ->check(CLI::IsMember({"full", "mixed", "gqa", "vit"}));
    command.add_option("--seed", a.seed, "seed of random tokens and stalls")->capture_default_str();
    command.add_option("--stall", a.stall, "probability that a stream pauses in a cycle, 0..0.99")
        ->capture_default_str();
    command.add_option("--window", a.window, "runtime window in tokens (default: as built)");
    command.add_option("--bad-slots", a.bad_slots,
                       "slots that the repair registers name, HEAD:SLOT,..; at most repair.slots of a head");
    command.add_flag("--calibrate", a.calibrate,
                     "calibrate the output lanes by register before the first token (calibration.average above 0)");
    command.add_flag("--probe", a.probe, "also write S and phi of every token");
    command.add_flag("--snr", a.snr,
                     "also report the signal to noise ratio of the output against the float model, as snr_db");
    command.add_option("--trace", a.trace, "write waveforms of the run, FST");
    command.add_option("--report", a.report, "write the report as JSON");
    command.add_flag("--json", a.json, "print the report as JSON");
    auto* netlist = command.add_flag("--netlist", a.netlist, "the netlist of `kvolt area` in place of the RTL");
    auto* tech = command.add_option("--tech", a.gates.technology, "technology description of the netlist")
                     ->needs(netlist)
                     ->capture_default_str();
    command
        .add_option("--liberty", a.gates.liberty,
                    "Liberty file of the netlist's cells, plain or gzip, instead of a known technology")
        ->needs(netlist)
        ->excludes(tech);
    command.add_flag("--quick", a.quick, "compile the model in half the time; it runs slower");
    command.add_flag("--discard", a.discard, "remove a model that this run built from the cache, unless the run fails");
    // What the golden model takes to be different: a test of the comparison itself.
    command.add_option("--golden-set", a.golden_overrides)->allow_extra_args(false)->group("");
    command.add_option("--wrong-cell", a.gates.wrong_cell)->needs(netlist)->group("");
}

void complete_arguments(SimulateArguments& arguments, const Design& design) {
    if (arguments.kinds.empty() && arguments.input.empty() && arguments.engine != "float")
        arguments.kinds = name_of(design.config.workload.kinds);
    if (arguments.kinds.empty()) arguments.kinds = "full";
    if (!(arguments.stall >= 0 && arguments.stall <= 0.99))
        throw InputError("--stall", fmt::format("{} is out of range, 0..0.99", arguments.stall));
    if (arguments.window != 0 && (arguments.window < design.least_window || arguments.window > design.window))
        throw InputError("--window", fmt::format("{} is out of range, {}..{} (0 = as built)", arguments.window,
                                                 design.least_window, design.window));
    parse_bad_slots(arguments.bad_slots, design);
    if (arguments.netlist && arguments.engine != "rtl")
        throw InputError("--netlist", fmt::format("engine {} has no netlist", arguments.engine));
    if (arguments.calibrate && (!design.calibration.on || arguments.engine == "float"))
        throw InputError("--calibrate", design.calibration.on ? "the float model has no lanes to calibrate"
                                                              : "needs calibration.average above 0");
    const bool random = arguments.input.empty();
    if (arguments.kinds != "full" && (!random || arguments.engine == "float"))
        throw InputError("--kinds",
                         random ? "the float model knows full tokens only" : "is for random tokens, without --input");
    if (arguments.snr && (arguments.kinds != "full" || arguments.engine == "float"))
        throw InputError("--snr", "compares full tokens of the rtl or golden engine with the float model");
    if (arguments.sequences < 1 || (arguments.sequences > 1 && !random))
        throw InputError("--sequences", "is for random tokens, without --input, and at least 1");
    for (const auto& path : {arguments.output, arguments.report, arguments.trace}) {
        if (path.empty()) continue;
        const auto parent = std::filesystem::absolute(path).parent_path();
        if (!std::filesystem::is_directory(parent) || access(parent.c_str(), W_OK) != 0)
            throw InputError(path, "cannot be written: its directory does not exist or is read-only");
        if (std::filesystem::is_directory(path)) throw InputError(path, "is a directory");
    }
}

}  // namespace kvolt::cli
