// SPDX-License-Identifier: Apache-2.0
// A generated model some of whose files are not as they were emitted, driven in a process of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/emit.hpp"
#include "kvolt/dut.hpp"

namespace kvolt {

using EditFiles = std::function<void(std::vector<File>&)>;

/// Builds the model, loads it in a child process and runs `drive` there. Returns what drive returned, or how the child
/// ended without returning: empty when all is well.
std::string drive_edited(const Design& design, const EditFiles& edit, const std::function<std::string(Dut&)>& drive);

/// Replaces `from`, which the file at `path` must hold, by `to`.
void replace_in(std::vector<File>& files, const std::string& path, const std::string& from, const std::string& to);

}  // namespace kvolt
