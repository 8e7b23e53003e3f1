// SPDX-License-Identifier: Apache-2.0
// Nothing stays behind when a signal ends the process: tools that run are ended, files and directories in the making
// are removed. Then the signal does what it would have done. Signals: SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE,
// SIGXCPU; one that was ignored when the process began stays ignored (nohup). A file that may not grow further
// (SIGXFSZ) is a failed write.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

namespace kvolt {

/// A file or directory that is removed, with everything in it, if a signal ends the process while this lives.
class DoomedPath {
public:
    /// Throws ToolError: too many at a time, or a path that is too long for a signal handler.
    explicit DoomedPath(const std::string& path);
    ~DoomedPath();
    DoomedPath(const DoomedPath&) = delete;
    DoomedPath& operator=(const DoomedPath&) = delete;

private:
    std::size_t place_;
};

/// A process group that is ended together with this process.
class RunningGroup {
public:
    /// No group yet. Throws ToolError when too many run.
    RunningGroup();
    ~RunningGroup();
    RunningGroup(const RunningGroup&) = delete;
    RunningGroup& operator=(const RunningGroup&) = delete;

    void set(pid_t group);

private:
    std::size_t place_;
};

/// While this lives, the first SIGINT or SIGTERM ends the tools that run and is remembered, no more: whoever asks
/// interrupted() now and then ends in order. The second ends the process as ever. One at a time.
class RememberInterrupts {
public:
    RememberInterrupts();
    ~RememberInterrupts();
    RememberInterrupts(const RememberInterrupts&) = delete;
    RememberInterrupts& operator=(const RememberInterrupts&) = delete;
};

/// While this lives, a page of a mapped file for which the disk has no room (SIGBUS) ends the process with status 1 and
/// this line on standard error, and what is in the making is removed. Writers of waveforms map their files. One at a
/// time.
class FullDiskLine {
public:
    explicit FullDiskLine(const std::string& line);
    ~FullDiskLine();
    FullDiskLine(const FullDiskLine&) = delete;
    FullDiskLine& operator=(const FullDiskLine&) = delete;
};

/// SIGINT or SIGTERM has come while RememberInterrupts lived.
bool interrupted();

/// Never returns where a signal is ending the process, on whatever thread: nothing more is to be done.
void halt_if_ending();

/// Signals that this process handles act on a new program as they would have acted on this one at its beginning. To be
/// called between fork and exec.
void restore_signals();

}  // namespace kvolt
