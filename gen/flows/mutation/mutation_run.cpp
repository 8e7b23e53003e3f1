// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/mutation/mutation_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gen/emit/link.hpp"
#include "gen/flows/mutation/mutation_pair.hpp"
#include "gen/flows/proofs/formal.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "gen/support/worker_pool.hpp"

namespace kvolt {
namespace {

constexpr int proof_cycles = 24;  // of the block from reset

/// The line of a failing run that says why.
std::string reason_in(const std::string& output) {
    std::istringstream lines(output);
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        const auto begin = line.find_first_not_of(" \r\t");
        if (begin == std::string::npos) continue;
        last = line.substr(begin);
        for (const char* word : {"MISMATCH", "FAILED", "Failure", "kvolt:"})
            if (last.find(word) != std::string::npos) return last;
    }
    return last;
}

/// The line that says what a run has noticed: kvolt's own report, or a test's.
std::string verdict_in(const std::string& output) {
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);)
        for (const char* word : {"MISMATCH", "FAILED", "Failure"})
            if (const auto at = line.find(word); at != std::string::npos) return line.substr(at);
    return {};
}

class Trial {
public:
    Trial(const Design& design, const std::string& binary, const std::vector<std::string>& arguments,
          const MutationOptions& options, Mutation& mutation)
        : sources_(formal_sources_of(design)),
          window_(std::min(std::max(2, design.least_window), design.window)),
          binary_(binary),
          arguments_(arguments),
          options_(options),
          mutation_(mutation) {}

    /// No mutant is switched on: everything must pass, or a death would say
    /// nothing.
    void check_the_engine() {
        std::string why;
        for (const auto& run : simulations()) expect_alive(run);
        for (const auto& command : options_.also) expect_alive({"/bin/sh", "-c", command});
    }

    void judge(Mutant& mutant) {
        for (const auto& run : simulations())
            if (notices(mutant, run)) return settle(mutant, Fate::simulation);
        for (const auto& command : options_.also)
            if (notices(mutant, {"/bin/sh", "-c", command})) return settle(mutant, Fate::tests);
        if (equivalent(mutant)) return settle(mutant, Fate::equivalent);
        const auto pair = compare_pair(mutant);
        if (pair.difference == Difference::none) {
            mutant.why = "under the contract of the block, by property directed reachability";
            return settle(mutant, Fate::equivalent);
        }
        if (refuted(mutant)) return settle(mutant, Fate::formal);
        mutant.why = pair.difference == Difference::found
                         ? fmt::format("an allowed input shows it after {} cycles", pair.cycles)
                         : "";
        settle(mutant, Fate::survived);
    }

private:
    using Command = std::vector<std::string>;

    static void settle(Mutant& mutant, Fate fate) { mutant.fate = fate; }

    /// Mixed packets under stalls; a window that wraps early; and back-pressure that fills every buffer on the way out.
    [[nodiscard]] std::vector<Command> simulations() const {
        const auto window = std::to_string(window_);
        std::vector<Command> runs;
        for (const auto& more : {Command{"--tokens", "80", "--kinds", "mixed", "--stall", "0.3", "--seed", "1"},
                                 Command{"--tokens", "60", "--sequences", "2", "--window", window, "--seed", "2"},
                                 Command{"--tokens", "60", "--stall", "0.9", "--seed", "3"}}) {
            Command run{binary_, "simulate"};
            run.insert(run.end(), arguments_.begin(), arguments_.end());
            run.insert(run.end(), more.begin(), more.end());
            run.emplace_back("--quick");
            runs.push_back(std::move(run));
        }
        return runs;
    }

    [[nodiscard]] ProcessResult with_mutant(int number, const Command& command) const {
        ProcessOptions options;
        options.timeout_s = options_.timeout_s;
        options.environment = {"KVOLT_CACHE=" + options_.directory + "/cache", fmt::format("KVOLT_MUTANT={}", number)};
        return run_process(command, options);
    }

    void expect_alive(const Command& command) const {
        const auto run = with_mutant(0, command);
        if (run.status != 0) throw ToolError("without a mutant the regression fails: " + reason_in(run.output));
    }

    /// A run that fails has to say what it noticed: one that could not be made proves nothing about the mutant. Throws
    /// ToolError for such a run.
    bool notices(Mutant& mutant, const Command& command) const {
        const auto run = with_mutant(mutant.number, command);
        if (run.status == 0) return false;
        if (options_.interrupted && options_.interrupted()) return false;
        mutant.why = run.timed_out ? "did not end" : verdict_in(run.output);
        if (mutant.why.empty())
            throw ToolError(fmt::format("mutant {}: a run ended with status {} and says nothing about the engine: {}",
                                        mutant.number, run.status, reason_in(run.output)));
        return true;
    }

    const MutatedModule& module_of(const Mutant& mutant) const {
        return *std::find_if(mutation_.modules.begin(), mutation_.modules.end(),
                             [&](const auto& one) { return one.name == mutant.module; });
    }

    [[nodiscard]] std::string list() const { return options_.directory + "/list"; }

    /// Registers become ports, so that outputs and next states are compared for
    /// every state and input.
    bool equivalent(const Mutant& mutant) const {
        const auto& module = module_of(mutant);
        const auto side = [&](const char* name, const std::string& mutate) {
            return fmt::format(
                "read_rtlil design.il\n{0}hierarchy -top {1}\nflatten\nopt_clean\n"
                "rename {1} {2}\ndesign -stash {2}\n",
                mutate, module.yosys_name, name);
        };
        const auto name = fmt::format("equal_{}.ys", mutant.number);
        write_files(list(),
                    {{name, side("gold", "") +
                                side("gate", fmt::format("mutate {} -module {}\n", mutant.command, module.yosys_name)) +
                                "design -copy-from gold -as gold gold\ndesign -copy-from gate "
                                "-as gate gate\n"
                                "expose -evert-dff -shared gold gate\n"
                                "miter -equiv -flatten gold gate miter\n" +
                                fmt::format("sat -verify -timeout {:.0f} -prove trigger 0 miter\n",
                                            std::max(1.0, options_.proof_timeout_s / 2))}});
        return yosys(name).status == 0;
    }

    [[nodiscard]] ProcessResult yosys(const std::string& script) const {
        ProcessOptions options;
        options.directory = list();
        options.timeout_s = options_.proof_timeout_s;
        return run_process({"yosys", "-Q", "-T", "-q", script}, options);
    }

    /// The proofs of the block fail on the mutant: by induction, and from reset;
    /// only those that pass without it count.
    bool refuted(Mutant& mutant) {
        const auto& module = module_of(mutant);
        for (const bool unbounded : {true, false}) {
            if (!sound(module, unbounded)) continue;
            const auto mutate = "mutate " + mutant.command + " -module " + module.yosys_name;
            for (const auto& problem : prove(module, mutant.number, mutate, unbounded).problems)
                if (problem.find("Assert failed") != std::string::npos) {
                    mutant.why = problem;
                    return true;
                }
        }
        return false;
    }

    bool sound(const MutatedModule& module, bool unbounded) {
        const std::lock_guard<std::mutex> lock(sound_lock_);
        const auto key = module.name + (unbounded ? "" : " from reset");
        const auto found = sound_.find(key);
        if (found != sound_.end()) return found->second;
        const auto result = prove(module, 0, "", unbounded);
        const bool holds = result.verdict == Proved::passed;
        if (!holds && result.verdict == Proved::failed && options_.progress)
            options_.progress(
                fmt::format("{}: no proof of it judges mutants, it fails without any: {}", key, result.problems.at(0)));
        return sound_[key] = holds;
    }

    FormalResult prove(const MutatedModule& module, int number, const std::string& mutate, bool unbounded) const {
        const auto& block = module.block.block;
        const auto name = fmt::format("proof_{}_{}", module.name, number);
        write_files(list(), {{name + ".ys", fmt::format("read_rtlil design.il\n{}\n{}write_verilog -noattr {}.v\n",
                                                        mutate, flat_as(module, block), name)}});
        if (find_by_name(sources_.props, block + "_props.v") == nullptr) return {};
        if (yosys(name + ".ys").status != 0) return {};
        auto proof = proof_at_full_size(module.block);
        if (!unbounded) {
            proof.parameters = module.block.parameters;
            proof.unbounded = false;
            proof.depth = proof_cycles;
        }
        return prove(module, read_text(list() + "/" + name + ".v"), std::move(proof), list() + "/" + name);
    }

    /// Block and mutant side by side under the properties of the block: they may differ in states that the block never
    /// reaches and for inputs that its contract excludes.
    PairResult compare_pair(const Mutant& mutant) const {
        const auto& module = module_of(mutant);
        const auto& block = module.block.block;
        const auto* props = find_by_name(sources_.props, block + "_props.v");
        if (props == nullptr) return {};
        const auto name = fmt::format("pair_{}", mutant.number);
        const auto other = block + "_mutant";
        write_files(list(),
                    {{name + ".ys", fmt::format("read_rtlil design.il\nmutate {} -module {}\n{}design -stash gate\n"
                                                "read_rtlil design.il\n{}design -copy-from gate -as {} {}\n"
                                                "write_verilog -noattr {}.v\n",
                                                mutant.command, module.yosys_name, flat_as(module, other),
                                                flat_as(module, block), other, other, name)}});
        if (yosys(name + ".ys").status != 0) return {};
        const auto json = nlohmann::json::parse(read_text(list() + "/design.json"));
        const auto pair = with_mutant_inside(read_text(list() + "/" + name + ".v"), block, other,
                                             json.at("modules").at(module.yosys_name));
        FormalProof proof;
        proof.block = block;
        proof.parameters = module.block.parameters;
        // What the solver of the proofs holds still is free here.
        for (const auto& [parameter, value] : {std::pair{"EXACT", "0"}, std::pair{"FREE", "1"}})
            if (props->text.find(fmt::format("parameter {} ", parameter)) != std::string::npos)
                proof.parameters.emplace_back(parameter, value);
        const auto directory = list() + "/" + name;
        std::filesystem::create_directories(directory);
        const auto result = kvolt::compare_pair(sources_with(module, pair), proof, directory, options_.proof_timeout_s);
        std::filesystem::remove_all(directory);
        return result;
    }

    /// Proves the block with `netlist` in its place, in a directory that is gone afterwards.
    FormalResult prove(const MutatedModule& module, const std::string& netlist, FormalProof proof,
                       const std::string& directory) const {
        proof.cover = 0;
        FormalOptions options;
        options.jobs = 1;
        options.timeout_s = options_.proof_timeout_s;
        options.directory = directory;
        std::filesystem::create_directories(directory);
        auto result = run_proofs(sources_with(module, netlist), {proof}, options).at(0);
        std::filesystem::remove_all(directory);
        return result;
    }

    /// The steps of yosys that leave the module alone in the design, flat, under another name.
    static std::string flat_as(const MutatedModule& module, const std::string& name) {
        const auto rename = module.yosys_name == name ? "" : fmt::format("rename {} {}\n", module.yosys_name, name);
        return fmt::format("hierarchy -top {}\nflatten\n{}", module.yosys_name, rename);
    }

    /// A netlist in place of the block; other blocks, which properties may use, stay.
    [[nodiscard]] FormalSources sources_with(const MutatedModule& module, const std::string& netlist) const {
        auto sources = sources_;
        const auto name = module.block.block + ".v";
        for (auto& file : sources.rtl)
            if (std::filesystem::path(file.path).filename() == name) file.text = with_parameters(netlist, module.block);
        return sources;
    }

    /// A netlist has sizes, not parameters; whoever instantiates the block names
    /// them.
    static std::string with_parameters(std::string text, const BlockInstance& block) {
        std::string parameters;
        for (const auto& [name, value] : block.parameters)
            parameters += fmt::format("  parameter {} = {};\n", name, value);
        const auto begin = text.find("module " + block.block + "(");
        const auto end = begin == std::string::npos ? begin : text.find(");\n", begin);
        if (end != std::string::npos) text.insert(end + 3, parameters);
        return text;
    }

    const FormalSources sources_;
    const int window_;  ///< a short one that wraps early, and longer than all bad slots
    const std::string& binary_;
    const std::vector<std::string>& arguments_;
    const MutationOptions& options_;
    Mutation& mutation_;
    std::map<std::string, bool> sound_;
    std::mutex sound_lock_;
};

}  // namespace

void try_mutants(const Design& design, const std::string& binary, const std::vector<std::string>& arguments,
                 const MutationOptions& options, Mutation& mutation) {
    Trial trial(design, binary, arguments, options, mutation);
    const auto stop = [&] { return options.interrupted && options.interrupted(); };
    if (options.progress) options.progress("the regression without a mutant");
    trial.check_the_engine();
    std::mutex one_at_a_time;
    const auto job = [&](std::size_t i) {
        if (mutation.mutants[i].fate != Fate::untried) return;
        Mutant mutant = mutation.mutants[i];
        trial.judge(mutant);
        if (stop()) return;  // the signal reached the child too: what it says is worth nothing
        const std::lock_guard<std::mutex> lock(one_at_a_time);
        mutation.mutants[i] = std::move(mutant);
        if (options.finished) options.finished(mutation.mutants[i]);
    };
    run_jobs(mutation.mutants.size(), options.jobs, job, stop);
    if (stop()) return;
    // What has changed under the run - a tool, the cache, the machine - would have been taken for deaths.
    if (options.progress) options.progress("the regression without a mutant, again");
    trial.check_the_engine();
}

}  // namespace kvolt
