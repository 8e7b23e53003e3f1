// SPDX-License-Identifier: Apache-2.0
// Layout of the sources: .clang-format, one licence line each, no blanks at line ends.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/house/tree.hpp"

namespace kvolt::test {
namespace {

/// Written by `kvolt generate`, not by a person.
bool is_emitted(const std::string& file) { return is_below(file, "tests/golden/"); }

std::string cpp_files() {
    std::string list;
    for (const auto& file : tree_files())
        if (has_extension(file, {".cpp", ".hpp", ".cc"}) && !is_emitted(file)) list += " '" + file + "'";
    return list;
}

/// .clang-format is written for one version; another one breaks some lines elsewhere.
constexpr const char* kFormatVersion = "version 14.";

TEST(HouseFormat, EverySourceIsAsClangFormatWritesIt) {
    const auto version = in_tree("clang-format --version 2>&1");
    ASSERT_EQ(version.status, 0) << "clang-format is missing, scripts/deps installs it\n" << version.output;
    if (version.output.find(kFormatVersion) == std::string::npos)
        GTEST_SKIP() << "the layout is that of clang-format 14, here is " << version.output;
    const auto run = in_tree("clang-format --dry-run -Werror" + cpp_files() + " 2>&1");
    EXPECT_EQ(run.status, 0) << "clang-format -i FILE mends it\n" << run.output;
}

TEST(HouseFormat, NoticesALineThatIsNot) {
    if (in_tree("clang-format --version").output.find(kFormatVersion) == std::string::npos) GTEST_SKIP();
    const auto run =
        in_tree("printf 'int   main( ) {}\\n' | clang-format --dry-run -Werror --assume-filename=a.cpp 2>&1");
    EXPECT_NE(run.status, 0);
}

TEST(HouseFormat, EverySourceSaysItsLicence) {
    const std::vector<std::string> commented{".cpp", ".hpp", ".cc", ".v", ".cmake", ".toml"};
    for (const auto& file : tree_files()) {
        // Mistaken configurations begin with their mistake.
        if (is_below(file, "tests/errors/") || is_below(file, "tests/fuzz/seeds/") ||
            file == "tests/golden/tiny/config.toml")
            continue;
        const bool script = is_below(file, "scripts/") || is_below(file, ".ci/");
        if (!script && !has_extension(file, commented) && file.find("CMakeLists.txt") == std::string::npos) continue;
        std::istringstream lines(tree_text(file));
        std::string first, second;
        std::getline(lines, first);
        std::getline(lines, second);
        EXPECT_NE((first + second).find("SPDX-License-Identifier: Apache-2.0"), std::string::npos) << file;
    }
}

TEST(HouseFormat, NoLineEndsInBlanksAndEveryFileEndsInALine) {
    const std::vector<std::string> text{".cpp", ".hpp", ".cc", ".v", ".cmake", ".toml", ".md", ".txt", ".sdc", ".svg"};
    for (const auto& file : tree_files()) {
        if (is_below(file, "tests/errors/") || is_below(file, "tests/fuzz/seeds/")) continue;
        if (!has_extension(file, text) && !is_below(file, "scripts/")) continue;
        const auto content = tree_text(file);
        EXPECT_TRUE(!content.empty() && content.back() == '\n') << file;
        for (const char* blank : {" \n", "\t\n", "\r\n"}) {
            const auto at = content.find(blank);
            EXPECT_EQ(at, std::string::npos)
                << file << ":" << 1 + std::count(content.begin(), content.begin() + static_cast<long>(at), '\n');
        }
    }
}

}  // namespace
}  // namespace kvolt::test
