// SPDX-License-Identifier: Apache-2.0
// dpi/ and <name>.dpi.f: the C++ behind the macros of <name>.sim.f, so that any bench can be built with Verilator. The
// sources of KVolt itself, in one folder, with nothing to install.
#include <fmt/format.h>

#include <regex>
#include <set>
#include <sstream>

#include "gen/emit/emitters.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

const std::regex own_include("^#include \"([^\"]+)\"$");

const File* find_source(const std::string& path) {
    for (const auto& file : embedded_macro_sources())
        if (file.path == path) return &file;
    return nullptr;
}

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Sources that a source needs: every .cpp has the header of its name, and whoever calls it includes that.
class Closure {
public:
    explicit Closure(const std::string& root) { add(root); }

    [[nodiscard]] const std::vector<const File*>& files() const { return files_; }

private:
    void add(const std::string& path) {
        const auto* file = find_source(path);
        if (file == nullptr || !seen_.insert(path).second) return;
        files_.push_back(file);
        std::istringstream lines(file->text);
        std::smatch found;
        for (std::string line; std::getline(lines, line);)
            if (std::regex_match(line, found, own_include)) add(found[1]);
        if (const auto dot = path.rfind(".hpp"); dot != std::string::npos) add(path.substr(0, dot) + ".cpp");
    }

    std::set<std::string> seen_;
    std::vector<const File*> files_;
};

/// All lie in one folder: what is included is beside.
std::string with_plain_includes(const std::string& text) {
    std::istringstream lines(text);
    std::string out;
    std::smatch found;
    for (std::string line; std::getline(lines, line);)
        out += (std::regex_match(line, found, own_include) ? fmt::format("#include \"{}\"", name_of(found[1])) : line) +
               "\n";
    return out;
}

}  // namespace

void emit_dpi(const Design& design, std::vector<File>& files) {
    std::string list;
    const Closure closure("sim/macros/cells_dpi.cpp");
    for (const auto* file : closure.files()) {
        const auto path = "dpi/" + name_of(file->path);
        files.push_back({path, with_plain_includes(file->text)});
        if (path.find(".cpp") != std::string::npos) list += path + "\n";
    }
    // Results are the golden model's to the bit: no multiplication is fused with an addition.
    files.push_back({fmt::format("{}.dpi.f", design.name), "-CFLAGS -ffp-contract=off\n" + list});
}

}  // namespace kvolt
