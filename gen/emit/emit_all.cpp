// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gen/emit/emitters.hpp"
#include "gen/emit/identity.hpp"

namespace kvolt {

namespace {

/// No net of a Verilog file exists by a slip of the pen. Blocks of the library say so themselves.
void refuse_implicit_nets(File& file) {
    const std::string directive = "`default_nettype";
    const bool verilog = file.path.size() > 2 && file.path.compare(file.path.size() - 2, 2, ".v") == 0;
    if (!verilog || file.text.find(directive) != std::string::npos) return;
    std::size_t at = 0;  // behind the banner
    while (file.text.compare(at, 3, "// ") == 0) at = file.text.find('\n', at) + 1;
    file.text.insert(at, directive + " none\n");
    file.text += "\n" + directive + " wire\n";
}

}  // namespace

std::vector<File> emit_files(const Design& design) {
    // Composition first: the library emitter links what the files before it instantiate. The manifest last: it lists
    // the others.
    static constexpr Emitter emitters[] = {
        emit_features, emit_head,  emit_registers, emit_top,        emit_rtl_library, emit_macros,  emit_constraints,
        emit_software, emit_bench, emit_dpi,       emit_file_lists, emit_testbench,   emit_license, emit_manifest};
    std::vector<File> files;
    for (const auto emitter : emitters) {
        emitter(design, files);
        for (auto& file : files) refuse_implicit_nets(file);
    }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return files;
}

std::vector<File> emit_all(const Design& design) { return emit_files(identified(design)); }

}  // namespace kvolt
