// SPDX-License-Identifier: Apache-2.0
// A single result file: complete, or not there.
#pragma once

#include <string>

namespace kvolt::cli {

/// Writes to a temporary file beside `path` that is renamed into place. Throws InputError when that is impossible.
void write_output_file(const std::string& path, const std::string& text);

}  // namespace kvolt::cli
