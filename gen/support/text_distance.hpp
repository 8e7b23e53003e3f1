// SPDX-License-Identifier: Apache-2.0
// "Did you mean": the nearest of several names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kvolt {

/// Edits (insert, delete, replace, swap of neighbors) between two words.
std::size_t text_distance(std::string_view a, std::string_view b);

/// The nearest candidate, or an empty string when none is near: more than a third of the longer word would change. A
/// candidate whose part after the last dot equals `word`'s is near ("slots" means "tile.slots").
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean X?" or an empty string.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace kvolt
