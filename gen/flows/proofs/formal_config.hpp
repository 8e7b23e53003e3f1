// SPDX-License-Identifier: Apache-2.0
// The proofs of one configuration: its blocks with its parameters.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/flows/proofs/formal.hpp"

namespace kvolt {

/// What z3 can follow of a block: how it is proved, and sizes beyond which it
/// is proved at a smaller one.
struct FormalLimit {
    FormalProof mode;  ///< block, depth, cover; its parameters replace those of
                       ///< the design (EXACT=0)
    std::vector<std::pair<std::string, long long>> most;
};

/// gen/flows/proofs/limits.txt: lines of a proof table in which `PARAMETER<=N`
/// bounds a size. Throws InputError.
std::vector<FormalLimit> read_formal_limits(const std::string& path, const std::string& text);

/// A block of the emitted design as yosys elaborates it.
struct BlockInstance {
    std::string block;
    std::vector<std::pair<std::string, std::string>> parameters;  ///< decimal, or 34'101.. where 32 bits are too few
};

/// Source file and parameters of a module in the JSON of yosys.
BlockInstance block_of(const nlohmann::json& module);

/// Every kv_* module of the emitted design once for each set of parameters.
/// Runs yosys in `directory`, into which it writes the design.
std::vector<BlockInstance> blocks_of(const Design& design, const std::string& directory);

/// One proof for each block; sizes are reduced as `limits` says, and the note
/// of the proof says so.
std::vector<FormalProof> proofs_of(const std::vector<BlockInstance>& blocks, const std::vector<FormalLimit>& limits);

/// The same for one block at its own size, whatever the limits in this binary
/// say.
FormalProof proof_at_full_size(const BlockInstance& block);

/// The register block of a design; its properties are in `formal_sources_of()`.
FormalProof register_proof(const Design& design);

/// Adds register blocks of engines that together have every kind of register, the first to the quick set.
void add_register_proofs(FormalSources& sources, std::vector<FormalProof>& proofs);

/// Adds heads that z3 can follow whole, without and with refresh.
void add_head_proofs(FormalSources& sources, std::vector<FormalProof>& proofs);

/// What `proofs_of(design)` are about: the sources in this binary, the emitted register block and, where it is small
/// enough, the head, with their properties.
FormalSources formal_sources_of(const Design& design);

/// Proofs of the blocks of a configuration, its register block among them, and its head where it is small enough.
std::vector<FormalProof> proofs_of(const Design& design);

}  // namespace kvolt
