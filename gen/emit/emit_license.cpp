// SPDX-License-Identifier: Apache-2.0
// LICENSE: the terms of the blocks, macros and headers that are copied into the output.
#include "gen/emit/emitters.hpp"
#include "gen/support/library.hpp"

namespace kvolt {

void emit_license(const Design&, std::vector<File>& files) {
    files.insert(files.end(), embedded_license().begin(), embedded_license().end());
}

}  // namespace kvolt
