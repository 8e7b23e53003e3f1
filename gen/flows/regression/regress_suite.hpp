// SPDX-License-Identifier: Apache-2.0
// A regression suite as its TOML file says it: explicit configurations, and blocks of random ones. docs/regression.md
// has the format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gen/emit/emit.hpp"

namespace kvolt {

/// Legal values of one key in a random block.
struct RegressRange {
    std::string key;
    std::vector<std::string> values;  ///< a list, as TOML; empty: min..max
    bool integer = true;
    double min = 0, max = 0;  ///< both ends are drawn more often than the middle
    double step = 0;          ///< reals: min + n * step; 0 = any
    double share = 1;         ///< of the cases; the others keep the base's value
};

/// `min` .. `max`, both drawn.
struct RegressSpan {
    std::int64_t min = 0, max = 0;
};

struct RegressExplicit {
    std::string config;  ///< preset or TOML file
    std::vector<std::string> overrides;
    std::vector<std::uint64_t> seeds{1};
    std::vector<double> stalls{0};
    std::vector<int> windows{0};  ///< runtime windows, 0 = as built
    std::vector<std::string> kinds{"full"};
    std::int64_t tokens = 100, sequences = 1;
};

struct RegressRandom {
    std::string name;
    std::string base;  ///< preset or TOML file that gives the keys that are not drawn
    std::uint64_t seed = 1;
    int count = 0;
    std::int64_t cells = 0;     ///< most rows x slots x tiles x heads
    std::int64_t code_kib = 0;  ///< most C++ in the generated model, estimated: what takes long to compile
    std::int64_t cycles = 0;    ///< most tokens x sequences x interval; fewer tokens are run where it is less
    RegressSpan tokens, sequences;
    std::vector<double> stalls{0};
    std::vector<std::string> kinds{"full"};
    double runtime_window = 0;         ///< share of the cases that set one
    std::vector<RegressRange> ranges;  ///< the suite's own, then the block's, which win
};

struct RegressSuite {
    std::string name;
    std::vector<RegressExplicit> explicit_cases;
    std::vector<RegressRandom> random_blocks;
};

/// Names of the suites in the binary.
std::vector<std::string> builtin_suites();

/// Reads a suite file, or the built-in suite of that name. Throws InputError with every problem found.
RegressSuite load_suite(const std::string& path_or_name);

}  // namespace kvolt
