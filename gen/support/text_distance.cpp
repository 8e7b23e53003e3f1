// SPDX-License-Identifier: Apache-2.0
#include "gen/support/text_distance.hpp"

#include <algorithm>
#include <limits>

namespace kvolt {
namespace {

constexpr std::size_t kLongestWord = 128;  // a misspelled key is short; a hostile one may be a megabyte

std::string_view last_part(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

}  // namespace

std::size_t text_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, replace});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(now);
    }
    return last[b.size()];
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.empty() || word.size() > kLongestWord) return {};
    std::string best;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const auto& candidate : candidates) {
        std::size_t distance = text_distance(word, candidate);
        if (distance * 3 > std::min(word.size(), candidate.size())) {
            if (last_part(word) != last_part(candidate)) continue;
            distance += kLongestWord;  // the right last part is a hint, but a near spelling is a better one
        }
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string name = nearest_name(word, candidates);
    return name.empty() ? name : "did you mean " + name + "?";
}

}  // namespace kvolt
