// SPDX-License-Identifier: Apache-2.0
// Which proofs there are: gen/flows/proofs/proofs.txt, one line a block and parameter set.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/emit/emit.hpp"

namespace kvolt {

/// One block at one size. `rtl/properties/<block>_props.v` holds what is claimed.
struct FormalProof {
    std::string block;
    std::vector<std::pair<std::string, std::string>>
        parameters;             ///< name and Verilog constant; the others keep the default of the props file
    bool quick = false;         ///< belongs to the quick set
    bool unbounded = true;      ///< by induction; else `depth` cycles from reset
    int depth = 1;              ///< most steps of the induction (and cycles of its base), or cycles
    int cover = 20;             ///< cycles within which every cover is reached; 0: covers are not tried
    bool strict_covers = true;  ///< a cover that is not reached is a failure
    std::string note;           ///< in words, where the proof is not of what was asked for: a reduced size

    /// "kv_window SLOTS=5 TILES=3"
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::string parameter_text() const;
};

/// The lines of a proof table:
///     BLOCK [quick] induction=STEPS|bounded=CYCLES [cover=CYCLES] [PARAMETER=VALUE ...]
/// `#` begins a comment. Throws InputError with every wrong line.
std::vector<FormalProof> read_proof_table(const std::string& path, const std::string& text);

/// The table in this binary, and blocks with properties that it forgets, at the sizes of their properties file.
std::vector<FormalProof> builtin_proofs();

}  // namespace kvolt
