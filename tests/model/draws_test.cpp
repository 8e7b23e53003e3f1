// SPDX-License-Identifier: Apache-2.0
// The distribution of the imperfections' draws is the one that docs/imperfections.md prints.
#include "sim/model/draws.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace kvolt {
namespace {

/// P(|x| > t) of the sum of twelve even numbers in [0, 1] around 6: Irwin-Hall.
double beyond(double t) {
    double sum = 0, choose = 1;
    const double x = 6 - t;
    for (int k = 0; k <= x; ++k) {
        sum += (k % 2 == 0 ? choose : -choose) * std::pow(x - k, 12);
        choose = choose * (12 - k) / (k + 1);
    }
    return 2 * sum / 479001600.0;  // 12!
}

TEST(Draws, HaveMeanSigmaAndTailsOfTheirTable) {
    constexpr int count = 1000000;
    const auto prefix = draw_prefix(draw_stream(5, {1, 2, 3}, DrawArray::v), Imperfection::read_noise_ua, 4);
    double mean = 0, square = 0;
    int outside[6] = {};
    for (int i = 0; i < count; ++i) {
        const double x = draw_normal(prefix, static_cast<std::uint64_t>(i));
        ASSERT_LE(std::fabs(x), 6.0);
        mean += x / count;
        square += x * x / count;
        for (int t = 1; t < 6; ++t) outside[t] += std::fabs(x) > t ? 1 : 0;
    }
    EXPECT_NEAR(mean, 0, 4e-3);
    EXPECT_NEAR(square, 1, 6e-3);
    for (int t = 1; t < 6; ++t) {
        const double expected = beyond(t) * count;
        EXPECT_NEAR(outside[t], expected, 4 * std::sqrt(expected) + 1) << t;
    }
}

TEST(Draws, TailsAreSaidWhereAUserLooks) {
    std::ifstream file(std::string(KVOLT_SOURCE_DIR) + "/docs/imperfections.md");
    const std::string page((std::istreambuf_iterator<char>(file)), {});
    for (const int t : {1, 2, 3, 4, 5}) {
        const auto row = page.find("\n| " + std::to_string(t) + " | ");
        ASSERT_NE(row, std::string::npos) << t;
        std::istringstream cells(page.substr(row + 6));
        double sum = 0, gauss = 0, ratio = 0;
        char bar = 0;
        cells >> sum >> bar >> gauss >> bar >> ratio;
        const double normal = std::erfc(t / std::sqrt(2.0));
        EXPECT_NEAR(sum / beyond(t), 1, 0.01) << t;
        EXPECT_NEAR(gauss / normal, 1, 0.01) << t;
        EXPECT_NEAR(ratio / (beyond(t) / normal), 1, 0.05) << t;
    }
}

}  // namespace
}  // namespace kvolt
