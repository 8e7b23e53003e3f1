// SPDX-License-Identifier: Apache-2.0
// Whole libraries that are not part of this tree: real ones, and small ones that each are odd in one way.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace {

const std::string shared = std::string(KVOLT_SOURCE_DIR) + "/../shared/";

struct SharedLibrary {
    std::string name, path;
};

class SharedLibraries : public testing::TestWithParam<SharedLibrary> {};

TEST_P(SharedLibraries, GiveAreaClockAndEnergy) {
    const auto path = shared + GetParam().path;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
    const ScratchDirectory scratch;
    const auto report = scratch.path() + "/report.json";
    const auto run = run_process({KVOLT_BINARY, "area", "tiny", "--liberty", path, "--set", "head.dimension=2", "--set",
                                  "tile.slots=2", "--set", "bits.out=3", "--clock-ns", "30", "--report", report});
    ASSERT_EQ(run.status, 0) << run.output;
    std::ifstream file(report);
    const auto json = nlohmann::json::parse(file);
    EXPECT_TRUE(json["clock_gating"].get<bool>());
    EXPECT_GT(json["area"]["clock_gates"].get<long>(), 10);
    EXPECT_GT(json["area"]["gated_flip_flops"].get<long>(), json["area"]["flip_flops"].get<long>() / 2);
    EXPECT_TRUE(json["timing"]["met"].get<bool>());
    EXPECT_GT(json["timing"]["fmax_mhz"].get<double>(), 50);
    EXPECT_LT(json["timing"]["fmax_mhz"].get<double>(), 3000);
    EXPECT_GT(json["power"]["energy_per_token_nj"].get<double>(), 1e-3);
    const bool unknown = GetParam().name == "noarea";
    EXPECT_EQ(json["area"]["cells_of_unknown_area"].size(), unknown ? 1U : 0U);
    EXPECT_EQ(run.output.find("the library states no area of") != std::string::npos, unknown);
    EXPECT_EQ(json["warnings"].size(), GetParam().name == "dup" ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, SharedLibraries,
    testing::Values(
        SharedLibrary{"base", "cases/liberty/base.lib"}, SharedLibrary{"dup", "cases/liberty/dup.lib"},
        SharedLibrary{"fFq", "cases/liberty/fFq.lib"}, SharedLibrary{"icg_plain", "cases/liberty/icg_plain.lib"},
        SharedLibrary{"icg_te", "cases/liberty/icg_te.lib"}, SharedLibrary{"latinv", "cases/liberty/latinv.lib"},
        SharedLibrary{"multi", "cases/liberty/multi.lib"}, SharedLibrary{"noarea", "cases/liberty/noarea.lib"},
        SharedLibrary{"noff", "cases/liberty/noff.lib"}, SharedLibrary{"t_notiming", "cases/liberty/t_notiming.lib"},
        SharedLibrary{"testcell", "cases/liberty/testcell.lib"}, SharedLibrary{"tmplidx", "cases/liberty/tmplidx.lib"},
        SharedLibrary{"sky130hd", "liberty/sky130hd_tt.lib.gz"}, SharedLibrary{"sg13g2", "liberty/sg13g2_typ.lib.gz"},
        SharedLibrary{"gf180mcu", "liberty/gf180mcu_7t_tt_5v0.lib.gz"}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace kvolt
