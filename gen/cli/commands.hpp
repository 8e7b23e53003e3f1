// SPDX-License-Identifier: Apache-2.0
// The subcommands. Each add_*_command() registers one with CLI11; its callback does the work and throws InputError
// (exit 2) or ToolError (exit 1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/cli/command_line.hpp"
#include "gen/design/design.hpp"

namespace kvolt::cli {

/// CFG and --set, shared by the commands that take a configuration.
struct ConfigArguments {
    std::string config;
    std::vector<std::string> overrides;
    const CLI::App* command = nullptr;  ///< whose outputs must not be what the configuration reads

    void add_to(const Command& app);
    /// Load, check, derive; with `more` overrides. A file is read once, however often this is called: it may be a pipe.
    [[nodiscard]] Design design(const std::vector<std::string>& more = {}) const;

private:
    mutable std::optional<std::string> text_;
};

/// A run that completed but found a failure (a mismatch, a failed regression): exit 1 after the report has been
/// printed.
struct FailedRun {};

void add_presets_command(const Command& app);
void add_init_command(const Command& app);
void add_check_command(const Command& app);
void add_generate_command(const Command& app);
void add_draw_command(const Command& app);
void add_simulate_command(const Command& app);
void add_formal_command(const Command& app);
void add_mutate_command(const Command& app);
void add_selftest_command(const Command& app);
void add_bench_command(const Command& app);
void add_area_command(const Command& app);
void add_regress_command(const Command& app);
void add_normalizers_command(const Command& app);
void add_time_command(const Command& app);

/// All of the above.
void add_commands(const Command& app);

/// Parses, runs, turns every exception into one clear line and an exit status.
int run(int argc, char** argv);

}  // namespace kvolt::cli
