// SPDX-License-Identifier: Apache-2.0
// Optional features, alone and in pairs: a head says what they are by instances and nets, not by logic of its own, and
// no record names what a head does not have.
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "gen/emit/emit.hpp"
#include "gen/emit/feature_sets.hpp"
#include "gen/emit/head_ports.hpp"
#include "gen/emit/head_writer.hpp"

namespace kvolt::test {
namespace {

const std::vector<std::pair<std::string, std::vector<std::string>>> paths{
    {"tiny", {}},
    {"tiny", {"analog.integrators=2"}},
    {"adc-ramp", {"head.dimension=7", "tile.rows=4"}},
    {"adc-ramp", {"normalizer.kind=relu", "adc.readout=ramp"}},
    {"adc-sar", {"adc.readout=sar", "head.dimension=7", "tile.rows=4"}}};

std::string head_of(const Design& design) {
    for (const auto& file : emit_all(design))
        if (file.path == "rtl/" + design.head_module + ".v") return file.text;
    return "";
}

/// An expression without slices and without the counts of replications.
std::string bare(std::string text) {
    static const std::regex slice(R"(\[[^\[\]]*\])"), times(R"(\{[^{},]*(?=\{))");
    for (std::string last; last != text;) {
        last = text;
        text = std::regex_replace(text, slice, "");
    }
    // Offset binary to two's complement: the top bit inverted, on its way into a wire.
    static const std::regex offset_binary(R"(\{~(\w+), \1\})");
    return std::regex_replace(std::regex_replace(text, times, "{"), offset_binary, "{$1}");
}

/// Values of nets and assigns, and what pins are connected to, as `line: expression`; sinks of unused bits left out.
std::vector<std::string> expressions(const std::string& verilog) {
    static const std::regex value(R"(^ *(?:wire|assign)\b.*?(\w+)(?:\[.*?\])? *= (.*);$)"),
        pin(R"(^ *\.([a-z]\w*) *\((.*)\),?$)");
    std::vector<std::string> found;
    std::istringstream lines(verilog.substr(verilog.find(");\n")));
    std::smatch match;
    for (std::string line; std::getline(lines, line);) {
        line = line.substr(0, line.find("  //"));
        const bool is_value = std::regex_match(line, match, value);
        if (is_value && match[1].str().rfind("unused_", 0) == 0) continue;
        if (is_value || std::regex_match(line, match, pin)) found.push_back(match[2]);
    }
    return found;
}

TEST(Features, AHeadIsInstancesNetsConstantsAndSimpleAssigns) {
    int heads = 0;
    for (const auto& [preset, more] : paths) {
        for (const auto& set : feature_sets()) {
            const auto design = design_with(set, preset, more);
            if (!design) continue;
            ++heads;
            const auto found = expressions(head_of(*design));
            EXPECT_GT(found.size(), 100u);
            for (const auto& one : found)
                EXPECT_EQ(bare(one).find_first_of("&|~^?+-*/%<>!="), std::string::npos)
                    << preset << " " << set.name << ": " << one;
        }
    }
    EXPECT_GT(heads, 50);
}

TEST(Features, NoticesLogicInAHead) {
    const std::string head =
        "module m (\n);\n    wire a = b & c;\n    wire [1:0] unused_x = &{1'b0, a};\n    kv_x u_x (\n"
        "        .d_i(a[1 +: N*2] | b),\n        .e_i({3{c}}),\n        .N  (A + 1)\n    );\n";
    const auto found = expressions(head);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(bare(found[0]), "b & c");
    EXPECT_EQ(bare(found[1]), "a | b");
    EXPECT_EQ(bare(found[2]), "{{c}}");
}

/// Names of a head that a record may change: instance -> pins and parameters, as printed without any feature but those
/// of `design`.
TEST(Features, EveryRewiringMeetsAnInstanceWithThatPin) {
    std::map<std::string, std::set<std::string>> wanted, met;
    for (const auto& [preset, more] : paths) {
        for (const auto& set : feature_sets()) {
            const auto design = design_with(set, preset, more);
            if (!design) continue;
            const auto text = head_of(*design);
            for (const auto* feature : features_of(*design)) {
                for (const auto& one : feature->head(*design).rewirings) {
                    const auto who = std::string(feature->name) + " " + one.instance;
                    wanted[who];
                    const auto at = text.find(" " + one.instance + " (");
                    if (at == std::string::npos) continue;
                    const auto body = text.substr(at, text.find(");\n", at) - at);
                    for (const auto& pin : one.pins)
                        EXPECT_TRUE(std::regex_search(body, std::regex("\\." + pin.name + " *\\(")))
                            << who << " " << pin.name;
                    met[who].insert(set.name);
                }
            }
        }
    }
    EXPECT_GE(wanted.size(), 15u);
    for (const auto& [who, none] : wanted) EXPECT_FALSE(met[who].empty()) << who << " is in no head";
}

TEST(Features, NoTwoSayDifferentThingsOfOnePin) {
    for (const auto& [preset, more] : paths) {
        for (const auto& set : feature_sets()) {
            const auto design = design_with(set, preset, more);
            if (!design) continue;
            std::map<std::string, std::string> said;
            const auto say = [&](const std::string& what, const std::string& value) {
                const auto [at, fresh] = said.emplace(what, value);
                EXPECT_EQ(at->second, value) << preset << " " << set.name << ": " << what;
            };
            for (const auto* feature : features_of(*design)) {
                for (const auto& one : feature->head(*design).rewirings) {
                    if (!one.module.empty()) say(one.instance, one.module);
                    for (const auto& pin : one.pins) say(one.instance + "." + pin.name, pin.expression);
                    for (const auto& p : one.parameters) say(one.instance + " " + p.name, p.expression);
                }
            }
        }
    }
}

/// A net that nobody reads is called so, and one that is called so nobody reads.
TEST(Features, UnusedIsWhatNobodyReads) {
    for (const auto& [preset, more] : paths) {
        for (const auto& set : feature_sets()) {
            const auto design = design_with(set, preset, more);
            if (!design) continue;
            const auto text = head_of(*design);
            static const std::regex read(R"(\.\w+_n?i *\([^)]*\bunused_\w+)");
            EXPECT_FALSE(std::regex_search(text, read)) << preset << " " << set.name;
            EXPECT_NE(text.find("unused_"), std::string::npos) << preset << " " << set.name;
        }
    }
}

}  // namespace
}  // namespace kvolt::test
