// SPDX-License-Identifier: Apache-2.0
// rtl/<module>.v: every hand-written block that the emitted modules instantiate, so that an output directory is
// complete.
#include "gen/emit/emitters.hpp"
#include "gen/emit/link.hpp"
#include "gen/support/library.hpp"

namespace kvolt {

void emit_rtl_library(const Design&, std::vector<File>& files) {
    std::vector<const File*> roots;
    for (const auto& file : files) {
        if (file.path.compare(0, 4, "rtl/") == 0) roots.push_back(&file);
    }
    const auto needed = linked_modules(roots, embedded_rtl());
    for (const auto* file : needed) files.push_back(*file);
}

}  // namespace kvolt
