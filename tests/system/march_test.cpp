// SPDX-License-Identifier: Apache-2.0
// The march over all slots: no fault in perfect arrays, faults where the draws of the imperfections put them, and none
// left in the slots that remain when bad ones are named.
#include "sim/bench/march.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/flows/models/verilate.hpp"
#include "sim/model/draws.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

Design engine(const std::vector<std::string>& more = {}) {
    std::vector<std::string> overrides{"name=march",   "engine.heads=2",        "head.dimension=6",
                                       "tile.slots=4", "head.tiles=3",          "bits.out=7",
                                       "adc.bits=7",   "calibration.average=2", "calibration.self_test=true"};
    overrides.insert(overrides.end(), more.begin(), more.end());
    return elaborate(load_config("tiny", overrides));
}

using Cell = std::array<int, 3>;  // head, slot of the window, row

/// Stuck cells of the pulse path with their levels, by docs/imperfections.md.
std::map<Cell, int> stuck_cells(const Design& d, DrawArray array) {
    std::map<Cell, int> cells;
    for (int head = 0; head < d.heads; ++head)
        for (int slot = 0; slot < d.window; ++slot)
            for (int row = 0; row < d.rows; ++row) {
                const auto stream = draw_stream(d.config.analog.seed, {head, slot / d.slots, 0}, array);
                const auto index = static_cast<std::uint64_t>(slot % d.slots * d.rows + row);
                const auto bits = draw_bits(draw_prefix(stream, Imperfection::stuck_cells), index);
                if (static_cast<double>(bits >> 32) >= d.config.analog.stuck_cells * 4294967296.0) continue;
                cells[{head, slot, row}] = static_cast<int>((bits & 0xFFFFFFFFU) * (d.level_max + 1U) >> 32);
            }
    return cells;
}

/// "" or what is wrong with the report of a march over these arrays. `share`: of the stuck cells of V that must be
/// found.
std::string judged(const Design& d, const MarchReport& report, const std::vector<std::vector<int>>& bad = {},
                   double share = 1) {
    const auto k = stuck_cells(d, DrawArray::k), v = stuck_cells(d, DrawArray::v);
    std::set<Cell> found;
    for (const auto& f : report.faults) {
        if (f.slot < 0) return fmt::format("lane {} accused", f.lane);
        found.insert({f.head, f.slot, f.lane});
    }
    std::set<std::pair<int, int>> k_slots;
    for (const auto& [at, level] : k) k_slots.insert({at[0], at[1]});
    for (const auto& at : found)
        if (v.count(at) == 0 && k_slots.count({at[0], at[1]}) == 0)
            return fmt::format("head {} slot {} lane {} is accused without a cause", at[0], at[1], at[2]);
    int due = 0, seen = 0;
    for (const auto& [at, level] : v) {
        const bool named = !bad.empty() && std::count(bad[static_cast<std::size_t>(at[0])].begin(),
                                                      bad[static_cast<std::size_t>(at[0])].end(), at[1]) > 0;
        if (named && found.count(at) > 0) return "a slot that is not used is accused";
        if (named) continue;
        ++due;
        seen += static_cast<int>(found.count(at));
        if (share == 1 && found.count(at) == 0)
            return fmt::format("head {} slot {} lane {} is stuck at {} and not found", at[0], at[1], at[2], level);
    }
    if (seen < share * due) return fmt::format("{} of {} found", seen, due);
    return due < 3 ? "there was nothing to find" : "";
}

MarchReport marched(const Design& design, MarchOptions options, std::string& problem) {
    options.tour = !coverage_directory().empty();
    MarchReport report;
    Config config = design.config;
    static_cast<Imperfections&>(config.analog) = Imperfections{};
    const auto text = on_the_pins(design, [&](Dut& dut) {
        const auto r = march(design, elaborate(config), dut, options);
        std::string out = fmt::format("{} {} {}", r.tokens, r.sums, r.mismatches);
        for (const auto& f : r.faults) out += fmt::format(" {} {} {} {} {}", f.head, f.lane, f.slot, f.pass, f.step);
        return out;
    });
    std::istringstream words(text);
    if (!(words >> report.tokens >> report.sums >> report.mismatches)) problem = text;
    for (TestFault f; words >> f.head >> f.lane >> f.slot >> f.pass >> f.step;) report.faults.push_back(f);
    return report;
}

void expect_clean(const Design& design) {
    std::string problem;
    const auto report = marched(design, {}, problem);
    EXPECT_EQ(problem, "");
    EXPECT_EQ(report.tokens, 5 * (1 + design.window)) << design.name;
    EXPECT_EQ(report.sums, report.tokens * design.heads * design.rows);
    EXPECT_EQ(report.mismatches, 0);
    EXPECT_TRUE(report.faults.empty()) << report.faults.size();
}

TEST(March, FindsNothingInPerfectArrays) {
    expect_clean(engine());
    expect_clean(engine({"analog.integrators=2", "retention.limit=5", "analog.decay_per_token=0.01"}));
    expect_clean(engine({"retention.refresh=true", "retention.limit=30", "analog.decay_per_token=0.01"}));
}

TEST(March, FindsNothingInPerfectArraysOfTheAdcPath) {
    expect_clean(engine({"score.path=adc", "adc.readout=sar", "adc.kind=sar", "tile.rows=3"}));
    expect_clean(engine({"score.path=adc", "adc.kind=ramp", "normalizer.kind=relu"}));
}

TEST(March, FindsEveryStuckCellOfVAndAccusesNoOther) {
    for (const char* seed : {"analog.seed=1", "analog.seed=2"}) {
        const auto design = engine({"analog.stuck_cells=0.06", seed});
        std::string problem;
        const auto report = marched(design, {}, problem);
        EXPECT_EQ(problem, "");
        EXPECT_EQ(report.mismatches, 0);
        EXPECT_EQ(judged(design, report), "");
    }
}

// Lanes with several faults leave the range of their converters, which then hide the tokens that follow.
TEST(March, AccusesNoOtherWhereOutputsAreClipped) {
    const auto design = engine({"analog.stuck_cells=0.03", "tile.slots=64", "bits.out=5", "engine.heads=1"});
    std::string problem;
    const auto report = marched(design, {}, problem);
    EXPECT_EQ(problem, "");
    EXPECT_EQ(report.mismatches, 0);
    EXPECT_EQ(judged(design, report, {}, 0.8), "");
}

TEST(March, LeavesOutBadSlotsThatAreNamed) {
    const auto design = engine({"analog.stuck_cells=0.06", "repair.slots=3"});
    MarchOptions options;
    options.bad_slots = {{0, 11, 5}, {}};
    std::string problem;
    const auto report = marched(design, options, problem);
    EXPECT_EQ(problem, "");
    EXPECT_EQ(report.mismatches, 0);
    EXPECT_EQ(judged(design, report, options.bad_slots), "");
}

TEST(March, FindsLanesThatAreOffWithNothingStored) {
    const auto design = engine({"analog.comparator_offset_ua=4"});
    std::string problem;
    const auto report = marched(design, {}, problem);
    EXPECT_EQ(problem, "");
    EXPECT_EQ(report.mismatches, 0);
    std::set<std::pair<int, int>> lanes;
    for (const auto& f : report.faults)
        if (f.slot < 0) lanes.insert({f.head, f.lane});
    EXPECT_GT(lanes.size(), 6U);
}

std::vector<std::string> command(const std::vector<std::string>& more) {
    std::vector<std::string> all{"selftest", "tiny", "--quick"};
    for (const auto& word : set({"calibration.average=1", "calibration.self_test=true", "tile.slots=16",
                                 "analog.stuck_cells=0.02", "bits.out=6"}))
        all.push_back(word);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST(March, TheLineThatItPrintsRepairsTheEngine) {
    const auto said = kvolt(command({}));
    ASSERT_EQ(said.status, 0) << said.err;
    const auto at = said.out.find("  repair    --set repair.slots=");
    ASSERT_NE(at, std::string::npos) << said.out;
    EXPECT_NE(said.out.find("  cell      head 0 slot "), std::string::npos) << said.out;
    EXPECT_EQ(said.out.find('\n', at), said.out.size() - 1) << "it is the last line";
    std::istringstream words(said.out.substr(at + 12));
    std::vector<std::string> more;
    for (std::string word; words >> word;) more.push_back(word);
    const auto repaired = kvolt(command(more));
    EXPECT_EQ(repaired.status, 0) << repaired.err;
    EXPECT_NE(repaired.out.find("  faults    none\n"), std::string::npos) << repaired.out;
}

TEST(March, SaysAsJsonWhatItFound) {
    const auto said = kvolt(command({"--json"}));
    ASSERT_EQ(said.status, 0) << said.err;
    const auto report = nlohmann::json::parse(said.out);
    EXPECT_EQ(report.at("tokens"), 85);
    EXPECT_EQ(report.at("sums"), 85 * 8);
    EXPECT_EQ(report.at("mismatches"), 0);
    EXPECT_GT(report.at("cells").size(), 0U);
    EXPECT_GE(report.at("repair").at("repair.slots"), 1);
    // With a threshold that no sum reaches there is nothing to repair.
    const auto blind = kvolt(command({"--json", "--threshold", "1000"}));
    EXPECT_EQ(nlohmann::json::parse(blind.out).count("repair"), 0U) << blind.out;
}

TEST(March, FailsWhereTheEngineIsNotItsModel) {
    const auto said = kvolt(command({"--golden-set", "analog.stuck_cells=0"}));
    EXPECT_EQ(said.status, 1) << said.err;
    EXPECT_EQ(said.out.find("680 of 680"), std::string::npos) << said.out;
}

TEST(March, RefusesWhatItCannotTest) {
    const auto without = kvolt({"selftest", "tiny"});
    EXPECT_EQ(without.status, 2);
    EXPECT_NE(without.err.find("calibration.self_test: is false: the engine has no self test"), std::string::npos)
        << without.err;
    const auto half = kvolt({"check", "tiny", "--set", "calibration.self_test=true"});
    EXPECT_EQ(half.status, 2);
    EXPECT_NE(half.err.find("calibration.average above 0"), std::string::npos) << half.err;
    EXPECT_EQ(kvolt(command({"--threshold", "0"})).status, 2);
    const auto list = kvolt(command({"--bad-slots", "0:1"}));
    EXPECT_EQ(list.status, 2);
    EXPECT_NE(list.err.find("raise repair.slots"), std::string::npos) << list.err;
    const auto kept = kvolt({"check", "tiny", "--set", "calibration.self_test=true", "--set", "calibration.average=1",
                             "--set", "protected.newest=1"});
    EXPECT_EQ(kept.status, 2) << kept.out;
}

}  // namespace
}  // namespace kvolt
