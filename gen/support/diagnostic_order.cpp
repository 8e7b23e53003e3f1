// SPDX-License-Identifier: Apache-2.0
#include "gen/support/diagnostic_order.hpp"

#include <algorithm>
#include <limits>

namespace kvolt {

std::vector<Diagnostic> in_file_order(std::vector<Diagnostic> diagnostics) {
    const auto place = [](const Diagnostic& d) {
        return d.pos.line > 0 ? d.pos.line : std::numeric_limits<int>::max();
    };
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
    return diagnostics;
}

}  // namespace kvolt
