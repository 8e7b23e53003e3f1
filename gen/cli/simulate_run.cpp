// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/simulate_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>

#include "gen/cli/bad_slots.hpp"
#include "gen/support/cleanup.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/terminal.hpp"
#include "sim/bench/dut_library.hpp"
#include "sim/bench/fst_check.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/token_load.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt::cli {
namespace {

constexpr std::size_t default_tokens = 256;

/// Slots that a head of this run has for the tokens of a sequence, with the first ones that are kept beside them.
std::size_t room_of(const SimulateArguments& arguments, const Design& design) {
    const int span = arguments.window > 0 ? arguments.window : design.window;
    std::ptrdiff_t most_bad = 0;
    for (const auto& bad : parse_bad_slots(arguments.bad_slots, design))
        most_bad = std::max(most_bad, std::count_if(bad.begin(), bad.end(), [&](int slot) { return slot < span; }));
    return static_cast<std::size_t>(span - most_bad + design.protect.first);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The last cycles of a run are known when it has been done once; it is the same every time.
void choose_traced_cycles(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens, Dut& dut,
                          BenchOptions& options) {
    options.trace_from = arguments.trace_from;
    if (arguments.trace_to > 0) options.trace_to = arguments.trace_to;
    if (arguments.trace_last == 0) return;
    const auto clocks = run_in_copy("the run that counts cycles",
                                    [&] { return std::to_string(run_bench(design, dut, tokens, options).clocks); });
    options.trace_from = std::max<std::int64_t>(0, std::stoll(clocks) - arguments.trace_last);
}

}  // namespace

TokenSet tokens_of(const SimulateArguments& arguments, const Design& design) {
    const auto kinds = kind_mix(arguments.kinds);
    if (!arguments.input.empty())
        return load_tokens(arguments.input, design,
                           {kinds, arguments.clamp, arguments.tokens, room_of(arguments, design)});
    auto tokens = random_tokens(design, arguments.tokens > 0 ? arguments.tokens : default_tokens, arguments.seed,
                                arguments.sequences, arguments.snr ? DrawnAs::reals : DrawnAs::codes);
    tokens.draw_kinds(kinds, arguments.seed);
    return tokens;
}

Outcome run_model(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens) {
    Outcome outcome;
    const auto start = std::chrono::steady_clock::now();
    auto options = engine_options(arguments, design);
    options.times = schedule_logs(design, tokens, options, arrival_of(arguments, design));
    outcome.bench.times = options.times;
    outcome.bench.result =
        arguments.engine == "golden" ? run_golden(design, tokens, options) : run_float(design, tokens, options);
    outcome.bench.seconds = seconds_since(start);
    outcome.bench.tokens = static_cast<std::int64_t>(tokens.steps() * tokens.heads());
    return outcome;
}

void add_budget(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens, Outcome& outcome) {
    const auto start = std::chrono::steady_clock::now();
    BudgetOptions options;
    options.chips = arguments.chips;
    options.softmax_temperature_ua = arguments.softmax_temperature_ua;
    options.engine = engine_options(arguments, design);
    options.engine.times = outcome.bench.times;
    outcome.budget = error_budget(design, tokens, outcome.bench.result, options);
    outcome.budget_seconds = seconds_since(start);
}

Outcome run_rtl(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens) {
    Outcome outcome;
    outcome.rtl = true;
    ProgressLine line("tokens");
    ModelOptions model_options;
    model_options.trace = static_cast<bool>(arguments.trace);
    model_options.quick = arguments.quick;
    if (arguments.netlist) model_options.gates = arguments.gates;
    model_options.progress = [&](const std::string& words) { line.say(fmt::format("{}: {} ...", design.name, words)); };
    outcome.model = build_model(design, model_options);
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
    const std::unique_ptr<Dut> dut = load_dut(outcome.model.library);
    BenchOptions options;
    options.stall = arguments.stall;
    options.seed = arguments.seed;
    options.engine = engine_options(arguments, design);
    options.arrival = arrival_of(arguments, design);
    options.netlist = arguments.netlist;
    options.tour = !coverage_directory().empty();
    const Design golden = arguments.config.design(arguments.golden_overrides);
    if (!arguments.golden_overrides.empty()) options.golden = &golden;
    options.progress = [&](std::size_t done, std::size_t total) { line.count(done, total); };
    options.interrupted = interrupted;
    const RememberInterrupts remember;
    std::optional<FileInTheMaking> trace;
    std::optional<DoomedPath> hierarchy;  // that the writer keeps beside it until it is closed
    std::optional<FullDiskLine> full;
    if (arguments.trace) {
        if (arguments.trace_last > 0) line.say("counting cycles ...");
        choose_traced_cycles(arguments, design, tokens, *dut, options);
        options.trace = trace.emplace(arguments.trace).path();
        hierarchy.emplace(options.trace + ".hier");
        full.emplace(fmt::format("kvolt: {}: the waveform has no room: is the disk full?\n", arguments.trace.path()));
    }
    outcome.bench = run_bench(design, *dut, tokens, options);
    if (outcome.bench.interrupted) {
        line.line(fmt::format("kvolt: interrupted after {} tokens; nothing was written", outcome.bench.tokens));
        throw FailedRun{};
    }
    if (trace) {
        if (const auto facts = check_fst(trace->path()); !facts.problem.empty())
            throw ToolError(
                fmt::format("{}: the waveform {}: is the disk full?", arguments.trace.path(), facts.problem));
        trace->commit();
    }
    return outcome;
}

}  // namespace kvolt::cli
