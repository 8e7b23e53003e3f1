// SPDX-License-Identifier: Apache-2.0
// Design -> generated model: emit, verilate, compile to a shared object; cached by the content of everything that goes
// in.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/emit.hpp"
#include "gen/flows/models/gate_model.hpp"
#include "gen/flows/models/model_cache.hpp"

namespace kvolt {

struct ModelOptions {
    bool quick = false;  ///< less optimized, against precompiled headers: half the time to build, a slower model,
                         ///< cached beside the other; not with `trace`
    bool trace = false;  ///< able to write FST; a slower model, cached beside the other
    std::optional<GateOptions> gates;  ///< the mapped netlist takes the place of the RTL
    /// Changes the emitted files before they are read: for tests that want a broken macro or a defect in the RTL.
    std::function<void(std::vector<File>&)> edit;
    /// Called before each step that takes a while, with a few words: "verilating", "compiling".
    std::function<void(const std::string&)> progress;
    /// Changes what is verilated; the place in the cache stays that of the engine as emitted.
    std::function<std::vector<File>(std::vector<File>)> rewrite;
};

struct GeneratedModel {
    std::string library;    ///< shared object for load_dut()
    std::string directory;  ///< the emitted design it was made from
    bool cached = false;    ///< nothing had to be built
    double build_seconds = 0;
    std::shared_ptr<const CacheUse> use;  ///< until it is loaded nobody removes it
};

/// Where models leave their coverage ($KVOLT_COVERAGE), empty without: then models count lines, toggles and cover
/// points, and each engine writes DIRECTORY/NAME-PROCESS.dat when it ends. See scripts/coverage.
std::string coverage_directory();

/// Builds the model or finds it in the cache. An entry appears complete or not at all, also when two processes build
/// the same one. Throws ToolError: Verilator or the compiler is missing or fails; the cache cannot be written.
GeneratedModel build_model(const Design& design, const ModelOptions& options = {});

/// Removes the model from the cache, unless somebody else is about to load it. It stays usable where it is loaded.
void discard_model(GeneratedModel model);

}  // namespace kvolt
