// SPDX-License-Identifier: Apache-2.0
// The table of rooms as a picture.
#pragma once

#include <map>
#include <set>
#include <string>

namespace kvolt::test {

/// Rooms in layers, those that include nobody below; only arrows that do not follow from others.
std::string rooms_picture(const std::map<std::string, std::set<std::string>>& arrows);

}  // namespace kvolt::test
