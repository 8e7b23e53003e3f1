// SPDX-License-Identifier: Apache-2.0
#include "gen/support/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "gen/support/cleanup.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto grace = std::chrono::seconds(2);  // between asking a tool to end and making it

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

std::string path_of(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::istringstream directories(path == nullptr ? "" : path);
    for (std::string directory; std::getline(directories, directory, ':');)
        if (const auto candidate = directory + "/" + program; access(candidate.c_str(), X_OK) == 0) return candidate;
    return {};
}

/// Both ends are closed by exec, and none of them is a standard stream, also where this process has lost its own.
class Pipe {
public:
    Pipe() {
        if (pipe2(ends_, O_CLOEXEC) != 0) throw ToolError("cannot create a pipe");
        for (int& end : ends_) {
            if (end > STDERR_FILENO) continue;
            const int higher = fcntl(end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
            close(end);
            end = higher;
        }
    }
    ~Pipe() {
        close_read();
        close_write();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] int read_end() const { return ends_[0]; }
    [[nodiscard]] int write_end() const { return ends_[1]; }
    void close_read() { close_end(ends_[0]); }
    void close_write() { close_end(ends_[1]); }

private:
    static void close_end(int& end) {
        if (end >= 0) close(end);
        end = -1;
    }

    int ends_[2] = {-1, -1};
};

/// All signals wait in this thread while it lives: a child that has not called exec yet must not clean up after us.
class HoldSignals {
public:
    HoldSignals() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
    }
    ~HoldSignals() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    HoldSignals(const HoldSignals&) = delete;
    HoldSignals& operator=(const HoldSignals&) = delete;

    sigset_t before{};
};

bool is_setting_of(const std::string& setting, const char* variable) {
    const auto* equals = std::strchr(variable, '=');
    const auto length = equals == nullptr ? std::strlen(variable) : static_cast<std::size_t>(equals - variable) + 1;
    return setting.compare(0, length, variable, length) == 0;
}

/// The environment of a tool.
std::vector<std::string> environment_of(const ProcessOptions& options) {
    std::vector<std::string> set{"LC_ALL=C"};
    // Relative: a blank or a bracket in the path of the directory is nothing to a tool that never sees it.
    if (!options.directory.empty()) set.emplace_back("TMPDIR=.");
    set.insert(set.end(), options.environment.begin(), options.environment.end());
    std::vector<std::string> all = set;
    for (char** variable = environ; *variable != nullptr; ++variable)
        if (std::none_of(set.begin(), set.end(), [&](const auto& one) { return is_setting_of(one, *variable); }))
            all.emplace_back(*variable);
    return all;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

/// A tool that runs.
class Child {
public:
    Child(const std::vector<std::string>& argv, const ProcessOptions& options) : program_(argv.at(0)) {
        const auto environment = environment_of(options);
        const auto arguments = pointers(argv), variables = pointers(environment);
        const HoldSignals held;
        id_ = fork();
        if (id_ < 0) throw ToolError("cannot fork");
        if (id_ == 0) become(options.directory, arguments.data(), variables.data(), held.before);
        setpgid(id_, id_);
        group_.set(id_);
        for (auto* pipe : {&output_, &errors_, &failure_}) pipe->close_write();
    }

    void read(ProcessResult& result, double timeout_s) {
        auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                           std::chrono::duration<double>(timeout_s > 0 ? timeout_s : 1e6));
        int signal = SIGTERM;
        pollfd streams[] = {{output_.read_end(), POLLIN, 0}, {errors_.read_end(), POLLIN, 0}};
        while (streams[0].fd >= 0 || streams[1].fd >= 0) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
            if (left <= 0) {
                result.timed_out = true;
                kill(-id_, signal);
                signal = SIGKILL;
                deadline = Clock::now() + grace;
                continue;
            }
            if (poll(streams, 2, static_cast<int>(std::min<long long>(left, 1 << 30))) <= 0) continue;
            for (auto& stream : streams)
                if (stream.fd >= 0 && stream.revents != 0 && !take(stream.fd, &stream == streams, result))
                    stream.fd = -1;
        }
    }

    void wait(ProcessResult& result) {
        int error = 0, status = 0;
        const bool failed_to_start = ::read(failure_.read_end(), &error, sizeof error) == sizeof error;
        rusage usage{};
        siginfo_t ended{};
        while (waitid(P_PID, static_cast<id_t>(id_), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
        }
        halt_if_ending();
        kill(-id_, SIGKILL);  // what the tool has left behind; its number is taken until the next line
        while (wait4(id_, &status, 0, &usage) < 0 && errno == EINTR) {
        }
        while (waitpid(-id_, nullptr, 0) > 0 || errno == EINTR) {
        }
        halt_if_ending();
        if (failed_to_start) throw ToolError(fmt::format("cannot run {}: {}", program_, std::strerror(error)));
        result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        result.peak_kib = usage.ru_maxrss;
        for (const auto& time : {usage.ru_utime, usage.ru_stime})
            result.cpu_seconds += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }

private:
    [[noreturn]] void become(const std::string& directory, char* const* arguments, char* const* variables,
                             const sigset_t& mask) const {
        setpgid(0, 0);
        restore_signals();
        pthread_sigmask(SIG_SETMASK, &mask, nullptr);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        const int null = open("/dev/null", O_RDONLY);
        dup2(null, STDIN_FILENO);
        dup2(output_.write_end(), STDOUT_FILENO);
        dup2(errors_.write_end(), STDERR_FILENO);
        if (directory.empty() || chdir(directory.c_str()) == 0) execvpe(arguments[0], arguments, variables);
        const int error = errno;
        [[maybe_unused]] const auto written = write(failure_.write_end(), &error, sizeof error);
        _exit(127);
    }

    /// False at the end of the stream.
    static bool take(int stream, bool standard, ProcessResult& result) {
        char buffer[1 << 16];
        const ssize_t n = ::read(stream, buffer, sizeof buffer);
        if (n < 0) return errno == EINTR;
        result.output.append(buffer, static_cast<std::size_t>(n));
        if (standard) result.standard_output.append(buffer, static_cast<std::size_t>(n));
        return n > 0;
    }

    const std::string& program_;
    Pipe output_, errors_, failure_;  // the last carries errno when exec fails
    RunningGroup group_;
    pid_t id_ = -1;
};

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
    const auto start = Clock::now();
    ProcessResult result;
    Child child(argv, options);
    child.read(result, options.timeout_s);
    child.wait(result);
    result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return result;
}

ProcessResult run_process(const std::vector<std::string>& argv, const std::string& directory) {
    ProcessOptions options;
    options.directory = directory;
    return run_process(argv, options);
}

ProcessResult run_tool(const std::string& what, const std::vector<std::string>& argv, const ProcessOptions& options) {
    auto result = run_process(argv, options);
    if (result.status != 0)
        throw ToolError(fmt::format("{} failed with status {}:{}", what, result.status, tail(result.output, 12)));
    return result;
}

ProcessResult run_tool(const std::string& what, const std::vector<std::string>& argv, const std::string& directory) {
    ProcessOptions options;
    options.directory = directory;
    return run_tool(what, argv, options);
}

std::string run_in_copy(const std::string& what, const std::function<std::string()>& work) {
    Pipe answer;
    RunningGroup group;
    pid_t id = -1;
    {
        const HoldSignals held;
        id = fork();
        if (id < 0) throw ToolError("cannot fork");
        if (id == 0) {
            setpgid(0, 0);
            restore_signals();
            pthread_sigmask(SIG_SETMASK, &held.before, nullptr);
            prctl(PR_SET_PDEATHSIG, SIGTERM);
            int status = 1;
            try {
                const auto text = work();
                const auto written = write(answer.write_end(), text.data(), text.size());
                status = written == static_cast<ssize_t>(text.size()) ? 0 : 1;
            } catch (...) {  // the same will be thrown where the work is done in earnest
            }
            _exit(status);
        }
        setpgid(id, id);
        group.set(id);
    }
    answer.close_write();
    std::string text;
    char buffer[4096];
    for (ssize_t n = 1; n > 0 || (n < 0 && errno == EINTR);) {
        n = read(answer.read_end(), buffer, sizeof buffer);
        if (n > 0) text.append(buffer, static_cast<std::size_t>(n));
    }
    int status = 0;
    while (waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    halt_if_ending();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw ToolError(what + " did not end well");
    return text;
}

bool have_program(const std::string& program) { return !path_of(program).empty(); }

std::string require_program(const std::string& program, const std::string& package) {
    auto path = path_of(program);
    if (path.empty()) throw ToolError(fmt::format("{} is not on PATH; Debian package {} brings it", program, package));
    return path;
}

}  // namespace kvolt
