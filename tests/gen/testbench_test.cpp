// SPDX-License-Identifier: Apache-2.0
// The emitted testbench runs in Icarus as it is, and notices an engine that answers late.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/gen/emitted.hpp"

namespace kvolt::test {
namespace {

std::string run_of(const EmittedDirectory& dir) {
    const auto& d = dir.design;
    const auto run =
        dir.run("iverilog -g2005 -s " + d.top + "_tb -o tb.vvp -c " + d.name + ".tb.f 2>&1 && vvp -n tb.vvp 2>&1");
    return run.output;
}

TEST(Testbench, PassesInIcarusOutOfTheBox) {
    for (const auto& variant :
         {Variant{"tiny", {}}, odd_sizes("odd"), Variant{"tiny", {"name=two", "analog.integrators=2"}},
          Variant{"tiny", {"name=adc", "score.path=adc", "bits.phi=3", "adc.bits=4"}}}) {
        const EmittedDirectory dir(variant);
        const auto said = run_of(dir);
        EXPECT_NE(said.find("PASS: 8 results"), std::string::npos) << dir.design.name << "\n" << said;
        EXPECT_EQ(said.find("warning"), std::string::npos) << said;
    }
}

TEST(Testbench, NoticesAnEngineThatAnswersAtAnotherTime) {
    const EmittedDirectory dir(Variant{"tiny", {}});
    auto text = dir.text("bench/tiny_tb.v");
    const auto latency = "LATENCY      = " + std::to_string(dir.design.schedule.latency_cycles);
    ASSERT_NE(text.find(latency), std::string::npos);
    text.replace(text.find(latency), latency.size(), "LATENCY      = 9");
    std::ofstream(dir.path("bench/tiny_tb.v"), std::ios::binary) << text;
    EXPECT_NE(run_of(dir).find("FAIL"), std::string::npos);
}

}  // namespace
}  // namespace kvolt::test
