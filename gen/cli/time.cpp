// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/simulate_arguments.hpp"
#include "gen/support/diagnostics.hpp"
#include "sim/accuracy/time_table.hpp"

namespace kvolt::cli {
namespace {

constexpr double tau_us = 5000;  // of the paper's cell, where the configuration has none

struct TimeArguments {
    ConfigArguments config;
    SimulateArguments stream;  ///< interval, arrival, kinds, seed
    std::vector<double> limits_us;
    std::size_t tokens = 0;
    bool json = false;
};

nlohmann::ordered_json json_of(const TimeRow& row) {
    return {{"limit_us", row.limit_us},
            {"treatment", row.treatment},
            {"snr_db", row.snr_db},
            {"oldest_us", row.oldest_us},
            {"violations", row.violations},
            {"refreshes", row.refreshes},
            {"writes_per_packet", row.writes_per_packet},
            {"refresh_cycles", row.refresh_cycles}};
}

nlohmann::ordered_json json_of(const PauseRow& row) {
    return {{"treatment", row.treatment},
            {"live", row.live},
            {"violation", row.violation},
            {"error", row.error},
            {"refreshes", row.refreshes}};
}

/// Markdown, which reads well on a terminal too.
void print(const std::vector<TimeRow>& rows, const std::vector<PauseRow>& pause, double tau, double interval_us,
           double pause_us, double pause_limit_us) {
    fmt::print("Time constant {} us, a packet every {:.4g} us; against the same engine without leakage.\n\n", tau,
               interval_us);
    fmt::print(
        "| limit, us | tokens beyond it | SNR, dB | oldest charge, us | queries that met one | array writes a "
        "packet | cycles in refreshes |\n|---|---|---|---|---|---|---|\n");
    for (const auto& row : rows)
        fmt::print("| {:.4g} | {} | {:.1f} | {:.4g} | {} | {:.3f} | {:.2g} % |\n", row.limit_us,
                   row.treatment == "none"   ? "take part"
                   : row.treatment == "mask" ? "masked"
                                             : "refreshed",
                   row.snr_db, row.oldest_us, row.violations, row.writes_per_packet, 100 * row.refresh_cycles);
    fmt::print("\nFour tokens of the highest codes, {:.4g} us of silence, a query; limit {:.4g} us.\n\n", pause_us,
               pause_limit_us);
    fmt::print(
        "| tokens beyond it | take part | counted | error, RMS of full scale | refreshes |\n|---|---|---|---|---|\n");
    for (const auto& row : pause)
        fmt::print("| {} | {} | {} | {:.4f} | {} |\n",
                   row.treatment == "none"   ? "no limit"
                   : row.treatment == "mask" ? "masked"
                   : row.treatment == "flag" ? "flagged"
                                             : "refreshed",
                   row.live, row.violation ? "yes" : "no", row.error, row.refreshes);
}

void tabulate(const TimeArguments& arguments) {
    const auto given = arguments.config.design();
    Config config = given.config;
    config.analog.points = given.config.analog.points;
    if (given.time.base)
        throw InputError("retention.limit_us", "limits are what this table varies, allowed 0; see --limits");
    if (config.analog.retention_us == 0) {
        config.analog.retention_us = tau_us;
        config.analog.decay_per_token = 0;
        config.retention.limit = 0;
        config.retention.refresh = false;
    }
    const double tau = config.analog.retention_us;
    TimeTableOptions options;
    options.kinds = kind_mix(arguments.stream.kinds);
    options.seed = arguments.stream.seed;
    options.tokens = arguments.tokens > 0 ? arguments.tokens : static_cast<std::size_t>(8 * given.window);
    options.limits_us = arguments.limits_us;
    if (options.limits_us.empty())
        for (const double part : {1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2}) options.limits_us.push_back(part * tau);
    options.arrival = arrival_of(arguments.stream, given);
    // A window of packets in a time constant, where nobody says otherwise.
    if (arguments.stream.token_interval.empty())
        options.arrival.interval_cycles = tau * 1e3 / config.timing.clock_ns / given.window;
    const double pause_limit = options.limits_us.front();
    const auto rows = time_table(config, options);
    const auto pause = pause_table(config, pause_limit, tau, 4, options.seed);
    const double interval_us = options.arrival.interval_cycles * config.timing.clock_ns / 1e3;
    if (!arguments.json) return print(rows, pause, tau, interval_us, tau, pause_limit);
    nlohmann::ordered_json json{{"retention_us", tau}, {"token_interval_us", interval_us}};
    for (const auto& row : rows) json["limits"].push_back(json_of(row));
    json["pause_us"] = tau;
    json["pause_limit_us"] = pause_limit;
    for (const auto& row : pause) json["pause"].push_back(json_of(row));
    fmt::print("{}\n", json.dump(2));
}

}  // namespace

void add_time_command(const Command& app) {
    const auto command =
        app.subcommand("time", "what leaking charge costs a stream of tokens, and what limits and refresh bring");
    auto a = std::make_shared<TimeArguments>();
    a->stream.kinds = "gqa";
    a->config.add_to(command);
    add_numbers(command, "--limits", a->limits_us, 1e-3, 1e9,
                "limits in us (default: a sixteenth to a half of analog.retention_us)")
        .delimiter(',');
    add_number(command, "--tokens", a->tokens, std::size_t{1}, std::size_t{1000000},
               "packets to draw (default: eight windows)");
    command
        .add_option("--token-interval", a->stream.token_interval,
                    "time from one packet to the next: cycles, or a number with ns, us, ms or s (default: a window of "
                    "packets in a time constant)")
        .type_name("TIME");
    command.add_option("--arrival", a->stream.arrival, "even, or poisson: at random with that mean")
        .one_of({"even", "poisson"})
        .capture_default_str();
    command.add_option("--kinds", a->stream.kinds, "order of packets, as of kvolt simulate")
        .one_of({"full", "mixed", "gqa", "vit"})
        .capture_default_str();
    add_number_with_default(command, "--seed", a->stream.seed, std::uint64_t{0}, most_seed, "seed of the tokens");
    command.add_flag("--json", a->json, "as JSON");
    command.footer(
        "Computed by the golden model, which the engine equals; a configuration without analog.retention_us gets 5 "
        "ms.\nExample:\n  kvolt time tile64 --limits 500,1000");
    command.callback([a] { tabulate(*a); });
}

}  // namespace kvolt::cli
