// SPDX-License-Identifier: Apache-2.0
// The kvolt binary as a person or a script meets it: exit status, standard output, standard error.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "gen/config/load_config.hpp"
#include "gen/config/presets.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Outcome {
    int status = 0;
    std::string out, err;
    double seconds = 0;
    long peak_kib = 0;
};

void redirect(int descriptor, const std::string& path) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(file, descriptor);
    close(file);
}

/// kvolt with `arguments`, in `directory`; standard output goes to `output` where that is given.
Outcome kvolt(std::vector<std::string> arguments, const std::string& directory = "", const std::string& output = "") {
    const Scratch scratch;
    const auto out = output.empty() ? scratch.file("out") : output, err = scratch.file("err");
    arguments.insert(arguments.begin(), KVOLT_BINARY);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        if (!directory.empty() && chdir(directory.c_str()) != 0) _exit(126);
        redirect(STDOUT_FILENO, out);
        redirect(STDERR_FILENO, err);
        execv(argv[0], argv.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    Outcome run;
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    run.peak_kib = usage.ru_maxrss;
    run.out = output.empty() ? contents(out) : "";
    run.err = contents(err);
    return run;
}

std::map<std::string, std::string> tree(const std::string& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file()) files[fs::relative(entry.path(), root).string()] = contents(entry.path().string());
    }
    return files;
}

TEST(Cli, HelpOfEveryCommandHasExamplesAndGoesToStandardOutput) {
    const Outcome top = kvolt({"--help"});
    EXPECT_EQ(top.status, 0);
    EXPECT_NE(top.out.find("Exit status"), std::string::npos);
    for (const char* command : {"presets", "init", "check", "generate", "simulate", "area"}) {
        EXPECT_NE(top.out.find(command), std::string::npos) << command;
        const Outcome run = kvolt({command, "--help"});
        EXPECT_EQ(run.status, 0) << command;
        EXPECT_EQ(run.err, "") << command;
        EXPECT_NE(run.out.find("Example"), std::string::npos) << command;
        EXPECT_NE(run.out.find(std::string("kvolt ") + (std::string(command) == "presets" ? "check" : command)),
                  std::string::npos)
            << command;
    }
}

TEST(Cli, SaysItsVersion) {
    const Outcome run = kvolt({"--version"});
    EXPECT_EQ(run.status, 0);
    EXPECT_EQ(run.out, fmt::format("kvolt {}\n", version()));
}

TEST(Cli, WithoutACommandExplainsItselfAsAnError) {
    const Outcome run = kvolt({});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find("generate"), std::string::npos);
}

TEST(Cli, UsageErrorsAreOneLineAndExitStatusTwo) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes{
        {{"chekc"}, "kvolt: chekc: unknown command, did you mean check?\n"},
        {{"nonsense"}, "kvolt: nonsense: unknown command, `kvolt --help` lists them\n"},
        {{"check"}, "kvolt check: CFG is required, see `kvolt check --help`\n"},
        {{"generate", "tiny"}, "kvolt generate: --output is required, see `kvolt generate --help`\n"},
    };
    for (const auto& [arguments, message] : mistakes) {
        const Outcome run = kvolt(arguments);
        EXPECT_EQ(run.status, 2) << message;
        EXPECT_EQ(run.err, message);
        EXPECT_EQ(run.out, "");
    }
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"check", "tiny", "--frobnicate"},
                                                      {"--frobnicate"},
                                                      {"check", "tiny", "tile64"},
                                                      {"check", "tiny", "--set"},
                                                      {"generate", "tiny", "-o"},
                                                      {"simulate", "tiny", "--engine", "steam"}}) {
        const Outcome run = kvolt(arguments);
        EXPECT_EQ(run.status, 2) << arguments.back();
        EXPECT_EQ(run.err.find("kvolt"), 0U) << run.err;
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    }
}

TEST(Cli, EveryMistakenFileOfTheCollectionEndsWithItsExactLines) {
    int pairs = 0;
    const std::string errors = KVOLT_SOURCE_DIR "/tests/errors";
    for (const auto& entry : fs::directory_iterator(errors)) {
        if (entry.path().extension() != ".toml") continue;
        ++pairs;
        const Outcome run = kvolt({"check", entry.path().filename().string()}, errors);
        EXPECT_EQ(run.status, 2) << entry.path();
        EXPECT_EQ(run.out, "") << entry.path();
        EXPECT_EQ(run.err, contents(fs::path(entry.path()).replace_extension(".txt").string()));
    }
    EXPECT_GE(pairs, 25);
}

TEST(Cli, MistakesInTheConfigurationWriteNothing) {
    const Scratch scratch;
    const Outcome run =
        kvolt({"generate", "tiny", "-o", scratch.file("out"), "--set", "head.tiles=0", "--set", "bits.q=9"});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.err,
              "--set: head.tiles: 0 is out of range, allowed 1..64\n--set: bits.q: 9 is out of range, allowed 1..8\n");
    EXPECT_EQ(scratch.files(), 0);
}

TEST(Check, JsonHasWhatScriptsAskFor) {
    const Outcome run = kvolt({"check", "paper", "--json"});
    ASSERT_EQ(run.status, 0) << run.err;
    const json report = json::parse(run.out);
    EXPECT_EQ(report.at("top"), "kvolt_paper");
    EXPECT_EQ(report.at("latency_cycles"), 57);
    EXPECT_EQ(report.at("interval_cycles"), 34);
    EXPECT_EQ(report.at("window"), 1024);
    EXPECT_EQ(report.at("heads"), 12);
    EXPECT_EQ(report.at("version"), version_number());
    EXPECT_EQ(report.at("hash").get<std::string>().size(), 16U);
    const Design d = elaborate(load_config("paper"));
    EXPECT_EQ(report.at("widths").at("sum_bits"), d.widths.sum_bits);
    EXPECT_EQ(report.at("widths").at("window_bits"), d.widths.window_bits);
    EXPECT_EQ(report.at("widths").at("data_bits"), 64);
}

TEST(Check, EveryPresetIsAsQuickAsATypist) {
    for (const auto& preset : presets()) EXPECT_EQ(kvolt({"check", preset.name}).status, 0) << preset.name;
}

TEST(PresetsCommand, JsonListsEveryPresetWithItsFigures) {
    const Outcome run = kvolt({"presets", "--json"});
    ASSERT_EQ(run.status, 0);
    const json list = json::parse(run.out);
    EXPECT_EQ(list.size(), presets().size());
    for (const auto& entry : list) {
        const Design d = elaborate(load_config(entry.at("name").get<std::string>()));
        EXPECT_EQ(entry.at("window"), d.window);
        EXPECT_EQ(entry.at("heads"), d.heads);
        EXPECT_EQ(entry.at("latency_cycles"), d.schedule.latency_cycles);
        EXPECT_EQ(entry.at("interval_cycles"), d.schedule.interval_cycles);
    }
}

TEST(Init, WritesAFileThatMeansThePreset) {
    const Scratch scratch;
    for (const auto& preset : presets()) {
        const auto file = scratch.file(preset.name + ".toml");
        const Outcome run = kvolt({"init", "--preset", preset.name, "-o", file});
        ASSERT_EQ(run.status, 0) << run.err;
        EXPECT_EQ(elaborate(load_config(file)).hash, elaborate(load_config(preset.name)).hash);
        EXPECT_EQ(kvolt({"init", "--preset", preset.name}).out, contents(file));
    }
}

TEST(Init, NamesTheEngineAfterItsFileAndSaysTheNextStep) {
    const Scratch scratch;
    const std::vector<std::pair<std::string, std::string>> names{
        {"my-engine.v2.toml", "my_engine_v2"}, {"Edge.toml", "edge"}, {"3rd.toml", "rd"}, {"__.toml", "tile64"}};
    for (const auto& [file, name] : names) {
        const auto path = scratch.file(file);
        const Outcome run = kvolt({"init", "-o", path});
        ASSERT_EQ(run.status, 0) << run.err;
        EXPECT_EQ(load_config(path).name, name);
        EXPECT_EQ(run.out, path + ": preset tile64 as engine " + name +
                               ", every key with its range\nnext: kvolt check " + path + "\n");
    }
    ASSERT_EQ(kvolt({"init", "--set", "name=mine", "-o", scratch.file("other.toml")}).status, 0);
    EXPECT_EQ(load_config(scratch.file("other.toml")).name, "mine");
}

TEST(Init, AppliesOverridesAndReplacesOnlyByForce) {
    const Scratch scratch;
    const auto file = scratch.file("a.toml");
    ASSERT_EQ(kvolt({"init", "--set", "head.tiles=3", "-o", file}).status, 0);
    EXPECT_EQ(load_config(file).head.tiles, 3);
    const Outcome again = kvolt({"init", "-o", file});
    EXPECT_EQ(again.status, 2);
    EXPECT_EQ(again.err, file + ": exists already, --force replaces it\n");
    EXPECT_EQ(load_config(file).head.tiles, 3);
    EXPECT_EQ(kvolt({"init", "-o", file, "--force"}).status, 0);
    EXPECT_EQ(load_config(file).head.tiles, 1);
    EXPECT_EQ(kvolt({"init", "--preset", "tile46"}).status, 2);
    EXPECT_EQ(kvolt({"init", "-o", scratch.file("no/such/a.toml")}).status, 2);
    EXPECT_EQ(kvolt({"init", "--set", "stream.data_bits=8", "-o", scratch.file("b.toml")}).status, 2);
    EXPECT_EQ(scratch.files(), 1);
}

TEST(Generate, WritesTheSameBytesTwice) {
    const Scratch scratch;
    ASSERT_EQ(kvolt({"generate", "paper", "-o", scratch.file("a")}).status, 0);
    ASSERT_EQ(kvolt({"generate", "paper", "-o", "b"}, scratch.file("")).status, 0);
    const auto first = tree(scratch.file("a"));
    EXPECT_GT(first.size(), 20U);
    EXPECT_EQ(first, tree(scratch.file("b")));
    ASSERT_EQ(kvolt({"generate", "tiny", "-o", scratch.file("a")}).status, 0) << "an earlier output is replaced";
    EXPECT_NE(first, tree(scratch.file("a")));
    EXPECT_EQ(scratch.files(), 2);
}

TEST(Generate, SummarizesAsJson) {
    const Scratch scratch;
    const Outcome run = kvolt({"generate", "tiny", "-o", scratch.file("a"), "--json"});
    ASSERT_EQ(run.status, 0);
    const json report = json::parse(run.out);
    EXPECT_EQ(report.at("top"), "kvolt_tiny");
    EXPECT_EQ(report.at("files"), tree(scratch.file("a")).size());
    std::size_t bytes = 0;
    for (const auto& [path, text] : tree(scratch.file("a"))) bytes += text.size();
    EXPECT_EQ(report.at("bytes"), bytes);
}

TEST(Generate, OfThePaperNeedsLittleMemory) {
    const Scratch scratch;
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        const Outcome run = kvolt({"generate", "paper", "-o", scratch.file("out")});
        ASSERT_EQ(run.status, 0) << run.err;
        best = std::min(best, run.seconds);
        EXPECT_LT(run.peak_kib, 50 * 1024);
    }
    RecordProperty("milliseconds", fmt::format("{:.0f}", best * 1e3));
    fmt::print("generate paper: {:.0f} ms\n", best * 1e3);
}

TEST(Generate, RefusesDirectoriesItMustNotReplace) {
    const Scratch scratch;
    for (const char* name : {"", ".", "..", "/"}) {
        const Outcome run = kvolt({"generate", "tiny", "-o", name}, scratch.file(""));
        EXPECT_EQ(run.status, 2) << "\"" << name << "\"";
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    }
    spit(scratch.file("file"), "text");
    EXPECT_EQ(kvolt({"generate", "tiny", "-o", scratch.file("file")}).status, 2);
    EXPECT_EQ(contents(scratch.file("file")), "text");
    EXPECT_EQ(scratch.files(), 1);
}

TEST(StandardOutput, ThatIsFullIsAFailure) {
    const Outcome run = kvolt({"check", "tiny"}, "", "/dev/full");
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.err, "kvolt: standard output: No space left on device\n");
}

TEST(OutputFile, OnAFullDiskIsRefused) {
    const Outcome run = kvolt({"init", "--force", "-o", "/dev/full/a.toml"});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.err, "/dev/full/a.toml: cannot be written: Not a directory\n");
}

}  // namespace
}  // namespace kvolt::test
