// SPDX-License-Identifier: Apache-2.0
// The sources as rooms and arrows: who includes whom, read from the text.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kvolt::test {

/// One `#include "..."` of the project's own headers.
struct Include {
    std::string file, header;  ///< relative to the source tree, '/' separated
    int line = 0;
};

/// Folder of a file, with a final '/': what docs/architecture.md calls a room.
std::string room_of(const std::string& file);

/// Every .cpp and .hpp below gen/, sim/ and include/, sorted.
std::vector<std::string> source_files(const std::string& root);

/// Includes of `text`, the text of `file`; a header beside the file is found there, others from the root or include/.
/// Headers that are not the project's (another folder than gen/, sim/, include/) are left out.
std::vector<Include> includes_of(const std::string& root, const std::string& file, const std::string& text);

/// Rooms and the rooms that each may include, from the table of docs/architecture.md: its first column names a room in
/// backquotes, its last column the others.
std::map<std::string, std::set<std::string>> allowed_arrows(const std::string& page);

/// Nodes of a cycle in order, or nothing.
std::vector<std::string> find_cycle(const std::map<std::string, std::set<std::string>>& arrows);

}  // namespace kvolt::test
