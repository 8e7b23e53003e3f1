// SPDX-License-Identifier: Apache-2.0
// The files of the source tree, for tests that read all of them.
#pragma once

#include <string>
#include <vector>

namespace kvolt::test {

/// Paths relative to the source tree, sorted: what git knows, or would add. Throws std::runtime_error without git.
const std::vector<std::string>& tree_files();

/// Text of one of them.
std::string tree_text(const std::string& file);

bool has_extension(const std::string& file, const std::vector<std::string>& extensions);
bool is_below(const std::string& file, const std::string& folder);

/// Standard output and error of a shell command in the source tree, and its exit status.
struct CommandOutcome {
    int status = 0;
    std::string output;
};
CommandOutcome in_tree(const std::string& command);

}  // namespace kvolt::test
