// SPDX-License-Identifier: Apache-2.0
// Emitted directories for the emitter tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/emit.hpp"
#include "gen/emit/identity.hpp"
#include "tests/model/scratch.hpp"
#include "tests/rtl/shell.hpp"

namespace kvolt::test {

/// A preset with overrides ("key=value").
struct Variant {
    std::string preset;
    std::vector<std::string> overrides;
};

/// The name of the design: what tests with this parameter are called.
inline std::ostream& operator<<(std::ostream& out, const Variant& variant) {
    for (const auto& o : variant.overrides) {
        if (o.compare(0, 5, "name=") == 0) return out << o.substr(5);
    }
    return out << variant.preset;
}

inline Design design_of(const Variant& variant) {
    return identified(elaborate(load_config(variant.preset, variant.overrides)));
}

/// No two sizes equal, none a power of two, every width away from its default.
inline Variant odd_sizes(const std::string& name, std::vector<std::string> more = {}) {
    Variant v{"tiny",
              {"name=" + name, "engine.heads=2", "head.dimension=7", "tile.slots=5", "head.tiles=3", "bits.q=3",
               "bits.kv=2", "bits.out=4", "stream.data_bits=32"}};
    v.overrides.insert(v.overrides.end(), more.begin(), more.end());
    return v;
}

/// emit_all() on disk for as long as the object lives.
class EmittedDirectory {
public:
    explicit EmittedDirectory(const Variant& variant) : design(design_of(variant)), files(emit_all(design)) {
        for (const auto& file : files) {
            const std::filesystem::path path = scratch_.file(file.path);
            std::filesystem::create_directories(path.parent_path());
            std::ofstream(path, std::ios::binary) << file.text;
        }
    }
    [[nodiscard]] std::string path(const std::string& file) const { return scratch_.file(file); }
    /// Runs `command` in the directory.
    [[nodiscard]] Outcome run(const std::string& command) const {
        return shell("cd '" + scratch_.file("") + "' && " + command);
    }
    /// Text of an emitted file; empty when there is none.
    [[nodiscard]] std::string text(const std::string& file) const {
        for (const auto& f : files) {
            if (f.path == file) return f.text;
        }
        return {};
    }

    Design design;
    std::vector<File> files;

private:
    Scratch scratch_;
};

/// `read_verilog` commands of a file list, as a shell substitution.
inline std::string yosys_reads(const std::string& list) { return "$(sed 's/.*/read_verilog &;/' " + list + ")"; }

}  // namespace kvolt::test
