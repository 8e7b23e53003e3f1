// SPDX-License-Identifier: Apache-2.0
#include "gen/support/cleanup.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <iterator>
#include <mutex>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

constexpr int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU};
constexpr int patience_ms = 2000;  // that tools have to end by themselves

/// What a signal handler can reach. Texts are written before `used` is set.
struct Doomed {
    std::atomic<bool> taken{false}, used{false};
    char path[4096] = "";
};
std::array<Doomed, 32> doomed;

constexpr pid_t no_group = 0, group_to_come = -1;
std::array<std::atomic<pid_t>, 1024> groups;

std::atomic<bool> remembering{false}, remembered{false}, ending{false};

void signal_groups(int signal) {
    for (auto& group : groups)
        if (const pid_t id = group; id > 0) kill(-id, signal);
}

bool groups_live() {
    bool live = false;
    for (auto& group : groups) {
        const pid_t id = group;
        if (id <= 0) continue;
        while (waitpid(-id, nullptr, WNOHANG) > 0) {  // nobody else will: this process ends
        }
        live = live || kill(-id, 0) == 0;
    }
    return live;
}

/// Only calls that are allowed in a signal handler.
void remove_tree(const char* path) {
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/rm", "rm", "-rf", "--", path, static_cast<char*>(nullptr));
        _exit(127);
    }
    if (child > 0) waitpid(child, nullptr, 0);
    // Another thread may still have written something.
    if (access(path, F_OK) == 0 && fork() == 0) {
        execl("/bin/sh", "sh", "-c", "sleep 1; rm -rf -- \"$0\"", path, static_cast<char*>(nullptr));
        _exit(127);
    }
}

void on_signal(int signal) {
    if (remembering && (signal == SIGINT || signal == SIGTERM) && !remembered.exchange(true)) {
        signal_groups(SIGTERM);
        return;
    }
    if (!ending.exchange(true)) {
        signal_groups(SIGTERM);
        for (int waited = 0; groups_live() && waited < patience_ms; waited += 10) poll(nullptr, 0, 10);
        signal_groups(SIGKILL);
        for (const auto& one : doomed)
            if (one.used) remove_tree(one.path);
    }
    std::signal(signal, SIG_DFL);
    raise(signal);
}

char full_disk_line[4096];
std::size_t full_disk_length = 0;

void on_bus_error(int) {
    if (!ending.exchange(true)) {
        signal_groups(SIGKILL);
        for (const auto& one : doomed)
            if (one.used) remove_tree(one.path);
    }
    const auto written = write(STDERR_FILENO, full_disk_line, full_disk_length);
    static_cast<void>(written);  // there is nobody to tell
    _exit(1);
}

struct sigaction dispositions_before[std::size(fatal_signals)];
struct sigaction file_size_before {};

void install() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action {};
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        sigfillset(&action.sa_mask);
        for (std::size_t i = 0; i < std::size(fatal_signals); ++i) {
            auto& before = dispositions_before[i];
            sigaction(fatal_signals[i], nullptr, &before);
            if (before.sa_handler != SIG_IGN) sigaction(fatal_signals[i], &action, nullptr);
        }
        action.sa_handler = SIG_IGN;
        sigaction(SIGXFSZ, &action, &file_size_before);
    });
}

}  // namespace

DoomedPath::DoomedPath(const std::string& path) : place_(0) {
    install();
    if (path.size() >= sizeof(Doomed::path)) throw ToolError(path + ": the path is too long");
    while (place_ < doomed.size() && doomed[place_].taken.exchange(true)) ++place_;
    if (place_ == doomed.size()) throw ToolError("too many files in the making");
    std::memcpy(doomed[place_].path, path.c_str(), path.size() + 1);
    doomed[place_].used = true;
}

DoomedPath::~DoomedPath() {
    doomed[place_].used = false;
    doomed[place_].taken = false;
}

RunningGroup::RunningGroup() : place_(0) {
    install();
    prctl(PR_SET_CHILD_SUBREAPER, 1);  // what a tool leaves behind becomes ours to end, not init's
    halt_if_ending();
    for (; place_ < groups.size(); ++place_) {
        pid_t expected = no_group;
        if (groups[place_].compare_exchange_strong(expected, group_to_come)) return;
    }
    throw ToolError("too many tools at a time");
}

RunningGroup::~RunningGroup() { groups[place_] = no_group; }

void RunningGroup::set(pid_t group) {
    groups[place_] = group;
    // A signal that came between fork and here has missed it.
    if (ending || remembered) kill(-group, SIGTERM);
}

FullDiskLine::FullDiskLine(const std::string& line) {
    install();
    full_disk_length = std::min(line.size(), sizeof full_disk_line);
    std::memcpy(full_disk_line, line.data(), full_disk_length);
    std::signal(SIGBUS, on_bus_error);
}

FullDiskLine::~FullDiskLine() { std::signal(SIGBUS, SIG_DFL); }

RememberInterrupts::RememberInterrupts() {
    install();
    remembered = false;
    remembering = true;
}

RememberInterrupts::~RememberInterrupts() { remembering = false; }

bool interrupted() { return remembered; }

void halt_if_ending() {
    while (ending) pause();
}

void restore_signals() {
    for (std::size_t i = 0; i < std::size(fatal_signals); ++i)
        sigaction(fatal_signals[i], &dispositions_before[i], nullptr);
    sigaction(SIGXFSZ, &file_size_before, nullptr);
}

}  // namespace kvolt
