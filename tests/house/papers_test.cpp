// SPDX-License-Identifier: Apache-2.0
// The papers at the top of the tree agree with it.
#include <gtest/gtest.h>

#include <regex>

#include "tests/house/tree.hpp"

namespace kvolt::test {
namespace {

std::string first_match(const std::string& text, const std::string& pattern) {
    std::smatch found;
    return std::regex_search(text, found, std::regex(pattern)) ? std::string(found[1]) : "";
}

TEST(HousePapers, TheChangelogBeginsWithTheVersionThatIsBuilt) {
    const auto built = first_match(tree_text("CMakeLists.txt"), "project\\(kvolt VERSION ([0-9.]+)");
    ASSERT_NE(built, "");
    EXPECT_EQ(first_match(tree_text("CHANGELOG.md"), "\n## ([0-9.]+)\n"), built);
}

TEST(HousePapers, AreThere) {
    EXPECT_NE(tree_text("LICENSE").find("Apache License\n                           Version 2.0, January 2004"),
              std::string::npos);
    EXPECT_EQ(tree_text("tests/golden/tiny/LICENSE"), tree_text("LICENSE"));
    for (const char* paper :
         {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", ".editorconfig", ".clang-tidy"})
        EXPECT_GT(tree_text(paper).size(), 100u) << paper;
}

}  // namespace
}  // namespace kvolt::test
