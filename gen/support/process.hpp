// SPDX-License-Identifier: Apache-2.0
// Runs the tools KVolt drives: the one place that starts a program. Every tool speaks English (LC_ALL=C), keeps its own
// scratch files where it works, and is a process group of its own that ends with this process, whatever it has started.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace kvolt {

struct ProcessOptions {
    std::string directory;                 ///< to work in, also for the tool's temporary files; empty: here
    double timeout_s = 0;                  ///< the whole group is ended after so long; 0 = never
    std::vector<std::string> environment;  ///< NAME=VALUE, beside what this process has
};

struct ProcessResult {
    int status = 0;          ///< exit status; 128 + signal when killed
    bool timed_out = false;  ///< ended because its time was up
    std::string output;      ///< stdout and stderr as they came, for people and logs
    std::string
        standard_output;  ///< stdout alone, for programs: what a loader or a locale complains about is not in it
    double seconds = 0;
    double cpu_seconds = 0;  ///< of the child and what it waited for, user and system
    long peak_kib = 0;       ///< largest resident set of the child
};

/// Runs argv[0] from PATH, waits. Throws ToolError when the program cannot be started.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options);
ProcessResult run_process(const std::vector<std::string>& argv, const std::string& directory = {});

/// run_process() that throws ToolError with the tail of the output when the status is not 0. `what` names the step:
/// "verilator", "yosys: synthesis".
ProcessResult run_tool(const std::string& what, const std::vector<std::string>& argv, const ProcessOptions& options);
ProcessResult run_tool(const std::string& what, const std::vector<std::string>& argv,
                       const std::string& directory = {});

/// Runs `work` in a copy of this process and returns what it returned; what the copy changes in memory is gone with it.
/// To be called while no other thread runs. Throws ToolError when the copy ends in another way; `what` names it.
std::string run_in_copy(const std::string& what, const std::function<std::string()>& work);

/// argv[0] for another run of this program, wherever it lies and whatever has become of its file.
inline constexpr const char* own_binary = "/proc/self/exe";

/// True when `program` is on PATH.
bool have_program(const std::string& program);
/// Where `program` is. Throws ToolError that names the Debian package where it is not on PATH.
std::string require_program(const std::string& program, const std::string& package);

}  // namespace kvolt
