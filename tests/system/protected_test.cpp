// SPDX-License-Identifier: Apache-2.0
// Whole engines with protected tokens, in SystemC: every code against the golden model.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "gen/support/process.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

class ProtectedEngine : public ::testing::Test {
protected:
    ProtectedEngine() : directory_(fs::temp_directory_path() / ("kvolt-protected-test-" + std::to_string(getpid()))) {
        fs::create_directories(directory_);
        const auto cache = (fs::path(KVOLT_BINARY).parent_path().parent_path() / "cache").string();
        setenv("KVOLT_CACHE", cache.c_str(), 0);
    }
    ~ProtectedEngine() override { fs::remove_all(directory_); }

    /// A run of `preset` with overrides and options that must succeed without a mismatch; its report.
    [[nodiscard]] nlohmann::json run(const std::string& preset, const std::vector<std::string>& set,
                                     const std::vector<std::string>& options) const {
        const std::string report = (directory_ / "report.json").string();
        std::vector<std::string> arguments{KVOLT_BINARY, "simulate", preset, "--report", report};
        for (const auto& key : set) arguments.insert(arguments.end(), {"--set", key});
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto done = run_process(arguments);
        EXPECT_EQ(done.status, 0) << done.output;
        std::ifstream file(report);
        auto json = nlohmann::json::parse(file, nullptr, false);
        EXPECT_EQ(json.at("mismatches"), 0) << done.output;
        EXPECT_GT(json.at("tokens"), 0);
        return json;
    }

    /// Full packets at full speed, whose latency and interval must be the derived ones; then with stalls, other kinds
    /// of packets, several sequences, and windows as short as one token.
    void run_all(const std::string& preset, const std::vector<std::string>& set) const {
        const auto report = run(preset, set, {"--tokens", "120"});
        EXPECT_EQ(report.at("latency_cycles"), report.at("derived").at("latency_cycles"));
        EXPECT_EQ(report.at("interval_cycles"), report.at("derived").at("interval_cycles"));
        (void)run(preset, set, {"--tokens", "150", "--stall", "0.3", "--seed", "3", "--kinds", "mixed"});
        (void)run(preset, set, {"--tokens", "60", "--kinds", "vit", "--stall", "0.9"});
        (void)run(preset, set, {"--tokens", "90", "--kinds", "gqa", "--window", "2"});
        (void)run(preset, set, {"--tokens", "40", "--window", "1", "--stall", "0.1"});
    }

private:
    fs::path directory_;
};

TEST_F(ProtectedEngine, KeepsTheFirstTokens) { run_all("tiny", {"protected.first=3"}); }

TEST_F(ProtectedEngine, KeepsTheNewestTokens) {
    run_all("tiny", {"protected.newest=4", "head.tiles=2", "tile.slots=3", "analog.decay_per_token=0.05"});
}

TEST_F(ProtectedEngine, KeepsBothInSeveralHeadsWithTwoIntegrators) {
    run_all("tiny", {"protected.first=2", "protected.newest=3", "engine.heads=2", "analog.integrators=2",
                     "head.dimension=7", "tile.slots=5", "head.tiles=3", "protected.lanes=2", "protected.phi_bits=5",
                     "bits.kv=2", "bits.q=5", "bits.out=4", "stream.data_bits=16", "analog.decay_per_token=0.02"});
}

TEST_F(ProtectedEngine, MayKeepTheWholeWindow) {
    run_all("tiny", {"protected.first=1", "protected.newest=8", "timing.write_cycles=3", "protected.lanes=1"});
}

TEST_F(ProtectedEngine, KeepsBothBesideRamps) {
    run_all("adc-ramp", {"protected.first=1", "protected.newest=3", "head.dimension=6", "tile.rows=6", "tile.slots=4",
                         "head.tiles=2", "normalizer.kind=sigmoid", "bits.phi=5", "adc.bits=4"});
}

TEST_F(ProtectedEngine, KeepsBothBesideSuccessiveApproximationOfSeveralGroups) {
    run_all("adc-sar",
            {"protected.first=2", "protected.newest=2", "head.dimension=7", "tile.rows=3", "tile.slots=4",
             "normalizer.kind=consmax", "adc.columns_per_converter=2", "adc.readout=sar", "protected.lanes=3"});
}

}  // namespace
}  // namespace kvolt
