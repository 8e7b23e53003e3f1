// SPDX-License-Identifier: Apache-2.0
// The portable models of the K and V arrays equal those behind DPI to the bit: in the order a head drives them, and in
// no order at all.
#include <Vkv_arrays_0.h>
#include <Vkv_arrays_1.h>
#include <Vkv_arrays_2.h>
#include <Vkv_arrays_3.h>
#include <Vkv_arrays_4.h>
#include <Vkv_arrays_5.h>
#include <Vkv_arrays_6.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

namespace {

template <class Top>
class ArraysTest : public testing::Test {
protected:
    static constexpr int words = 16;  // of 32 bits

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
        std::vector<std::uint32_t> seen;
        for (int w = 0; w < words; ++w) {
            ASSERT_EQ(top_.portable_o[w], top_.dpi_o[w]) << "word " << w;
            seen.push_back(top_.dpi_o[w]);
        }
        seen_.insert(seen);
    }

    Top top_;
    std::mt19937 random_{20260202};
    std::set<std::vector<std::uint32_t>> seen_;
};

using Cases =
    testing::Types<Vkv_arrays_0, Vkv_arrays_1, Vkv_arrays_2, Vkv_arrays_3, Vkv_arrays_4, Vkv_arrays_5, Vkv_arrays_6>;
TYPED_TEST_SUITE(ArraysTest, Cases);

TYPED_TEST(ArraysTest, AreEqualInTheOrderOfAHead) {
    for (int token = 0; token < 300; ++token) {
        this->draw_levels();
        this->top_.write_i = 1;
        this->top_.wl_i = std::uint64_t{1} << (token % 40);
        this->clock();
        this->compare();
        this->quiet();
        this->top_.live_i = this->line(40, 0.9);
        this->top_.start_i = 1;
        this->clock();
        this->top_.start_i = 0;
        const double density = 0.2 + 0.1 * this->below(8);
        for (int n = this->below(70); n >= 0; --n) {
            this->draw_pulses(density);
            this->clock();
        }
        this->quiet();
        for (int n = 0; n < 3; ++n) {  // the first strobe takes the charge, later ones find it unchanged
            this->top_.sample_i = 1;
            this->clock();
            this->top_.sample_i = 0;
            this->compare();
            this->clock();
            this->compare();
        }
        if (this->HasFatalFailure()) return;
    }
    EXPECT_GT(this->seen_.size(), 100U);
}

TYPED_TEST(ArraysTest, AreEqualInNoOrder) {
    for (int n = 0; n < 6000; ++n) {
        this->draw_levels();
        this->top_.rst_ni = this->chance(0.998);
        this->top_.write_i = this->chance(0.1);
        this->top_.wl_i = this->chance(0.1) ? this->line(40, 0.1) : 0;
        this->top_.live_i = this->line(40, 0.8);
        this->top_.start_i = this->chance(0.06);
        this->top_.sample_i = this->chance(0.1);
        this->draw_pulses(this->chance(0.5) ? 0.0 : 0.4);
        this->clock();
        this->compare();
        if (this->HasFatalFailure()) return;
    }
    EXPECT_GT(this->seen_.size(), 20U);
}

}  // namespace
