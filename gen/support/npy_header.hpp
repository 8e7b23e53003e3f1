// SPDX-License-Identifier: Apache-2.0
// The header of an NPY member: parsed strictly, believed only as far as the member's size bears it out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace kvolt {

/// Why a header or member is refused; read_npz() adds file and member name.
class NpyError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct NpyHeader {
    char kind = 'f';       ///< f float, i signed, u unsigned, b bool
    std::size_t item = 0;  ///< bytes per element: 2, 4, 8 for f; 1, 2, 4, 8 for i and u; 1 for b
    bool big_endian = false;
    bool fortran_order = false;
    std::vector<std::size_t> shape;
    std::size_t elements = 1;  ///< product of the shape, at most npy_max_elements
};

/// Arrays above this many elements (2 GiB as doubles) are refused, whatever the file says.
inline constexpr std::size_t npy_max_elements = std::size_t{1} << 28;
/// Headers are a line of text; a longer one is an attack or a mistake.
inline constexpr std::size_t npy_max_header = 65536;
inline constexpr std::size_t npy_max_dimensions = 32;

/// Length of the preamble: magic, version, header length. Version 1 has 10 bytes, versions 2 and 3 have 12.
inline constexpr std::size_t npy_preamble = 10;
/// Checks magic and version; returns how many bytes the preamble has.
std::size_t npy_preamble_bytes(const std::uint8_t* first10);
/// Bytes of the dictionary text, from a complete preamble.
std::size_t npy_dictionary_bytes(const std::uint8_t* preamble);
/// Parses the dictionary text `{'descr': '<f4', 'fortran_order': False, 'shape': (4, 64), }`. Throws NpyError.
NpyHeader parse_npy_dictionary(const std::string& text);

/// Preamble and padded dictionary of a version 1 member in C order, `descr` such as "<f8".
std::string npy_header_text(const std::string& descr, const std::vector<std::size_t>& shape);

}  // namespace kvolt
