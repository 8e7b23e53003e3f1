// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/synthesis_input.hpp"

namespace kvolt {

const char* mapping_name(Mapping mapping) {
    static constexpr const char* names[] = {"small", "balanced", "fast"};
    return names[static_cast<int>(mapping)];
}

}  // namespace kvolt
