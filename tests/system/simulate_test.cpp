// SPDX-License-Identifier: Apache-2.0
// The binary as a user runs it: whole engines in SystemC, every code against the golden model.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/process.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/npz_read.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

class Simulate : public ::testing::Test {
protected:
    Simulate() : directory_(fs::temp_directory_path() / ("kvolt-simulate-test-" + std::to_string(getpid()))) {
        fs::create_directories(directory_);
        const auto cache = (fs::path(KVOLT_BINARY).parent_path().parent_path() / "cache").string();
        setenv("KVOLT_CACHE", cache.c_str(), 0);
    }
    ~Simulate() override { fs::remove_all(directory_); }

    [[nodiscard]] std::string path(const std::string& name) const { return (directory_ / name).string(); }

    static ProcessResult kvolt(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {KVOLT_BINARY, "simulate"});
        return run_process(arguments);
    }

    /// A run that must succeed; its report.
    [[nodiscard]] nlohmann::json report_of(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--report", path("report.json")});
        const auto run = kvolt(arguments);
        EXPECT_EQ(run.status, 0) << run.output;
        std::ifstream file(path("report.json"));
        return nlohmann::json::parse(file, nullptr, false);
    }

private:
    fs::path directory_;
};

void expect_all_equal(const nlohmann::json& report, int tokens) {
    EXPECT_EQ(report.at("tokens"), tokens);
    EXPECT_EQ(report.at("mismatches"), 0);
    EXPECT_TRUE(report.at("failures").empty());
}

TEST_F(Simulate, TinyWrapsItsWindowManyTimesUnderStalls) {
    for (const auto* seed : {"1", "2", "3"})
        expect_all_equal(report_of({"tiny", "--tokens", "500", "--stall", "0.3", "--seed", seed}), 500);
}

TEST_F(Simulate, MeasuredLatencyAndIntervalAreTheDerivedOnes) {
    const auto report = report_of({"tiny", "--tokens", "100"});
    EXPECT_EQ(report.at("latency_cycles"), report.at("derived").at("latency_cycles"));
    EXPECT_EQ(report.at("interval_cycles"), report.at("derived").at("interval_cycles"));
}

TEST_F(Simulate, OddSizesManyHeadsAndEveryPhaseAwayFromItsDefault) {
    const auto report = report_of({"tiny",
                                   "--set",
                                   "head.dimension=7",
                                   "--set",
                                   "tile.slots=5",
                                   "--set",
                                   "head.tiles=3",
                                   "--set",
                                   "engine.heads=2",
                                   "--set",
                                   "bits.q=3",
                                   "--set",
                                   "bits.kv=2",
                                   "--set",
                                   "bits.out=4",
                                   "--set",
                                   "stream.data_bits=32",
                                   "--set",
                                   "readout.sync_stages=3",
                                   "--set",
                                   "timing.write_cycles=3",
                                   "--set",
                                   "timing.guard_cycles=2",
                                   "--set",
                                   "timing.unit_cycles=2",
                                   "--set",
                                   "timing.phi_cycles=11",
                                   "--set",
                                   "timing.settle_cycles=1",
                                   "--set",
                                   "analog.decay_per_token=0.01",
                                   "--set",
                                   "affine.scale=-1.5",
                                   "--set",
                                   "affine.offset=7",
                                   "--tokens",
                                   "200",
                                   "--stall",
                                   "0.2"});
    expect_all_equal(report, 400);
}

TEST_F(Simulate, TwoIntegratorsOverlapTokensAndChangeNoCode) {
    const auto report = report_of({"tiny", "--set", "analog.integrators=2", "--tokens", "300"});
    expect_all_equal(report, 300);
    EXPECT_EQ(report.at("interval_cycles"), report.at("derived").at("interval_cycles"));
    EXPECT_EQ(report.at("interval_cycles"), 18);
    expect_all_equal(report_of({"tiny", "--set", "analog.integrators=2", "--tokens", "300", "--stall", "0.4"}), 300);
    const auto codes = [&](const char* integrators) {
        EXPECT_EQ(kvolt({"tiny", "--set", std::string("analog.integrators=") + integrators, "--tokens", "60",
                         "--output", path("codes.npz")})
                      .status,
                  0);
        return read_npz(path("codes.npz"), {"codes"}).at("codes").integer;
    };
    EXPECT_EQ(codes("1"), codes("2"));
}

TEST_F(Simulate, RuntimeWindowIsShorterThanTheBuiltOne) {
    expect_all_equal(report_of({"tiny", "--tokens", "100", "--window", "5", "--output", path("short.npz")}), 100);
    expect_all_equal(report_of({"tiny", "--tokens", "100", "--output", path("full.npz")}), 100);
    EXPECT_NE(read_npz(path("short.npz"), {"codes"}).at("codes").integer,
              read_npz(path("full.npz"), {"codes"}).at("codes").integer);
}

TEST_F(Simulate, PacketsThatOnlyWriteOrOnlyQuery) {
    for (const auto* kinds : {"mixed", "gqa", "vit"}) {
        const auto report = report_of({"tiny", "--tokens", "120", "--kinds", kinds, "--stall", "0.2"});
        EXPECT_EQ(report.at("mismatches"), 0) << kinds;
        EXPECT_GT(report.at("tokens"), 0) << kinds;
    }
}

TEST_F(Simulate, AWrongCodeIsNoticed) {
    const auto run = kvolt({"tiny", "--tokens", "50", "--golden-set", "analog.decay_per_token=0.2"});
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.output.find("MISMATCH"), std::string::npos) << run.output;
}

TEST_F(Simulate, AuthorsTokensGiveTheGoldenCodes) {
    const std::string vectors = std::string(KVOLT_SOURCE_DIR) + "/../shared/vectors/gaincell_64x64.npz";
    if (!fs::exists(vectors)) GTEST_SKIP() << "../shared is absent";
    expect_all_equal(report_of({"tile64", "--input", vectors, "--output", path("rtl.npz")}), 256);
    expect_all_equal(report_of({"tile64", "--input", vectors, "--stall", "0.3", "--seed", "7"}), 256);
    EXPECT_EQ(kvolt({"tile64", "--input", vectors, "--engine", "golden", "--output", path("golden.npz")}).status, 0);
    const auto rtl = read_npz(path("rtl.npz"), {"codes", "cycles"});
    EXPECT_EQ(rtl.at("codes").shape, (std::vector<std::size_t>{4, 64, 64}));
    EXPECT_EQ(rtl.at("codes").integer, read_npz(path("golden.npz"), {"codes"}).at("codes").integer);
    EXPECT_EQ(rtl.at("cycles").shape, (std::vector<std::size_t>{4, 64}));
}

TEST_F(Simulate, IcarusGivesTheSameCodesOnTheSameRtl) {
    const auto design = elaborate(load_config("tiny", {"analog.decay_per_token=0.01"}));
    const auto tokens = random_tokens(design, 40, 3);
    EXPECT_EQ(run_icarus(design, tokens).words, run_golden(design, tokens).words);
}

TEST_F(Simulate, BadInputLeavesNothingBehind) {
    const auto refuse = [&](const std::vector<std::string>& arguments) {
        const auto run = kvolt(arguments);
        EXPECT_EQ(run.status, 2) << run.output;
        EXPECT_EQ(std::count(run.output.begin(), run.output.end(), '\n'), 1) << run.output;
        EXPECT_FALSE(fs::exists(path("out.npz")));
    };
    refuse({"tiny", "--input", path("absent.npz"), "--output", path("out.npz")});
    std::ofstream(path("junk.npz")) << "PK\3\4 and nothing else";
    refuse({"tiny", "--input", path("junk.npz"), "--output", path("out.npz")});
    refuse({"tiny", "--stall", "2", "--output", path("out.npz")});
    refuse({"tiny", "--window", "9", "--output", path("out.npz")});
    refuse({"tiny", "--output", path("no/such/directory/out.npz")});
    refuse({"tinny", "--output", path("out.npz")});
}

}  // namespace
}  // namespace kvolt
