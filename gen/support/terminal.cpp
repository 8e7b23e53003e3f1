// SPDX-License-Identifier: Apache-2.0
#include "gen/support/terminal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace kvolt {
namespace {

constexpr auto apart = std::chrono::milliseconds(200);  // two updates of a line
constexpr const char* erase = "\r\033[K";

void put(const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
    std::clearerr(stderr);
}

}  // namespace

void guard_standard_streams() {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
        if (fcntl(stream, F_GETFD) < 0) open("/dev/null", O_RDONLY);  // takes the lowest that is free: this one
}

void warn(const std::string& line) { put(line + "\n"); }

std::string progress_text(const std::string& what, std::size_t done, std::size_t total, std::size_t at_start,
                          double seconds, const std::string& more) {
    auto text = fmt::format("{} of {} {}{}, {:.0f} s", done, total, what, more.empty() ? "" : ", " + more, seconds);
    if (done > at_start && done < total)
        text += fmt::format(", {:.0f} s left",
                            seconds / static_cast<double>(done - at_start) * static_cast<double>(total - done));
    return text;
}

ProgressLine::ProgressLine(std::string what, std::size_t log_every)
    : terminal_(isatty(STDERR_FILENO) != 0), what_(std::move(what)), log_every_(log_every) {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::say(const std::string& words) {
    if (!terminal_) return;
    put(erase + words);
    dirty_ = true;
}

void ProgressLine::count(std::size_t done, std::size_t total, const std::string& more) {
    const auto now = Clock::now();
    if (!counting_) {
        counting_ = true;
        at_start_ = done;
        start_ = now;
    }
    const bool logged = log_every_ > 0 && done > at_start_ && (done % log_every_ == 0 || done == total);
    if (terminal_ ? now - last_ < apart && done < total : !logged) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const auto text = progress_text(what_, done, total, at_start_, seconds, more);
    if (terminal_)
        say(text);
    else
        warn(text);
}

void ProgressLine::line(const std::string& words) {
    clear();
    warn(words);
}

void ProgressLine::clear() {
    if (dirty_) put(erase);
    dirty_ = false;
}

}  // namespace kvolt
