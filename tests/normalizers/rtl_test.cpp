// SPDX-License-Identifier: Apache-2.0
// The RTL of every kind gives the integer function's code for every input, at the latency the generator states, with
// the pipeline stopped and started at random.
#include <Vkv_normalizers.h>
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "../rtl/model.hpp"
#include "../rtl/shell.hpp"
#include "gen/design/normalizer.hpp"
#include "settings.hpp"
#include "sim/model/normalizer_model.hpp"

namespace kvolt::test {
namespace {

class RtlTest : public testing::TestWithParam<NormalizerKind> {
protected:
    void SetUp() override {
        top_.rst_ni = 0;
        clock();
        top_.rst_ni = 1;
    }
    void settle() {
        top_.clk_i = 0;
        top_.eval();
    }
    void clock() {
        settle();
        top_.clk_i = 1;
        top_.eval();
    }
    int p(std::size_t index) const { return static_cast<int>(top_.p_o[index / 4] >> (index % 4 * 8) & 0xFF); }

    /// Waits for the reciprocal of `live` slots in a head of the setting's shape.
    void divide(const NormalizerSetting& s, int live) {
        top_.tile_i = static_cast<CData>(live / slots_of(s));
        top_.slot_i = static_cast<SData>(live % slots_of(s));
        top_.start_i = 1;
        clock();
        top_.start_i = 0;
        for (int i = 1; i < normalizer(s.kind).reciprocal(s).cycles; ++i) clock();
    }

    void sweep(std::size_t index, int live) {
        const auto& s = verilated_settings()[index];
        const auto function = normalizer_function(s);
        const int latency = normalizer(s.kind).latency_cycles(s);
        const int high = 1 << (s.in_bits - 1);
        std::deque<int> expected;
        for (int x = -high; x < high + latency;) {
            top_.en_i = random_() % 4 != 0;
            top_.x_i = static_cast<SData>((x < high ? x : 0) & 0x1FFF);
            settle();
            if (static_cast<int>(expected.size()) == latency) {
                ASSERT_EQ(p(index), expected.front()) << name_of(s) << " x " << x - latency << " live " << live;
            }
            clock();
            if (top_.en_i == 0) continue;
            if (static_cast<int>(expected.size()) == latency) expected.pop_front();
            expected.push_back(x < high ? function(x, live) : function(0, live));
            ++x;
        }
    }

    std::shared_ptr<Vkv_normalizers> model_ = test::make_model<Vkv_normalizers>();
    Vkv_normalizers& top_ = *model_;
    std::mt19937 random_{20260101};
};

TEST_P(RtlTest, EveryCodeEqualsTheIntegerFunction) {
    int settings = 0;
    for (std::size_t i = 0; i < verilated_settings().size(); ++i) {
        const auto& s = verilated_settings()[i];
        if (s.kind != GetParam()) continue;
        ++settings;
        const bool divides = normalizer(s.kind).divides_by_live;
        for (int live = divides ? 1 : s.window; live <= s.window; live += live < 66 ? 1 : 97) {
            if (divides) divide(s, live);
            sweep(i, live);
            if (HasFatalFailure()) return;
        }
    }
    EXPECT_GT(settings, 8);
}

INSTANTIATE_TEST_SUITE_P(Kinds, RtlTest, testing::ValuesIn(all_kinds()),
                         [](const auto& kind) { return name_of(kind.param); });

TEST(FrontEnds, NormalizersReadWithoutAWord) {
    const std::string rtl = KVOLT_RTL, top = KVOLT_TOP;
    for (const std::string& command :
         {"verilator --lint-only -Wall -y " + rtl + " --top-module kv_normalizers " + top,
          "yosys -q -p 'read_verilog " + rtl + "/kv_norm_*.v " + rtl + "/kv_reciprocal.v " + top +
              "; hierarchy -check -top kv_normalizers; proc; check -assert'",
          "iverilog -g2005 -Wall -t null -y " + rtl + " -s kv_normalizers " + top}) {
        const Outcome outcome = shell(command);
        EXPECT_EQ(outcome.status, 0) << command;
        EXPECT_EQ(without_report(outcome.output), "") << command;
    }
}

}  // namespace
}  // namespace kvolt::test
