// SPDX-License-Identifier: Apache-2.0
// A directory of files, all of them or none.
#pragma once

#include <string>
#include <vector>

#include "gen/support/file.hpp"

namespace kvolt {

/// Writes all files or none: into a sibling temporary directory that is renamed into place. An existing output
/// directory is replaced only if it is empty or holds a KVolt manifest. Throws InputError otherwise.
void write_directory(const std::string& directory, const std::vector<File>& files);

}  // namespace kvolt
