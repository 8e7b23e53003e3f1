// SPDX-License-Identifier: Apache-2.0
#include "tests/abuse/edited_model.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "gen/flows/models/verilate.hpp"
#include "sim/bench/dut_library.hpp"

extern "C" int sc_main(int, char**);

namespace kvolt {
namespace {

/// libsystemc, which a generated model brings along, looks for sc_main here; the bench has it.
[[maybe_unused]] auto* const volatile linked_bench = &sc_main;

std::string read_all(int file) {
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(file, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    return text;
}

/// The child's side: one letter more than the answer, so that a child that dies early is not taken for a good one.
[[noreturn]] void answer(int file, const std::string& library, const std::function<std::string(Dut&)>& drive) {
    std::string problem;
    try {
        problem = drive(*load_dut(library));
    } catch (const std::exception& error) {
        problem = error.what();
    }
    problem.insert(problem.begin(), '=');
    const bool whole = write(file, problem.data(), problem.size()) == static_cast<ssize_t>(problem.size());
    _exit(whole ? 0 : 1);
}

}  // namespace

std::string drive_edited(const Design& design, const EditFiles& edit, const std::function<std::string(Dut&)>& drive) {
    const auto beside = std::filesystem::path(KVOLT_BINARY).parent_path().parent_path() / "cache";
    setenv("KVOLT_CACHE", beside.c_str(), 0);
    ModelOptions options;
    options.quick = true;
    options.edit = edit;
    const auto library = build_model(design, options).library;
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child == 0) answer(ends[1], library, drive);
    close(ends[1]);
    const auto text = read_all(ends[0]);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0 || text.empty())
        return "the process that drives the pins ended with status " + std::to_string(status);
    return text.substr(1);
}

void replace_in(std::vector<File>& files, const std::string& path, const std::string& from, const std::string& to) {
    for (auto& file : files) {
        if (file.path != path) continue;
        const auto at = file.text.find(from);
        if (at == std::string::npos) break;
        file.text.replace(at, from.size(), to);
        return;
    }
    throw std::runtime_error(path + " does not hold \"" + from + "\"");
}

}  // namespace kvolt
