// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/fst_check.hpp"

#include <array>
#include <fstream>

namespace kvolt {
namespace {

// Types of blocks: each begins with its type, a byte, and its length without that byte, 64 bits, highest first.
enum Block : int {
    header = 0,
    changes = 1,
    geometry = 3,
    hierarchy = 4,
    changes_by_alias = 5,
    hierarchy_lz4 = 6,
    hierarchy_lz4_twice = 7,
    changes_by_alias_2 = 8
};

constexpr std::uint64_t header_length = 329;

std::uint64_t number_at(const char* bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

struct Counts {
    std::uint64_t changes = 0, geometries = 0, hierarchies = 0;

    void add(int type) {
        changes += type == Block::changes || type == changes_by_alias || type == changes_by_alias_2 ? 1 : 0;
        geometries += type == geometry ? 1 : 0;
        hierarchies += type == hierarchy || type == hierarchy_lz4 || type == hierarchy_lz4_twice ? 1 : 0;
    }
};

}  // namespace

FstFacts check_fst(const std::string& path) {
    FstFacts facts;
    const auto broken = [&](const char* problem) {
        facts.problem = problem;
        return facts;
    };
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return broken("cannot be read");
    const auto size = static_cast<std::uint64_t>(file.tellg());
    std::array<char, header_length + 1> head{};
    file.seekg(0);
    file.read(head.data(), head.size());
    if (!file || head[0] != header || number_at(head.data() + 1) != header_length) return broken("has no header");
    facts.start = number_at(head.data() + 9);
    facts.end = number_at(head.data() + 17);
    facts.variables = number_at(head.data() + 49);
    facts.timescale = static_cast<signed char>(head[73]);
    Counts counts;
    for (std::uint64_t at = 0; at < size;) {
        std::array<char, 9> block{};
        file.seekg(static_cast<std::streamoff>(at));
        file.read(block.data(), block.size());
        const auto length = number_at(block.data() + 1);
        if (!file || length < 8 || length > size - at - 1) return broken("is cut off");
        counts.add(block[0]);
        at += 1 + length;
    }
    if (counts.changes != number_at(head.data() + 65) || counts.geometries != 1 || counts.hierarchies != 1)
        return broken("lacks a part");
    return facts;
}

}  // namespace kvolt
