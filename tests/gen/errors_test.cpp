// SPDX-License-Identifier: Apache-2.0
// tests/errors holds one mistaken TOML each with the message it deserves; and what cannot be said by a file.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

const std::filesystem::path kErrors = std::filesystem::path(KVOLT_SOURCE_DIR) / "tests/errors";

std::vector<std::string> stems(const std::string& extension) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kErrors)) {
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// What KVolt says to `toml`, one line per problem.
std::string answer(const std::string& toml, const std::string& source, const std::vector<std::string>& overrides = {}) {
    try {
        elaborate(parse_config(toml, source, overrides));
    } catch (const InputError& error) {
        std::string lines;
        for (const auto& diagnostic : error.diagnostics()) lines += diagnostic.text() + "\n";
        return lines;
    }
    return "accepted\n";
}

class MistakenFile : public testing::TestWithParam<std::string> {};

TEST_P(MistakenFile, GetsItsMessage) {
    const auto source = GetParam() + ".toml";
    EXPECT_EQ(answer(contents(kErrors / source), source), contents(kErrors / (GetParam() + ".txt")));
}

INSTANTIATE_TEST_SUITE_P(Errors, MistakenFile, testing::ValuesIn(stems(".toml")),
                         [](const auto& test) { return test.param; });

TEST(MistakenFiles, AndMessagesComeInPairs) {
    EXPECT_EQ(stems(".toml"), stems(".txt"));
    EXPECT_GT(stems(".toml").size(), 30U);
}

struct MistakenOverride {
    std::string text, message;
};

class MistakenOverrides : public testing::TestWithParam<MistakenOverride> {};

TEST_P(MistakenOverrides, GetTheirMessage) {
    EXPECT_EQ(answer("", "x.toml", {GetParam().text}), "--set: " + GetParam().message + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Errors, MistakenOverrides,
    testing::Values(
        MistakenOverride{"head.tiles", "\"head.tiles\" is not an override, write --set key=value"},
        MistakenOverride{"=4", "\"=4\" is not an override, write --set key=value"},
        MistakenOverride{"", "\"\" is not an override, write --set key=value"},
        MistakenOverride{"head.tiles=", "head.tiles: \"\" is not a value, allowed 1..64"},
        MistakenOverride{"head.tiles=four", "head.tiles: \"four\" is not a value, allowed 1..64"},
        MistakenOverride{"head.tiles=65", "head.tiles: 65 is out of range, allowed 1..64"},
        MistakenOverride{"head.tiles=4\nname='x'", "head.tiles: \"4\\x0aname='x'\" is not a value, allowed 1..64"},
        MistakenOverride{"head.tiles={a=1}", "head.tiles: a table is not an integer, allowed 1..64"},
        MistakenOverride{"head.tile=4", "head.tile: unknown key, did you mean head.tiles?"},
        MistakenOverride{"head=4", "head: is a section, not a key, allowed keys of it: head.dimension, head.tiles"},
        MistakenOverride{"analog.cell=cubist",
                         "analog.cell: \"cubist\" is not allowed, allowed one of \"cubic\", \"linear\", \"table\""},
        MistakenOverride{"affine.scale=8",
                         "affine.scale: 8 is not a signed Q4.12 number, allowed multiples "
                         "of 2^-12 in -8..7.999755859375, nearest legal value "
                         "7.999755859375"}));

TEST(Mistakes, OfFileAndOverridesAreReportedTogetherTheFileFirst) {
    EXPECT_EQ(answer("[head]\ntiles = 0\n[bits]\nq = 0\n", "x.toml", {"bits.kv=0", "nonsense=1"}),
              "x.toml:2: head.tiles: 0 is out of range, allowed 1..64\n"
              "x.toml:4: bits.q: 0 is out of range, allowed 1..8\n"
              "--set: bits.kv: 0 is out of range, allowed 1..6\n"
              "--set: nonsense: unknown key, `kvolt init` lists all keys\n");
}

TEST(Mistakes, OfADefaultNameTheFileWithoutALine) {
    EXPECT_EQ(answer("[head]\ntiles = 64\n[bits]\nout = 10\n[stream]\nword_bits = 8\n", "x.toml"),
              "x.toml:6: stream.word_bits: 8 bits cannot hold the sum of 64 tile codes, which needs 16, nearest legal "
              "value 16\n");
    EXPECT_EQ(answer("[stream]\ndata_bits = 8\n", "x.toml", {"stream.data_bits=8"}),
              "--set: stream.data_bits: a beat of 8 bits is narrower than an output word of 16, allowed multiples of "
              "stream.word_bits, nearest legal value 16\n");
    EXPECT_EQ(answer("[analog]\nv_max = 0.4\n", "x.toml"),
              "x.toml: analog.v_zero: 0.45 V leaves no level above zero where analog.v_max is 0.4 V, allowed below "
              "analog.v_max, half of it is 0.2\n");
}

TEST(DiagnosticText, LeavesOutWhatIsNotKnown) {
    EXPECT_EQ((Diagnostic{{"a.npz", 0}, "Q", "has no tokens", ""}.text()), "a.npz: Q: has no tokens");
    EXPECT_EQ((Diagnostic{{"", 0}, "", "nothing", ""}.text()), "nothing");
    EXPECT_EQ((Diagnostic{{"a", 3}, "", "bad", "allowed good"}.text()), "a:3: bad, allowed good");
    EXPECT_EQ(InputError("a.toml", "cannot be read").diagnostics()[0].text(), "a.toml: cannot be read");
}

}  // namespace
}  // namespace kvolt::test
