// SPDX-License-Identifier: Apache-2.0
// Normalizers and converters are tables: whoever asks for a kind by name beside them would miss the next one.
#include "gen/config/kinds.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/design/converter.hpp"
#include "gen/design/normalizer.hpp"
#include "gen/emit/converter_parts.hpp"
#include "gen/emit/link.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/library.hpp"
#include "tests/gen/emitted.hpp"
#include "tests/gen/kind_variants.hpp"

namespace kvolt::test {
namespace {

const std::string root = KVOLT_SOURCE_DIR;

std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Sources of gen/ and sim/ that name an enumerator of a kind, and how often.
std::map<std::string, int> namers() {
    static const std::regex enumerator("\\b(Normalizer|Converter)Kind::\\w");
    std::map<std::string, int> found;
    for (const auto* folder : {"/gen", "/sim"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root + folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp") continue;
            const auto text = text_of_file(entry.path().string());
            const auto count =
                std::distance(std::sregex_iterator(text.begin(), text.end(), enumerator), std::sregex_iterator());
            if (count > 0)
                found[std::filesystem::relative(entry.path(), root).generic_string()] = static_cast<int>(count);
        }
    return found;
}

/// Defaults, the readout of tiles on the pulse path, and the table of keys that only one kind reads.
TEST(Kinds, NobodyAsksForAKindByName) {
    const std::map<std::string, int> allowed{{"gen/config/config.hpp", 3},
                                             {"gen/config/normalizer_setting.hpp", 1},
                                             {"gen/design/design.hpp", 1},
                                             {"gen/design/converter.cpp", 1}};
    auto found = namers();
    found.erase("gen/config/key_conditions.cpp");
    EXPECT_EQ(found, allowed);
}

/// A string that is a kind's name outside the records is the same question in another dress.
TEST(Kinds, NobodyComparesWithAName) {
    std::string names;
    for (const auto name : normalizer_names()) names += fmt::format("{}|", name);
    for (const auto name : code_converter_names()) names += fmt::format("{}|", name);
    names.pop_back();
    const std::regex comparison("[=!]= *\"(" + names + ")\"");
    for (const auto* folder : {"/gen", "/sim"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root + folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp") continue;
            EXPECT_FALSE(std::regex_search(text_of_file(entry.path().string()), comparison)) << entry.path();
        }
}

TEST(Kinds, EveryNameIsAChoiceOfItsKey) {
    for (const auto& setting : kind_settings()) {
        const auto config = load_config("adc-ramp", {setting.key + "=" + setting.kind});
        EXPECT_EQ(value_text(*find_key(setting.key), config), '"' + setting.kind + '"');
    }
    EXPECT_THROW((void)load_config("adc-ramp", {"adc.kind=pulse"}), InputError);
    Config config = load_config("adc-ramp");
    config.adc.kind = config.adc.readout;  // pulses, which make no score codes
    EXPECT_THROW((void)elaborate(config), InputError);
}

TEST(Converters, EveryNameHasARecord) {
    ASSERT_EQ(converters().size(), converter_names().size());
    for (std::size_t i = 0; i < converters().size(); ++i) {
        const auto& one = *converters()[i];
        EXPECT_EQ(one.name, converter_names()[i]);
        EXPECT_FALSE(one.describe.empty());
        EXPECT_EQ(one.codes, i >= first_code_converter()) << one.name;
        EXPECT_EQ(one.codes, one.load_cycles != nullptr) << one.name;
        EXPECT_NE(find_by_name(embedded_constraints(), one.constraints), nullptr) << one.name;
        const auto& parts = converter_parts(static_cast<ConverterKind>(i));
        EXPECT_EQ(one.codes, parts.sums != nullptr) << one.name;
        EXPECT_EQ(one.codes, parts.readout == nullptr) << one.name;
        EXPECT_EQ(one.normalized_load_cycles != nullptr, parts.normalized != nullptr) << one.name;
        EXPECT_NE(find_by_name(embedded_macros(), parts.model_file), nullptr) << one.name;
    }
}

/// A pin that the record has and nobody connects, or the other way round.
TEST(Converters, ConnectEveryPinOfTheirRecord) {
    for (const auto& setting : kind_settings()) {
        if (setting.key == "normalizer.kind") continue;
        const auto d = design_of({"adc-ramp", {setting.key + "=" + setting.kind}});
        const auto use = setting.key == "adc.kind" ? score_use(d) : output_use(d);
        std::set<std::string> pins, connected;
        for (const auto& pin : converter(use.conversion.kind).pins(use.conversion)) pins.insert(pin.name);
        for (const auto& pin : converter_parts(use.conversion.kind).connections(use)) connected.insert(pin.name);
        EXPECT_EQ(pins, connected) << setting.name;
        EXPECT_TRUE(pins.count(converter_parts(use.conversion.kind).sample)) << setting.name;
    }
}

/// A converter that is used brings its model, its constraints and its parameters; one that is not brings none.
TEST(Converters, BringWhatBelongsToThemAndNoMore) {
    for (const auto scores : code_converter_names())
        for (const auto outputs : converter_names()) {
            const auto adc_kind = fmt::format("adc.kind={}", scores), readout = fmt::format("adc.readout={}", outputs);
            const EmittedDirectory dir(Variant{"adc-ramp", {"name=both", adc_kind, readout}});
            const auto files = dir.text("both.sim.f"), sdc = dir.text("constraints/both.sdc");
            for (std::size_t i = 0; i < converters().size(); ++i) {
                const auto& one = *converters()[i];
                const bool used = one.name == scores || one.name == outputs;
                const auto& parts = converter_parts(static_cast<ConverterKind>(i));
                EXPECT_EQ(files.find(parts.model_file) != std::string::npos, used) << one.name;
                const auto* fragment = find_by_name(embedded_constraints(), one.constraints);
                EXPECT_EQ(sdc.find(fragment->text) != std::string::npos, used) << one.name;
            }
        }
}

/// Refused is what cannot work, not a name.
TEST(Normalizers, ThatDivideByTheLiveSlotsDoNotServeProtectedTokens) {
    int refused = 0;
    for (const auto* kind : normalizers()) {
        const Variant variant{"adc-ramp", {fmt::format("normalizer.kind={}", kind->name), "protected.newest=2"}};
        if (!kind->divides_by_live) {
            EXPECT_TRUE(design_of(variant).protect.on) << kind->name;
            continue;
        }
        ++refused;
        try {
            (void)design_of(variant);
            ADD_FAILURE() << kind->name;
        } catch (const InputError& error) {
            EXPECT_NE(error.diagnostics().front().text().find(fmt::format("\"{}\"", kind->name)), std::string::npos);
        }
    }
    EXPECT_GT(refused, 0);
}

/// normalizer.scale_ua = 0 is a scale with which every kind makes more than one code of the scores.
TEST(Normalizers, HaveADefaultScaleThatWorks) {
    for (const auto* kind : normalizers())
        for (const int slots : {2, 64, 256}) {
            const auto d = design_of(
                {"adc-ramp", {fmt::format("normalizer.kind={}", kind->name), fmt::format("tile.slots={}", slots)}});
            EXPECT_DOUBLE_EQ(d.adc.normalizer.scale_ua,
                             kind->default_scale_ua(d.config.analog.score_saturation_ua, d.window));
            EXPECT_GT(d.adc.normalizer.scale_ua, 0) << kind->name;
        }
}

/// Rows of docs/adc.md whose first cell is the kind: its formula, its integer function, its default scale.
TEST(AdcPage, DescribesEveryKind) {
    const auto page = text_of_file(root + "/docs/adc.md");
    const auto rows = [&](std::string_view name) {
        int count = 0;
        const auto row = fmt::format("\n| `{}` |", name);
        for (auto at = page.find(row); at != std::string::npos; at = page.find(row, at + 1)) ++count;
        return count;
    };
    for (const auto name : normalizer_names()) EXPECT_EQ(rows(name), 2) << name;
    for (const auto name : converter_names())
        EXPECT_NE(page.find(fmt::format("\n* `{}`: ", name)), std::string::npos) << name;
}

}  // namespace
}  // namespace kvolt::test
