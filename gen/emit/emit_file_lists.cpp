// SPDX-License-Identifier: Apache-2.0
// <name>.sim.f, <name>.portable.f, <name>.synth.f: one path a line, relative to the list, nothing else, so that every
// tool reads them as they are.
#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/emitters.hpp"
#include "gen/emit/link.hpp"
#include "gen/emit/macro_shells.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

/// All RTL, library modules first, then what is built from them, the top last.
std::vector<std::string> rtl_paths(const std::vector<File>& files) {
    const auto& library = embedded_rtl();
    const auto linked = [&](const File& file) {
        return std::any_of(library.begin(), library.end(), [&](const File& one) { return one.path == file.path; });
    };
    std::vector<const File*> roots;  // in the order of the emitters, so that the top comes last
    for (const auto& file : files) {
        if (file.path.rfind("rtl/", 0) == 0 && !linked(file)) roots.push_back(&file);
    }
    std::vector<std::string> paths;
    for (const auto* file : linked_modules(roots, embedded_rtl())) paths.push_back(file->path);
    for (const auto* file : roots) paths.push_back(file->path);
    return paths;
}

File list(const Design& design, const std::string& purpose, const std::vector<std::string>& macros,
          const std::vector<std::string>& rtl) {
    std::string text;
    for (const auto& path : macros) text += path + "\n";
    for (const auto& path : rtl) text += path + "\n";
    return {fmt::format("{}.{}.f", design.name, purpose), text};
}

}  // namespace

void emit_file_lists(const Design& design, std::vector<File>& files) {
    const auto rtl = rtl_paths(files);
    const auto with_shells = [&](const char* view) {
        std::vector<std::string> paths;
        for (const auto& model : macro_model_files(design, {view})) paths.push_back("macros/" + model);
        for (const auto& macro : design.macros) paths.push_back(fmt::format("macros/{}.v", macro.module));
        return paths;
    };
    std::vector<std::string> black_boxes;
    for (const auto& macro : design.macros) black_boxes.push_back(fmt::format("macros/{}_bb.v", macro.module));
    files.push_back(list(design, "sim", with_shells("dpi"), rtl));
    files.push_back(list(design, "portable", with_shells("portable"), rtl));
    files.push_back(list(design, "synth", black_boxes, rtl));
}

}  // namespace kvolt
