// SPDX-License-Identifier: Apache-2.0
// An emitted directory is enough for a bench of one's own: Verilator with the macros in C++, and any Verilog simulator
// with the portable ones, give the same words.
#include <gtest/gtest.h>

#include <fstream>

#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// Three full tokens of the engine `tiny`, whose packets are one pattern shifted, and the words that come back.
constexpr const char* bench = R"(`timescale 1ns/1ps
module own_bench;
    reg         clk = 0, rst_n = 0, valid = 0, last = 0, taken = 0;
    reg  [63:0] data = 0;
    reg  [2:0]  user = 0;
    wire        ready, out_valid, out_last;
    wire [63:0] out;
    integer     beat = 0, results = 0;

    kvolt_tiny dut (
        .clk_i(clk), .rst_ni(rst_n), .s_axil_awaddr_i(0), .s_axil_awvalid_i(1'b0), .s_axil_wdata_i(32'b0),
        .s_axil_wstrb_i(4'b0), .s_axil_wvalid_i(1'b0), .s_axil_bready_i(1'b0), .s_axil_araddr_i(0),
        .s_axil_arvalid_i(1'b0), .s_axil_rready_i(1'b0), .s_axis_0_tdata_i(data), .s_axis_0_tuser_i(user),
        .s_axis_0_tvalid_i(valid), .s_axis_0_tlast_i(last), .s_axis_0_tready_o(ready), .m_axis_0_tdata_o(out),
        .m_axis_0_tvalid_o(out_valid), .m_axis_0_tlast_o(out_last), .m_axis_0_tready_i(1'b1)
    );

    always #5 clk = ~clk;
    initial #83 rst_n = 1;

    always @(negedge clk) if (rst_n && $time > 200 && (!valid || taken)) begin
        valid = beat < 3 * BEATS;
        last  = beat % BEATS == BEATS - 1;
        user  = {2'b00, beat < BEATS};
        data  = 64'h0f2d4b6978a5c3e1 >> (3 * (beat % 7));
        beat  = beat + 1;
    end

    always @(posedge clk) begin
        taken <= valid & ready;
        if (out_valid) $display("result %h", out);
        if (out_valid & out_last) results = results + 1;
        if (results == 3) $finish;
        if ($time > 100000) begin
            $display("no results");
            $finish;
        end
    end
endmodule
)";

std::string results_in(const std::string& output) {
    std::istringstream lines(output);
    std::string results;
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("result ", 0) == 0) results += line + "\n";
    return results;
}

TEST(OwnBench, VerilatorAndIcarusGiveTheSameWords) {
    const Scratch scratch;
    const auto out = scratch.file("out");
    ASSERT_EQ(kvolt({"generate", "tiny", "-o", out}).status, 0);
    const auto manifest = nlohmann::json::parse(read_text(out + "/manifest.json"));
    auto text = std::string(bench);
    const auto beats = std::to_string(manifest["stream"]["token_beats"].get<int>());
    for (std::size_t at = 0; (at = text.find("BEATS", at)) != std::string::npos;) text.replace(at, 5, beats);
    write_text(scratch.file("own_bench.v"), text);

    const auto icarus = run_process(
        {"iverilog", "-g2005", "-s", "own_bench", "-o", "../b.vvp", "-c", "tiny.portable.f", "../own_bench.v"}, out);
    ASSERT_EQ(icarus.status, 0) << icarus.output;
    const auto expected = results_in(run_process({"vvp", "-n", scratch.file("b.vvp")}).output);
    EXPECT_GE(expected.size(), 50U) << expected;

    const auto build = run_process({"verilator", "--binary", "-Wno-fatal", "-Wno-lint", "--top", "own_bench", "-F",
                                    "out/tiny.sim.f", "-F", "out/tiny.dpi.f", "own_bench.v"},
                                   scratch.path().string());
    ASSERT_EQ(build.status, 0) << build.output;
    const auto run = run_process({scratch.file("obj_dir/Vown_bench")});
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_EQ(results_in(run.output), expected);
}

}  // namespace
}  // namespace kvolt
