// SPDX-License-Identifier: Apache-2.0
// Where the blocks of a head stand in its picture, and which arrows are worth drawing.
#pragma once

#include <string_view>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/draw/head_graph.hpp"

namespace kvolt {

/// Six columns, four rows; the sequencer is a bar below them.
struct HeadPlace {
    std::string_view id;     ///< what arrows call it
    std::string_view match;  ///< beginning of the module's name, or of the instance's (u_...)
    int column = 0, row = 0, rows = 1;
    std::string_view paint;  ///< "digital" or "analog"
    std::string_view title;  ///< of a macro; blocks are called by their module
    std::vector<std::string_view> lines;
};

/// nullptr: small glue, counters, what has no place in the picture.
const HeadPlace* head_place(const HeadInstance& instance, const Design& design);

enum class ArrowWay {
    right,   ///< from the right side to the left side of the other, stepping in the gap before it
    left,    ///< the other way round
    up,      ///< within a column
    down,    ///< within a column
    back,    ///< from the bottom, back between the rows, into the top of the other
    under,   ///< from the bottom, along the gap, into the left side of the other
    around,  ///< from the right side along the gap below the first row, up into the other
    margin,  ///< from the left side, down left of both, into the left side of the other
    over,    ///< from the top up beside the other, into its right side
    lane,    ///< from the left side down, along the gap above the sequencer, up into the right side of the other
};

struct HeadArrow {
    std::string_view from, to;
    ArrowWay way = ArrowWay::right;
    double from_row = 0, to_row = 0;  ///< heights, in rows
    double shift = 0;                 ///< of the step, in pixels, so that steps in one gap keep apart
    std::string_view label;
};

/// Drawn where both blocks are there and a net runs from one to the other.
const std::vector<HeadArrow>& head_arrows();

}  // namespace kvolt
