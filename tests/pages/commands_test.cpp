// SPDX-License-Identifier: Apache-2.0
// Every command that a page prints can be typed: its options exist, its values are legal, its filters meet a test; and
// it runs, as it stands or as the table below shortens it.
#include "gen/cli/commands.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "tests/model/scratch.hpp"
#include "tests/pages/page_commands.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

const std::string root = KVOLT_SOURCE_DIR;
const std::string programs = fs::path(KVOLT_BINARY).parent_path().string();

bool begins(const std::string& text, const std::string& with) { return text.compare(0, with.size(), with) == 0; }

/// What becomes of a command that is legal. The first row that meets it decides; what no row meets is run as it stands.
struct Shortening {
    const char* pattern;  ///< regular expression, of the whole command with its words filled in
    const char* instead;  ///< what is run; $1 .. as in the pattern; "": only parsed
    const char* reason;
};

const std::vector<Shortening>& shortenings() {
    static const std::vector<Shortening> table{
        // Long, and run by somebody else: parsed only.
        {"kvolt (bench|mutate|formal).*", "", "minutes; a test of their own runs them small"},
        {"kvolt regress .*--list", "$&", "prints a plan, runs nothing"},
        {"kvolt regress (quick|full)( .*)?", "kvolt regress $1 --list", "the quick suite is a test of its own"},
        {"kvolt area .*--prove.*", "", "a minute a block; GateProof runs one small"},
        {"kvolt area .*", "", "half a minute to minutes; docs/examples/cells.sh runs one small"},
        {"kvolt simulate .*--netlist.*", "", "maps the engine first; GateLevel runs one small"},
        {"kvolt normalizers", "$& --bits 2 --no-area", "synthesis of each row takes seconds"},
        {"kvolt normalizers .*", "$& --no-area", "synthesis of each row takes seconds"},
        {"kvolt init .*-o engine.toml", "$& --force", "another page has written it"},
        {"kvolt simulate .*(--quick|--stall|--trace|--report|--input).*", "",
         "the build of a model, or own data: Simulate runs many, docs/examples/own_data.py the latter"},
        {"kvolt simulate tiny --calibrate", "$& --set calibration.average=4 --engine golden",
         "what the sentence is about"},
        {"kvolt simulate (?!.*--engine).*", "$& --engine golden", "the build of a model; Simulate runs many"},
        {"kvolt selftest .*", "", "the build of a model; SelfTest runs many"},
        // What builds, installs or measures the tree itself.
        {"kvolt check tests/errors/.*", "", "is refused; Cli runs every mistaken file"},
        {"scripts/.*", "", "builds, installs or measures the tree; is there and can be read by bash"},
        {"cmake .*", "", "builds or installs the tree"},
        {"ctest .*", "", "runs the tests of the tree"},
        {"build/bin/test_.*", "", "tests themselves; their filters are looked up"},
    };
    return table;
}

/// Empty: nothing is run.
std::string shortened(std::string command) {
    for (const auto& row : shortenings()) {
        const std::regex pattern(row.pattern);
        if (!std::regex_match(command, pattern)) continue;
        command = std::regex_replace(command, pattern, row.instead);
        break;
    }
    return std::regex_replace(command, std::regex("--tokens [0-9]{3,}"), "--tokens 50");
}

/// The files that commands of the pages read.
void furnish(const std::string& directory) {
    for (const char* file : {"my.toml", "my_engine.toml"})
        run_tool("kvolt init", {KVOLT_BINARY, "init", "--preset", "adc-ramp", "-o", file}, directory);
    for (const char* file : {"cells.lib.gz", "sky130hd_tt.lib.gz", "qkv.npz"}) write_text(directory + "/" + file, "");
    fs::create_directories(directory + "/docs/pictures");
}

/// Parses as kvolt does, and does nothing; empty, or what is wrong.
std::string parse(const std::vector<std::string>& words) {
    CLI::App app;
    app.require_subcommand(1);
    app.set_version_flag("--version", "");
    cli::add_commands(cli::Command(app));
    app.parse_complete_callback([] { throw CLI::Success(); });  // all is read, and nothing done
    std::vector<std::string> reversed(words.rbegin(), words.rend() - 1);
    try {
        app.parse(reversed);
    } catch (const CLI::Success&) {
        return "";
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing was parsed";
}

/// `kvolt area` in a sentence names a command, `kvolt regress --resume` an option; both leave out what they are given.
bool is_mention(const std::vector<std::string>& words) { return parse(words).find("required") != std::string::npos; }

/// With what a mention leaves out.
std::vector<std::string> completed(std::vector<std::string> words) {
    // The option is there, its value is not.
    if (parse(words).find("1 required") != std::string::npos) words.pop_back();
    static const std::vector<std::pair<std::string, std::vector<std::string>>> table{
        {"CFG is required", {"tiny"}}, {"SUITE is required", {"quick"}}, {"--output is required", {"-o", "out"}}};
    for (const auto& [missing, given] : table)
        if (parse(words) == missing) words.insert(words.end(), given.begin(), given.end());
    return words;
}

/// Calls of kvolt as words; empty: something else.
std::vector<std::string> kvolt_words(const PageCommand& command) {
    auto words = words_of(filled_in(command.text));
    if (words.size() < 2 || words[0] != "kvolt" || words[1] == "COMMAND") return {};
    return words;
}

class PageCommands : public testing::Test {
protected:
    PageCommands() {
        furnish(scratch_.file("."));
        fs::current_path(scratch_.file("."));
    }
    ~PageCommands() override { fs::current_path(home_); }

    fs::path home_ = fs::current_path();
    Scratch scratch_;
};

TEST_F(PageCommands, OfKvoltAreLegal) {
    int count = 0;
    for (const auto& command : all_page_commands()) {
        const auto words = kvolt_words(command);
        if (words.empty()) continue;
        EXPECT_EQ(parse(completed(words)), "") << command.where();
        ++count;
    }
    EXPECT_GT(count, 60);
    EXPECT_NE(parse({"kvolt", "check", "tiny", "--jsn"}), "");
    EXPECT_NE(parse({"kvolt", "simulate", "tiny", "--tokens", "0"}), "");
}

TEST_F(PageCommands, OfScriptsAndProgramsAreThere) {
    for (const auto& command : all_page_commands()) {
        const auto program = words_of(filled_in(command.text))[0];
        if (begins(program, "build/bin/test_")) {
            EXPECT_TRUE(fs::is_directory(root + "/tests/" + program.substr(15))) << command.where();
        } else if (program.find('/') != std::string::npos) {
            EXPECT_EQ(access((root + "/" + program).c_str(), X_OK), 0) << command.where();
        }
    }
}

/// The word behind `option`, or behind `option=`.
std::string value_of(const std::vector<std::string>& words, const std::string& option) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == option && i + 1 < words.size()) return words[i + 1];
        if (begins(words[i], option + "=")) return words[i].substr(option.size() + 1);
    }
    return "";
}

TEST_F(PageCommands, FiltersMeetATest) {
    int looked_up = 0, missing = 0;
    const auto all = run_process({"ctest", "--test-dir", programs + "/..", "-N"}).output;
    const bool all_built = all.find("NOT_BUILT") == std::string::npos;
    for (const auto& command : all_page_commands()) {
        auto text = filled_in(command.text);
        for (const char* kind : {"<kind>"})
            if (const auto at = text.find(kind); at != std::string::npos) text.replace(at, 6, "relu");
        const auto words = words_of(text);
        if (const auto filter = value_of(words, "--gtest_filter"); !filter.empty()) {
            const auto program = programs + "/" + fs::path(words[0]).filename().string();
            if (!fs::exists(program)) {
                ++missing;
                continue;
            }
            const auto list = run_process({program, "--gtest_list_tests", "--gtest_filter=" + filter});
            EXPECT_NE(list.standard_output.find("\n  "), std::string::npos) << command.where() << " meets no test";
            ++looked_up;
        }
        if (words[0] == "scripts/test" || words[0] == "ctest") {
            const auto filter = value_of(words, "-R");
            if (filter.empty()) continue;
            if (!all_built) {
                ++missing;
                continue;
            }
            const auto list = run_process({"ctest", "--test-dir", programs + "/..", "-N", "-R", filter});
            EXPECT_EQ(list.output.find("Total Tests: 0"), std::string::npos) << command.where() << " meets no test";
            ++looked_up;
        }
    }
    if (missing > 0)
        GTEST_SKIP() << missing << " filters of programs that are not built, " << looked_up << " looked up";
    EXPECT_GT(looked_up, 5);
}

TEST_F(PageCommands, Run) {
    const auto path = "PATH='" + programs + "':\"$PATH\" ";
    std::set<std::string> done;
    for (const auto& command : all_page_commands()) {
        const auto text = shortened(filled_in(command.text));
        if (text.empty() || !done.insert(text).second) continue;
        if (const auto words = kvolt_words(command); words.empty() || is_mention(words)) continue;
        const auto run =
            run_process({"bash", "-c", "export " + path + "; set -o pipefail; " + text}, scratch_.file("."));
        EXPECT_EQ(run.status, 0) << command.where() << "\nrun as: " << text << "\n" << run.output;
    }
    EXPECT_GT(done.size(), 12U);
}

TEST(PageCommandTable, HasNoRowThatMeetsNothing) {
    for (const auto& row : shortenings()) {
        bool met = false;
        for (const auto& command : all_page_commands())
            met = met || std::regex_match(filled_in(command.text), std::regex(row.pattern));
        EXPECT_TRUE(met) << row.pattern;
        EXPECT_GT(std::string(row.reason).size(), 10U);
    }
}

TEST(PageCommandReader, FindsLinesOfBlocksAndSpansOfSentences) {
    const auto found =
        commands_in("page.md",
                    "Try `kvolt check\ntiny` or kvolt.\n\n```sh\n$ kvolt presets   # all\nscripts/test \\\n"
                    "  -R x\nother\n```\n\n```python\nkvolt no\n```\n| `kvolt area CFG` | `kvolt` |\n");
    std::vector<std::string> texts;
    for (const auto& one : found) texts.push_back(std::regex_replace(one.text, std::regex(" +"), " "));
    EXPECT_EQ(texts,
              (std::vector<std::string>{"kvolt check tiny", "kvolt presets", "scripts/test -R x", "kvolt area CFG"}));
    EXPECT_EQ(filled_in("kvolt simulate CFG --snr [--chips N]"), "kvolt simulate tiny --snr --chips 1");
    EXPECT_EQ(words_of("a 'b c' --d=\"e\" > f"), (std::vector<std::string>{"a", "b c", "--d=e"}));
}

}  // namespace
}  // namespace kvolt::test
