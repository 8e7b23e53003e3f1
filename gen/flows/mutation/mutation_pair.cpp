// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/mutation/mutation_pair.hpp"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>
#include <vector>

#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

constexpr const char* inside = "kvolt_mutant";

struct Signal {
    std::string name;   ///< without the mark of an escaped name
    std::string range;  ///< "[3:0] ", "" for one bit
};

std::string range_of(std::size_t bits) { return bits > 1 ? fmt::format("[{}:0] ", bits - 1) : ""; }

/// An escaped name is a name like any other, and ends with a blank.
std::string escaped(const std::string& name) { return "\\" + name + " "; }

/// As yosys writes them: "  reg [3:0] state_q;", "  reg \gen_a.b ;".
std::vector<Signal> registers_of(const std::string& module) {
    static const std::regex declaration(R"(\n *reg (\[[0-9]+:[0-9]+\] )?\\?([^ ;]+) ?( = [^;]*)?;)");
    std::vector<Signal> list;
    for (std::sregex_iterator it(module.begin(), module.end(), declaration), end; it != end; ++it)
        list.push_back({(*it)[2], (*it)[1]});
    return list;
}

std::string equal(const Signal& a, const std::string& b) { return fmt::format("{}== {}", escaped(a.name), escaped(b)); }

/// The mutant's registers under the names they have when the hierarchy is gone.
std::string registers_begin_equal(const std::vector<Signal>& registers) {
    std::string text, same = "1'b1";
    for (const auto& one : registers) {
        const auto other = fmt::format("{}.{}", inside, one.name);
        text += fmt::format("  (* hierconn *) wire {}{};\n", one.range, escaped(other));
        same += " && " + equal(one, other);
    }
    return text + fmt::format(
                      "  reg kvolt_begun = 1'b0;\n  always @(posedge clk_i) kvolt_begun <= 1'b1;\n"
                      "  always @* if (!kvolt_begun) assume({});\n",
                      same);
}

/// Only the pair is to be proved: what the block asserts need not hold of either.
std::string without_assertions(const std::string& properties) {
    static const std::regex assertion(R"(\bassert *\()");
    return std::regex_replace(properties, assertion, "cover (");
}

/// Asserts that seven cycles never pass; without a clock, that there is no moment at all.
std::string with_passing_time(const std::string& properties, const std::string& block) {
    const auto begin = properties.find("module " + block + "_props");
    const auto end = begin == std::string::npos ? begin : properties.find("endmodule", begin);
    if (end == std::string::npos) return properties;
    const bool clocked = properties.substr(begin, end - begin).find("clk_i") != std::string::npos;
    const std::string text =
        clocked ? "  reg [2:0] kvolt_time = 3'd0;\n"
                  "  always @(posedge clk_i) if (kvolt_time != 3'd7) kvolt_time <= kvolt_time + 1'b1;\n"
                  "  always @* assert (kvolt_time != 3'd7);\n"
                : "  always @* assert (1'b0);\n";
    return properties.substr(0, end) + text + properties.substr(end);
}

PairResult search(const FormalSources& files, const FormalProof& proof, const std::string& directory,
                  double timeout_s) {
    // The outputs of an AIGER file are what must not be, its constraints the assumptions. An undefined bit may be
    // anything, in each of the two.
    const auto script = flat_properties(files, proof) +
                        "chformal -cover -remove\nopt -full -fine\ndffunmap\nopt_clean\nsetundef -undriven -anyseq\n"
                        "techmap\nopt -fast -nodffe -nosdff\nsetundef -undriven -anyseq\naigmap\nopt_clean\n"
                        "write_aiger -zinit pair.aig\n";
    write_files(directory, files.rtl);
    write_files(directory, files.props);
    write_files(directory, {{"pair.ys", script}});
    ProcessOptions options;
    options.directory = directory;
    options.timeout_s = timeout_s;
    if (run_process({"yosys", "-Q", "-T", "-q", "pair.ys"}, options).status != 0) return {};
    const auto commands = fmt::format("read_aiger pair.aig; fold; scorr; pdr -T {:.0f}", timeout_s);
    const auto said = run_process({"yosys-abc", "-c", commands}, options).standard_output;
    if (said.find("Property proved") != std::string::npos) return {Difference::none, 0};
    static const std::regex asserted("was asserted in frame ([0-9]+)");
    std::smatch frame;
    if (std::regex_search(said, frame, asserted)) return {Difference::found, std::stoi(frame[1])};
    return {};
}

}  // namespace

std::string with_mutant_inside(const std::string& netlist, const std::string& block, const std::string& mutant,
                               const nlohmann::json& module) {
    const auto begin = netlist.find("module " + block + "(");
    const auto end = begin == std::string::npos ? begin : netlist.find("endmodule", begin);
    if (end == std::string::npos) throw std::runtime_error(fmt::format("no module {} in its netlist", block));
    std::string pins, outputs, asserts;
    for (const auto& [name, port] : module.at("ports").items()) {
        auto pin = name;
        if (port.at("direction") == "output") {
            pin = "kvolt_other_" + name;
            outputs += fmt::format("  wire {}{};\n", range_of(port.at("bits").size()), pin);
            asserts += fmt::format("  always @* assert({} == {});\n", name, pin);
        }
        pins += fmt::format("{}.{}({})", pins.empty() ? "" : ", ", name, pin);
    }
    auto text = outputs + fmt::format("  {} {} ({});\n", mutant, inside, pins) + asserts;
    const auto state = registers_of(netlist.substr(begin, end - begin));
    if (!state.empty()) text += registers_begin_equal(state);
    return netlist.substr(0, end) + text + netlist.substr(end);
}

PairResult compare_pair(const FormalSources& sources, const FormalProof& proof, const std::string& directory,
                        double timeout_s) {
    require_program("yosys-abc", "yosys");
    auto files = sources;
    for (auto& file : files.props) file.text = without_assertions(file.text);
    const auto result = search(files, proof, directory, timeout_s);
    if (result.difference != Difference::none) return result;
    // Under assumptions that contradict each other everything is proved; so time must pass under these.
    for (auto& file : files.rtl) file.text = without_assertions(file.text);
    for (auto& file : files.props) file.text = with_passing_time(file.text, proof.block);
    return search(files, proof, directory, timeout_s).difference == Difference::found ? result : PairResult{};
}

}  // namespace kvolt
