// SPDX-License-Identifier: Apache-2.0
// kvolt area end to end: the smallest engine through yosys and OpenSTA, and the command's refusals.
#include "gen/flows/estimate/area.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/flows/estimate/area_json.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::json;

/// Two rows, two slots, words as wide as their sums: seconds instead of minutes.
Design small_design() {
    return elaborate(load_config("tiny", {"head.dimension=2", "tile.slots=2", "head.tiles=3", "bits.out=3",
                                          "stream.data_bits=16", "timing.clock_ns=20"}));
}

ProcessResult kvolt(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), KVOLT_BINARY);
    return run_process(arguments);
}

TEST(Area, ReportsAreaTimingAndPower) {
    const auto design = small_design();
    AreaOptions options;
    options.keep_files = true;
    options.measure_tokens = 4;
    const auto report = estimate_area(design, options);

    double sum = 0;
    long gated = 0, flip_flops = 0;
    for (const auto& row : report.blocks) {
        sum += row.total_um2();
        gated += row.gated;
        flip_flops += row.flip_flops;
        // A block of which a configuration leaves nothing but wires has no cells.
        EXPECT_EQ(row.area_um2 > 0, row.cells > 0) << row.instance;
    }
    EXPECT_NEAR(sum, report.digital_um2, 1e-6 * sum);
    EXPECT_NEAR(report.head_um2 + report.shared_um2, report.digital_um2, 1e-6 * sum);
    EXPECT_GT(gated, flip_flops / 2);
    ASSERT_EQ(report.macros.size(), 1U);
    EXPECT_EQ(report.macros[0].count, 3);
    EXPECT_DOUBLE_EQ(report.macros_um2, 3 * design.macros.front().area_um2);

    const auto& timing = report.timing;
    EXPECT_TRUE(timing.met());
    EXPECT_GT(timing.fmax_mhz, 50);
    EXPECT_LT(timing.fmax_mhz, 1000);
    ASSERT_GE(timing.worst.steps.size(), 3U);
    EXPECT_NEAR(timing.worst.required_ns - timing.worst.arrival_ns, timing.worst.slack_ns, 2e-3);
    for (const auto& step : timing.worst.steps) {
        EXPECT_GE(step.delay_ns, 0) << step.pin;
        EXPECT_LT(step.delay_ns, 1.5) << step.pin << ": a fan-out nobody buffered";
    }

    double blocks = 0, classes = 0;
    for (const auto& share : report.power.blocks) blocks += share.total_mw();
    for (const auto& share : report.power.classes) classes += share.total_mw();
    EXPECT_NEAR(blocks, report.power.total.total_mw(), 1e-6 * blocks);
    EXPECT_NEAR(classes, report.power.total.total_mw(), 1e-6 * classes);
    EXPECT_NEAR(report.energy_nj, report.power.total.total_mw() * design.schedule.interval_cycles * 20 * 1e-3, 1e-6);

    // Every net was counted, and the netlist keeps the pace that the schedule states.
    EXPECT_EQ(report.power.measured_nets, report.power.nets);
    EXPECT_EQ(report.power.measured_gates, report.power.gates);
    EXPECT_EQ(report.simulation.tokens, 4);
    EXPECT_DOUBLE_EQ(report.simulation.interval_cycles, design.schedule.interval_cycles);
    EXPECT_GT(report.power.mean_gate_duty, 0);
    EXPECT_LT(report.power.mean_gate_duty, 0.9);

    const auto json = Json::parse(area_json(design, report));
    for (const auto* key : {"design", "technology", "tools", "clock_gating", "area", "timing", "power", "seconds"})
        EXPECT_TRUE(json.contains(key)) << key;
    for (const auto* key : {"technology", "area", "timing", "power", "seconds"})
        EXPECT_TRUE(json[key].contains("basis")) << key;
    EXPECT_EQ(json["tools"]["yosys"].get<std::string>().rfind("Yosys ", 0), 0U);
    EXPECT_EQ(json["tools"]["opensta"].get<std::string>().rfind("OpenSTA ", 0), 0U);
    EXPECT_EQ(json["area"]["flip_flops"].get<long>(),
              json["area"]["gated_flip_flops"].get<long>() + json["area"]["ungated_flip_flops"].get<long>());
    EXPECT_EQ(json["timing"]["critical_path"]["steps"].size(), timing.worst.steps.size());

    // The same input gives the same netlist.
    const auto again = estimate_area(design, options);
    ASSERT_EQ(report.files.front().path, "netlist.v");
    EXPECT_EQ(report.files.front().text, again.files.front().text);
    EXPECT_DOUBLE_EQ(report.timing.slack_ns, again.timing.slack_ns);
    EXPECT_DOUBLE_EQ(report.energy_nj, again.energy_nj);
}

/// Where nobody would have thought of: Tcl would run [pwd], and yosys, ABC and shells would part the name.
class OddTemporaryDirectory {
public:
    explicit OddTemporaryDirectory(const std::string& parent) {
        const char* before = std::getenv("TMPDIR");
        before_ = before == nullptr ? "" : before;
        const auto path = parent + "/a [pwd] $b {c} \u00fc";
        std::filesystem::create_directories(path);
        setenv("TMPDIR", path.c_str(), 1);
    }
    ~OddTemporaryDirectory() {
        if (before_.empty())
            unsetenv("TMPDIR");
        else
            setenv("TMPDIR", before_.c_str(), 1);
    }
    OddTemporaryDirectory(const OddTemporaryDirectory&) = delete;
    OddTemporaryDirectory& operator=(const OddTemporaryDirectory&) = delete;

private:
    std::string before_;
};

TEST(Area, UnknownLibraryIsDescribedByItself) {
    const ScratchDirectory scratch;
    const OddTemporaryDirectory odd(scratch.path());
    const auto path = scratch.path() + "/small.lib";
    std::ofstream(path) << small_library();
    const auto output = scratch.path() + "/kept";
    const auto run = kvolt({"area", "tiny", "--liberty", path, "--set", "head.dimension=2", "--set", "tile.slots=2",
                            "--set", "bits.out=3", "--clock-ns", "30", "--measure", "2", "-o", output, "--report",
                            scratch.path() + "/report.json"});
    ASSERT_EQ(run.status, 0) << run.output;
    std::ifstream file(scratch.path() + "/report.json");
    const auto json = Json::parse(file);
    EXPECT_EQ(json["technology"]["library"], "small");
    EXPECT_EQ(json["timing"]["clock_ns"], 30.0);
    for (const auto* name :
         {"netlist.v", "cells.lib", "report.txt", "report.json", "timing.log", "front.log", "manifest.json"})
        EXPECT_TRUE(std::filesystem::exists(output + "/" + name)) << name;
}

TEST(Area, WhatIsKeptRunsAgainElsewhere) {
    const ScratchDirectory scratch;
    const auto path = scratch.path() + "/small.lib";
    std::ofstream(path) << small_library();
    const auto run = kvolt({"area", "tiny", "--liberty", path, "--set", "head.dimension=2", "--set", "tile.slots=2",
                            "--set", "bits.out=3", "--clock-ns", "30", "-o", scratch.path() + "/kept"});
    ASSERT_EQ(run.status, 0) << run.output;
    const auto moved = scratch.path() + "/somewhere else";
    std::filesystem::rename(scratch.path() + "/kept", moved);
    const auto contents = [](const std::filesystem::path& file) {
        std::ifstream in(file);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    for (const auto& entry : std::filesystem::recursive_directory_iterator(moved)) {
        const auto extension = entry.path().extension();
        const bool script = extension == ".ys" || extension == ".tcl" || extension == ".sdc" || extension == ".sh";
        const auto here = std::filesystem::temp_directory_path().string() + "/";
        EXPECT_TRUE(!script || contents(entry.path()).find(here) == std::string::npos) << entry.path();
    }
    const auto again = run_process({"sh", moved + "/rerun.sh"});
    EXPECT_EQ(again.status, 0) << again.output;
    EXPECT_EQ(contents(moved + "/timing.again.log"), contents(moved + "/timing.log"));
    EXPECT_TRUE(std::filesystem::exists(moved + "/mapped_small.json"));
}

TEST(Area, RefusesBadInputInOneLine) {
    const ScratchDirectory scratch;
    const auto cut = scratch.path() + "/cut.lib";
    std::ofstream(cut) << small_library().substr(0, 900);
    const std::vector<std::vector<std::string>> bad{
        {"area", "tiny", "--tech", "osu"},
        {"area", "tiny", "--liberty", cut},
        {"area", "tiny", "--liberty", scratch.path() + "/absent.lib"},
        {"area", "tiny", "--clock-ns", "-1"},
        {"area", "tiny", "--gate-duty", "2"},
        {"area", "tinny"},
        {"area", "tiny", "--report", scratch.path() + "/no/such/place.json"},
    };
    for (const auto& arguments : bad) {
        const auto run = kvolt(arguments);
        EXPECT_EQ(run.status, 2) << fmt::format("{}", fmt::join(arguments, " "));
        EXPECT_NE(run.output.find('\n'), std::string::npos);
    }
    const auto refused = kvolt({"area", "tiny", "--liberty", cut});
    EXPECT_EQ(std::count(refused.output.begin(), refused.output.end(), '\n'), 1) << refused.output;
    EXPECT_EQ(refused.output.rfind(cut + ":", 0), 0U) << refused.output;
}

TEST(Area, MissingToolIsNamed) {
    const auto run = run_process({"/usr/bin/env", "PATH=/nonexistent", KVOLT_BINARY, "area", "tiny"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.output, "kvolt: yosys is not on PATH; Debian package yosys brings it\n");
}

}  // namespace
}  // namespace kvolt
