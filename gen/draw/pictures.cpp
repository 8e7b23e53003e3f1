// SPDX-License-Identifier: Apache-2.0
#include "gen/draw/pictures.hpp"

#include <algorithm>

namespace kvolt {

const std::vector<Picture>& pictures() {
    static const std::vector<Picture> table{cell_picture,     score_picture,  tile_picture,
                                            head_picture,     stream_picture, packet_picture,
                                            waveform_picture, window_picture, registers_picture};
    return table;
}

const Picture* find_picture(std::string_view name) {
    const auto& table = pictures();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Picture& p) { return p.name == name; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace kvolt
