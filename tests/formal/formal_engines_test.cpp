// SPDX-License-Identifier: Apache-2.0
// No kind of engine has a block without properties.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/link.hpp"
#include "gen/flows/proofs/formal.hpp"
#include "gen/flows/proofs/formal_config.hpp"

namespace kvolt {
namespace {

void expect_properties_of_every_block(const std::string& config, const std::vector<std::string>& overrides) {
    const auto sources = builtin_formal_sources();
    int blocks = 0;
    for (const auto& proof : proofs_of(elaborate(load_config(config, overrides)))) {
        if (proof.block.rfind("kv_", 0) != 0) continue;  // printed for this engine
        ++blocks;
        const auto* props = find_by_name(sources.props, proof.block + "_props.v");
        ASSERT_NE(props, nullptr) << proof.block;
        // `kvolt formal` sets every parameter of the block
        for (const auto& [parameter, value] : proof.parameters)
            EXPECT_TRUE(std::regex_search(props->text, std::regex("parameter [^=\n]*\\b" + parameter + " *=")))
                << proof.block << " " << parameter;
    }
    EXPECT_GT(blocks, 20);
}

TEST(FormalEngines, EveryBlockOfTheResultPathsHasProperties) {
    expect_properties_of_every_block("adc-ramp", {});
    expect_properties_of_every_block("tiny", {"calibration.average=4", "repair.slots=1"});
}

TEST(FormalEngines, EveryNormalizerHasProperties) {
    for (const auto kind : normalizer_names())
        expect_properties_of_every_block("adc-sar", {"normalizer.kind=" + std::string(kind)});
}

TEST(FormalEngines, EveryConverterHasProperties) {
    for (const auto kind : code_converter_names())
        for (const auto readout : converter_names())
            expect_properties_of_every_block(
                "adc-ramp", {"adc.kind=" + std::string(kind), "tile.rows=20", "adc.readout=" + std::string(readout)});
}

TEST(FormalEngines, EveryBlockOfProtectedTokensHasProperties) {
    expect_properties_of_every_block("tiny", {"protected.first=2", "protected.newest=2"});
    expect_properties_of_every_block("adc-sar", {"protected.first=2", "protected.newest=2"});
}

TEST(FormalEngines, EveryBlockOfRetentionHasProperties) {
    expect_properties_of_every_block("tiny", {"retention.limit=100"});
    expect_properties_of_every_block("tiny", {"retention.limit=100", "retention.refresh=true"});
}

}  // namespace
}  // namespace kvolt
