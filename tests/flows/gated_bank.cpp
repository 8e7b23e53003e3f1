// SPDX-License-Identifier: Apache-2.0
#include "tests/flows/gated_bank.hpp"

#include <fmt/format.h>

#include <fstream>

#include "gen/support/process.hpp"

namespace kvolt {
namespace {

std::string equivalence_script(const std::string& gates) {
    return fmt::format(R"(read_verilog bank.v
prep -top bank
clk2fflogic
design -stash gold
read_verilog {}
prep -flatten -top bank
clk2fflogic
design -stash gate
design -copy-from gold -as gold bank
design -copy-from gate -as gate bank
miter -equiv -flatten -make_assert gold gate miter
hierarchy -top miter
opt_clean
sat -verify -prove-asserts -set-at 1 in_clk_i 0 -set-at 1 gold.a_q gate.a_q -set-at 1 gold.b_q gate.b_q -set-at 1 gold.c_q gate.c_q -tempinduct -seq 1 -maxsteps 8 miter
)",
                       gates);
}

}  // namespace

const char* const bank_verilog = R"(module bank (
    input  wire clk_i, rst_ni, en_i, load_i,
    input  wire [5:0] d_i,
    output reg  [5:0] a_q,
    output reg  [4:0] b_q,
    output reg  [1:0] c_q
);
    always @(posedge clk_i) if (en_i & load_i) a_q <= d_i;
    always @(posedge clk_i or negedge rst_ni)
        if (!rst_ni) b_q <= 5'd9;
        else if (load_i) b_q <= d_i[4:0] ^ {5{en_i}};
    always @(posedge clk_i) if (en_i) c_q <= d_i[1:0];
endmodule
)";

void write_file(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

SynthesisResult synthesize_bank(const Technology& tech, const std::string& directory) {
    write_file(directory + "/bank.v", bank_verilog);
    SynthesisInput input;
    input.sources = {directory + "/bank.v"};
    input.top = "bank";
    input.composed = {"bank"};
    input.clock_ns = 10;
    return synthesize(
        input, tech, directory, [](const Netlist&) { return std::set<std::string>{}; }, [](const std::string&) {});
}

Verdict prove_bank(const std::string& directory, const std::string& gates) {
    write_file(directory + "/prove.ys", equivalence_script(gates));
    const auto run = run_process({"yosys", "-Q", "-T", "-s", "prove.ys"}, directory);
    if (run.status == 0) return Verdict::proved;
    return run.output.find("model found for base case: FAIL") != std::string::npos ? Verdict::refuted
                                                                                   : Verdict::neither;
}

}  // namespace kvolt
