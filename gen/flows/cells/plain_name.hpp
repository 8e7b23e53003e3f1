// SPDX-License-Identifier: Apache-2.0
// Names that every tool reads as one.
#pragma once

#include <string_view>

namespace kvolt {

/// A letter or underscore, then letters, digits, underscores.
bool is_plain_name(std::string_view name);

}  // namespace kvolt
