// SPDX-License-Identifier: Apache-2.0
// Reading NPY / NPZ. Files are hostile until checked: every size is verified against the file before memory is taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kvolt {

/// An array in C order, converted on reading: floating types to `real`, integers and bool to `integer` (one of the two
/// is filled).
struct NpyArray {
    std::vector<std::size_t> shape;
    bool is_integer = false;
    std::vector<double> real;
    std::vector<std::int64_t> integer;

    [[nodiscard]] std::size_t size() const;  ///< product of the shape
};

/// Reads every member `X.npy` as X. Stored and deflated members, f2/f4/f8, i1..i8, u1..u8, bool, little and big endian,
/// C and Fortran order. Throws InputError(file, problem): missing, truncated, not a zip, header malformed, object
/// dtype, sizes that do not fit the member, absurd sizes.
/// With `wanted`, members of other names are passed over, whatever they hold.
std::map<std::string, NpyArray> read_npz(const std::string& path, const std::vector<std::string>& wanted = {});

/// Names of the arrays of a file, in its order. Throws as read_npz() does for a file that is none.
std::vector<std::string> npz_names(const std::string& path);

}  // namespace kvolt
