// SPDX-License-Identifier: Apache-2.0
#include "tests/system/system_run.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "gen/flows/models/verilate.hpp"
#include "sim/bench/dut_library.hpp"

extern "C" int sc_main(int, char**);

namespace kvolt {
namespace fs = std::filesystem;
namespace {

/// libsystemc, which a generated model brings along, looks for sc_main here; the bench has it.
[[maybe_unused]] auto* const volatile linked_bench = &sc_main;

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

int exit_status(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Scratch::Scratch() {
    auto pattern = (fs::temp_directory_path() / "kvolt-system-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a scratch directory");
    path_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::vector<std::string> Scratch::names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(path_))
        names.push_back(fs::relative(entry.path(), path_).string());
    std::sort(names.begin(), names.end());
    return names;
}

void use_test_cache() {
    const auto beside = fs::path(KVOLT_BINARY).parent_path().parent_path() / "cache";
    setenv("KVOLT_CACHE", beside.c_str(), 0);
}

std::vector<std::string> Said::error_lines() const {
    std::vector<std::string> lines;
    std::istringstream text(err);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

Said kvolt(const std::vector<std::string>& arguments) {
    use_test_cache();
    const Scratch scratch;
    const auto out = scratch.file("out"), err = scratch.file("err");
    const pid_t child = fork();
    if (child == 0) {
        dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
        dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
        std::string program = KVOLT_BINARY;
        auto copies = arguments;
        std::vector<char*> argv{program.data()};
        for (auto& argument : copies) argv.push_back(argument.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(127);
    }
    Said said;
    said.status = exit_status(child);
    said.out = text_of(out);
    said.err = text_of(err);
    return said;
}

Simulated simulate(std::vector<std::string> arguments) {
    const Scratch scratch;
    const auto report = scratch.file("report.json");
    arguments.insert(arguments.begin(), "simulate");
    // The engines without RTL build nothing that could be built quickly.
    if (std::find(arguments.begin(), arguments.end(), "--engine") == arguments.end()) arguments.push_back("--quick");
    arguments.insert(arguments.end(), {"--report", report});
    Simulated run;
    run.said = kvolt(arguments);
    run.report = nlohmann::json::parse(text_of(report), nullptr, false);
    if (run.report.is_discarded()) run.report = nullptr;
    return run;
}

std::vector<std::string> set(const std::vector<std::string>& keys) {
    std::vector<std::string> arguments;
    for (const auto& key : keys) arguments.insert(arguments.end(), {"--set", key});
    return arguments;
}

std::int64_t counted(const std::string& counter, const std::vector<std::string>& keys,
                     const std::vector<std::vector<std::string>>& runs) {
    std::int64_t sum = 0;
    for (const auto& more : runs) {
        std::vector<std::string> arguments{"tiny"};
        for (const auto& word : set(keys)) arguments.push_back(word);
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::string line;
        for (const auto& word : arguments) line += word + " ";
        const auto run = simulate(arguments);
        EXPECT_EQ(run.said.status, 0) << line << run.said.out << run.said.err;
        if (!run.report.is_object()) return -1;
        EXPECT_EQ(run.report.at("mismatches"), 0) << line;
        EXPECT_TRUE(run.report.at("failures").empty()) << line << run.report.at("failures");
        for (const auto& head : run.report.at("heads")) sum += head.at(counter).get<std::int64_t>();
    }
    return sum;
}

std::string on_the_pins(const Design& design, const std::function<std::string(Dut&)>& drive) {
    use_test_cache();
    ModelOptions options;
    options.quick = true;
    const auto library = build_model(design, options).library;
    const Scratch scratch;
    const auto answer = scratch.file("answer");
    const pid_t child = fork();
    if (child == 0) {
        std::string problem;
        try {
            problem = drive(*load_dut(library));
        } catch (const std::exception& error) {
            problem = error.what();
        }
        // One letter more than nothing: a child that dies early leaves no file.
        std::ofstream(answer) << '=' << problem;
        _exit(0);
    }
    const int status = exit_status(child);
    const auto text = text_of(answer);
    if (status != 0 || text.empty())
        return "the process that drives the pins ended with status " + std::to_string(status);
    return text.substr(1);
}

}  // namespace kvolt
