// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/cli/output_file.hpp"
#include "gen/flows/process.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

struct BenchArguments {
    std::vector<std::string> configs{"tile64", "paper-head"};
    std::size_t tokens = 0, icarus_tokens = 8;
    std::uint64_t seed = 1;
    std::string report;
    bool json = false;
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The RTL in a process of its own, because SystemC elaborates once; its report.
Json simulate_child(const BenchArguments& arguments, const std::string& config, std::size_t tokens) {
    const auto report = (std::filesystem::temp_directory_path() / fmt::format("kvolt-bench-{}.json", getpid())).string();
    const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
    run_tool("kvolt simulate", {self, "simulate", config, "--tokens", std::to_string(tokens), "--seed", std::to_string(arguments.seed), "--report", report});
    std::ifstream file(report);
    auto json = Json::parse(file);
    std::filesystem::remove(report);
    return json;
}

/// Tokens per second of the two matrix products of a head alone: single precision, dense, no quantization, vectorized by the compiler.
double dense_rate(const Design& d) {
    const auto cells = static_cast<std::size_t>(d.rows) * static_cast<std::size_t>(d.window);
    const auto rows = static_cast<std::size_t>(d.rows), window = static_cast<std::size_t>(d.window);
    std::vector<float> k(cells), v(cells), q(rows), s(window), a(rows);
    for (std::size_t i = 0; i < cells; ++i) k[i] = v[i] = static_cast<float>(i % 17) * 0.01F;
    for (std::size_t r = 0; r < rows; ++r) q[r] = static_cast<float>(r % 16);
    const auto start = Clock::now();
    std::size_t tokens = 0;
    volatile float keep = 0;
    do {
        // k and v are stored row by row, so both inner loops run over contiguous slots or rows.
        std::fill(s.begin(), s.end(), 0.0F);
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < window; ++c) s[c] += q[r] * k[r * window + c];
        std::fill(a.begin(), a.end(), 0.0F);
        for (std::size_t c = 0; c < window; ++c)
            for (std::size_t r = 0; r < rows; ++r) a[r] += s[c] * v[c * rows + r];
        keep = keep + a[tokens % rows];
        ++tokens;
    } while (tokens % 64 != 0 || seconds_since(start) < 0.5);
    return static_cast<double>(tokens) / seconds_since(start);
}

Json measure(const BenchArguments& arguments, const std::string& config) {
    const auto design = elaborate(load_config(config));
    // Long enough for the window to be full most of the time.
    const auto tokens = arguments.tokens > 0 ? arguments.tokens : static_cast<std::size_t>(std::max(4000, 8 * design.window)) / static_cast<std::size_t>(design.heads);
    simulate_child(arguments, config, 1);  // builds the model where it is not in the cache
    const auto rtl = simulate_child(arguments, config, tokens);
    Json row{{"config", config}, {"window", design.window}, {"heads", design.heads}, {"tokens", rtl["tokens"]}, {"mismatches", rtl["mismatches"]}, {"rtl_tokens_per_second", rtl["tokens_per_second"]}};

    const auto set = TokenSet::random(design, tokens, arguments.seed);
    EngineOptions options;
    options.threads = 1;
    const auto start = Clock::now();
    run_golden(design, set, options);
    row["golden_tokens_per_second"] = static_cast<double>(set.steps() * set.heads()) / seconds_since(start);
    row["dense_tokens_per_second"] = dense_rate(design);
    if (design.heads == 1 && have_program("iverilog")) {
        auto few = set;
        few.truncate(arguments.icarus_tokens);
        const auto icarus = run_icarus(design, few);
        const auto golden = run_golden(design, few, options);
        row["icarus_tokens"] = icarus.results;
        row["icarus_equal"] = icarus.words == golden.words;
        row["icarus_tokens_per_second"] = static_cast<double>(icarus.results) / icarus.seconds;
    }
    return row;
}

void print_row(const Json& row) {
    const double rtl = row["rtl_tokens_per_second"];
    fmt::print("{}: {} head{}, window {}, {} tokens, {} mismatches\n", row["config"].get<std::string>(), row["heads"].get<int>(), row["heads"] == 1 ? "" : "s",
               row["window"].get<int>(), row["tokens"].get<std::int64_t>(), row["mismatches"].get<std::int64_t>());
    const auto line = [&](const char* name, double rate, const std::string& remark) { fmt::print("  {:<34} {:>12.0f} tokens/s   {}\n", name, rate, remark); };
    line("RTL, Verilator in SystemC", rtl, "every code compared, golden model on the other core");
    line("golden model, one core", row["golden_tokens_per_second"], "");
    const double dense = row["dense_tokens_per_second"];
    line("dense arithmetic alone, float, C++", dense, fmt::format("{:.1f} x the RTL", dense / rtl));
    if (!row.contains("icarus_tokens_per_second")) {
        fmt::print("  Icarus: {}\n", row["heads"] == 1 ? "not installed (Debian package iverilog)" : "drives one head only");
        return;
    }
    const double icarus = row["icarus_tokens_per_second"];
    fmt::print("  {:<34} {:>12.1f} tokens/s   RTL is {:.0f} x; {} tokens, codes {}\n", "Icarus, same RTL, portable macro", icarus, rtl / icarus,
               row["icarus_tokens"].get<std::int64_t>(), row["icarus_equal"] ? "equal" : "DIFFER");
}

void bench(const BenchArguments& arguments) {
    Json rows = Json::array();
    bool failed = false;
    for (const auto& config : arguments.configs) {
        rows.push_back(measure(arguments, config));
        const auto& row = rows.back();
        failed = failed || row["mismatches"] != 0 || (row.contains("icarus_equal") && !row["icarus_equal"]);
        if (!arguments.json) print_row(row);
    }
    if (arguments.json) fmt::print("{}\n", rows.dump(2));
    if (!arguments.report.empty()) write_output_file(arguments.report, rows.dump(2) + "\n");
    if (failed) throw FailedRun{};
}

}  // namespace

void add_bench_command(CLI::App& app) {
    auto* command = app.add_subcommand("bench", "measure tokens per second: RTL in SystemC, golden model, dense arithmetic, Icarus, in one run");
    auto a = std::make_shared<BenchArguments>();
    command->add_option("CFG", a->configs, "TOML files or presets")->capture_default_str();
    command->add_option("--tokens", a->tokens, "tokens per head for RTL and golden model (default: eight windows, at least 4000)");
    command->add_option("--icarus-tokens", a->icarus_tokens, "tokens for Icarus, which is slow")->capture_default_str();
    command->add_option("--seed", a->seed, "seed of the tokens")->capture_default_str();
    command->add_option("--report", a->report, "write the figures as JSON");
    command->add_flag("--json", a->json, "print the figures as JSON");
    command->footer("Example:\n  kvolt bench paper-head");
    command->callback([a] { bench(*a); });
}

}  // namespace kvolt::cli
