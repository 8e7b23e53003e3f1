// SPDX-License-Identifier: Apache-2.0
// Proof that a netlist is its RTL: blocks with gated clocks, merged and constant flip-flops; and that it fails when it
// should.
#include "gen/flows/proofs/gate_proof.hpp"

#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"

namespace kvolt {
namespace {

Design small_design() {
    return elaborate(load_config(
        "tiny", {"head.dimension=2", "tile.slots=2", "bits.out=3", "stream.data_bits=16", "timing.clock_ns=20"}));
}

GateProofOptions options_for(std::set<std::string> blocks) {
    GateProofOptions options;
    options.only = std::move(blocks);
    options.seconds = 500;
    return options;
}

TEST(GateProof, BlocksWithGatedClocksAreTheirRtl) {
    const auto proofs = prove_gates(small_design(), options_for({"kv_sequencer", "kv_token_in", "kv_window"}));
    ASSERT_EQ(proofs.size(), 3U);
    for (const auto& proof : proofs) {
        EXPECT_EQ(proof.proof, Proof::proven) << proof.module;
        EXPECT_GE(proof.points, 10) << proof.module;
        EXPECT_EQ(proof.unproven, 0) << proof.module;
    }
}

TEST(GateProof, AWrongCellIsNotProven) {
    auto options = options_for({"kv_sequencer"});
    options.wrong_cell = "INVX1";
    const auto proofs = prove_gates(small_design(), options);
    ASSERT_EQ(proofs.size(), 1U);
    EXPECT_EQ(proofs[0].proof, Proof::unproven);
    EXPECT_GT(proofs[0].unproven, 0);
}

}  // namespace
}  // namespace kvolt
