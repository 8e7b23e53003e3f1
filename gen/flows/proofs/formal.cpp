// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/formal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>

#include "gen/emit/link.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/library.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "gen/support/worker_pool.hpp"

namespace kvolt {
namespace {

/// Lines of a log of yosys-smtbmc, without its clock and without its spinner.
std::vector<std::string> log_lines(const std::string& log) {
    std::vector<std::string> lines;
    std::istringstream in(log);
    for (std::string line; std::getline(in, line);) {
        if (line.compare(0, 2, "##") != 0) continue;
        const auto text = line.find_first_not_of(' ', line.find(' ', 5));
        lines.push_back(text == std::string::npos ? std::string() : line.substr(text));
    }
    return lines;
}

bool begins(const std::string& line, const char* word) { return line.rfind(word, 0) == 0; }

int count(const std::string& text, const std::string& what) {
    int found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

/// Which steps of a netlist of $check cells come before `write_smt2`: yosys has them since 0.39.
const std::string& lowering() {
    static const std::string step =
        run_process({"yosys", "-Q", "-T", "-p", "help chformal"}).output.find("-lower") == std::string::npos
            ? ""
            : "chformal -lower\n";
    return step;
}

/// yosys reads no sign: a negative value becomes its two's complement, 34 bits as parameters of kv_reg_field have.
std::string yosys_constant(const std::string& value) {
    if (value[0] != '-') return value;  // also 34'101.. as it is
    return "34'sb" + std::bitset<34>(static_cast<unsigned long long>(std::stoll(value))).to_string();
}

class Prover {
public:
    Prover(const FormalSources& sources, const FormalOptions& options, std::string directory)
        : sources_(sources), options_(options), directory_(std::move(directory)) {
        write_files(directory_, sources_.rtl);
        write_files(directory_, sources_.props);
    }

    FormalResult prove(std::size_t index, const FormalProof& proof) const {
        const auto begin = std::chrono::steady_clock::now();
        FormalResult result;
        const auto name = std::to_string(index);
        if (translate(name, proof, result)) {
            if (proof.unbounded) induction(name, proof, result);
            if (result.problems.empty()) base(name, proof, result);
            if (result.problems.empty() && proof.cover > 0 && result.covers > 0) covers(name, proof, result);
        }
        result.verdict = result.problems.empty() ? Proved::passed : Proved::failed;
        result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return result;
    }

private:
    /// yosys: Verilog to SMT-LIB.
    bool translate(const std::string& name, const FormalProof& proof, FormalResult& result) const {
        if (find_by_name(sources_.props, proof.block + "_props.v") == nullptr) {
            result.problems.push_back(fmt::format("there is no {}_props.v", proof.block));
            return false;
        }
        write_files(directory_, {{name + ".ys", script(name, proof)}});
        const auto run = timed({"yosys", "-Q", "-T", "-q", name + ".ys"});
        if (run.status != 0) {
            const auto error = run.output.find("ERROR:");
            result.problems.push_back(run.timed_out
                                          ? "yosys: " + out_of_time()
                                          : "yosys: " + run.output.substr(std::min(error, run.output.size())));
            return false;
        }
        const auto text = read_text(fmt::format("{}/{}.smt2", directory_, name));
        result.assertions = count(text, "; yosys-smt2-assert ");
        result.covers = count(text, "; yosys-smt2-cover ");
        if (result.assertions == 0) result.problems.emplace_back("asserts nothing");
        return result.assertions > 0;
    }

    std::string script(const std::string& name, const FormalProof& proof) const {
        return flat_properties(sources_, proof) +
               fmt::format("opt -full -fine\ndffunmap\nopt_clean\nwrite_smt2 -wires {}.smt2\n", name);
    }

    void induction(const std::string& name, const FormalProof& proof, FormalResult& result) const {
        const auto run = smtbmc(name, {"-i", "-t", std::to_string(proof.depth)});
        for (const auto& line : log_lines(run.standard_output))
            if (begins(line, "Trying induction in step")) result.steps = proof.depth - std::stoi(line.substr(25));
        if (run.status != 0) failed(fmt::format("induction over {} steps", proof.depth), run, result);
    }

    void base(const std::string& name, const FormalProof& proof, FormalResult& result) const {
        const int cycles = proof.unbounded ? proof.depth + 1 : proof.depth;
        if (!proof.unbounded) result.steps = proof.depth;
        const auto run = smtbmc(name, {"--presat", "-t", std::to_string(cycles)});
        if (run.status != 0) failed(fmt::format("{} cycles from reset", cycles), run, result);
    }

    void covers(const std::string& name, const FormalProof& proof, FormalResult& result) const {
        const auto run = smtbmc(name, {"-c", "-t", std::to_string(proof.cover)});
        result.covers_reached = count(run.standard_output, "Reached cover statement ");
        if (!proof.strict_covers) return;
        if (run.status != 0)
            failed(fmt::format("covers within {} cycles", proof.cover), run, result);
        else if (result.covers_reached < result.covers)
            result.problems.push_back(fmt::format("{} covers not reached", result.covers - result.covers_reached));
    }

    void failed(const std::string& what, const ProcessResult& run, FormalResult& result) const {
        if (run.timed_out) return result.problems.push_back(what + ": " + out_of_time());
        std::set<std::string> found;
        for (const auto& line : log_lines(run.output))
            for (const char* word : {"Assert failed", "Unreached cover", "Assumptions are unsatisfiable"})
                if (begins(line, word)) found.insert(line);
        if (found.empty()) found.insert(fmt::format("status {} without a reason: {}", run.status, tail(run.output)));
        for (const auto& line : found) result.problems.push_back(what + ": " + line);
    }

    static std::string tail(const std::string& text) {
        return text.size() <= 300 ? text : text.substr(text.size() - 300);
    }

    ProcessResult smtbmc(const std::string& name, const std::vector<std::string>& arguments) const {
        // Without --unroll z3 reasons about an uninterpreted state and needs a hundred times as long.
        std::vector<std::string> argv{"yosys-smtbmc", "-s", "z3", "--unroll"};
        argv.insert(argv.end(), arguments.begin(), arguments.end());
        argv.push_back(name + ".smt2");
        return timed(argv);
    }

    ProcessResult timed(const std::vector<std::string>& argv) const {
        ProcessOptions options;
        options.directory = directory_;
        options.timeout_s = options_.timeout_s;
        return run_process(argv, options);
    }
    std::string out_of_time() const { return fmt::format("not finished after {} s", options_.timeout_s); }

    const FormalSources& sources_;
    const FormalOptions& options_;
    std::string directory_;
};

}  // namespace

FormalSources builtin_formal_sources() {
    FormalSources sources{embedded_rtl(), {}};
    for (const auto& file : embedded_proofs())
        if (file.path.size() > 2 && file.path.compare(file.path.size() - 2, 2, ".v") == 0)
            sources.props.push_back(file);
    return sources;
}

std::string flat_properties(const FormalSources& sources, const FormalProof& proof) {
    const auto* props = find_by_name(sources.props, proof.block + "_props.v");
    if (props == nullptr) throw ToolError(fmt::format("there is no {}_props.v", proof.block));
    std::string text = "read_verilog -formal " + props->path + "\n";
    for (const auto* file : linked_modules({props}, sources.rtl)) text += "read_verilog -formal " + file->path + "\n";
    text += fmt::format("hierarchy -check -top {}_props", proof.block);
    for (const auto& [parameter, value] : proof.parameters)
        text += fmt::format(" -chparam {} {}", parameter, yosys_constant(value));
    // Words of memories become registers that properties can name, before the hierarchy is gone. Asynchronous
    // resets become synchronous ones: the properties sample at clock edges.
    return text + "\nproc\nmemory_map\nflatten\nopt_clean\nasync2sync\n" + lowering();
}

std::vector<FormalResult> run_proofs(const FormalSources& sources, const std::vector<FormalProof>& proofs,
                                     const FormalOptions& options) {
    for (const auto& [program, package] : {std::pair{"yosys", "yosys"}, {"yosys-smtbmc", "yosys"}, {"z3", "z3"}})
        require_program(program, package);
    std::optional<ScratchDirectory> scratch;
    if (options.directory.empty()) scratch.emplace();
    const Prover prover(sources, options, scratch ? scratch->path() : options.directory);
    std::vector<FormalResult> results(proofs.size());
    std::mutex one_at_a_time;
    run_jobs(proofs.size(), options.jobs, [&](std::size_t i) {
        auto result = prover.prove(i, proofs[i]);
        const std::lock_guard<std::mutex> lock(one_at_a_time);
        results[i] = std::move(result);
        if (options.finished) options.finished(i, results[i]);
    });
    return results;
}

}  // namespace kvolt
