// SPDX-License-Identifier: Apache-2.0
// Any bytes as the table of a cell: CSV where the first byte is even, else NPY; read, or refused with InputError. What
// is read and written as CSV reads back equal.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "gen/config/cell_table.hpp"
#include "gen/support/diagnostics.hpp"

namespace {

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const std::string stem = "/dev/shm/kvolt-cell-table-" + std::to_string(getpid());
    const auto path = stem + (data[0] % 2 == 0 ? ".csv" : ".npy"), again = stem + "-again.csv";
    write(path, std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
    try {
        const auto points = kvolt::read_cell_table(path);
        write(again, kvolt::cell_table_text(points));
        if (kvolt::cell_table_text(kvolt::read_cell_table(again)) != kvolt::cell_table_text(points)) std::abort();
    } catch (const kvolt::InputError& error) {
        if (error.diagnostics().empty()) std::abort();
    }
    unlink(path.c_str());
    unlink(again.c_str());
    return 0;
}
