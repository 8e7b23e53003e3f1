// SPDX-License-Identifier: Apache-2.0
// The integer function of every kind stays within its stated bound of the real formula: every code, every width,
// several constants.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "gen/design/normalizer.hpp"
#include "settings.hpp"
#include "sim/model/normalizer_model.hpp"

namespace kvolt::test {
namespace {

struct Worst {
    double error = 0;
    int codes_met = 0;  ///< different phi codes that occurred
};

std::vector<int> live_counts(const NormalizerSetting& s) {
    if (!normalizer(s.kind).divides_by_live) return {s.window};
    std::vector<int> counts;
    for (int live = 1; live <= s.window; live += live < 20 ? 1 : live / 7) counts.push_back(live);
    counts.push_back(s.window);
    return counts;
}

Worst worst_of(const NormalizerSetting& s) {
    const auto& kind = normalizer(s.kind);
    const auto function = normalizer_function(s);
    Worst worst;
    std::vector<bool> met(static_cast<std::size_t>(s.p_max()) + 1, false);
    for (const int live : live_counts(s))
        for (int x = -(1 << (s.in_bits - 1)); x < 1 << (s.in_bits - 1); ++x) {
            const int p = function(x, live);
            const double exact =
                std::clamp(s.p_max() * kind.formula(s, x * s.lsb_ua, live), 0.0, static_cast<double>(s.p_max()));
            worst.error = std::max(worst.error, std::fabs(p - exact));
            EXPECT_GE(p, 0);
            EXPECT_LE(p, s.p_max());
            if (p >= 0 && p <= s.p_max()) met[static_cast<std::size_t>(p)] = true;
        }
    worst.codes_met = static_cast<int>(std::count(met.begin(), met.end(), true));
    return worst;
}

class FormulaTest : public testing::TestWithParam<NormalizerKind> {};

TEST_P(FormulaTest, EveryCodeOfEveryWidthIsWithinTheBound) {
    double worst = 0;
    for (int adc_bits = 3; adc_bits <= 10; ++adc_bits)
        for (const int group_bits : {0, 1, 3})
            for (int out_bits = 2; out_bits <= 8; ++out_bits)
                for (const double range : {37.0, 80.0, 211.0}) {
                    NormalizerSetting s;
                    s.kind = GetParam();
                    s.in_bits = adc_bits + group_bits;
                    s.out_bits = out_bits;
                    s.lsb_ua = range / (1 << (adc_bits - 1));
                    s.scale_ua = scale_of(GetParam(), 0.93);
                    s.window = 37;
                    s.shift = -group_bits;
                    s.bias = -std::log(37.0);
                    s.beta = 2.5;
                    s.gamma = 1.7;
                    const Worst found = worst_of(s);
                    ASSERT_LE(found.error, normalizer(s.kind).error_bound(s)) << name_of(s);
                    ASSERT_GE(found.codes_met, 2) << name_of(s);
                    worst = std::max(worst, found.error);
                }
    EXPECT_GT(worst, 0.49) << "the bound is not met from below: the formula was not exercised";
    RecordProperty("worst", std::to_string(worst));
    std::printf("worst error %.4f phi codes\n", worst);
}

TEST_P(FormulaTest, TheVerilatedSettingsAreWithinTheBound) {
    for (const auto& s : verilated_settings())
        if (s.kind == GetParam()) {
            EXPECT_LE(worst_of(s).error, normalizer(s.kind).error_bound(s)) << name_of(s);
        }
}

TEST_P(FormulaTest, NeverFallsWhereTheScoreRises) {
    for (const auto& s : verilated_settings()) {
        if (s.kind != GetParam()) continue;
        double last = normalizer(s.kind).formula(s, -std::ldexp(s.lsb_ua, s.in_bits - 1), s.window);
        for (int x = 1 - (1 << (s.in_bits - 1)); x < 1 << (s.in_bits - 1); ++x) {
            const double next = normalizer(s.kind).formula(s, x * s.lsb_ua, s.window);
            ASSERT_GE(next, last) << name_of(s) << " x " << x;
            last = next;
        }
    }
}

TEST_P(FormulaTest, TheTableNamesTheKind) {
    const auto& kind = normalizer(GetParam());
    EXPECT_EQ(kind.name, normalizer_names()[static_cast<std::size_t>(GetParam())]);
    EXPECT_FALSE(kind.describe.empty());
    EXPECT_NE(kind.describe.back(), '.');
    const std::string source = KVOLT_RTL "/" + std::string(kind.module) + ".v";
    EXPECT_TRUE(std::ifstream(source).good()) << source;
}

INSTANTIATE_TEST_SUITE_P(Kinds, FormulaTest, testing::ValuesIn(all_kinds()),
                         [](const auto& kind) { return name_of(kind.param); });

TEST(Normalizers, EveryNameOfTheConfigurationHasARecord) {
    EXPECT_EQ(normalizers().size(), normalizer_names().size());
    EXPECT_GE(normalizers().size(), 4U);
}

}  // namespace
}  // namespace kvolt::test
