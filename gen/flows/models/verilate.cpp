// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/models/verilate.hpp"

#include <fmt/format.h>
#include <link.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <sstream>
#include <vector>

#include "gen/emit/emit_common.hpp"
#include "gen/flows/models/cover_points.hpp"
#include "gen/flows/models/model_cache.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/hash.hpp"
#include "gen/support/library.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

using Arguments = std::vector<std::string>;

// What the model is made with. A change of either list is a change of every cache key.
const Arguments verilator_flags{"--sc", "-O3",        "--x-assign",  "fast",           "--x-initial",
                                "fast", "--noassert", "--no-timing", "--output-split", "0"};
const Arguments compiler_flags{"-std=c++17", "-fPIC", "-DVM_SC=1", "-ffp-contract=off", "-w"};
constexpr const char* hot_optimization = "-O2";    // evaluated every cycle
constexpr const char* quick_optimization = "-O1";  // the same, where building takes longer than running
constexpr std::uintmax_t quick_bytes = 1500000;    // of C++: beyond it optimizing takes longer than what it saves
constexpr std::uintmax_t split_bytes =
    3000000;  // of C++: beyond it two units on two cores gain more than parsing SystemC twice costs
constexpr const char* cold_optimization = "-O0";  // constructors, initial blocks, tables of names

/// Changes when the program is replaced; asking it for its version would cost more than a warm start may.
std::string identity(const std::string& program) {
    struct stat status {};
    if (stat(program.c_str(), &status) != 0) return program;
    return fmt::format("{}:{}:{}", program, status.st_size, status.st_mtim.tv_sec);
}

/// The shared objects of this process, SystemC among them: a model is compiled against their headers and loaded beside
/// them.
std::string libraries() {
    std::string text;
    const auto add = [](dl_phdr_info* info, std::size_t, void* to) {
        if (info->dlpi_name != nullptr && *info->dlpi_name != '\0')
            *static_cast<std::string*>(to) += identity(info->dlpi_name) + " ";
        return 0;
    };
    dl_iterate_phdr(add, &text);
    return text;
}

class ModelBuilder {
public:
    ModelBuilder(const Design& design, const ModelOptions& options)
        : design_(design),
          options_(options),
          verilator_(require_program("verilator", "verilator")),
          compiler_(require_program("g++", "g++")) {
        if (options.gates)
            gates_ = fmt::format(" gates={} {} {}", identity(require_program("yosys", "yosys")),
                                 identity(require_program("sta", "opensta")), gate_identity(*options.gates));
    }

    GeneratedModel build() {
        const auto start = std::chrono::steady_clock::now();
        auto files = emit_all(design_);
        if (options_.edit) options_.edit(files);
        if (coverage_) add_cover_points(design_, files);
        const auto entry =
            find_or_build({fmt::format("{}-{}", design_.name, hash_text(key(files))),
                           {library_name},
                           [&](const fs::path& directory) {
                               make(directory, options_.rewrite ? options_.rewrite(files) : files, runtime());
                           },
                           options_.progress});
        const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return {(entry.path / library_name).string(), entry.path.string(), !entry.built, seconds, entry.use};
    }

private:
    static constexpr const char* library_name = "model.so";
    static constexpr const char* common_header = "common.hpp";
    static constexpr const char* runtime_object = "runtime.o";

    [[nodiscard]] std::string tools() const {
        const char* root = std::getenv("VERILATOR_ROOT");
        return fmt::format("{} {} {} {} {} {} {} {} trace={} quick={} coverage={}", identity(verilator_),
                           root == nullptr ? "" : root, identity(compiler_), libraries(),
                           fmt::join(verilator_flags, " "), fmt::join(compiler_flags, " "), hot_level(),
                           cold_optimization, options_.trace, quick(), coverage_);
    }

    [[nodiscard]] std::uint64_t key(const std::vector<File>& files) const {
        std::string all = tools() + gates_;
        for (const auto& file : embedded_headers()) all += file.text;
        for (const auto& file : files) all += file.path + '\n' + file.text;
        return fnv1a(all);
    }

    [[nodiscard]] bool quick() const { return options_.quick && !options_.trace; }
    [[nodiscard]] const char* hot_level() const { return quick() ? quick_optimization : hot_optimization; }

    void say(const std::string& words) const {
        if (options_.progress) options_.progress(words);
    }

    [[nodiscard]] std::string verilator_include() const {
        auto root = run_tool("verilator", {verilator_, "--getenv", "VERILATOR_ROOT"}).standard_output;
        while (!root.empty() && root.back() == '\n') root.pop_back();
        return root + "/include";
    }

    [[nodiscard]] Arguments compile(const std::string& include, const char* optimization) const {
        Arguments argv{compiler_};
        argv.insert(argv.end(), compiler_flags.begin(), compiler_flags.end());
        argv.insert(argv.end(), {optimization, coverage_ ? "-DVM_COVERAGE=1" : "-DVM_COVERAGE=0",
                                 options_.trace ? "-DVM_TRACE=1" : "-DVM_TRACE=0",
                                 options_.trace ? "-DVM_TRACE_FST=1" : "-DVM_TRACE_FST=0", "-I.", "-I" + include,
                                 "-I" + include + "/vltstd"});
        return argv;
    }

    /// Verilator's own run-time code, compiled once per tool version.
    [[nodiscard]] CacheEntry runtime() const {
        std::vector<std::string> products{runtime_object};
        for (const auto* optimization : {hot_level(), cold_optimization})
            if (quick()) products.push_back(fmt::format("{}/{}.gch", optimization, common_header));
        return find_or_build({"runtime-" + hash_text(fnv1a(tools())), products,
                              [&](const fs::path& directory) { make_runtime(directory); }, options_.progress});
    }

    void make_runtime(const fs::path& directory) const {
        say("compiling Verilator's run-time, once");
        const auto include = verilator_include();
        Arguments sources{"verilated", "verilated_dpi", "verilated_threads"};
        if (options_.trace) sources.push_back("verilated_fst_c");
        if (coverage_) sources.push_back("verilated_cov");
        std::string unit;
        for (const auto& source : sources) unit += fmt::format("#include \"{}.cpp\"\n", source);
        write_text((directory / "runtime.cpp").string(), unit);
        auto argv = compile(include, hot_optimization);
        argv.insert(argv.end(), {"-c", "runtime.cpp", "-o", runtime_object});
        run_tool("compiling Verilator's run-time", argv, directory.string());
        if (quick()) precompile(directory, include);
    }

    /// What every model includes, once for each optimization: a precompiled header is used by like with like only.
    void precompile(const fs::path& directory, const std::string& include) const {
        for (const char* optimization : {hot_level(), cold_optimization}) {
            const auto header = directory / optimization / common_header;
            write_text(header.string(),
                       "#include <systemc>\n#include \"verilated.h\"\n#include \"verilated_sc.h\"\n#include "
                       "\"verilated_dpi.h\"\n");
            auto argv = compile(include, optimization);
            argv.insert(argv.end(), {"-x", "c++-header", common_header, "-o", std::string(common_header) + ".gch"});
            run_tool("precompiling headers", argv, header.parent_path().string());
        }
    }

    void make(const fs::path& directory, const std::vector<File>& files, const CacheEntry& runtime_entry) const {
        write_files(directory.string(), files);
        for (const auto& file : embedded_headers())
            write_text((directory / "obj" / file.path.substr(sizeof "include")).string(), file.text);
        auto list = design_.name + ".sim.f";
        if (options_.gates)
            list = write_gate_sources(design_, *options_.gates, directory.string(),
                                      [&](const std::string& step) { say(step); });
        say("verilating");
        Arguments argv{verilator_};
        argv.insert(argv.end(), verilator_flags.begin(), verilator_flags.end());
        if (options_.trace) argv.emplace_back("--trace-fst");
        if (coverage_) argv.insert(argv.end(), {"--coverage-line", "--coverage-toggle", "--coverage-user"});
        argv.insert(argv.end(), {"--top-module", design_.top, "-Mdir", "obj", "-f", list});
        run_tool("verilator", argv, directory.string());
        say("compiling");
        link(directory, compile_units(directory, runtime_entry.path), runtime_entry.path / runtime_object);
    }

    struct Source {
        std::string name;
        std::uintmax_t bytes = 0;
    };

    /// What runs once, and what runs in every cycle, largest first.
    [[nodiscard]] static std::pair<std::vector<Source>, std::vector<Source>> sources_in(const fs::path& directory) {
        std::pair<std::vector<Source>, std::vector<Source>> sources;
        for (const auto& file : fs::directory_iterator(directory)) {
            if (file.path().extension() != ".cpp") continue;
            const auto name = file.path().filename().string();
            const bool once = name.find("Slow") != std::string::npos || name.find("__Syms") != std::string::npos ||
                              name.find("ConstPool") != std::string::npos;
            (once ? sources.first : sources.second).push_back({name, fs::file_size(file.path())});
        }
        for (auto* list : {&sources.first, &sources.second})
            std::sort(list->begin(), list->end(), [](const Source& a, const Source& b) {
                return a.bytes != b.bytes ? a.bytes > b.bytes : a.name < b.name;
            });
        return sources;
    }

    /// Every translation unit parses SystemC again, so there are as few as keep two cores busy: what runs once, and
    /// what runs every cycle, the latter in halves where it is long.
    [[nodiscard]] Arguments compile_units(const fs::path& directory, const fs::path& runtime_directory) const {
        const auto [once, often] = sources_in(directory / "obj");
        std::string cold, hot[2];
        std::uintmax_t bytes[2] = {0, 0}, all = 0;
        for (const auto& source : once) cold += fmt::format("#include \"{}\"\n", source.name);
        for (const auto& source : often) all += source.bytes;
        for (const auto& source : often) {
            const int half = all > split_bytes && bytes[1] < bytes[0] ? 1 : 0;
            bytes[half] += source.bytes;
            hot[half] += fmt::format("#include \"{}\"\n", source.name);
        }
        hot[0] += fmt::format("#include \"../bench/{}_bind.cpp\"\n", design_.name);
        const auto include = verilator_include();
        const auto unit = [&](const std::string& name, const std::string& text, const char* optimization) {
            write_text((directory / "obj" / (name + ".cc")).string(), text);
            auto argv = compile(include, optimization);
            if (quick())
                argv.insert(argv.end(), {"-include", (runtime_directory / optimization / common_header).string()});
            argv.insert(argv.end(), {"-c", name + ".cc", "-o", name + ".o"});
            run_tool("compiling the model", argv, (directory / "obj").string());
            return fmt::format("obj/{}.o", name);
        };
        const auto* level = quick() && all > quick_bytes ? cold_optimization : hot_level();
        std::vector<std::future<std::string>> units;
        units.push_back(std::async(std::launch::async, unit, "hot", hot[0], level));
        if (!hot[1].empty()) units.push_back(std::async(std::launch::async, unit, "more", hot[1], level));
        units.push_back(std::async(std::launch::async, unit, "cold", cold, cold_optimization));
        Arguments objects;
        for (auto& one : units) objects.push_back(one.get());
        return objects;
    }

    void link(const fs::path& directory, const Arguments& objects, const fs::path& common_object) const {
        Arguments argv{compiler_, "-shared", "-o", library_name};
        argv.insert(argv.end(), objects.begin(), objects.end());
        argv.insert(argv.end(), {common_object.string(), "-lsystemc"});
        if (options_.trace) argv.emplace_back("-lz");
        run_tool("linking the model", argv, directory.string());
    }

    const Design& design_;
    const ModelOptions& options_;
    std::string verilator_, compiler_;
    const bool coverage_ = !coverage_directory().empty();
    std::string gates_;  // what a netlist is made with, empty for RTL
};

}  // namespace

std::string coverage_directory() {
    const char* directory = std::getenv("KVOLT_COVERAGE");
    return directory == nullptr ? std::string{} : directory;
}

GeneratedModel build_model(const Design& design, const ModelOptions& options) {
    return ModelBuilder(design, options).build();
}

void discard_model(GeneratedModel model) { discard_entry(model.directory, std::move(model.use)); }

}  // namespace kvolt
