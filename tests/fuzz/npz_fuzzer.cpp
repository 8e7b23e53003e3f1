// SPDX-License-Identifier: Apache-2.0
// Any bytes as an NPZ file. A zip archive guards its members with checksums that a fuzzer does not find: where the
// first byte is even, the rest is the member X.npy of an archive that is otherwise right; else it is the whole file.
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gen/support/diagnostics.hpp"
#include "sim/model/npz_read.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace {

void append(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

/// Fields that the local header and the directory have in common: from the version to the length of the extra field.
std::string common_fields(const std::string& name, const std::string& member) {
    const auto size = static_cast<std::uint32_t>(member.size());
    const auto checksum = crc32(0, reinterpret_cast<const Bytef*>(member.data()), size);
    std::string out;
    append(out, 20, 2);
    append(out, 0, 2);            // flags
    append(out, 0, 2);            // stored
    append(out, 0x00210000U, 4);  // 1980-01-01
    append(out, static_cast<std::uint32_t>(checksum), 4);
    append(out, size, 4);
    append(out, size, 4);
    append(out, static_cast<std::uint32_t>(name.size()), 2);
    append(out, 0, 2);
    return out;
}

std::string archive_of(const std::string& member) {
    const std::string name = "X.npy", common = common_fields(name, member);
    std::string out("PK\3\4");
    out += common + name + member;
    const auto directory = static_cast<std::uint32_t>(out.size());
    out += "PK\1\2";
    append(out, 20, 2);
    out += common;
    append(out, 0, 4);  // comment, disk
    append(out, 0, 2);  // internal attributes
    append(out, 0, 4);  // external attributes
    append(out, 0, 4);  // offset of the local header
    out += name;
    const auto length = static_cast<std::uint32_t>(out.size()) - directory;
    out += "PK\5\6";
    append(out, 0, 4);  // disks
    append(out, 1, 2);
    append(out, 1, 2);
    append(out, length, 4);
    append(out, directory, 4);
    append(out, 0, 2);
    return out;
}

void read(const std::string& bytes) {
    const kvolt::test::MemoryFile file(bytes);
    try {
        for (const auto& [name, array] : kvolt::read_npz(file.path())) {
            const std::size_t held = array.is_integer ? array.integer.size() : array.real.size();
            if (held != array.size()) std::abort();
        }
    } catch (const kvolt::InputError&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    read(data[0] % 2 == 0 ? archive_of(rest) : rest);
    return 0;
}
