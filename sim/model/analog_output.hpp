// SPDX-License-Identifier: Apache-2.0
// Outputs of a head before any code.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace kvolt {

struct AnalogOutput {
    std::vector<double> sum;   ///< rows: A summed over the tiles
    std::vector<int> clipped;  ///< rows: tiles with |A| = 1

    void clear(std::size_t rows) {
        sum.assign(rows, 0.0);
        clipped.assign(rows, 0);
    }
    /// The outputs of one tile or array: a[0 .. count - 1], the first of them that of row `first`.
    void add(const std::vector<double>& a, std::size_t first, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            sum[first + i] += a[i];
            clipped[first + i] += std::fabs(a[i]) >= 1.0 ? 1 : 0;
        }
    }
};

}  // namespace kvolt
