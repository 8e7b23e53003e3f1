// SPDX-License-Identifier: Apache-2.0
// The house stands as docs/architecture.md draws it: an arrow that is not in its table of rooms does not pass.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/house/includes.hpp"

namespace kvolt::test {
namespace {

const std::string root = KVOLT_SOURCE_DIR;

std::string contents(const std::string& path) {
    std::ifstream file(root + "/" + path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Include> all_includes() {
    std::vector<Include> all;
    for (const auto& file : source_files(root))
        for (auto& include : includes_of(root, file, contents(file))) all.push_back(std::move(include));
    return all;
}

/// Arrows that the table does not have, as `file:line: room -> room`.
std::vector<std::string> forbidden(const std::vector<Include>& includes,
                                   const std::map<std::string, std::set<std::string>>& allowed) {
    std::vector<std::string> wrong;
    for (const auto& include : includes) {
        const auto from = room_of(include.file), to = room_of(include.header);
        const auto row = allowed.find(from);
        if (from != to && (row == allowed.end() || row->second.count(to) == 0))
            wrong.push_back(include.file + ":" + std::to_string(include.line) + ": " + from + " -> " + to);
    }
    return wrong;
}

TEST(House, EveryIncludeIsAnArrowOfTheTable) {
    const auto allowed = allowed_arrows(contents("docs/architecture.md"));
    const auto includes = all_includes();
    ASSERT_GT(includes.size(), 300u);
    for (const auto& arrow : forbidden(includes, allowed)) ADD_FAILURE() << arrow << " is not in docs/architecture.md";
}

TEST(House, EveryRoomHasARowAndEveryRowARoom) {
    const auto allowed = allowed_arrows(contents("docs/architecture.md"));
    std::set<std::string> rooms;
    for (const auto& file : source_files(root)) rooms.insert(room_of(file));
    for (const auto& room : rooms) EXPECT_TRUE(allowed.count(room)) << room << " is not in docs/architecture.md";
    for (const auto& [room, others] : allowed) {
        EXPECT_TRUE(std::filesystem::is_directory(root + "/" + room)) << room;
        for (const auto& other : others) EXPECT_TRUE(allowed.count(other)) << room << " -> " << other;
    }
}

TEST(House, NoticesAnArrowThatIsNotInTheTable) {
    const auto allowed = allowed_arrows(contents("docs/architecture.md"));
    const auto includes = includes_of(root, "gen/design/facts.cpp", "// a comment\n#include \"sim/model/draws.hpp\"\n");
    ASSERT_EQ(includes.size(), 1u);
    const auto wrong = forbidden(includes, allowed);
    ASSERT_EQ(wrong.size(), 1u);
    EXPECT_EQ(wrong[0], "gen/design/facts.cpp:2: gen/design/ -> sim/model/");
}

TEST(House, RoomsDependInOneDirection) {
    std::map<std::string, std::set<std::string>> arrows = allowed_arrows(contents("docs/architecture.md"));
    std::string text;
    for (const auto& room : find_cycle(arrows)) text += room + " ";
    EXPECT_EQ(text, "");
}

/// Lines of `text` that ask for the plan or the keys of one optional feature.
std::vector<int> asks_for_a_feature(const std::string& text) {
    static const std::regex plan(R"(\b(repair|retention|refresh|calibration|protect|self_test)\b *(\.|->))");
    static const std::regex member(R"((\.|->) *self_test\b)");
    std::vector<int> lines;
    std::istringstream in(text);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        line = line.substr(0, line.find("//"));
        if (std::regex_search(line, plan) || std::regex_search(line, member)) lines.push_back(number);
    }
    return lines;
}

// A feature is one record: no other emitter knows which there are.
TEST(House, OnlyTheRoomOfTheFeaturesAsksWhetherOneIsOn) {
    int files = 0;
    for (const auto& file : source_files(root)) {
        if (room_of(file) != "gen/emit/") continue;
        ++files;
        for (const int line : asks_for_a_feature(contents(file)))
            ADD_FAILURE() << file << ":" << line << " asks for one feature; it belongs into gen/emit/features/";
    }
    EXPECT_GT(files, 20);
    EXPECT_FALSE(asks_for_a_feature(contents("gen/emit/features/repair.cpp")).empty());
    EXPECT_EQ(asks_for_a_feature("a\nif (d.refresh.on) x();\n// d.refresh.on\nb = plan.self_test;\nself_test();\n"),
              (std::vector<int>{2, 4}));
}

TEST(House, FindsACycle) {
    EXPECT_EQ(find_cycle({{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}}), (std::vector<std::string>{"b", "c", "b"}));
    EXPECT_TRUE(find_cycle({{"a", {"b", "c"}}, {"b", {"c"}}}).empty());
}

/// A source without its ending: a .cpp and its .hpp are one unit.
std::string unit_of(const std::string& file) { return file.substr(0, file.rfind('.')); }

/// Headers that are a table: each of their entries is defined in a file of its own.
const std::set<std::string> tables{
    "gen/cli/commands.hpp",     "gen/cli/bench_sections.hpp",   "gen/emit/emitters.hpp",
    "gen/draw/pictures.hpp",    "gen/emit/feature.hpp",         "gen/design/normalizer.hpp",
    "gen/design/converter.hpp", "gen/emit/converter_parts.hpp", "sim/model/normalizer_model.hpp"};

TEST(House, NoTwoSourcesIncludeEachOther) {
    std::map<std::string, std::set<std::string>> arrows;
    for (const auto& include : all_includes())
        if (unit_of(include.file) != unit_of(include.header) && tables.count(include.header) == 0)
            arrows[unit_of(include.file)].insert(unit_of(include.header));
    std::string text;
    for (const auto& unit : find_cycle(arrows)) text += unit + " ";
    EXPECT_EQ(text, "");
}

TEST(House, EverySourceHasTheHeaderOfItsName) {
    for (const auto& file : source_files(root)) {
        if (file.substr(file.size() - 4) != ".cpp" || file == "gen/cli/main.cpp") continue;
        if (std::filesystem::exists(root + "/" + unit_of(file) + ".hpp")) continue;
        bool in_a_table = false;
        for (const auto& include : includes_of(root, file, contents(file)))
            in_a_table = in_a_table || tables.count(include.header) > 0;
        EXPECT_TRUE(in_a_table) << file << " has no header of its name, and is not an entry of a table";
    }
}

/// What is done in one way, and where: whoever needs it calls that.
struct OneHome {
    const char* what;
    const char* pattern;
    std::set<std::string> homes;
};

const std::vector<OneHome> one_homes{
    {"writing a file unchecked", R"(\bofstream\b)", {}},
    {"starting a program",
     R"(\bfork\(|\bexecv|\bsystem\(|\bpopen\()",
     {"gen/support/process.cpp", "gen/support/cleanup.cpp"}},
    {"handling signals", R"(\bsignal\(SIG|\bsigaction\b)", {"gen/support/cleanup.cpp"}},
    {"writing to standard error", R"(\bstderr\b)", {"gen/support/terminal.cpp", "sim/macros/cells_dpi.cpp"}},
    {"rewriting a line of the terminal", R"(\\033)", {"gen/support/terminal.cpp"}},
    {"a scratch directory", R"(\bmkdtemp\b)", {"gen/support/scratch_directory.cpp"}},
    {"a hash as text", R"(fmt::format\("\{:016x\}")", {"gen/support/hash.cpp"}},
    {"the width of a number", R"(while \(.*(<<|>>).*\+\+bits)", {}},
    {"rounding a quotient up", R"(\([a-z]\w* \+ [a-z]\w* - 1\) / [a-z]\w*)", {}},
    {"looking for a program", R"(getenv\("PATH"\))", {"gen/support/process.cpp"}},
    {"reading a whole text", R"(<< \w+\.rdbuf\(\))", {}},
};

TEST(House, SmallToolsHaveOneHome) {
    for (const auto& one : one_homes) {
        const std::regex pattern(one.pattern);
        for (const auto& file : source_files(root)) {
            if (one.homes.count(file) > 0) continue;
            std::istringstream lines(contents(file));
            int number = 0;
            for (std::string line; std::getline(lines, line);) {
                ++number;
                const auto code = line.substr(0, line.find("//"));
                EXPECT_FALSE(std::regex_search(code, pattern)) << file << ":" << number << ": " << one.what
                                                               << " has a home: " << testing::PrintToString(one.homes);
            }
        }
    }
}

}  // namespace
}  // namespace kvolt::test
