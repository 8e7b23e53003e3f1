// SPDX-License-Identifier: Apache-2.0
// What the normalizer of a design costs by itself, outside its head.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

struct NormalizerArea {
    double normalizer_um2 = 0;  ///< of one
    double divider_um2 = 0;     ///< kv_reciprocal, one per head; 0 where nothing is divided
    long flip_flops = 0;        ///< of both
};

/// Synthesizes the normalizer of an adc design alone, with the parameters it has there. Cell areas of the library, no
/// routing. Throws InputError (technology, Liberty) and ToolError.
NormalizerArea estimate_normalizer_area(const Design& design, const std::string& technology,
                                        const std::vector<std::string>& liberty);

}  // namespace kvolt
