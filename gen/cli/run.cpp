// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "gen/cli/commands.hpp"
#include "gen/cli/paths.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/terminal.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt::cli {
namespace {

constexpr int kFailure = 1;
constexpr int kBadInput = 2;

/// Throws InputError for a first word that is no command; CLI11 would only say that something was not expected.
void check_command_name(const CLI::App& app, int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-') return;
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return;
    const std::string hint = did_you_mean(argv[1], names);
    throw InputError({{{"kvolt", 0}, argv[1], "unknown command", hint.empty() ? "`kvolt --help` lists them" : hint}});
}

/// Usage errors are bad input; help and version are not errors.
int report_usage(const CLI::App& app, const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::string command;
    for (const auto* chosen : app.get_subcommands()) command += " " + chosen->get_name();
    warn(fmt::format("kvolt{}: {}, see `kvolt{} --help`", command, error.what(), command));
    return kBadInput;
}

int report_bad_input(const InputError& error) {
    for (const auto& diagnostic : error.diagnostics()) warn(diagnostic.text());
    return kBadInput;
}

/// A full disk behind a redirection shows only when the buffer is written.
int finish_output() {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
    warn(fmt::format("kvolt: standard output: {}", std::strerror(errno)));
    return kFailure;
}

}  // namespace

void add_commands(const Command& app) {
    add_presets_command(app);
    add_init_command(app);
    add_check_command(app);
    add_generate_command(app);
    add_draw_command(app);
    add_simulate_command(app);
    add_formal_command(app);
    add_mutate_command(app);
    add_selftest_command(app);
    add_bench_command(app);
    add_area_command(app);
    add_regress_command(app);
    add_normalizers_command(app);
    add_time_command(app);
}

int run(int argc, char** argv) {
    guard_standard_streams();
    CLI::App app{"KVolt: the digital half of an analog in-memory attention engine, from a TOML file", "kvolt"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("kvolt ") + version());
    app.footer(
        "`kvolt COMMAND --help` explains a command. Exit status: 0 success, 1 a check or a tool failed, 2 bad input.");
    add_commands(Command(app));
    app.parse_complete_callback([&app] {
        for (const auto* command : app.get_subcommands()) check_paths(*command);
    });
    if (argc < 2) {
        warn(app.help());
        return kBadInput;
    }
    try {
        check_command_name(app, argc, argv);
        app.parse(argc, argv);
        return finish_output();
    } catch (const CLI::ParseError& error) {
        return report_usage(app, error);
    } catch (const FailedRun&) {
        return kFailure;
    } catch (const InputError& error) {
        return report_bad_input(error);
    } catch (const std::exception& error) {
        // The library's words for a full standard output say "file".
        if (std::ferror(stdout) != 0) return finish_output();
        warn(fmt::format("kvolt: {}", error.what()));
        return kFailure;
    }
}

}  // namespace kvolt::cli
