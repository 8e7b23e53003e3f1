// SPDX-License-Identifier: Apache-2.0
// A directory of one's own while a flow runs.
#pragma once

#include <memory>
#include <string>

#include "gen/support/cleanup.hpp"

namespace kvolt {

/// Created under $TMPDIR (else /tmp), for its owner only; removed with everything in it on destruction, and when a
/// signal ends the process.
class ScratchDirectory {
public:
    /// Throws ToolError when it cannot be created.
    ScratchDirectory();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    /// Absolute.
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    std::unique_ptr<DoomedPath> doomed_;
};

}  // namespace kvolt
