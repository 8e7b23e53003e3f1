// SPDX-License-Identifier: Apache-2.0
// What the system tests share: the kvolt binary as a user calls it, a scratch directory, and generated models driven
// pin by pin in a process of their own, because SystemC elaborates once.
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"

namespace kvolt {

/// A directory that lives as long as the object.
class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Names of everything inside, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

/// Unless KVOLT_CACHE is set, generated models are kept beside the binary under test, not in the user's own cache.
void use_test_cache();

/// What a command printed and how it ended.
struct Said {
    int status = 0;  ///< exit status; 128 + signal when killed
    std::string out, err;

    [[nodiscard]] std::vector<std::string> error_lines() const;
};

/// Runs `kvolt ARGUMENTS`.
Said kvolt(const std::vector<std::string>& arguments);

/// `kvolt simulate` with a report; its JSON, null where there is none.
struct Simulated {
    Said said;
    nlohmann::json report;
};
Simulated simulate(std::vector<std::string> arguments);

/// "--set", "key=value" for every key=value.
std::vector<std::string> set(const std::vector<std::string>& keys);

/// Simulates tiny with these keys once for each list of further arguments and expects every run to agree with the
/// golden model. Returns the sum of one of the engine's counters over heads and runs, -1 where a run left no report.
std::int64_t counted(const std::string& counter, const std::vector<std::string>& keys,
                     const std::vector<std::vector<std::string>>& runs);

/// Builds the quick model of `design`, loads it in a child process and runs `drive` there. Returns what drive returned,
/// or how the child ended without returning: empty when all is well.
std::string on_the_pins(const Design& design, const std::function<std::string(Dut&)>& drive);

}  // namespace kvolt
