// SPDX-License-Identifier: Apache-2.0
// coverage_summary ROOT OUT.json GCOV.json RTL.dat...: merges, prints one table and writes it with every point that was
// not reached. Exit 1 below a threshold, 2 for files that cannot be read.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/coverage/tally.hpp"

namespace {

using namespace kvolt;
using Json = nlohmann::ordered_json;

struct Row {
    const char* what;
    const Points& points;
    double least;  // percent; 0 = reported only
};

std::ifstream open(const char* path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(fmt::format("{} cannot be read", path));
    return file;
}

Json missing(const Points& points) {
    Json list = Json::array();
    for (const auto& [name, count] : points)
        if (count == 0) list.push_back(name);
    return list;
}

/// Prints and returns whether every threshold is met.
bool report(const std::vector<Row>& rows, const char* path) {
    Json json;
    bool met = true;
    fmt::print("{:<24}{:>10}{:>10}{:>10}{:>10}\n", "coverage", "points", "reached", "percent", "at least");
    for (const auto& row : rows) {
        const auto share = share_of(row.points);
        const bool good = share.all > 0 && share.percent() >= row.least;
        met = met && good;
        fmt::print("{:<24}{:>10}{:>10}{:>9.1f}%{:>9.1f}%{}\n", row.what, share.all, share.reached, share.percent(),
                   row.least, good ? "" : "  BELOW");
        json[row.what] = {{"points", share.all},
                          {"reached", share.reached},
                          {"percent", share.percent()},
                          {"at_least", row.least},
                          {"missing", missing(row.points)}};
    }
    std::ofstream file(path);
    file << json.dump(1) << '\n';
    file.close();
    if (!file) throw std::runtime_error(fmt::format("{} cannot be written", path));
    fmt::print("{}\n", met ? "coverage is as it should be" : "coverage is BELOW a threshold");
    return met;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        fmt::print(stderr, "usage: coverage_summary ROOT OUT.json GCOV.json RTL.dat...\n");
        return 2;
    }
    try {
        SourceCoverage sources;
        auto gcov = open(argv[3]);
        add_sources(gcov, argv[1], sources);
        RtlCoverage rtl;
        for (int i = 4; i < argc; ++i) {
            auto dat = open(argv[i]);
            add_rtl(dat, rtl);
        }
        const bool met = report({{"RTL lines", rtl.lines, 98},
                                 {"RTL toggles", rtl.toggles, 90},
                                 {"RTL cover points", rtl.covers, 100},
                                 {"C++ lines", sources.lines, 90},
                                 {"C++ branches", sources.branches, 0}},
                                argv[2]);
        return met ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "coverage_summary: {}\n", error.what());
        return 2;
    }
}
