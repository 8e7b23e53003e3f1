// SPDX-License-Identifier: Apache-2.0
#include "gen/support/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

std::string tail(const std::string& text, std::size_t lines) {
    std::size_t position = text.size();
    while (lines > 0 && position > 0) {
        const auto newline = text.rfind('\n', position - 1);
        if (newline == std::string::npos) return text;
        position = newline;
        --lines;
    }
    return text.substr(position);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv, const std::string& directory) {
    int output_pipe[2];
    int error_pipe[2];  // carries errno when exec fails; closed by a successful exec
    if (pipe2(output_pipe, O_CLOEXEC) != 0 || pipe2(error_pipe, O_CLOEXEC) != 0)
        throw ToolError("cannot create a pipe");
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child < 0) throw ToolError("cannot fork");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        const int null = open("/dev/null", O_RDONLY);
        dup2(null, STDIN_FILENO);
        dup2(output_pipe[1], STDOUT_FILENO);
        dup2(output_pipe[1], STDERR_FILENO);
        std::vector<char*> arguments;
        for (const auto& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
        arguments.push_back(nullptr);
        if (directory.empty() || chdir(directory.c_str()) == 0) execvp(arguments[0], arguments.data());
        const int error = errno;
        [[maybe_unused]] const auto written = write(error_pipe[1], &error, sizeof error);
        _exit(127);
    }
    close(output_pipe[1]);
    close(error_pipe[1]);
    ProcessResult result;
    char buffer[65536];
    for (;;) {
        const ssize_t n = read(output_pipe[0], buffer, sizeof buffer);
        if (n > 0)
            result.output.append(buffer, static_cast<std::size_t>(n));
        else if (n == 0 || errno != EINTR)
            break;
    }
    int error = 0;
    const bool failed_to_start = read(error_pipe[0], &error, sizeof error) == sizeof error;
    close(output_pipe[0]);
    close(error_pipe[0]);
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    if (failed_to_start) throw ToolError(fmt::format("cannot run {}: {}", argv[0], std::strerror(error)));
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.peak_kib = usage.ru_maxrss;
    for (const auto& time : {usage.ru_utime, usage.ru_stime})
        result.cpu_seconds += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    return result;
}

ProcessResult run_tool(const std::string& what, const std::vector<std::string>& argv, const std::string& directory) {
    auto result = run_process(argv, directory);
    if (result.status != 0)
        throw ToolError(fmt::format("{} failed with status {}:{}", what, result.status, tail(result.output, 12)));
    return result;
}

bool have_program(const std::string& program) {
    const char* path = std::getenv("PATH");
    if (path == nullptr) return false;
    std::istringstream directories(path);
    for (std::string directory; std::getline(directories, directory, ':');)
        if (access((directory + "/" + program).c_str(), X_OK) == 0) return true;
    return false;
}

}  // namespace kvolt
