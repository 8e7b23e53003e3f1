// SPDX-License-Identifier: Apache-2.0
// Runs the tools KVolt drives. Output is captured to a log; children die with us.
#pragma once

#include <string>
#include <vector>

namespace kvolt {

struct ProcessResult {
    int status = 0;      ///< exit status; 128 + signal when killed
    std::string output;  ///< stdout and stderr together
    double seconds = 0;
    double cpu_seconds = 0;  ///< of the child and what it waited for, user and system
    long peak_kib = 0;       ///< largest resident set of the child
};

/// Runs argv[0] from PATH in `directory` (empty: here), waits. Throws ToolError when the program cannot be started.
/// The child shares our process group, so Ctrl-C reaches it, and is terminated when this process dies.
ProcessResult run_process(const std::vector<std::string>& argv, const std::string& directory = {});

/// run_process() that throws ToolError with the tail of the output when the status is not 0. `what` names the step:
/// "verilator", "yosys: synthesis".
ProcessResult run_tool(const std::string& what, const std::vector<std::string>& argv,
                       const std::string& directory = {});

/// True when `program` is on PATH.
bool have_program(const std::string& program);

}  // namespace kvolt
