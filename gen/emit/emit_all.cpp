// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/emit/emitters.hpp"
#include "gen/emit/identity.hpp"

namespace kvolt {

std::vector<File> emit_files(const Design& design) {
    // Composition first: the library emitter links what the files before it instantiate. The manifest last: it lists
    // the others.
    static constexpr Emitter emitters[] = {emit_head,        emit_protected,  emit_registers,   emit_top,
                                           emit_rtl_library, emit_macros,     emit_constraints, emit_software,
                                           emit_bench,       emit_file_lists, emit_license,     emit_manifest};
    std::vector<File> files;
    for (const auto emitter : emitters) emitter(design, files);
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return files;
}

std::vector<File> emit_all(const Design& design) { return emit_files(identified(design)); }

}  // namespace kvolt
