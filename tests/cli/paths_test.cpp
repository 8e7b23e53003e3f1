// SPDX-License-Identifier: Apache-2.0
// Every option of every command that names a file or is a number, found in the command line's own tree: what cannot be
// is refused at once, with the reason, and nothing is touched.
#include "gen/cli/paths.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <set>

#include "gen/cli/commands.hpp"
#include "gen/support/process.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

/// What a command wants besides the option under test, so that nothing else is wrong with it.
const std::map<std::string, std::vector<std::string>> enough{
    {"presets", {}},
    {"init", {}},
    {"check", {"tiny"}},
    {"generate", {"tiny"}},
    {"draw", {"tiny"}},
    {"simulate", {"tiny"}},
    {"formal", {}},
    {"mutate", {"tiny"}},
    {"bench", {"tiny"}},
    {"time", {"tiny"}},
    {"area", {"tiny"}},
    {"regress", {"quick"}},
    {"normalizers", {}},
    {"selftest", {"tiny", "--set", "calibration.average=16", "--set", "calibration.self_test=true"}}};

struct Option {
    std::string command, name, type;
    bool list = false;  ///< takes several values, separated by commas
};

std::vector<Option> options() {
    CLI::App app;
    cli::add_commands(cli::Command(app));
    std::vector<Option> list;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        for (const auto* option : command->get_options())
            list.push_back({command->get_name(), option->get_name(false, true), option->get_type_name(),
                            option->get_delimiter() == ','});
    return list;
}

std::vector<Option> options_of_type(const std::set<std::string>& types) {
    auto list = options();
    list.erase(std::remove_if(list.begin(), list.end(), [&](const auto& one) { return types.count(one.type) == 0; }),
               list.end());
    return list;
}

/// The long name of "-o,--output".
std::string flag_of(const Option& option) { return option.name.substr(option.name.rfind(",") + 1); }

ProcessResult run(const Option& option, const std::vector<std::string>& more) {
    std::vector<std::string> argv{KVOLT_BINARY, option.command};
    const auto& others = enough.at(option.command);
    argv.insert(argv.end(), others.begin(), others.end());
    argv.insert(argv.end(), more.begin(), more.end());
    ProcessOptions process;
    process.timeout_s = 60;
    return run_process(argv, process);
}

void expect_refused(const ProcessResult& run, const std::string& what, const std::string& words) {
    EXPECT_EQ(run.status, 2) << what << ": " << run.output;
    EXPECT_EQ(run.standard_output, "") << what;
    EXPECT_EQ(std::count(run.output.begin(), run.output.end(), '\n'), 1) << what << ": " << run.output;
    EXPECT_NE(run.output.find(words), std::string::npos) << what << ": " << run.output;
    EXPECT_LT(run.cpu_seconds, 2) << what << ": work was done before the refusal";
}

TEST(Options, SayWhatTheyWant) {
    // A plain TEXT may be the name of a file that nobody checks, and plain numbers take what the parser makes of them.
    const std::set<std::string> vague{"TEXT", "INT", "UINT", "FLOAT"};
    for (const auto& option : options()) {
        EXPECT_EQ(vague.count(option.type), 0U) << option.command << " " << option.name;
        EXPECT_EQ(enough.count(option.command), 1U) << option.command << " has no row in this test";
    }
    EXPECT_GE(options_of_type({cli::output_file, cli::output_directory}).size(), 12U);
}

TEST(Options, OutputFilesThatCannotBeWrittenAreRefusedAtOnce) {
    for (const auto& option : options_of_type({cli::output_file})) {
        const Scratch scratch;
        const auto what = option.command + " " + option.name;
        fs::create_directory(scratch.file("directory"));
        spit(scratch.file("file"), "mine");
        for (const auto& [path, reason] :
             {std::pair{"directory", "it is a directory"}, {"none/x", "No such file"}, {"file/x", "Not a directory"}})
            expect_refused(run(option, {flag_of(option), scratch.file(path)}), what,
                           scratch.file(path) + ": cannot be written: ");
        EXPECT_EQ(contents(scratch.file("file")), "mine") << what;
        EXPECT_EQ(scratch.files(), 2) << what;
    }
}

TEST(Options, DirectoriesOfOthersAreRefusedAtOnce) {
    for (const auto& option : options_of_type({cli::output_directory})) {
        const Scratch scratch;
        const auto what = option.command + " " + option.name;
        fs::create_directory(scratch.file("busy"));
        spit(scratch.file("busy/thesis.tex"), "years of work");
        spit(scratch.file("file"), "mine");
        for (const auto& [path, reason] :
             {std::pair{"busy", "is not empty and "}, {"file", "exists and is not"}, {"file/x", "Not a directory"}})
            expect_refused(run(option, {flag_of(option), scratch.file(path)}), what, reason);
        EXPECT_EQ(contents(scratch.file("busy/thesis.tex")), "years of work") << what;
        EXPECT_EQ(contents(scratch.file("file")), "mine") << what;
        EXPECT_EQ(scratch.files(), 2) << what;
    }
}

TEST(Options, TwoOutputsAreTwoFiles) {
    std::map<std::string, std::vector<Option>> by_command;
    for (const auto& option : options_of_type({cli::output_file})) by_command[option.command].push_back(option);
    int pairs = 0;
    for (const auto& [command, outputs] : by_command)
        for (std::size_t i = 1; i < outputs.size(); ++i, ++pairs) {
            const Scratch scratch;
            const auto said =
                run(outputs[0], {flag_of(outputs[0]), scratch.file("x"), flag_of(outputs[i]), scratch.file("./x")});
            expect_refused(said, command + " " + outputs[i].name, "two outputs are two files");
            EXPECT_EQ(scratch.files(), 0);
        }
    EXPECT_GE(pairs, 4);
}

TEST(Options, AnInputIsNotWrittenOver) {
    int pairs = 0;
    for (const auto& input : options_of_type({cli::input_file, cli::suite_or_name}))
        for (const auto& output : options_of_type({cli::output_file})) {
            if (output.command != input.command || input.type != cli::input_file) continue;
            const Scratch scratch;
            spit(scratch.file("data"), "mine");
            fs::create_symlink("data", scratch.file("link"));
            std::vector<std::string> more{flag_of(input), scratch.file("data"), flag_of(output), scratch.file("link")};
            if (input.command == "simulate" && flag_of(input) == "--liberty") more.emplace_back("--netlist");
            expect_refused(run(input, more), input.command + " " + input.name + " " + output.name, "is an input, and ");
            EXPECT_EQ(contents(scratch.file("data")), "mine");
            ++pairs;
        }
    EXPECT_GE(pairs, 6);
    // The configuration, and the table that it names.
    const Scratch scratch;
    spit(scratch.file("e.toml"), "[analog]\ncell = \"table\"\ntable = \"cell.csv\"\n");
    spit(scratch.file("cell.csv"), "0,0\n0.45,10\n0.9,40\n");
    for (const char* name : {"e.toml", "cell.csv"}) {
        const auto said = run_process(
            {KVOLT_BINARY, "simulate", scratch.file("e.toml"), "--engine", "golden", "--report", scratch.file(name)});
        expect_refused(said, name, "is an input, and --report would replace it");
    }
    EXPECT_EQ(contents(scratch.file("cell.csv")), "0,0\n0.45,10\n0.9,40\n");
}

bool is_range(const std::string& type) {
    return !type.empty() && type.find("..") != std::string::npos && (std::isdigit(type[0]) != 0 || type[0] == '-') &&
           type.find(',') == std::string::npos;
}

TEST(Options, NumbersTakeNothingButTheirRange) {
    int numbers = 0;
    for (const auto& option : options()) {
        if (!is_range(option.type)) continue;
        ++numbers;
        for (const char* value : {"nan", "inf", "-1", "-9223372036854775809", "1e400", "1e999999999",
                                  "18446744073709551616", "2305843009213693953000", "3x", "0x10", "", " 1", "1,5.5"}) {
            // a list of reals
            if (option.list && option.type.find('.') < option.type.find("..") && value == std::string("1,5.5"))
                continue;
            expect_refused(run(option, {flag_of(option), value}), option.command + " " + option.name + " " + value,
                           flag_of(option) + ": ");
        }
        const auto top = option.type.substr(option.type.find("..") + 2);
        const auto beyond = std::to_string(static_cast<long long>(std::stod(top)) + 1);
        if (top.find_first_not_of("0123456789") == std::string::npos && top.size() < 18)
            expect_refused(run(option, {flag_of(option), beyond}), option.command + " " + option.name + " " + beyond,
                           "allowed " + option.type);
    }
    EXPECT_GE(numbers, 20);
}

}  // namespace
}  // namespace kvolt::test
