// SPDX-License-Identifier: Apache-2.0
#include "gen/config/config.hpp"

namespace kvolt {

SourcePos origin_of(const Config& config, const std::string& key) {
    const auto found = config.origin.find(key);
    return found == config.origin.end() ? SourcePos{config.source, 0} : found->second;
}

}  // namespace kvolt
