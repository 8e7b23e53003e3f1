// SPDX-License-Identifier: Apache-2.0
// Configuration files are hostile until checked: bounded in size and in nesting before the TOML parser sees them.
#pragma once

#include <string>

namespace kvolt {

/// The text of a configuration file. Throws InputError: missing, unreadable, a directory, too large.
std::string read_config_file(const std::string& path);

/// Throws InputError when `text` cannot be a configuration: a zero byte, or a key so deep that a recursive parser would
/// run out of stack.
void check_text(const std::string& text, const std::string& source);

}  // namespace kvolt
