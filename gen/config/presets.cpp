// SPDX-License-Identifier: Apache-2.0
#include "gen/config/presets.hpp"

#include "gen/support/library.hpp"

namespace kvolt {
namespace {

/// A preset is named by its file; its sentence is the first comment line after the license.
Preset preset_of(const File& file) {
    const auto begin = file.path.rfind('/') + 1;
    const auto end = file.path.rfind('.');
    const auto line = file.text.find("\n# ") + 3;
    return {file.path.substr(begin, end - begin), file.text.substr(line, file.text.find('\n', line) - line), file.text};
}

}  // namespace

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = [] {
        std::vector<Preset> out;
        for (const auto& file : embedded_presets()) out.push_back(preset_of(file));
        return out;
    }();
    return all;
}

}  // namespace kvolt
