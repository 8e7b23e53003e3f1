// SPDX-License-Identifier: Apache-2.0
// What the picture of a head shows, for those who compare it with the head.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

struct HeadPictureMap {
    std::vector<std::string> blocks;  ///< HeadPlace::id of those that have a place
    /// From block to block; one end of an arrow that stands for a stream of the head is empty.
    std::vector<std::pair<std::string, std::string>> arrows;
    /// Nets run from one to the other, whether or not an arrow says so.
    std::vector<std::pair<std::string, std::string>> connected;
};

HeadPictureMap head_picture_map(const Design& design);

}  // namespace kvolt
