// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <regex>
#include <stdexcept>

#include "tests/coverage/tally.hpp"

namespace kvolt {
namespace {

/// Value of a field in a key: fields are \1 NAME \2 VALUE.
std::string field(const std::string& key, const std::string& name) {
    const std::string mark = '\1' + name + '\2';
    const auto begin = key.find(mark);
    if (begin == std::string::npos) return {};
    const auto value = begin + mark.size();
    return key.substr(value, key.find('\1', value) - value);
}

Points* points_of(const std::string& page, RtlCoverage& coverage) {
    if (page.rfind("v_line", 0) == 0 || page.rfind("v_branch", 0) == 0) return &coverage.lines;
    if (page.rfind("v_toggle", 0) == 0) return &coverage.toggles;
    if (page.rfind("v_user", 0) == 0) return &coverage.covers;
    return nullptr;
}

void add_point(const std::string& key, long count, RtlCoverage& coverage) {
    const auto file = field(key, "f");
    const auto begin = file.rfind("rtl/");
    auto* points = points_of(field(key, "page"), coverage);
    if (begin == std::string::npos || points == nullptr) return;
    const auto name = file.substr(begin) + ":" + field(key, "l") + ":" + field(key, "n") + " " + field(key, "o");
    // A cover point has a name of its own, and counts for whatever head met it.
    static const std::regex head("_H[0-9]+_");
    (*points)[points == &coverage.covers ? std::regex_replace(field(key, "o"), head, "_H_") : name] += count;
}

}  // namespace

void add_rtl(std::istream& dat, RtlCoverage& coverage) {
    std::string line;
    if (!std::getline(dat, line) || line.rfind("# SystemC::Coverage", 0) != 0)
        throw std::runtime_error("no coverage file of Verilator");
    while (std::getline(dat, line)) {
        if (line.rfind("C '", 0) != 0) continue;
        const auto end = line.rfind('\'');
        if (end < 3) throw std::runtime_error("a broken line in a coverage file");
        add_point(line.substr(3, end - 3), std::strtol(line.c_str() + end + 1, nullptr, 10), coverage);
    }
}

}  // namespace kvolt
