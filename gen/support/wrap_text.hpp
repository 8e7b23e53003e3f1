// SPDX-License-Identifier: Apache-2.0
// Lines of a width.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kvolt {

/// `text` broken into lines of at most `width` characters at spaces; a longer word stands alone.
std::vector<std::string> wrap_text(std::string_view text, std::size_t width);

/// A page of Markdown with its paragraphs broken at 120 columns; rows of tables and fenced code stay as they are.
std::string wrap_markdown(const std::string& page);

}  // namespace kvolt
