// SPDX-License-Identifier: Apache-2.0
// Linked into tests of blocks whose models count: what they reached goes to $KVOLT_COVERAGE/blocks-PROCESS.dat.
#include <gtest/gtest.h>
#include <unistd.h>
#include <verilated.h>
#include <verilated_cov.h>

#include <cstdlib>
#include <string>

namespace {

class CoverageWriter : public ::testing::Environment {
    void TearDown() override {
        if (const char* directory = std::getenv("KVOLT_COVERAGE")) {
            const auto path = directory + ("/blocks-" + std::to_string(getpid())) + ".dat";
            Verilated::threadContextp()->coveragep()->write(path.c_str());
        }
    }
};

[[maybe_unused]] const auto* writer = ::testing::AddGlobalTestEnvironment(new CoverageWriter);

}  // namespace
