// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>
#include <vector>

#include "gen/support/hash.hpp"
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

struct Point {
    std::string file;  ///< from rtl/ on
    std::string place, object;
    Points* points;
    long count;
};

bool is_emitted(const std::string& file) { return file.rfind("rtl/kvolt_", 0) == 0; }

/// What an emitted file is in every configuration: top, head or register block.
std::string role_of(const std::string& file) {
    for (const char* part : {"_head", "_regs"})
        if (file.find(std::string(part) + ".v") != std::string::npos) return std::string("rtl/kvolt_*") + part + ".v";
    return "rtl/kvolt_*.v";
}

/// Emitted files of two configurations have the same lines only where all their points have the same places.
std::map<std::string, std::string> emitted_versions(const std::vector<Point>& points) {
    std::map<std::string, std::set<std::string>> places;
    for (const auto& one : points)
        if (is_emitted(one.file)) places[one.file].insert(one.place + one.object);
    std::map<std::string, std::string> versions;
    for (const auto& [file, all] : places) {
        std::string text;
        for (const auto& place : all) text += place + "\n";
        versions[file] = fmt::format("{}@{:016x}", role_of(file), fnv1a(text));
    }
    return versions;
}

/// The name under which a point meets itself in another run.
std::string name_of(const Point& point, bool toggle, const std::map<std::string, std::string>& versions) {
    if (!is_emitted(point.file)) return point.file + ":" + point.place + " " + point.object;
    // A signal of an emitted module has its name in every configuration, a line only its number in this one.
    if (toggle) return role_of(point.file) + " " + point.object;
    return versions.at(point.file) + ":" + point.place + " " + point.object;
}

/// A cover point has a name of its own, and counts for whatever head met it.
std::string cover_name(const std::string& object) {
    static const std::regex head("_H[0-9]+_");
    return std::regex_replace(object, head, "_H_");
}

}  // namespace

void add_rtl(std::istream& dat, RtlCoverage& coverage) {
    std::string line;
    if (!std::getline(dat, line) || line.rfind("# SystemC::Coverage", 0) != 0)
        throw std::runtime_error("no coverage file of Verilator");
    std::vector<Point> list;
    while (std::getline(dat, line)) {
        if (line.rfind("C '", 0) != 0) continue;
        const auto end = line.rfind('\'');
        if (end < 3) throw std::runtime_error("a broken line in a coverage file");
        const auto key = line.substr(3, end - 3);
        const auto file = field(key, "f");
        const auto begin = file.rfind("rtl/");
        auto* points = points_of(field(key, "page"), coverage);
        // Tops of block tests stand in folders below tests/rtl.
        if (begin == std::string::npos || file.find('/', begin + 4) != std::string::npos || points == nullptr) continue;
        list.push_back({file.substr(begin), field(key, "l") + ":" + field(key, "n"), field(key, "o"), points,
                        std::strtol(line.c_str() + end + 1, nullptr, 10)});
    }
    const auto versions = emitted_versions(list);
    for (const auto& one : list) {
        const bool cover = one.points == &coverage.covers;
        (*one.points)[cover ? cover_name(one.object) : name_of(one, one.points == &coverage.toggles, versions)] +=
            one.count;
    }
}

}  // namespace kvolt
