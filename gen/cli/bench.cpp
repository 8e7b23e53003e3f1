// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/bench_measure.hpp"
#include "gen/cli/commands.hpp"
#include "gen/cli/output_file.hpp"
#include "gen/flows/process.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int repeats = 3;  // the best of them: other work on the machine only ever slows a run down

struct BenchArguments {
    std::vector<std::string> configs;
    std::size_t tokens = 0, icarus_tokens = 8;
    std::uint64_t seed = 1;
    std::string report;
    bool json = false, cold = false;
};

enum class Bound { none, at_least, at_most };

/// The published targets, in the unit of their row.
struct Target {
    Bound bound = Bound::none;
    double value = 0;
};

Target at_least(double value) { return {Bound::at_least, value}; }
Target at_most(double value) { return {Bound::at_most, value}; }

/// Prints every figure as it is found and keeps it for the JSON twin.
class Table {
public:
    explicit Table(bool quiet) : quiet_(quiet) {}

    void section(const std::string& title) {
        section_ = title;
        if (!quiet_) fmt::print("{}\n", title);
    }

    void add(const std::string& what, double measured, const std::string& unit, const Target& target = {},
             const std::string& remark = {}) {
        Json row{{"section", section_}, {"what", what}, {"measured", measured}, {"unit", unit}};
        std::string verdict;
        if (target.bound != Bound::none) {
            const bool least = target.bound == Bound::at_least;
            const bool met = least ? measured >= target.value : measured <= target.value;
            row[least ? "at_least" : "at_most"] = target.value;
            row["met"] = met;
            missed_ += met ? 0 : 1;
            verdict = fmt::format("{} {:<8} {}", least ? "at least" : "at most ", number(target.value),
                                  met ? "met" : "NOT MET");
        }
        if (!remark.empty()) row["remark"] = remark;
        rows_.push_back(row);
        if (!quiet_) fmt::print("  {:<44} {:>10} {:<9} {:<26} {}\n", what, number(measured), unit, verdict, remark);
        std::fflush(stdout);
    }

    void fail(const std::string& words) {
        failures_.push_back(words);
        if (!quiet_) fmt::print("  FAILED  {}\n", words);
    }

    [[nodiscard]] bool failed() const { return !failures_.empty(); }
    [[nodiscard]] Json json() const {
        return {{"figures", rows_}, {"targets_missed", missed_}, {"failures", failures_}};
    }

private:
    static std::string number(double value) {
        return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
    }

    bool quiet_;
    int missed_ = 0;
    std::string section_;
    Json rows_ = Json::array(), failures_ = Json::array();
};

CommandRun simulate(Table& table, const std::vector<std::string>& config, std::size_t tokens, std::uint64_t seed,
                    bool cold = false) {
    const auto run = time_simulate(config, tokens, seed, cold);
    if (run.mismatches != 0)
        table.fail(fmt::format("{}: {} words differ from the golden model", config.front(), run.mismatches));
    return run;
}

double best(const std::function<double()>& rate) {
    double found = 0;
    for (int i = 0; i < repeats; ++i) found = std::max(found, rate());
    return found;
}

void icarus_row(Table& table, const BenchArguments& arguments, const Design& design, double rtl, bool published) {
    if (design.heads != 1 || !have_program("iverilog")) {
        if (!arguments.json)
            fmt::print("  Icarus: {}\n",
                       design.heads == 1 ? "not installed (Debian package iverilog)" : "drives one head only");
        return;
    }
    const auto few = TokenSet::random(design, arguments.icarus_tokens, arguments.seed);
    const auto run = run_icarus(design, few);
    if (run.words != run_golden(design, few).words) table.fail("Icarus: words differ from the golden model");
    const double rate = static_cast<double>(run.results) / run.seconds;
    table.add("Icarus, same RTL, portable macro", rate, "tokens/s", {},
              fmt::format("{} tokens, every word compared", run.results));
    table.add("RTL over Icarus", rtl / rate, "x", published ? at_least(1000) : Target{});
}

/// Speed of every engine on one configuration. Targets hold for one published head.
void measure_rates(Table& table, const BenchArguments& arguments, const std::string& config) {
    const auto design = elaborate(load_config(config));
    const bool published = config == "paper-head";
    // Long enough for the window to be full nearly all the time.
    const auto tokens = arguments.tokens > 0 ? arguments.tokens
                                             : static_cast<std::size_t>(std::max(4000, 16 * design.window)) /
                                                   static_cast<std::size_t>(design.heads);
    table.section(fmt::format("{}: {} head{}, window {}, {} tokens per head, best of {}", config, design.heads,
                              design.heads == 1 ? "" : "s", design.window, tokens, repeats));
    simulate(table, {config}, 1, arguments.seed);  // builds the model where it is not in the cache
    long peak = 0;
    const double rtl = best([&] {
        const auto run = simulate(table, {config}, tokens, arguments.seed);
        peak = run.peak_kib;
        return run.tokens_per_second;
    });
    const auto set = TokenSet::random(design, tokens, arguments.seed);
    const double dense = best([&] { return dense_rate(design); });
    table.add("RTL, Verilator in SystemC", rtl, "tokens/s", published ? at_least(25000) : Target{},
              "every word compared, golden model on the other core");
    table.add("golden model, one core", best([&] { return golden_rate(design, set); }), "tokens/s");
    table.add("dense arithmetic alone, float, C++, one core", dense, "tokens/s");
    table.add("dense over RTL", dense / rtl, "x", published ? at_most(5) : Target{});
    icarus_row(table, arguments, design, rtl, published);
    table.add("memory of the simulation", static_cast<double>(peak) / 1024, "MiB", published ? at_most(300) : Target{});
}

void measure_all_heads(Table& table, const BenchArguments& arguments) {
    table.section("paper: 12 heads, 2048 tokens each, every word compared");
    simulate(table, {"paper"}, 1, arguments.seed);
    CommandRun fastest;
    for (int i = 0; i < repeats; ++i) {
        const auto run = simulate(table, {"paper"}, 2048, arguments.seed);
        if (i == 0 || run.seconds < fastest.seconds) fastest = run;
    }
    table.add("whole command", fastest.seconds, "s", at_most(4),
              fmt::format("{:.0f} head tokens/s", fastest.tokens_per_second));
    table.add("memory", static_cast<double>(fastest.peak_kib) / 1024, "MiB", at_most(2048));
}

void measure_scaling(Table& table, const BenchArguments& arguments) {
    table.section("cost of a token over tiles, one head of 64 x 64 tiles, window full");
    double first = 0;
    for (const int tiles : {4, 8, 16}) {
        const std::vector<std::string> config{"paper-head", "--set", fmt::format("head.tiles={}", tiles)};
        simulate(table, config, 1, arguments.seed);
        const double rate = best([&] { return simulate(table, config, 16384, arguments.seed).tokens_per_second; });
        const double cost = 1e6 / rate;
        if (first == 0) first = cost / 4;
        // Linear or better: what does not grow with tiles is shared by more of them.
        table.add(fmt::format("{} tiles, per tile", tiles), cost / tiles, "us",
                  tiles > 4 ? at_most(first * 1.1) : Target{}, fmt::format("{:.1f} us a token", cost));
    }
}

void measure_starts(Table& table, const BenchArguments& arguments) {
    table.section("commands");
    CommandRun generate, warm;
    for (int i = 0; i < repeats; ++i) {
        const auto g = time_generate("paper"), w = simulate(table, {"paper-head"}, 1, arguments.seed);
        if (i == 0 || g.seconds < generate.seconds) generate = g;
        if (i == 0 || w.seconds < warm.seconds) warm = w;
    }
    table.add("generate paper", generate.seconds * 1000, "ms", at_most(50));
    table.add("generate paper, memory", static_cast<double>(generate.peak_kib) / 1024, "MiB", at_most(50));
    table.add("warm start, paper-head, first checked token", warm.seconds, "s", at_most(0.3));
}

void measure_cold_starts(Table& table, const BenchArguments& arguments) {
    table.section("cold start: empty cache, to the first checked token");
    const std::vector<std::pair<std::string, double>> targets{{"tile64", 15}, {"paper-head", 25}, {"paper", 60}};
    for (const auto& [config, seconds] : targets) {
        const auto run = simulate(table, {config}, 1, arguments.seed, true);
        table.add(config, run.seconds, "s", at_most(seconds));
        table.add(config + ", memory of the largest process", static_cast<double>(run.peak_kib) / 1024, "MiB",
                  at_most(6144));
    }
}

void bench(const BenchArguments& arguments) {
    Table table(arguments.json);
    const bool all = arguments.configs.empty();
    for (const auto& config : all ? std::vector<std::string>{"tile64", "paper-head"} : arguments.configs)
        measure_rates(table, arguments, config);
    if (all) {
        measure_all_heads(table, arguments);
        measure_scaling(table, arguments);
        measure_starts(table, arguments);
    }
    if (arguments.cold) measure_cold_starts(table, arguments);
    const auto json = table.json();
    if (arguments.json) fmt::print("{}\n", json.dump(2));
    if (!arguments.report.empty()) write_output_file(arguments.report, json.dump(2) + "\n");
    if (table.failed()) throw FailedRun{};
}

}  // namespace

void add_bench_command(CLI::App& app) {
    auto* command = app.add_subcommand("bench", "measure speed, memory and start-up beside their targets, in one run");
    auto a = std::make_shared<BenchArguments>();
    command->add_option(
        "CFG", a->configs,
        "speed of these only: TOML files or presets (default: tile64, paper-head and all the other measurements)");
    command->add_flag("--cold", a->cold, "also build three models from nothing, which takes minutes");
    command->add_option("--tokens", a->tokens,
                        "tokens per head for RTL and golden model (default: sixteen windows, at least 4000)");
    command->add_option("--icarus-tokens", a->icarus_tokens, "tokens for Icarus, which is slow")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_option("--seed", a->seed, "seed of the tokens")->capture_default_str();
    command->add_option("--report", a->report, "write the figures as JSON");
    command->add_flag("--json", a->json, "print the figures as JSON");
    command->footer(
        "A target that is missed is said, not an error; a wrong word is an error.\nExample:\n  kvolt bench paper-head");
    command->callback([a] { bench(*a); });
}

}  // namespace kvolt::cli
