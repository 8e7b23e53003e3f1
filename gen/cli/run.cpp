// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "gen/cli/commands.hpp"

namespace kvolt::cli {
namespace {

constexpr int exit_failure = 1;
constexpr int exit_bad_input = 2;

int report_bad_input(const InputError& error) {
    for (const auto& diagnostic : error.diagnostics()) fmt::print(stderr, "{}\n", diagnostic.text());
    return exit_bad_input;
}

}  // namespace

int run(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_DFL);  // `kvolt ... | head` ends quietly
    CLI::App app{"KVolt: the digital half of an analog in-memory attention engine, from a TOML file", "kvolt"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("kvolt ") + version());
    add_presets_command(app);
    add_init_command(app);
    add_check_command(app);
    add_generate_command(app);
    add_simulate_command(app);
    add_area_command(app);
    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_bad_input;
    } catch (const FailedRun&) {
        return exit_failure;
    } catch (const InputError& error) {
        return report_bad_input(error);
    } catch (const std::exception& error) {
        fmt::print(stderr, "kvolt: {}\n", error.what());
        return exit_failure;
    }
}

}  // namespace kvolt::cli
