// SPDX-License-Identifier: Apache-2.0
// Runs a tool and keeps what it says.
#pragma once

#include <array>
#include <cstdio>
#include <regex>
#include <stdexcept>
#include <string>

namespace kvolt::test {

struct Outcome {
    int status = 0;      ///< as pclose() gives it: 0 = the tool succeeded
    std::string output;  ///< stdout and stderr
};

inline Outcome shell(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    Outcome outcome;
    std::array<char, 4096> buffer{};
    while (std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.output.append(buffer.data(), count);
    outcome.status = pclose(pipe);
    return outcome;
}

/// Verilator from 5.032 on says what it has read and how long that took: lines of no complaint, "- Verilator: ...".
inline std::string without_report(const std::string& output) {
    static const std::regex report("(^|\n)- V[^\n]*");
    const auto rest = std::regex_replace(output, report, "");
    return rest == "\n" ? "" : rest;
}

}  // namespace kvolt::test
