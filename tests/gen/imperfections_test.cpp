// SPDX-License-Identifier: Apache-2.0
// One table has the imperfections; what can't be printed from it, Verilog and pages, says the same.
#include "gen/config/imperfections.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "gen/config/keys.hpp"
#include "gen/emit/macro_shells.hpp"

namespace kvolt {
namespace {

std::string contents(const std::string& path) {
    std::ifstream file(std::string(KVOLT_SOURCE_DIR) + "/" + path);
    EXPECT_TRUE(file.good()) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string name_of(const ImperfectionRow& row) { return std::string(row.key.substr(row.key.find('.') + 1)); }

/// First group of every match.
std::vector<std::string> all(const std::string& text, const std::string& pattern) {
    const std::regex regex(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator i(text.begin(), text.end(), regex), end; i != end; ++i) found.push_back((*i)[1]);
    return found;
}

std::vector<std::string> names() {
    std::vector<std::string> list;
    for (const auto& row : imperfection_table) list.push_back(name_of(row));
    return list;
}

/// From `begin` to the first `end` behind it.
std::string part(const std::string& text, const std::string& begin, const std::string& end) {
    const auto from = text.find(begin);
    return from == std::string::npos ? "" : text.substr(from, text.find(end, from) - from);
}

TEST(Imperfections, EveryRowIsAKey) {
    for (const auto& row : imperfection_table) {
        const auto* key = find_key(row.key);
        ASSERT_NE(key, nullptr) << row.key;
        Config config;
        std::get<Member<double>>(key->member)(config) = 0.25;
        EXPECT_EQ(config.analog.*row.size, 0.25) << row.key;
        EXPECT_TRUE(config.analog.any()) << row.key;
        EXPECT_LE(row.example, row.max) << row.key;
        EXPECT_GT(row.example, 0) << row.key;
    }
    EXPECT_FALSE(Config{}.analog.any());
}

TEST(Imperfections, ThePageHasARowForEachInTheOrderOfTheTable) {
    const auto page = contents("docs/imperfections.md");
    EXPECT_EQ(all(part(page, "| key of `[analog]`", "\n\n"), "\\n\\| `(\\w+)` \\|"), names());
    std::vector<std::string> purposes;
    for (std::size_t i = 0; i < imperfection_table.size(); ++i)
        purposes.push_back(std::to_string(i) + " `" + names()[i] + "`");
    EXPECT_EQ(all(part(page, "| purpose |", "\n"), "(\\d+ `\\w+`)"), purposes);
}

TEST(Imperfections, TheVerilogModelHasTheNumbersOfTheTable) {
    auto text = part(contents("sim/macros/kv_cell_array_model.v"), "localparam GAIN_MISMATCH", ";");
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    EXPECT_EQ(all(text, "(\\w+) = \\d+"), names());
    for (std::size_t i = 0; i < names().size(); ++i)
        EXPECT_EQ(all(text, names()[i] + " = (\\d+)"), std::vector<std::string>{std::to_string(i)});
}

TEST(Imperfections, ArePackedWithoutLoss) {
    Imperfections e;
    e.seed = 0x8000000000000001;
    double size = 1.0 / 3;
    for (const auto& row : imperfection_table) e.*row.size = size *= 0.7;
    const auto back = unpacked(packed(e));
    EXPECT_EQ(back.seed, e.seed);
    for (const auto& row : imperfection_table) EXPECT_EQ(back.*row.size, e.*row.size) << row.key;
    Imperfections one;
    one.gain_mismatch = 0.5;
    const auto text = imperfections_literal(one);
    EXPECT_EQ(text.substr(text.size() - 31), "0, 64'h3fe0000000000000, 64'h1}");
}

}  // namespace
}  // namespace kvolt
