// SPDX-License-Identifier: Apache-2.0
// The measured curve of a cell, from a file.
#pragma once

#include <string>
#include <vector>

#include "gen/config/config.hpp"

namespace kvolt {

inline constexpr std::size_t kFewestCellPoints = 2, kMostCellPoints = 512;
/// Where an emitted directory keeps the table.
inline constexpr const char* kCellTableFile = "cell_table.csv";

/// Reads a .csv (two columns: stored voltage in volt, current in microampere; a first line of words, empty lines and
/// lines that begin with # are skipped) or a .npy (shape (n, 2), any float or integer type). Throws InputError: not a
/// regular file, too large, not 2..512 rows of two finite numbers, voltages that do not rise.
std::vector<CellPoint> read_cell_table(const std::string& path);

/// The same table as CSV text; reads back equal to the bit.
std::string cell_table_text(const std::vector<CellPoint>& points);

/// What is wrong with the points, or an empty string.
std::string cell_table_problem(const std::vector<CellPoint>& points);

/// Why the points cannot be the cell of levels from 0 to `v_max` volt, and what would: millivolt or amperes taken for
/// volt and microampere, a curve that ends before a level does. Both empty where nothing is wrong.
struct CellTableDoubt {
    std::string problem, allowed;
};
CellTableDoubt cell_table_doubt(const std::vector<CellPoint>& points, double v_max);

/// The file behind analog.table: relative to the configuration that names it, or to the working directory where an
/// override does.
std::string cell_table_path(const Config& config);

}  // namespace kvolt
