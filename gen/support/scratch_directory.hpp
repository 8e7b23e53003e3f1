// SPDX-License-Identifier: Apache-2.0
// A directory of one's own while a flow runs.
#pragma once

#include <string>

namespace kvolt {

/// Created under $TMPDIR (else /tmp), removed with everything in it on destruction, and when SIGINT, SIGTERM or SIGHUP
/// ends the process. At most one exists at a time.
class ScratchDirectory {
public:
    /// Throws ToolError when it cannot be created.
    ScratchDirectory();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace kvolt
