// SPDX-License-Identifier: Apache-2.0
// A fault at the pins of a macro fails the run: an engine whose macros ask for more than it gives is told so by the
// bench, and ends a simulation in which nobody counts.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/identity.hpp"
#include "sim/bench/bench.hpp"
#include "sim/bench/stream_driver.hpp"
#include "sim/model/token_random.hpp"
#include "tests/abuse/edited_model.hpp"

namespace kvolt {
namespace {

constexpr int many = 9;  // cycles; no schedule keeps levels still for so long behind a write

/// A parameter of every shell of the design, whatever it was.
EditFiles asks(const Design& design, const std::string& parameter) {
    return [=](std::vector<File>& files) {
        for (auto& file : files)
            for (const auto& macro : design.macros) {
                if (file.path != "macros/" + macro.module + ".v") continue;
                const auto at = file.text.find("." + parameter);
                ASSERT_NE(at, std::string::npos) << file.path;
                const auto open = file.text.find('(', at), close = file.text.find(')', open);
                file.text.replace(open, close - open + 1, "(" + std::to_string(many) + ")");
            }
    };
}

std::string failures(const Design& design, const EditFiles& edit) {
    const auto tokens = random_tokens(design, 12, 1);
    return drive_edited(design, edit, [&](Dut& dut) {
        std::string all;
        BenchOptions options;
        for (const auto& one : run_bench(design, dut, tokens, options).failures) all += one + "\n";
        return all;
    });
}

TEST(PinFaults, FailTheRunOfEitherPath) {
    for (const auto& keys : {std::vector<std::string>{"name=pins"}, {"name=pins", "score.path=adc"}}) {
        const auto design = identified(elaborate(load_config("tiny", keys)));
        EXPECT_EQ(failures(design, [](std::vector<File>&) {}), "");
        for (const char* parameter : {"LEVEL_HOLD", "GUARD"})
            EXPECT_NE(failures(design, asks(design, parameter)).find("faults at the pins of macros"), std::string::npos)
                << parameter;
    }
}

TEST(PinFaults, EndASimulationInWhichNobodyCounts) {
    const auto design = identified(elaborate(load_config("tiny", {"name=pins"})));
    const auto ended = drive_edited(design, asks(design, "GUARD"), [&](Dut& dut) {
        for (int i = 0; i < 8; ++i) dut.cycle();
        dut.rst_n = true;
        StreamDriver driver(dut.in[0], Pacer(0, 0, 0));
        driver.send(packet_of(random_tokens(design, 1, 1).token(0, 0), design));
        for (int i = 0; i < 200; ++i) {
            driver.drive();
            dut.cycle();
        }
        return std::string("went on");
    });
    EXPECT_NE(ended.find("ended with status"), std::string::npos) << ended;
}

}  // namespace
}  // namespace kvolt
