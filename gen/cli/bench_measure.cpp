// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/bench_measure.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "sim/model/engines.hpp"

namespace kvolt::cli {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

CommandRun time_simulate(const std::vector<std::string>& config, std::size_t tokens, std::uint64_t seed, bool cold) {
    const ScratchDirectory scratch;
    const auto report = scratch.path() + "/report.json";
    ProcessOptions options;
    if (cold) options.environment = {"KVOLT_CACHE=" + scratch.path() + "/cache"};
    std::vector<std::string> argv{own_binary, "simulate"};
    argv.insert(argv.end(), config.begin(), config.end());
    argv.insert(argv.end(), {"--tokens", std::to_string(tokens), "--seed", std::to_string(seed), "--report", report});
    const auto process = run_tool("kvolt simulate " + config.front(), argv, options);
    const auto json = nlohmann::json::parse(read_text(report));
    return {process.seconds,   process.cpu_seconds,   process.peak_kib,
            json.at("tokens"), json.at("mismatches"), json.at("tokens_per_second")};
}

CommandRun time_generate(const std::string& config) {
    const ScratchDirectory scratch;
    const auto process = run_tool("kvolt generate", {own_binary, "generate", config, "-o", scratch.path() + "/out"});
    CommandRun run;
    run.seconds = process.seconds;
    run.cpu_seconds = process.cpu_seconds;
    run.peak_kib = process.peak_kib;
    return run;
}

AreaRun time_area(const std::vector<std::string>& words) {
    const ScratchDirectory scratch;
    const auto report = scratch.path() + "/report.json";
    std::vector<std::string> argv{own_binary, "area"};
    argv.insert(argv.end(), words.begin(), words.end());
    argv.insert(argv.end(), {"--report", report});
    const auto process = run_tool("kvolt area " + words.front(), argv);
    AreaRun run;
    run.report = nlohmann::json::parse(read_text(report));
    run.command.seconds = process.seconds;
    run.command.cpu_seconds = process.cpu_seconds;
    run.command.peak_kib = process.peak_kib;
    return run;
}

double golden_rate(const Design& design, const TokenSet& tokens) {
    EngineOptions options;
    options.threads = 1;
    const auto start = Clock::now();
    run_golden(design, tokens, options);
    return static_cast<double>(tokens.steps() * tokens.heads()) / seconds_since(start);
}

double dense_rate(const Design& d) {
    const auto rows = static_cast<std::size_t>(d.rows), window = static_cast<std::size_t>(d.window);
    const std::size_t cells = rows * window;
    std::vector<float> k(cells), v(cells), q(rows), s(window), a(rows);
    for (std::size_t i = 0; i < cells; ++i) k[i] = v[i] = static_cast<float>(i % 17) * 0.01F;
    for (std::size_t r = 0; r < rows; ++r) q[r] = static_cast<float>(r % 16);
    const auto start = Clock::now();
    std::size_t tokens = 0;
    volatile float keep = 0;
    do {
        // k is stored row by row and v slot by slot, so both inner loops run over contiguous slots or rows.
        std::fill(s.begin(), s.end(), 0.0F);
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < window; ++c) s[c] += q[r] * k[r * window + c];
        std::fill(a.begin(), a.end(), 0.0F);
        for (std::size_t c = 0; c < window; ++c)
            for (std::size_t r = 0; r < rows; ++r) a[r] += s[c] * v[c * rows + r];
        keep = keep + a[tokens % rows];
        ++tokens;
    } while (tokens % 64 != 0 || seconds_since(start) < 0.3);
    return static_cast<double>(tokens) / seconds_since(start);
}

}  // namespace kvolt::cli
