// SPDX-License-Identifier: Apache-2.0
// The portable models of the K and V arrays equal those behind DPI to the bit: in the order a head drives them, and in
// no order at all.
#include <Vkv_arrays.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

namespace {

class ArraysTest : public testing::Test {
protected:
    static constexpr int cases = 5, words = 16;  // of 32 bits, per case

    void SetUp() override {
        top_.rst_ni = 0;
        quiet();
        clock();
        top_.rst_ni = 1;
    }
    void TearDown() override { top_.final(); }

    bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    std::uint64_t line(int width, double p) {
        std::uint64_t bits = 0;
        for (int i = 0; i < width; ++i) bits |= static_cast<std::uint64_t>(chance(p)) << i;
        return bits;
    }

    void quiet() {
        top_.write_i = top_.start_i = top_.sample_i = 0;
        top_.wl_i = 0;
        for (int i = 0; i < 3; ++i) top_.pulse_i[i] = 0;
    }
    void draw_levels() {
        const auto common = static_cast<std::uint32_t>(random_());
        for (int i = 0; i < 14; ++i) top_.level_i[i] = chance(0.5) ? static_cast<std::uint32_t>(random_()) : common;
        top_.level_i[13] &= 0xF;
    }
    void draw_pulses(double p) {
        for (int i = 0; i < 3; ++i) top_.pulse_i[i] = static_cast<std::uint32_t>(line(i < 2 ? 32 : 6, p));
    }

    void clock() {
        top_.clk_i = 0;
        top_.eval();
        top_.clk_i = 1;
        top_.eval();
    }
    /// Both sets of outputs, and which different ones were seen.
    void compare() {
        for (int c = 0; c < cases; ++c) {
            std::vector<std::uint32_t> seen;
            for (int w = c * words; w < (c + 1) * words; ++w) {
                ASSERT_EQ(top_.portable_o[w], top_.dpi_o[w]) << "case " << c << " word " << w % words;
                seen.push_back(top_.dpi_o[w]);
            }
            seen_[c].insert(seen);
        }
    }

    Vkv_arrays top_;
    std::mt19937 random_{20260202};
    std::set<std::vector<std::uint32_t>> seen_[cases];
};

TEST_F(ArraysTest, AreEqualInTheOrderOfAHead) {
    for (int token = 0; token < 300; ++token) {
        draw_levels();
        top_.write_i = 1;
        top_.wl_i = std::uint64_t{1} << (token % 40);
        clock();
        compare();
        quiet();
        top_.live_i = line(40, 0.9);
        top_.start_i = 1;
        clock();
        top_.start_i = 0;
        const double density = 0.2 + 0.1 * below(8);
        for (int n = below(70); n >= 0; --n) {
            draw_pulses(density);
            clock();
        }
        quiet();
        for (int n = 0; n < 3; ++n) {  // the first strobe takes the charge, later ones find it unchanged
            top_.sample_i = 1;
            clock();
            top_.sample_i = 0;
            compare();
            clock();
            compare();
        }
        if (HasFatalFailure()) return;
    }
    for (const auto& seen : seen_) EXPECT_GT(seen.size(), 100U);
}

TEST_F(ArraysTest, AreEqualInNoOrder) {
    for (int n = 0; n < 6000; ++n) {
        draw_levels();
        top_.rst_ni = chance(0.998);
        top_.write_i = chance(0.1);
        top_.wl_i = chance(0.1) ? line(40, 0.1) : 0;
        top_.live_i = line(40, 0.8);
        top_.start_i = chance(0.06);
        top_.sample_i = chance(0.1);
        draw_pulses(chance(0.5) ? 0.0 : 0.4);
        clock();
        compare();
        if (HasFatalFailure()) return;
    }
    for (const auto& seen : seen_) EXPECT_GT(seen.size(), 20U);
}

}  // namespace
