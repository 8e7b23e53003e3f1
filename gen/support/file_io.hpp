// SPDX-License-Identifier: Apache-2.0
// Files of a flow in a directory of its own: whole texts, every write checked.
#pragma once

#include <string>
#include <vector>

#include "gen/support/file.hpp"

namespace kvolt {

/// Replaces the file; what folders are missing are made. Throws ToolError with the system's reason, also when the disk
/// is full.
void write_text(const std::string& path, const std::string& text);

/// write_text() of all `files`, whose paths are relative to `directory`.
void write_files(const std::string& directory, const std::vector<File>& files);

/// The whole file. Throws ToolError with the system's reason.
std::string read_text(const std::string& path);

/// How `paths` are called from inside `directory`: what its own path is called does not matter to a tool that works
/// there. A relative one is taken for such a name already.
std::vector<std::string> relative_names(const std::vector<std::string>& paths, const std::string& directory);

bool ends_with(const std::string& text, const std::string& tail);

}  // namespace kvolt
