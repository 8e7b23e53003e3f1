// SPDX-License-Identifier: Apache-2.0
// Every key does something, or the table of conditions says why not: each key is given other values in engines of every
// kind, and what is emitted and computed is compared.
#include "gen/config/key_conditions.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/config/load_config.hpp"
#include "gen/config/presets.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/emit.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt {
namespace {

using Keys = std::vector<std::string>;

/// Engines in which every key can do something.
const std::map<std::string, Keys> engines{
    {"pulse", {}},
    {"linear", {"analog.cell=linear"}},
    {"measured", {"analog.cell=table", "analog.table=" KVOLT_SOURCE_DIR "/tests/gen/cell.csv"}},
    {"leaking", {"analog.decay_per_token=0.01", "analog.gain_mismatch=0.1"}},
    {"leaking by time",
     {"analog.retention_us=2", "analog.retention2_us=0.5", "analog.retention_fraction=0.3",
      "analog.gain_mismatch=0.1"}},
    {"limited by time", {"retention.limit_us=1", "analog.retention_us=2"}},
    {"refreshed by time", {"retention.limit_us=4", "retention.refresh=true", "analog.retention_us=2"}},
    {"protected", {"protected.first=1", "protected.newest=2"}},
    {"limited", {"retention.limit=20"}},
    {"refreshed", {"retention.limit=40", "retention.refresh=true"}},
    {"calibrated", {"calibration.average=4"}},
    {"ramp", {"score.path=adc", "head.dimension=8", "tile.rows=4"}},
    {"ramp protected", {"score.path=adc", "protected.first=1"}},
    {"relu", {"score.path=adc", "normalizer.kind=relu"}},
    {"sigmoid", {"score.path=adc", "normalizer.kind=sigmoid"}},
    {"consmax", {"score.path=adc", "normalizer.kind=consmax", "normalizer.gamma=20"}},
    {"sar", {"score.path=adc", "adc.kind=sar", "adc.columns_per_converter=2"}},
    {"sar readout", {"score.path=adc", "adc.readout=sar"}}};

/// What an engine is, apart from the configuration that it was made from.
struct Fingerprint {
    bool refused = false;
    std::string files, codes;  ///< without hash and configuration; of a few tokens
};

Fingerprint fingerprint(const Config& config) {
    Fingerprint out;
    Design design;
    try {
        design = elaborate(config);
    } catch (const InputError&) {
        out.refused = true;
        return out;
    }
    design.hash = 0;
    for (auto& reg : design.registers)
        for (auto& field : reg.fields)
            if (reg.name.find("HASH") != std::string::npos) field.reset = 0;
    for (const auto& file : emit_files(design))
        if (file.path != "config.toml" && file.path != "manifest.json") out.files += file.path + "\n" + file.text;
    auto tokens = random_tokens(design, 60, 3);
    tokens.draw_kinds(config.workload.kinds, 1);
    for (const auto code : run_golden(design, tokens).codes) out.codes += " " + std::to_string(code);
    return out;
}

bool same(const Fingerprint& a, const Fingerprint& b) {
    return a.refused == b.refused && a.codes == b.codes && a.files == b.files;
}

/// Nothing but that the models of the macros, told about all analog keys, print another value that they don't look at.
bool as_good_as_same(const Key& key, const Fingerprint& a, const Fingerprint& b) {
    return same(a, b) || (key.name.substr(0, 7) == "analog." && a.codes == b.codes);
}

/// Other values of a key, as text: both ends, what is beside the default, every choice.
std::vector<std::string> values_of(const Key& key, const Config& config) {
    if (key.name == "analog.table") return {"\"" KVOLT_SOURCE_DIR "/tests/gen/steep_cell.csv\""};
    if (key.name == "name") return {"\"other\""};
    if (std::holds_alternative<Boolean>(key.legal)) return {"true", "false"};
    if (const auto* choices = std::get_if<Choices>(&key.legal)) {
        std::vector<std::string> all;
        for (const auto& name : choices->names) all.push_back("\"" + std::string(name) + "\"");
        return all;
    }
    if (const auto* list = std::get_if<IntegerList>(&key.legal)) {
        std::vector<std::string> all;
        for (const auto value : list->values) all.push_back(std::to_string(value));
        return all;
    }
    if (const auto* range = std::get_if<IntegerRange>(&key.legal)) {
        const auto now = std::stoll(value_text(key, config));
        std::set<std::int64_t> some{range->min, now + 1, now + 4, 2 * now, now / 2};
        std::vector<std::string> all;
        for (const auto value : some)
            if (value >= range->min && value <= range->max) all.push_back(std::to_string(value));
        return all;
    }
    if (std::holds_alternative<Member<std::array<double, 4>>>(key.member)) return {"[0.1, 20.0, -3.0, 50.0]"};
    const double now = std::stod(value_text(key, config));
    return {real_text(now * 1.25), real_text(now / 2), real_text(now + 0.25), "0.0", "1.0", "-0.5"};
}

TEST(KeyConditions, HoldExactlyWhereAKeyDoesSomething) {
    std::map<std::string_view, const KeyCondition*> condition;
    for (const auto& row : key_conditions()) {
        ASSERT_NE(find_key(row.key), nullptr) << row.key;
        condition[row.key] = &row;
    }
    std::set<std::string_view> effective;
    for (const auto& [name, engine] : engines) {
        const Config base = load_config("tiny", engine);
        const auto was = fingerprint(base);
        ASSERT_FALSE(was.refused) << name;
        for (const auto& key : keys()) {
            const auto row = condition.find(key.name);
            const bool holds = row == condition.end() || row->second->holds(base);
            if (holds && effective.count(key.name) != 0) continue;
            for (const auto& value : values_of(key, base)) {
                auto given = engine;
                given.push_back(std::string(key.name) + "=" + value);
                Config other;
                try {
                    other = load_config("tiny", given);
                } catch (const InputError&) {
                    continue;
                }
                if (row != condition.end() && row->second->holds(other) != holds) continue;
                const auto is = fingerprint(other);
                if (holds && !same(is, was)) effective.insert(key.name);
                if (!holds && !is.refused) {
                    EXPECT_TRUE(as_good_as_same(key, is, was)) << key.name << " = " << value << " in " << name;
                }
            }
        }
    }
    for (const auto& key : keys()) EXPECT_TRUE(effective.count(key.name)) << key.name << " never did anything";
}

TEST(KeyConditions, AreSaidWithThePlaceOfTheKeyAndWhatItNeeds) {
    const auto said = [](const Keys& keys) {
        std::vector<std::string> lines;
        for (const auto& diagnostic : keys_without_effect(load_config("tiny", keys)))
            lines.push_back(diagnostic.text());
        return lines;
    };
    EXPECT_EQ(said({"adc.bits=8"}),
              Keys{"--set: adc.bits: 8 has no effect in this configuration, needs score.path = \"adc\""});
    EXPECT_EQ(said({"adc.bits=6"}), Keys{});  // its default says nothing
    EXPECT_EQ(said({"adc.bits=8", "score.path=adc"}), Keys{});
    EXPECT_EQ(said({"analog.seed=2", "retention.refresh=true"}).size(), 2U);
    const Config from_file = parse_config("name = \"a\"\n[retention]\npolicy = \"flag\"\n", "a.toml");
    ASSERT_EQ(keys_without_effect(from_file).size(), 1U);
    EXPECT_EQ(keys_without_effect(from_file)[0].pos.line, 3);
    for (const auto& preset : presets())
        for (const auto& diagnostic : keys_without_effect(load_config(preset.name))) ADD_FAILURE() << diagnostic.text();
}

}  // namespace
}  // namespace kvolt
