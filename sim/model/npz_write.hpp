// SPDX-License-Identifier: Apache-2.0
// Writing NPZ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kvolt {

enum class NpyType {
    f8,
    i4,
    i8,
    text,  ///< one string, without axes
};

struct NpyOutput {
    std::string name;
    std::vector<std::size_t> shape;
    NpyType type = NpyType::f8;
    std::vector<double> real;           ///< for f8
    std::vector<std::int64_t> integer;  ///< for i4, i8
    std::string text = {};              ///< for text; UTF-8
};

/// Writes a deflated NPZ to `path`, as OutputFile has it. Throws InputError.
void write_npz(const std::string& path, const std::vector<NpyOutput>& arrays);

}  // namespace kvolt
