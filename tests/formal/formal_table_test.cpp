// SPDX-License-Identifier: Apache-2.0
// The table of proofs: how it reads, and that no block is left out of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gen/emit/link.hpp"
#include "gen/flows/proofs/formal.hpp"
#include "gen/flows/proofs/formal_config.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

std::string refusal(const std::string& text) {
    try {
        read_proof_table("proofs.txt", text);
    } catch (const InputError& error) {
        std::string all;
        for (const auto& diagnostic : error.diagnostics()) all += diagnostic.text() + "\n";
        return all;
    }
    return "";
}

TEST(FormalTable, ReadsModesDepthsAndParameters) {
    const auto proofs =
        read_proof_table("t", "# a comment\nkv_a quick induction=3 cover=9 SLOTS=5 TILES=3 # why\n\nkv_b bounded=40\n");
    ASSERT_EQ(proofs.size(), 2U);
    EXPECT_EQ(proofs[0].name(), "kv_a SLOTS=5 TILES=3");
    EXPECT_TRUE(proofs[0].quick && proofs[0].unbounded);
    EXPECT_EQ(proofs[0].depth, 3);
    EXPECT_EQ(proofs[0].cover, 9);
    EXPECT_EQ(proofs[1].name(), "kv_b");
    EXPECT_FALSE(proofs[1].quick || proofs[1].unbounded);
    EXPECT_EQ(proofs[1].depth, 40);
}

TEST(FormalTable, SaysWhatIsWrongWithEveryLine) {
    const auto text = refusal(
        "kv_a\nkv_b induction=x\nkv_c induction=2 slots=3\nkv_d bounded=1001\nkv_e induction=1 fast\nkv_f "
        "bounded=3\nkv_f bounded=4\n");
    EXPECT_NE(text.find("proofs.txt:1: kv_a: says neither induction=STEPS nor bounded=CYCLES"), std::string::npos)
        << text;
    EXPECT_NE(text.find("proofs.txt:2: kv_b: induction=x is out of range 0..1000"), std::string::npos) << text;
    EXPECT_NE(text.find("proofs.txt:3: kv_c: slots is no parameter"), std::string::npos) << text;
    EXPECT_NE(text.find("proofs.txt:4: kv_d: bounded=1001 is out of range"), std::string::npos) << text;
    EXPECT_NE(text.find("proofs.txt:5: kv_e: fast is neither"), std::string::npos) << text;
    EXPECT_NE(text.find("proofs.txt:7: kv_f: is listed twice"), std::string::npos) << text;
}

TEST(FormalTable, EveryBlockIsProvedWithoutBoundAndAwayFromTheDefaults) {
    std::set<std::string> unbounded, away;
    for (const auto& proof : builtin_proofs()) {
        if (proof.unbounded) unbounded.insert(proof.block);
        if (!proof.parameters.empty() || !proof.note.empty()) away.insert(proof.block);
    }
    for (const auto& file : embedded_rtl()) {
        const auto block = module_of(file.path);
        EXPECT_NE(find_by_name(embedded_proofs(), block + "_props.v"), nullptr) << block;
        EXPECT_TRUE(unbounded.count(block)) << block;
        if (file.text.find("parameter ") != std::string::npos) {
            EXPECT_TRUE(away.count(block)) << block;
        }
    }
}

TEST(FormalTable, EveryFileOfPropertiesIsUsed) {
    std::set<std::string> used;
    for (const auto& proof : builtin_proofs()) used.insert(proof.block + "_props");
    // What the printed properties of heads instantiate is used by them.
    FormalSources heads;
    std::vector<FormalProof> proofs;
    add_head_proofs(heads, proofs);
    const auto in_a_head = [&](const std::string& module) {
        return std::any_of(heads.props.begin(), heads.props.end(),
                           [&](const File& file) { return file.text.find(module + " ") != std::string::npos; });
    };
    for (const auto& file : builtin_formal_sources().props) {
        const auto module = module_of(file.path);
        EXPECT_TRUE(used.count(module) != 0 || in_a_head(module)) << file.path;
    }
}

}  // namespace
}  // namespace kvolt
