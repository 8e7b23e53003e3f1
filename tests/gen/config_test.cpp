// SPDX-License-Identifier: Apache-2.0
// The key table and what reads it: parsing, overrides, canonical text, the reference page.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "gen/config/configuration_page.hpp"
#include "gen/config/key_values.hpp"
#include "gen/config/load_config.hpp"
#include "gen/config/presets.hpp"
#include "gen/config/to_toml.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/gen/legal_config.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

std::string messages(const InputError& error) { return error.what(); }

std::string refusal_of(const std::vector<std::string>& overrides) {
    try {
        load_config("tiny", overrides);
    } catch (const InputError& error) {
        return messages(error);
    }
    return "accepted";
}

TEST(KeyTable, EveryNameIsUniqueAndEverySectionIsWrittenOnce) {
    std::set<std::string_view> names;
    for (const auto& key : keys()) EXPECT_TRUE(names.insert(key.name).second) << key.name;
    const auto sections = section_names();
    EXPECT_EQ(std::set<std::string>(sections.begin(), sections.end()).size(), sections.size());
}

TEST(KeyTable, EveryKeyHasASentenceAndADefaultThatItAllows) {
    for (const auto& key : keys()) {
        EXPECT_GT(key.doc.size(), 10U) << key.name;
        EXPECT_NE(key.doc.back(), '.') << key.name;
        EXPECT_EQ(problem_of(key, Config{}), "") << key.name;
    }
}

TEST(KeyTable, BothEndsOfEveryIntegerRangeAreLegalAndNothingBeyond) {
    int ranges = 0;
    for (const auto& key : keys()) {
        const auto* range = std::get_if<IntegerRange>(&key.legal);
        if (range == nullptr) continue;
        ++ranges;
        const auto with = [&](std::int64_t value) { return refusal_of({fmt::format("{}={}", key.name, value)}); };
        EXPECT_EQ(with(range->min), "accepted") << key.name;
        EXPECT_EQ(with(range->max), "accepted") << key.name;
        const auto beyond = [&](std::int64_t value) {
            const auto why = range->below.empty() ? "" : fmt::format("; below, {}", range->below);
            EXPECT_EQ(with(value), fmt::format("--set: {}: {} is out of range, allowed {}..{}{}", key.name, value,
                                               range->min, range->max, why));
        };
        beyond(range->min - 1);
        if (range->max < std::numeric_limits<std::int64_t>::max()) beyond(range->max + 1);
    }
    EXPECT_GT(ranges, 15);
}

TEST(KeyTable, BothEndsOfEveryRealRangeAreLegalUnlessExcludedAndNothingBeyond) {
    for (const auto& key : keys()) {
        const auto* range = std::get_if<RealRange>(&key.legal);
        if (range == nullptr || !std::holds_alternative<Member<double>>(key.member)) continue;
        const auto with = [&](double value) { return refusal_of({fmt::format("{}={}", key.name, real_text(value))}); };
        EXPECT_EQ(with(range->max), "accepted") << key.name;
        EXPECT_EQ(with(range->min) == "accepted", !range->above) << key.name;
        constexpr double infinity = std::numeric_limits<double>::infinity();
        const std::vector<double> bad_values{std::nextafter(range->max, infinity),
                                             std::nextafter(range->min, -infinity), std::nan(""), infinity, -infinity};
        for (const double bad : bad_values) {
            EXPECT_NE(with(bad).find("is out of range, allowed " + legal_text(key)), std::string::npos) << key.name;
        }
    }
}

TEST(KeyTable, EveryListedValueAndChoiceIsLegal) {
    for (const auto& key : keys()) {
        if (const auto* list = std::get_if<IntegerList>(&key.legal)) {
            for (const auto value : list->values) {
                EXPECT_EQ(refusal_of({fmt::format("{}={}", key.name, value)}), "accepted");
                const bool next_is_listed =
                    std::find(list->values.begin(), list->values.end(), value + 1) != list->values.end();
                EXPECT_EQ(refusal_of({fmt::format("{}={}", key.name, value + 1)}) == "accepted", next_is_listed);
            }
        }
        if (const auto* choices = std::get_if<Choices>(&key.legal)) {
            for (const auto name : choices->names)
                EXPECT_EQ(refusal_of({fmt::format("{}={}", key.name, name)}), "accepted");
        }
    }
}

TEST(Presets, AreNamedByTheirFilesAndDescribeThemselves) {
    std::set<std::string> names;
    for (const auto& preset : presets()) {
        names.insert(preset.name);
        EXPECT_GT(preset.sentence.size(), 20U) << preset.name;
        EXPECT_EQ(preset.sentence.back(), '.') << preset.name;
        EXPECT_NO_THROW(elaborate(load_config(preset.name))) << preset.name;
    }
    for (const char* promised : {"tiny", "tile64", "paper", "paper-head", "adc-ramp", "adc-sar", "vit", "gqa", "edge"})
        EXPECT_EQ(names.count(promised), 1U) << promised;
}

TEST(Presets, HaveTheNumbersOfTheBrief) {
    const Config paper = load_config("paper");
    EXPECT_EQ(paper.engine.heads, 12);
    EXPECT_EQ(paper.head.dimension, 64);
    EXPECT_EQ(paper.head.tiles, 16);
    EXPECT_EQ(paper.tile.slots, 64);
    EXPECT_EQ(paper.bits.q, 4);
    EXPECT_EQ(paper.bits.kv, 3);
    EXPECT_EQ(paper.bits.out, 5);
    EXPECT_EQ(paper.analog.decay_per_token, 1.6e-4);
    EXPECT_EQ(load_config("paper-head").engine.heads, 1);
    EXPECT_EQ(load_config("paper-head").head.tiles, 16);
    const Config tile64 = load_config("tile64");
    EXPECT_EQ(tile64.head.tiles * tile64.tile.slots, 64);
    EXPECT_EQ(tile64.analog.decay_per_token, 0.0);
    EXPECT_EQ(load_config("tiny").head.dimension, 8);
    EXPECT_EQ(load_config("tiny").tile.slots, 8);
}

TEST(Parser, KeepsDefaultsAndRemembersWhereTheRestWasSaid) {
    const Config config = parse_config("name = \"x\"\n\n[head]\n# a comment\ntiles = 3\n", "x.toml", {"bits.q=2"});
    EXPECT_EQ(config.head.tiles, 3);
    EXPECT_EQ(config.head.dimension, Config{}.head.dimension);
    EXPECT_EQ(origin_of(config, "head.tiles").file, "x.toml");
    EXPECT_EQ(origin_of(config, "head.tiles").line, 5);
    EXPECT_EQ(origin_of(config, "bits.q").file, "--set");
    EXPECT_EQ(origin_of(config, "bits.q").line, 0);
    EXPECT_EQ(origin_of(config, "bits.out").file, "x.toml");
    EXPECT_EQ(origin_of(config, "bits.out").line, 0);
    EXPECT_EQ(config.origin.size(), 3U);
}

TEST(Parser, ReadsDottedKeysInlineTablesAndWindowsLineEnds) {
    EXPECT_EQ(parse_config("head.tiles = 3", "x").head.tiles, 3);
    EXPECT_EQ(parse_config("head = { tiles = 3, dimension = 9 }", "x").head.dimension, 9);
    EXPECT_EQ(parse_config("\xEF\xBB\xBF[head]\r\ntiles = 3\r\n", "x").head.tiles, 3);
    EXPECT_EQ(parse_config("", "x").head.tiles, Config{}.head.tiles);
}

TEST(Parser, TakesIntegersWhereRealsAreWanted) {
    const Config config = parse_config("[analog]\nslope_ua = 20\ncoefficients_ua = [0, 1, 2.5, 3]\n", "x");
    EXPECT_EQ(config.analog.slope_ua, 20.0);
    EXPECT_EQ(config.analog.coefficients_ua, (std::array<double, 4>{0, 1, 2.5, 3}));
}

TEST(Overrides, TheLastOneWinsAndBeatsTheFile) {
    EXPECT_EQ(parse_config("[head]\ntiles = 3\n", "x", {"head.tiles=4", "head.tiles=5"}).head.tiles, 5);
}

TEST(Overrides, TakeTextWithAndWithoutQuotes) {
    EXPECT_EQ(load_config("tiny", {"name=a_b"}).name, "a_b");
    EXPECT_EQ(load_config("tiny", {"name=\"a_b\""}).name, "a_b");
    EXPECT_EQ(load_config("tiny", {"analog.cell=linear"}).analog.cell, CellKind::linear);
    EXPECT_EQ(load_config("tiny", {"analog.coefficients_ua=[1, 2, 3, 4]"}).analog.coefficients_ua[3], 4.0);
    EXPECT_EQ(load_config("tiny", {"affine.offset=-3"}).affine.offset, -3.0);
}

RC_GTEST_PROP(CanonicalText, ChangesWithEveryKey, ()) {
    const Key& key = keys()[*rc::gen::inRange<std::size_t>(0, keys().size())];
    Config drawn;
    RC_ASSERT(assign(key, drawn, draw_value(key)).empty());
    const bool same = value_text(key, drawn) == value_text(key, Config{});
    RC_ASSERT((canonical_text(drawn) == canonical_text(Config{})) == same);
    RC_ASSERT((to_toml(drawn) == to_toml(Config{})) == same);
}

RC_GTEST_PROP(CanonicalText, ReadsBackAsTheSameConfiguration, ()) {
    const Config config = draw_config();
    const Config again = parse_config(to_toml(config), "again.toml");
    RC_ASSERT(canonical_text(again) == canonical_text(config));
    RC_ASSERT(to_toml(again) == to_toml(config));
    RC_ASSERT(again.origin.size() == keys().size());
}

RC_GTEST_PROP(CanonicalText, ReadsBackThroughOverridesToo, ()) {
    const Config config = draw_config();
    std::vector<std::string> overrides;
    for (const auto& key : keys()) overrides.push_back(fmt::format("{}={}", key.name, value_text(key, config)));
    RC_ASSERT(canonical_text(parse_config("", "empty", overrides)) == canonical_text(config));
}

/// Parses, and lets nothing but InputError out. A message is always one line per problem.
void parse_anything(const std::string& text) {
    try {
        parse_config(text, "x.toml", {text});
    } catch (const InputError& error) {
        RC_ASSERT(!error.diagnostics().empty());
        for (const auto& d : error.diagnostics()) RC_ASSERT(d.text().find('\n') == std::string::npos);
    }
}

RC_GTEST_PROP(HostileText, RandomBytesAreRefusedNotObeyed, (const std::string& bytes)) { parse_anything(bytes); }

RC_GTEST_PROP(HostileText, ADamagedConfigurationIsReadOrRefused, ()) {
    std::string text = to_toml(Config{});
    for (int i = *rc::gen::inRange(1, 8); i > 0; --i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const auto length = *rc::gen::inRange<std::size_t>(0, 40);
        text.replace(at, std::min(length, text.size() - at),
                     *rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
        if (text.empty()) text = "=";
    }
    parse_anything(text);
}

TEST(HostileText, DeepNestingIsRefusedBeforeItExhaustsTheStack) {
    const auto refused = [](const std::string& text) { EXPECT_THROW(parse_config(text, "x"), InputError); };
    std::string dots = "a";
    for (int i = 0; i < 400000; ++i) dots += ".a";
    refused(dots + " = 1");
    refused("[" + dots + "]");
    refused("x = " + std::string(100000, '['));
    std::string tables = "x = ";
    for (int i = 0; i < 100000; ++i) tables += "{a=";
    refused(tables);
    std::string lines;
    for (int i = 0; i < 20000; ++i) lines += "x = [\n{a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = [\n";
    refused(lines);
}

TEST(Files, AreReadFromDiskAndRefusedWithTheReason) {
    const Scratch scratch;
    const auto refusal = [](const std::string& path) {
        try {
            load_config(path);
        } catch (const InputError& error) {
            return messages(error);
        }
        return std::string("accepted");
    };
    const auto file = scratch.file("a.toml");
    spit(file, "[head]\ntiles = 7\n");
    EXPECT_EQ(load_config(file).head.tiles, 7);
    EXPECT_EQ(load_config(file).source, file);
    const auto missing = scratch.file("b.toml");
    EXPECT_EQ(refusal(missing), missing + ": no such file or preset, `kvolt presets` lists the presets");
    EXPECT_EQ(refusal("tile46"), "tile46: no such file or preset, did you mean tile64?");
    EXPECT_EQ(refusal(scratch.file("")), scratch.file("") + ": cannot be read: Is a directory");
    EXPECT_EQ(refusal(""), "CFG: no such file or preset, `kvolt presets` lists the presets");
    const auto large = scratch.file("large.toml");
    spit(large, std::string((1U << 20) + 1, '#'));
    EXPECT_EQ(refusal(large), large + ": larger than 1 MiB, which is no configuration");
    spit(large, std::string(1U << 20, '#'));
    EXPECT_EQ(refusal(large), "accepted");
    EXPECT_EQ(refusal("/dev/zero"), "/dev/zero: larger than 1 MiB, which is no configuration");
}

TEST(ConfigurationPage, IsTheOneInDocs) {
    EXPECT_EQ(contents(KVOLT_SOURCE_DIR "/docs/configuration.md"), configuration_page())
        << "stale; print it anew: build/bin/kvolt init --markdown --force -o docs/configuration.md";
}

}  // namespace
}  // namespace kvolt::test
