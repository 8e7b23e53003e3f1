// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "gen/cli/bad_slots.hpp"
#include "gen/cli/commands.hpp"
#include "gen/design/schedule.hpp"
#include "gen/flows/models/verilate.hpp"
#include "gen/support/output_file.hpp"
#include "sim/bench/bench.hpp"
#include "sim/bench/dut_library.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

struct SimulateArguments {
    ConfigArguments config;
    std::string input, output, trace, report;
    std::string engine = "rtl";
    std::uint64_t seed = 1;
    double stall = 0;
    std::size_t tokens = 0, sequences = 1;
    std::string kinds;  ///< empty: what the configuration says, for random tokens
    std::vector<std::string> golden_overrides;
    int window = 0;
    std::string bad_slots;
    bool probe = false;
    bool snr = false;
    bool calibrate = false;
    bool json = false;
    bool quick = false, discard = false;
    bool netlist = false;
    GateOptions gates;
};

constexpr std::size_t default_tokens = 256;

const std::map<std::string, KindMix> kind_mixes{
    {"full", KindMix::full}, {"mixed", KindMix::mixed}, {"gqa", KindMix::gqa}, {"vit", KindMix::vit}};

std::string name_of(KindMix mix) {
    for (const auto& [name, value] : kind_mixes)
        if (value == mix) return name;
    return {};
}

volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int) { interrupt_seen = 1; }

/// One line on the terminal that is rewritten, and gone when it is no longer true.
class ProgressLine {
public:
    ~ProgressLine() { clear(); }

    void say(const std::string& words) {
        if (!terminal_) return;
        fmt::print(stderr, "\r\033[K{}", words);
        std::fflush(stderr);
        dirty_ = true;
    }

    void count(std::size_t done, std::size_t total) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ < std::chrono::milliseconds(200)) return;
        last_ = now;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        const double rate = static_cast<double>(done) / seconds;
        say(fmt::format("{:5.1f} %  {} of {} tokens  {:.0f} tokens/s  {:.0f} s left",
                        100.0 * static_cast<double>(done) / static_cast<double>(total), done, total, rate,
                        rate > 0 ? static_cast<double>(total - done) / rate : 0.0));
    }

    void clear() {
        if (dirty_) fmt::print(stderr, "\r\033[K");
        dirty_ = false;
    }

private:
    bool terminal_ = isatty(STDERR_FILENO) != 0;
    bool dirty_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now(), last_{};
};

TokenSet tokens_of(const SimulateArguments& arguments, const Design& design) {
    if (arguments.input.empty()) {
        auto tokens = TokenSet::random(design, arguments.tokens > 0 ? arguments.tokens : default_tokens, arguments.seed,
                                       arguments.sequences);
        tokens.set_kinds(kind_mixes.at(arguments.kinds), arguments.seed);
        return tokens;
    }
    auto tokens = TokenSet::load(arguments.input, design);
    if (arguments.tokens > 0) tokens.truncate(arguments.tokens);
    return tokens;
}

/// What a run of any engine has to say.
struct Outcome {
    BenchReport bench;
    GeneratedModel model;
    bool rtl = false;
    std::optional<double> snr_db;  // against the float model, where asked for; infinite when equal
};

Outcome run_model(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens) {
    Outcome outcome;
    const auto start = std::chrono::steady_clock::now();
    EngineOptions options;
    options.probe = arguments.probe;
    options.window = arguments.window;
    options.bad_slots = parse_bad_slots(arguments.bad_slots, design);
    options.calibrate = arguments.calibrate;
    outcome.bench.result =
        arguments.engine == "golden" ? run_golden(design, tokens, options) : run_float(design, tokens, options);
    outcome.bench.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    outcome.bench.tokens = static_cast<std::int64_t>(tokens.steps() * tokens.heads());
    return outcome;
}

/// What quantization and imperfections cost: the float model has neither.
double snr_against_float(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens,
                         const EngineResult& result) {
    EngineOptions options;
    options.window = arguments.window;
    return snr_db(result.output, run_float(design, tokens, options).output);
}

std::vector<std::string> golden_overrides(const SimulateArguments& arguments) {
    auto overrides = arguments.config.overrides;
    overrides.insert(overrides.end(), arguments.golden_overrides.begin(), arguments.golden_overrides.end());
    return overrides;
}

Outcome run_rtl(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens) {
    Outcome outcome;
    outcome.rtl = true;
    ProgressLine line;
    ModelOptions model_options;
    model_options.trace = !arguments.trace.empty();
    model_options.quick = arguments.quick;
    if (arguments.netlist) model_options.gates = arguments.gates;
    model_options.progress = [&](const std::string& words) { line.say(fmt::format("{}: {} ...", design.name, words)); };
    outcome.model = build_model(design, model_options);
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
    const std::unique_ptr<Dut> dut = load_dut(outcome.model.library);
    BenchOptions options;
    options.stall = arguments.stall;
    options.seed = arguments.seed;
    options.window = arguments.window;
    options.bad_slots = parse_bad_slots(arguments.bad_slots, design);
    options.probe = arguments.probe;
    options.calibrate = arguments.calibrate;
    options.trace = arguments.trace;
    options.netlist = arguments.netlist;
    const Design golden = elaborate(load_config(arguments.config.config, golden_overrides(arguments)));
    if (!arguments.golden_overrides.empty()) options.golden = &golden;
    options.progress = [&](std::size_t done, std::size_t total) { line.count(done, total); };
    options.interrupted = [] { return interrupt_seen != 0; };
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    outcome.bench = run_bench(design, *dut, tokens, options);
    if (outcome.bench.interrupted) {
        line.clear();
        fmt::print(stderr, "kvolt: interrupted after {} tokens; nothing was written\n", outcome.bench.tokens);
        throw FailedRun{};
    }
    return outcome;
}

double tokens_per_second(const BenchReport& bench) {
    return bench.seconds > 0 ? static_cast<double>(bench.tokens) / bench.seconds : 0;
}

/// Every packet writes and queries, and nothing pauses: times are those of the schedule.
bool plain(const SimulateArguments& arguments, const Design& design) {
    return arguments.stall == 0 && arguments.kinds == "full" && arguments.input.empty() &&
           arguments.bad_slots.empty() && !design.refresh.on;
}

/// Of a head of this run.
int derived_interval(const Design& design, const BenchReport& bench) {
    return interval_of_run(design.schedule, design.stream, bench.tokens / design.heads);
}

Json report_of(const SimulateArguments& arguments, const Design& design, const Outcome& outcome) {
    const auto& bench = outcome.bench;
    Json report{{"name", design.name},
                {"engine", arguments.engine},
                {"hash", fmt::format("{:016x}", design.hash)},
                {"seed", arguments.seed},
                {"stall", arguments.stall},
                {"kinds", arguments.kinds},
                {"tokens", bench.tokens},
                {"words", bench.tokens * design.rows},
                {"mismatches", bench.mismatches},
                {"seconds", bench.seconds},
                {"tokens_per_second", tokens_per_second(bench)},
                {"saturations", bench.result.saturated}};
    if (outcome.snr_db) report["snr_db"] = std::isfinite(*outcome.snr_db) ? Json(*outcome.snr_db) : Json(nullptr);
    if (outcome.rtl) {
        report["cycles"] = bench.cycles;
        report["latency_cycles"] = bench.latency_cycles;
        report["interval_cycles"] = bench.interval_cycles;
        report["derived"] = {{"latency_cycles", design.schedule.latency_cycles},
                             {"interval_cycles", design.schedule.interval_cycles}};
        if (plain(arguments, design)) report["derived"]["interval_cycles_of_run"] = derived_interval(design, bench);
        if (arguments.netlist)
            report["netlist"] = arguments.gates.liberty.empty() ? arguments.gates.technology : arguments.gates.liberty;
        if (arguments.calibrate) report["calibration_cycles"] = bench.calibration_cycles;
        report["model_cached"] = outcome.model.cached;
        report["build_seconds"] = outcome.model.build_seconds;
        Json heads = Json::array();
        for (const auto& c : bench.counters)
            heads.push_back({{"tokens", c.tokens},
                             {"stalls", c.stalls},
                             {"saturations", c.saturations},
                             {"packet_errors", c.packet_errors},
                             {"readout_faults", c.readout_faults},
                             {"retention_violations", c.retention_violations},
                             {"refreshes", c.refreshes}});
        report["heads"] = heads;
        report["failures"] = bench.failures;
        Json first = Json::array();
        for (const auto& m : bench.first)
            first.push_back(fmt::format("head {} token {} lane {}: expected {}, got {}", m.head, m.step, m.lane,
                                        m.expected, m.got));
        report["first_mismatches"] = first;
    }
    return report;
}

void print_rtl(const SimulateArguments& arguments, const Design& design, const Outcome& outcome) {
    const auto& bench = outcome.bench;
    const auto& schedule = design.schedule;
    fmt::print("  model     {} in {:.1f} s\n",
               outcome.model.cached ? "found in the cache" : "generated, verilated and compiled",
               outcome.model.build_seconds);
    fmt::print("  codes     {} of {} equal to the golden model\n", bench.tokens * design.rows - bench.mismatches,
               bench.tokens * design.rows);
    fmt::print("  latency   {} cycles ({:.0f} ns) measured, {} derived\n", bench.latency_cycles,
               bench.latency_cycles * design.config.timing.clock_ns, schedule.latency_cycles);
    if (bench.interval_cycles > 0) {
        const int of_run = plain(arguments, design) ? derived_interval(design, bench) : schedule.interval_cycles;
        const auto steady = of_run == schedule.interval_cycles
                                ? ""
                                : fmt::format(" for as many tokens, {} in the long run", schedule.interval_cycles);
        fmt::print("  interval  {} cycles measured, {} derived{} without stalls\n", bench.interval_cycles, of_run,
                   steady);
    }
    fmt::print("  cycles    {} in {:.2f} s, {:.0f} tokens/s\n", bench.cycles, bench.seconds, tokens_per_second(bench));
    if (bench.calibration_cycles > 0) fmt::print("  lanes     calibrated in {} cycles\n", bench.calibration_cycles);
    std::int64_t stalls = 0;
    for (const auto& counters : bench.counters) stalls += counters.stalls;
    fmt::print("  counters  {} result words saturated, {} cycles stalled for want of room\n", bench.result.saturated,
               stalls);
}

void print_summary(const SimulateArguments& arguments, const Design& design, const Outcome& outcome) {
    const auto& bench = outcome.bench;
    fmt::print("{}: {} tokens, {} head{}, window {}, engine {}\n", design.name, bench.tokens, design.heads,
               design.heads == 1 ? "" : "s", arguments.window > 0 ? arguments.window : design.window,
               arguments.netlist ? "rtl, netlist of cells" : arguments.engine);
    if (outcome.rtl)
        print_rtl(arguments, design, outcome);
    else
        fmt::print("  speed     {:.3f} s, {:.0f} tokens/s\n", bench.seconds, tokens_per_second(bench));
    if (outcome.snr_db)
        fmt::print("  accuracy  {:.2f} dB signal to noise against the float model, whose cells are ideal\n",
                   *outcome.snr_db);
    for (const auto& m : bench.first)
        fmt::print("  MISMATCH  head {} token {} lane {}: expected {}, got {}\n", m.head, m.step, m.lane, m.expected,
                   m.got);
    for (const auto& failure : bench.failures) fmt::print("  FAILED    {}\n", failure);
    if (!arguments.output.empty()) fmt::print("  output    {}\n", arguments.output);
    if (!arguments.trace.empty()) fmt::print("  trace     {}\n", arguments.trace);
}

/// Refused before minutes of work, not after.
void check_arguments(const SimulateArguments& arguments, const Design& design) {
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

void simulate(SimulateArguments arguments) {
    const auto design = arguments.config.design();
    if (arguments.kinds.empty() && arguments.input.empty() && arguments.engine != "float")
        arguments.kinds = name_of(design.config.workload.kinds);
    if (arguments.kinds.empty()) arguments.kinds = "full";
    check_arguments(arguments, design);
    const auto tokens = tokens_of(arguments, design);
    auto outcome =
        arguments.engine == "rtl" ? run_rtl(arguments, design, tokens) : run_model(arguments, design, tokens);
    if (arguments.snr) outcome.snr_db = snr_against_float(arguments, design, tokens, outcome.bench.result);
    const bool failed = outcome.bench.mismatches > 0 || !outcome.bench.failures.empty();
    if (!arguments.output.empty()) write_result(arguments.output, design, tokens, outcome.bench.result);
    const auto report = report_of(arguments, design, outcome);
    if (!arguments.report.empty()) write_output_file(arguments.report, report.dump(2) + "\n");
    if (arguments.json)
        fmt::print("{}\n", report.dump(2));
    else
        print_summary(arguments, design, outcome);
    if (failed) throw FailedRun{};
    if (arguments.discard && outcome.rtl && !outcome.model.cached) discard_model(outcome.model);
}

}  // namespace

void add_simulate_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "simulate", "run attention on the generated RTL and compare every code with the golden model");
    auto a = std::make_shared<SimulateArguments>();
    a->config.add_to(*command);
    command->add_option("--input", a->input,
                        "NPZ with Q, K, V: physical units or codes, (B,H,T,R) or fewer axes (default: random tokens)");
    command->add_option("--output", a->output, "NPZ to write: codes, output, cycles");
    command
        ->add_option("--engine", a->engine, "rtl: SystemC and Verilator; golden: bit-exact model; float: unquantized")
        ->check(CLI::IsMember({"rtl", "golden", "float"}))
        ->capture_default_str();
    command->add_option("--tokens", a->tokens, "random tokens to draw, or tokens of each input sequence to keep");
    command->add_option("--sequences", a->sequences, "random sequences, one after another, each from an empty window")
        ->capture_default_str();
    command
        ->add_option("--kinds", a->kinds,
                     "packets of random tokens (default: workload.kinds). full: write, then query; mixed: some only "
                     "write, some only query; gqa: four queries per stored token; vit: write all, then query all")
        ->check(CLI::IsMember({"full", "mixed", "gqa", "vit"}));
    command->add_option("--seed", a->seed, "seed of random tokens and stalls")->capture_default_str();
    command->add_option("--stall", a->stall, "probability that a stream pauses in a cycle, 0..0.99")
        ->capture_default_str();
    command->add_option("--window", a->window, "runtime window in tokens (default: as built)");
    command->add_option("--bad-slots", a->bad_slots,
                        "slots that the repair registers name, HEAD:SLOT,..; at most repair.slots of a head");
    command->add_flag("--calibrate", a->calibrate,
                      "calibrate the output lanes by register before the first token (calibration.average above 0)");
    command->add_flag("--probe", a->probe, "also write S and phi of every token");
    command->add_flag("--snr", a->snr,
                      "also report the signal to noise ratio of the output against the float model, as snr_db");
    command->add_option("--trace", a->trace, "write waveforms of the run, FST");
    command->add_option("--report", a->report, "write the report as JSON");
    command->add_flag("--json", a->json, "print the report as JSON");
    auto* netlist = command->add_flag("--netlist", a->netlist, "the netlist of `kvolt area` in place of the RTL");
    auto* tech = command->add_option("--tech", a->gates.technology, "technology description of the netlist")
                     ->needs(netlist)
                     ->capture_default_str();
    command
        ->add_option("--liberty", a->gates.liberty,
                     "Liberty file of the netlist's cells, plain or gzip, instead of a known technology")
        ->needs(netlist)
        ->excludes(tech);
    command->add_flag("--quick", a->quick, "compile the model in half the time; it runs slower");
    command->add_flag("--discard", a->discard,
                      "remove a model that this run built from the cache, unless the run fails");
    // What the golden model takes to be different: a test of the comparison itself.
    command->add_option("--golden-set", a->golden_overrides)->allow_extra_args(false)->group("");
    command->add_option("--wrong-cell", a->gates.wrong_cell)->needs(netlist)->group("");
    command->footer(
        "Examples:\n  kvolt simulate tile64 --input qkv.npz --output attention.npz\n  kvolt simulate paper --set "
        "engine.heads=1 --tokens 2000 --stall 0.3");
    command->callback([a] { simulate(*a); });
}

}  // namespace kvolt::cli
