// SPDX-License-Identifier: Apache-2.0
#include "gen/support/scratch_directory.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

constexpr int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP};
char doomed[4096] = "";  // what a signal handler can reach

/// Only calls that are allowed in a signal handler; then the signal does what it would have done.
void remove_and_die(int signal) {
    if (doomed[0] != '\0') {
        const pid_t child = fork();
        if (child == 0) {
            execl("/bin/rm", "rm", "-rf", "--", doomed, static_cast<char*>(nullptr));
            _exit(127);
        }
        if (child > 0) waitpid(child, nullptr, 0);
        // A tool that outlives us by a moment may still have written something.
        if (access(doomed, F_OK) == 0 && fork() == 0) {
            execl("/bin/sh", "sh", "-c", "sleep 1; rm -rf -- \"$0\"", doomed, static_cast<char*>(nullptr));
            _exit(127);
        }
    }
    std::signal(signal, SIG_DFL);
    raise(signal);
}

}  // namespace

ScratchDirectory::ScratchDirectory() {
    const char* root = std::getenv("TMPDIR");
    path_ = fmt::format("{}/kvolt-XXXXXX", root != nullptr && *root != '\0' ? root : "/tmp");
    if (path_.size() >= sizeof doomed || mkdtemp(path_.data()) == nullptr)
        throw ToolError(fmt::format("cannot create a temporary directory {}: {}", path_, std::strerror(errno)));
    std::strncpy(doomed, path_.c_str(), sizeof doomed - 1);
    for (const int signal : fatal_signals) std::signal(signal, remove_and_die);
}

ScratchDirectory::~ScratchDirectory() {
    for (const int signal : fatal_signals) std::signal(signal, SIG_DFL);
    doomed[0] = '\0';
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace kvolt
