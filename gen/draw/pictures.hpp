// SPDX-License-Identifier: Apache-2.0
// The pictures: each is drawn from a Design, so that it shows this engine and not one of long ago.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/draw/svg.hpp"

namespace kvolt {

struct Picture {
    std::string_view name;      ///< of the file, and on the command line
    std::string_view sentence;  ///< what it shows, without the final stop
    /// Whether this design has something to show; empty or the reason why not.
    std::string (*refusal)(const Design&);
    Svg (*draw)(const Design&, const std::string& command);
};

/// All of them, in the order in which the pages use them.
const std::vector<Picture>& pictures();
/// nullptr when there is none.
const Picture* find_picture(std::string_view name);

// One per file, draw_<name>.cpp.
extern const Picture cell_picture;
extern const Picture score_picture;
extern const Picture tile_picture;
extern const Picture head_picture;
extern const Picture stream_picture;
extern const Picture waveform_picture;
extern const Picture packet_picture;
extern const Picture registers_picture;
extern const Picture window_picture;

/// For pictures that every design has.
inline std::string any_design(const Design&) { return ""; }

}  // namespace kvolt
