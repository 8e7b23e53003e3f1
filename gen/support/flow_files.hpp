// SPDX-License-Identifier: Apache-2.0
// Files of a flow in its own directory.
#pragma once

#include <string>
#include <vector>

#include "gen/support/file.hpp"

namespace kvolt {

bool ends_with(const std::string& text, const std::string& tail);

/// Writes `files` below `directory`; what folders are missing are made. Throws ToolError.
void write_files(const std::string& directory, const std::vector<File>& files);

/// Throws ToolError.
std::string read_file(const std::string& path);

}  // namespace kvolt
