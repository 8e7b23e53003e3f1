// SPDX-License-Identifier: Apache-2.0
// What KVolt says when it refuses: every problem at once, in the user's words, with the line.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace kvolt {

/// Where a value came from. `line` is 1-based; 0 means that the place has no lines (a command-line override, a
/// default).
struct SourcePos {
    std::string file;
    int line = 0;
};

/// One refusal: `file:line: key: problem, allowed`.
struct Diagnostic {
    SourcePos pos;
    std::string key;      ///< dotted key, or the name of the thing that is wrong (an array of an NPZ file)
    std::string problem;  ///< what is wrong, lower case, with the value seen
    std::string allowed;  ///< what would be right: range, list, nearest legal value

    [[nodiscard]] std::string text() const;
};

/// Bad input of any kind. The command line prints one line per diagnostic and exits with 2.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Diagnostic> diagnostics);
    /// A single problem with a file that has no keys: `file: problem`.
    InputError(const std::string& file, const std::string& problem);

    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

private:
    std::vector<Diagnostic> diagnostics_;
};

/// A tool that KVolt drives (Verilator, yosys, OpenSTA, the C++ compiler) is missing or failed. Exit status 1.
class ToolError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace kvolt
