// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/simulate_arguments.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "gen/cli/bad_slots.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt::cli {
namespace {

constexpr int most_window = 1 << 20;  // beyond any engine; which is legal depends on the design
constexpr std::int64_t most_cycles = 1000000000000;

const std::map<std::string, KindMix> kind_mixes{
    {"full", KindMix::full}, {"mixed", KindMix::mixed}, {"gqa", KindMix::gqa}, {"vit", KindMix::vit}};

std::string name_of(KindMix mix) {
    for (const auto& [name, value] : kind_mixes)
        if (value == mix) return name;
    return {};
}

/// FROM:TO of --probe-tokens.
void set_probe(const SimulateArguments& arguments, EngineOptions& options) {
    options.probe = arguments.probe || !arguments.probe_tokens.empty();
    if (arguments.probe_tokens.empty()) return;
    const char* const text = arguments.probe_tokens.c_str();
    int read = 0;
    unsigned long long from = 0, to = 0;
    const bool digits = arguments.probe_tokens.find_first_not_of("0123456789:") == std::string::npos;
    if (!digits || std::sscanf(text, "%19llu:%19llu%n", &from, &to, &read) != 2 || text[read] != '\0' || from >= to)
        throw InputError("--probe-tokens",
                         fmt::format("'{}' is no range FROM:TO of tokens, FROM below TO, counted from 0", text));
    options.probe_from = from;
    options.probe_to = to;
}

void check_accuracy(const SimulateArguments& arguments, const Design& design) {
    if (arguments.snr && arguments.engine == "float")
        throw InputError("--snr", "compares the rtl or golden engine with other models, of which float is one");
    const double temperature = arguments.softmax_temperature_ua;
    if (!arguments.snr && (arguments.chips != 1 || temperature != 0))
        throw InputError(arguments.chips != 1 ? "--chips" : "--softmax-temperature", "is for --snr");
    if (arguments.chips > 1 && !design.config.analog.any())
        throw InputError("--chips", "chips without imperfections are all alike, allowed 1 (docs/imperfections.md)");
}

/// A model without a clock would not do what these say.
void refuse_rtl_options(const SimulateArguments& arguments) {
    for (const auto& [given, option] : {std::pair{static_cast<bool>(arguments.trace), "--trace"},
                                        {arguments.stall > 0, "--stall"},
                                        {arguments.quick, "--quick"},
                                        {arguments.discard, "--discard"},
                                        {arguments.netlist, "--netlist"}})
        if (given)
            throw InputError({{{option, 0},
                               "",
                               fmt::format("means nothing to engine {}", arguments.engine),
                               "allowed with --engine rtl"}});
}

}  // namespace

EngineOptions engine_options(const SimulateArguments& arguments, const Design& design) {
    EngineOptions options;
    options.window = arguments.window;
    options.bad_slots = parse_bad_slots(arguments.bad_slots, design);
    options.calibrate = arguments.calibrate;
    options.analog = arguments.analog;
    set_probe(arguments, options);
    return options;
}

namespace {

/// Random tokens are drawn before they are sent: codes and the reals they stand for.
void refuse_more_than_fits(const SimulateArguments& arguments, const Design& design) {
    constexpr std::size_t bytes_of_value = 4 + 3 * sizeof(double);
    const auto memory =
        static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    std::size_t bytes = bytes_of_value;
    bool fits = true;
    for (const std::size_t factor : {arguments.tokens, arguments.sequences, static_cast<std::size_t>(design.heads),
                                     static_cast<std::size_t>(design.rows)})
        fits = fits && !__builtin_mul_overflow(bytes, std::max<std::size_t>(1, factor), &bytes);
    if (fits && bytes <= memory) return;
    throw InputError({{{"--tokens", 0},
                       "",
                       fmt::format("{} tokens of {} sequences do not fit into the {} GiB of this machine",
                                   arguments.tokens, arguments.sequences, memory >> 30),
                       "run them in parts, with other seeds"}});
}

}  // namespace

Arrival arrival_of(const SimulateArguments& arguments, const Design& design) {
    Arrival arrival;
    arrival.poisson = arguments.arrival == "poisson";
    arrival.seed = arguments.seed;
    if (arguments.token_interval.empty()) return arrival;
    static const std::map<std::string, double> nanoseconds{{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
    const char* const text = arguments.token_interval.c_str();
    char* end = nullptr;
    const double value = std::strtod(text, &end);
    const std::string unit(end);
    const auto known = nanoseconds.find(unit);
    const bool cycles = unit.empty() || unit == "cycles";
    arrival.interval_cycles = cycles                       ? value
                              : known == nanoseconds.end() ? 0
                                                           : value * known->second / design.config.timing.clock_ns;
    if (end == text || (!cycles && known == nanoseconds.end()) || !(arrival.interval_cycles >= 0) ||
        arrival.interval_cycles > static_cast<double>(most_cycles))
        throw InputError("--token-interval",
                         fmt::format("'{}' is no time, allowed 0..{} cycles, or a number with ns, us, ms, s or cycles",
                                     text, most_cycles));
    return arrival;
}

KindMix kind_mix(const std::string& name) { return kind_mixes.at(name); }

void add_options(const Command& command, SimulateArguments& a) {
    a.config.add_to(command);
    add_input_file(command, "--input", a.input,
                   "NPZ with Q, K, V: physical units or codes, (B,H,T,R) or fewer axes, docs/tokens.md (default: "
                   "random tokens)");
    command.add_flag("--clamp", a.clamp, "cut off inputs of which more than 1 % lies outside the engine's range");
    add_output_file(command, "--output", a.output, "NPZ to write: codes, output, cycles, and what the run was");
    command.add_option("--engine", a.engine, "rtl: SystemC and Verilator; golden: bit-exact model; float: unquantized")
        .one_of({"rtl", "golden", "float"})
        .capture_default_str();
    add_number(command, "--tokens", a.tokens, std::size_t{1}, most_tokens,
               "random tokens to draw, or tokens of each input sequence to keep");
    add_number_with_default(command, "--sequences", a.sequences, std::size_t{1}, most_tokens,
                            "random sequences, one after another, each from an empty window");
    command
        .add_option("--kinds", a.kinds,
                    "order of packets (default: workload.kinds). full: write, then query; mixed: some only write, some "
                    "only query (random tokens); gqa: four queries per stored token, or as many as the query heads of "
                    "--input; vit: write all, then query all")
        .one_of({"full", "mixed", "gqa", "vit"});
    add_number_with_default(command, "--seed", a.seed, std::uint64_t{0}, most_seed, "seed of random tokens and stalls");
    add_number_with_default(command, "--stall", a.stall, 0.0, 0.99, "probability that a stream pauses in a cycle");
    command
        .add_option("--token-interval", a.token_interval,
                    "time from one packet to the next as they are offered: cycles, or a number with ns, us, ms or s "
                    "(default: as soon as the engine takes them)")
        .type_name("TIME");
    command
        .add_option("--arrival", a.arrival,
                    "even: packets come --token-interval apart; poisson: at random, with that mean, by --seed")
        .one_of({"even", "poisson"})
        .capture_default_str();
    add_number(command, "--window", a.window, 0, most_window, "runtime window in tokens (default, and 0: as built)");
    command
        .add_option("--bad-slots", a.bad_slots, "slots that the repair registers name; at most repair.slots of a head")
        .type_name("HEAD:SLOT,..");
    command.add_flag("--calibrate", a.calibrate,
                     "calibrate the output lanes by register before the first token (calibration.average above 0)");
    command.add_flag("--probe", a.probe, "also write S and phi of every query");
    command
        .add_option("--probe-tokens", a.probe_tokens,
                    "the same of some queries of each sequence, FROM to TO - 1, counted from 0")
        .type_name("FROM:TO");
    command.add_flag("--analog", a.analog, "also write the outputs before any code, and how many tiles clipped");
    command.add_flag("--snr", a.snr,
                     "also report what each step from exact softmax attention to the engine costs; random tokens are "
                     "then reals, docs/accuracy.md");
    add_number_with_default(command, "--chips", a.chips, 1, 10000,
                            "chips with imperfections of their own to run for --snr");
    add_number(command, "--softmax-temperature", a.softmax_temperature_ua, 1e-6, 1e9,
               "score in uA that is one unit of the softmax's exponent, for --snr (default: the closest, by head)");
    const auto trace = add_output_file(command, "--trace", a.trace, "write waveforms of the run, FST, in picoseconds");
    const auto from = add_number(command, "--trace-from", a.trace_from, std::int64_t{0}, most_cycles,
                                 "waveforms from this cycle on, counted from power-up")
                          .needs(trace);
    const auto to =
        add_number(command, "--trace-to", a.trace_to, std::int64_t{1}, most_cycles, "up to this cycle").needs(trace);
    add_number(command, "--trace-last", a.trace_last, std::int64_t{1}, most_cycles,
               "waveforms of so many cycles at the end, which takes the time of two runs")
        .needs(trace)
        .excludes(from)
        .excludes(to);
    add_output_file(command, "--report", a.report, "write the report as JSON");
    command.add_flag("--json", a.json, "print the report as JSON");
    const auto netlist = command.add_flag("--netlist", a.netlist, "the netlist of `kvolt area` in place of the RTL");
    const auto tech = command.add_option("--tech", a.gates.technology, "technology description of the netlist")
                          .type_name("TECHNOLOGY")
                          .needs(netlist)
                          .capture_default_str();
    add_input_files(
        command, "--liberty", a.gates.liberty,
        "Liberty file of the netlist's cells, plain or gzip, instead of a known technology; once for each file")
        .one_value()
        .needs(netlist)
        .excludes(tech);
    command.add_flag("--quick", a.quick, "compile the model in half the time; it runs slower");
    command.add_flag("--discard", a.discard, "remove a model that this run built from the cache, unless the run fails");
    // What the golden model takes to be different: a test of the comparison itself.
    command.add_option("--golden-set", a.golden_overrides).type_name("KEY=VALUE").one_value().hidden();
    command.add_option("--wrong-cell", a.gates.wrong_cell).type_name("CELL").needs(netlist).hidden();
}

void complete_arguments(SimulateArguments& arguments, const Design& design) {
    if (arguments.kinds.empty()) arguments.kinds = name_of(design.config.workload.kinds);
    if (arguments.window != 0 && (arguments.window < design.least_window || arguments.window > design.window))
        throw InputError("--window", fmt::format("{} is out of range, {}..{} (0 = as built)", arguments.window,
                                                 design.least_window, design.window));
    parse_bad_slots(arguments.bad_slots, design);
    arrival_of(arguments, design);
    if (arguments.arrival != "even" && arguments.token_interval.empty())
        throw InputError("--arrival", "random arrivals need their mean, --token-interval");
    if (!arguments.token_interval.empty() && arguments.engine != "rtl" && !design.time.on())
        throw InputError("--token-interval",
                         fmt::format("engine {} has no clock where nothing goes by time, allowed with --engine rtl or "
                                     "with analog.retention_us or retention.limit_us above 0",
                                     arguments.engine));
    if (arguments.engine != "rtl") refuse_rtl_options(arguments);
    if (arguments.trace_to > 0 && arguments.trace_to <= arguments.trace_from)
        throw InputError("--trace-to",
                         fmt::format("{} is not beyond --trace-from {}", arguments.trace_to, arguments.trace_from));
    if (arguments.calibrate && (!design.calibration.on || arguments.engine == "float"))
        throw InputError("--calibrate", design.calibration.on ? "the float model has no lanes to calibrate"
                                                              : "needs calibration.average above 0");
    const bool random = arguments.input.empty();
    if (!random && arguments.kinds == "mixed")
        throw InputError("--kinds",
                         "mixed (also where workload.kinds says so) is for random tokens, without --input; allowed "
                         "full, gqa, vit");
    if (random && arguments.clamp) throw InputError("--clamp", "is for --input: random tokens are within their range");
    check_accuracy(arguments, design);
    engine_options(arguments, design);
    if (!arguments.output && (arguments.probe || arguments.analog || !arguments.probe_tokens.empty()))
        throw InputError(arguments.analog  ? "--analog"
                         : arguments.probe ? "--probe"
                                           : "--probe-tokens",
                         "keeps arrays for --output, which is not given");
    if (random) refuse_more_than_fits(arguments, design);
    if (arguments.sequences > 1 && !random) throw InputError("--sequences", "is for random tokens, without --input");
}

}  // namespace kvolt::cli
