// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace {

std::string output_of(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string out;
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe.get())) out.append(buffer, n);
    return out;
}

TEST(Readme, TableOfPresetsIsWhatTheCommandPrints) {
    std::ifstream file(std::string(KVOLT_SOURCE_DIR) + "/README.md");
    std::stringstream readme;
    readme << file.rdbuf();
    const auto table = output_of(std::string(KVOLT_BINARY) + " presets --markdown");
    ASSERT_GT(table.size(), 500U);
    EXPECT_NE(readme.str().find(table), std::string::npos)
        << "replace the table in README.md by the output of `kvolt presets --markdown`:\n"
        << table;
}

}  // namespace
