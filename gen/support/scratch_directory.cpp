// SPDX-License-Identifier: Apache-2.0
#include "gen/support/scratch_directory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "gen/support/diagnostics.hpp"

namespace kvolt {

ScratchDirectory::ScratchDirectory() {
    const char* given = std::getenv("TMPDIR");
    const std::filesystem::path root(given != nullptr && *given != '\0' ? given : "/tmp");
    path_ = (std::filesystem::absolute(root) / "kvolt-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr)
        throw ToolError(fmt::format("cannot create a temporary directory {}: {}", path_, std::strerror(errno)));
    doomed_ = std::make_unique<DoomedPath>(path_);
}

ScratchDirectory::~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace kvolt
