// SPDX-License-Identifier: Apache-2.0
// Finds which library modules a Verilog text needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/emit/emit.hpp"

namespace kvolt {

/// "kv_sync" of "rtl/kv_sync.v".
std::string module_of(const std::string& path);

/// The files of `library` (one module each, file name = module name) that the `roots` instantiate, directly or through
/// each other, in an order in which every module comes before those that use it. Comments are not looked at.
std::vector<const File*> linked_modules(const std::vector<const File*>& roots, const std::vector<File>& library);

/// The file of `library` with this name ("kv_tile_model_dpi.v"), nullptr when there is none.
const File* find_by_name(const std::vector<File>& library, std::string_view name);

}  // namespace kvolt
