// SPDX-License-Identifier: Apache-2.0
// What `kvolt simulate` says about inputs and accuracy, as a user with tensors of a model meets it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/model/npz_read.hpp"
#include "sim/model/npz_write.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// Values that look random from `low` to `high`.
NpyOutput reals(const char* name, const std::vector<std::size_t>& shape, double low, double high, unsigned salt) {
    NpyOutput out;
    out.name = name;
    out.shape = shape;
    std::size_t size = 1;
    for (const auto n : shape) size *= n;
    std::uint64_t state = salt;
    for (std::size_t i = 0; i < size; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        out.real.push_back(low + (high - low) * static_cast<double>(state >> 40) / static_cast<double>(1 << 24));
    }
    return out;
}

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

class OwnTensors : public ::testing::Test {
protected:
    Scratch scratch;
    std::string in = scratch.file("in.npz"), out = scratch.file("out.npz");

    void tokens(const std::vector<std::size_t>& q, const std::vector<std::size_t>& kv) {
        write_npz(in, {reals("Q", q, 0, 1, 1), reals("K", kv, 0, 0.9, 2), reals("V", kv, 0, 0.9, 3)});
    }
    std::vector<std::int64_t> codes(const std::vector<std::string>& arguments) {
        const auto run = simulate(with(arguments, {"--input", in, "--output", out}));
        EXPECT_EQ(run.said.status, 0) << run.said.out << run.said.err;
        EXPECT_EQ(run.report.at("mismatches"), 0);
        said = run.said.out;
        report = run.report;
        return read_npz(out, {"codes"}).at("codes").integer;
    }
    std::string said;
    nlohmann::json report;
};

TEST_F(OwnTensors, OfTheWrongUnitsAreRefusedAndClampedOnlyOnRequest) {
    // A dump as a model has it, centered at zero; and one with nothing above it.
    for (const auto& [low, high] : {std::pair(-11.0, 12.6), std::pair(-3.0, -1.0)}) {
        write_npz(in, {reals("Q", {64, 64}, low, high, 1), reals("K", {64, 64}, low, high, 2),
                       reals("V", {64, 64}, low, high, 3)});
        for (const auto* engine : {"golden", "float"}) {
            const auto run = kvolt({"simulate", "tile64", "--engine", engine, "--input", in});
            EXPECT_EQ(run.status, 2);
            const auto lines = run.error_lines();
            ASSERT_EQ(lines.size(), 3U) << run.err;
            EXPECT_NE(lines[0].find("Q: "), std::string::npos);
            EXPECT_NE(lines[0].find("--clamp"), std::string::npos);
            EXPECT_NE(lines[0].find("docs/accuracy.md"), std::string::npos);
        }
        codes({"tile64", "--engine", "golden", "--snr", "--clamp"});
        EXPECT_EQ(said.find("nan"), std::string::npos) << said;
        EXPECT_NE(said.find("CLAMPED"), std::string::npos) << said;
        const auto& q = report.at("inputs").at("Q");
        EXPECT_LT(q.at("lowest"), low + 0.1);
        EXPECT_GT(q.at("highest"), high - 0.1);
        EXPECT_NEAR(q.at("below"), low < -10 ? 11.0 / 23.6 : 1.0, 0.03);
        EXPECT_NEAR(q.at("above"), high > 0 ? 11.6 / 23.6 : 0.0, 0.03);
        EXPECT_EQ(q.at("limits").at(1), 1.0);
    }
    EXPECT_EQ(kvolt({"simulate", "tile64", "--clamp", "--engine", "golden"}).status, 2);
}

TEST_F(OwnTensors, OfAllShapesRunOnTheRtl) {
    const std::vector<std::string> two_heads{"tiny", "--set", "engine.heads=2"};
    tokens({2, 8, 6, 8}, {2, 2, 6, 8});  // eight query heads, two of keys and values
    const auto grouped = codes(with(two_heads, {"--set", "workload.kinds=gqa", "--stall", "0.2"}));
    EXPECT_EQ(grouped.size(), 2U * 8 * 6 * 8);
    EXPECT_EQ(report.at("inputs").at("query_heads"), 8);
    EXPECT_EQ(grouped, codes(with(two_heads, {"--engine", "golden"})));

    tokens({2, 3, 8}, {2, 7, 8});  // prefill, then decode
    const auto decoded = codes(with(two_heads, {"--stall", "0.2"}));
    EXPECT_EQ(decoded.size(), 2U * 3 * 8);
    EXPECT_NE(said.find("prefill"), std::string::npos) << said;

    tokens({2, 5, 8}, {2, 8, 8});  // cross attention
    const auto crossed = codes(with(two_heads, {"--kinds", "vit", "--stall", "0.2"}));
    EXPECT_EQ(crossed, codes(with(two_heads, {"--set", "workload.kinds=vit", "--engine", "golden"})));
    tokens({2, 9, 8}, {2, 9, 8});  // more than the window of 8
    const auto run = kvolt(with({"simulate"}, with(two_heads, {"--kinds", "vit", "--input", in})));
    EXPECT_EQ(run.status, 2) << run.err;
    EXPECT_NE(run.err.find("the head holds 8"), std::string::npos) << run.err;
    EXPECT_EQ(kvolt(with({"simulate"}, with(two_heads, {"--kinds", "mixed", "--input", in}))).status, 2);
}

TEST(ErrorBudgetReport, NamesEveryRowInTextAndJson) {
    const auto run = simulate({"adc-ramp", "--engine", "golden", "--tokens", "80", "--snr", "--chips", "3", "--set",
                               "analog.gain_mismatch=0.1", "--set", "engine.heads=2"});
    ASSERT_EQ(run.said.status, 0) << run.said.err;
    const auto& accuracy = run.report.at("accuracy");
    const std::vector<std::string> rows{"exact softmax", "softmax-free float", "own cell",
                                        "leakage",       "clipping",           "input codes",
                                        "score codes",   "output codes",       "imperfections"};
    ASSERT_EQ(accuracy.at("heads").size(), 2U);
    for (const auto& budget : {accuracy.at("all"), accuracy.at("heads").at(1)}) {
        ASSERT_EQ(budget.at("models").size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(budget.at("models").at(i).at("model"), rows[i]);
        EXPECT_GT(budget.at("models").at(8).at("step").at("rms").at("sigma"), 0.0);
        EXPECT_TRUE(budget.at("models").at(3).at("step").at("db").at("mean").is_null());  // adc-ramp does not leak
    }
    EXPECT_EQ(accuracy.at("chips"), 3);
    EXPECT_EQ(run.report.at("snr_db"), accuracy.at("all").at("models").at(4).at("engine").at("db").at("mean"));
    for (const auto& row : rows) EXPECT_NE(run.said.out.find(row), std::string::npos) << row;
    EXPECT_NE(run.said.out.find("head 1: softmax of temperature"), std::string::npos) << run.said.out;
}

TEST(ErrorBudgetReport, RefusesWhatItCannotSay) {
    const auto refused = [](const std::vector<std::string>& arguments) {
        return kvolt(with({"simulate", "tiny", "--engine", "golden"}, arguments)).status == 2;
    };
    EXPECT_TRUE(refused({"--snr", "--chips", "3"}));  // all alike
    EXPECT_TRUE(refused({"--chips", "3"}));
    EXPECT_TRUE(refused({"--snr", "--softmax-temperature", "nan"}));
    EXPECT_TRUE(refused({"--snr", "--softmax-temperature", "-1"}));
    EXPECT_TRUE(refused({"--probe"}));
    EXPECT_TRUE(refused({"--analog"}));
    for (const auto* range : {"5:5", "6:2", "a:b", "3", "1:2:3", "-1:4", ":"})
        EXPECT_TRUE(refused({"--output", "out.npz", "--probe-tokens", range})) << range;
}

}  // namespace
}  // namespace kvolt
