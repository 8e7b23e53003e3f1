// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/identity.hpp"

#include <fmt/format.h>

#include "gen/design/register_map.hpp"
#include "gen/support/hash.hpp"

namespace kvolt {
namespace {

Design with_hash(Design design, std::uint64_t hash) {
    design.hash = hash;
    design.registers = register_map(design);
    return design;
}

bool is_verilog(const File& file) {
    return file.path.size() > 2 && file.path.compare(file.path.size() - 2, 2, ".v") == 0;
}

}  // namespace

Design anonymous(const Design& design) { return with_hash(design, 0); }

Design identified(const Design& design) {
    auto text = hash_text(design.config_hash);
    for (const auto& file : emit_files(anonymous(design))) {
        if (is_verilog(file)) text += fmt::format("\n{} {}", file.path, hash_text(fnv1a(file.text)));
    }
    return with_hash(design, fnv1a(text));
}

}  // namespace kvolt
