// SPDX-License-Identifier: Apache-2.0
#include "gen/support/wrap_text.hpp"

#include <algorithm>
#include <sstream>

namespace kvolt {

std::vector<std::string> wrap_text(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find(' ', at), text.size());
        const auto word = text.substr(at, end - at);
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
        at = end + 1;
    }
    return lines;
}

std::string wrap_markdown(const std::string& page) {
    constexpr std::size_t width = 120;
    std::string out;
    std::istringstream lines(page);
    bool code = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.compare(0, 3, "```") == 0) code = !code;
        if (code || line.size() <= width || line.compare(0, 1, "|") == 0) {
            out += line + "\n";
            continue;
        }
        for (const auto& part : wrap_text(line, width)) out += part + "\n";
    }
    return out;
}

}  // namespace kvolt
