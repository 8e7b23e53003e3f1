// SPDX-License-Identifier: Apache-2.0
// Proofs with yosys-smtbmc and z3: bounded from reset, by induction without bound, and covers that show that a proof is
// not empty.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/flows/proofs/formal_table.hpp"

namespace kvolt {

enum class Proved { not_run, passed, failed };

struct FormalResult {
    Proved verdict = Proved::not_run;
    int assertions = 0;
    int steps = 0;  ///< what the induction needed, or the cycles from reset that were checked
    int covers = 0, covers_reached = 0;
    double seconds = 0;
    std::vector<std::string> problems;  ///< with file and line of the assertion or cover
};

struct FormalOptions {
    int jobs = 2;
    double timeout_s = 600;  ///< of each run of a tool; what takes longer has failed
    std::string directory;  ///< to work in, which the caller removes; empty: a scratch directory, of which there is one
    std::function<void(std::size_t, const FormalResult&)> finished;  ///< one at a time
};

/// What the proofs are about: rtl/<block>.v and rtl/properties/<block>_props.v; one module a file, file name = module
/// name.
struct FormalSources {
    std::vector<File> rtl;
    std::vector<File> props;
};

/// Those in this binary.
FormalSources builtin_formal_sources();

/// The steps of yosys that read the properties of a block and all they need, with the parameters of the proof, up to
/// one flat module with synchronous resets. Throws ToolError: no such properties.
std::string flat_properties(const FormalSources& sources, const FormalProof& proof);

/// Proves `proofs[i]` into the i-th result, `jobs` at a time. A scratch directory is gone afterwards, also after
/// Ctrl-C. Throws ToolError when yosys, yosys-smtbmc or z3 is missing.
std::vector<FormalResult> run_proofs(const FormalSources& sources, const std::vector<FormalProof>& proofs,
                                     const FormalOptions& options);

}  // namespace kvolt
