// SPDX-License-Identifier: Apache-2.0
// bench/<name>_tb.v and <name>.tb.f: a testbench in plain Verilog, for any simulator.
#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"

namespace kvolt {
namespace {

constexpr const char* kBench = R"(
/// Random tokens through head 0, its results printed. Checked: every token has a result of the right length, the first
/// one in the cycle that the schedule says. Codes are compared with the golden model by `kvolt simulate`, not here.
///   iverilog -g2005 -s @TOP@_tb -o @NAME@.vvp -c @NAME@.tb.f
///   vvp -N @NAME@.vvp
`timescale 1ns/1ps
module @TOP@_tb;
    localparam DATA_BITS    = @DATA_BITS@;
    localparam TOKEN_BEATS  = @TOKEN_BEATS@;
    localparam RESULT_BEATS = @RESULT_BEATS@;
    localparam LATENCY      = @LATENCY@;  // last beat of a token -> first beat of its result, idle engine
    localparam TOKENS       = 8;
    localparam TIMEOUT      = @TIMEOUT@;  // cycles

    reg                  clk    = 0;
    reg                  rst_n  = 0;
    reg  [DATA_BITS-1:0] tdata  = 0;
    reg  [2:0]           tuser  = 0;
    reg                  tvalid = 0;
    reg                  tlast  = 0;
    wire                 tready;
    wire [DATA_BITS-1:0] result;
    wire                 result_valid;
    wire                 result_last;

    reg  [63:0]          noise  = 64'h9e3779b97f4a7c15;  // not $random, of which each simulator has its own
    integer token, beat;
    integer cycle    = 0;
    integer last_in  = -1;  // cycle in which the first token was complete
    integer beat_out = 0;
    integer results  = 0;
    integer errors   = 0;

    always #(@HALF_PERIOD@) clk = ~clk;

    @TOP@ dut (
@CONNECTIONS@
    );

    // ---- Source: everything changes at the falling edge, a beat moves at the rising one ----------------------------
    initial begin
        repeat (8) @(negedge clk);
        rst_n = 1;
        repeat (16) @(negedge clk);  // the reset is released inside
        for (token = 0; token < TOKENS; token = token + 1)
            for (beat = 0; beat < TOKEN_BEATS; beat = beat + 1) begin
                noise  = noise ^ (noise << 13);
                noise  = noise ^ (noise >> 7);
                noise  = noise ^ (noise << 17);
                tdata  = noise;
                tuser  = token == 0 && beat == 0 ? 3'b001 : 3'b000;
                tlast  = beat == TOKEN_BEATS - 1;
                tvalid = 1;
                @(posedge clk);
                while (!tready) @(posedge clk);
                if (tlast && last_in < 0) last_in = cycle;
                @(negedge clk);
                tvalid = 0;
            end
        repeat (TIMEOUT) @(negedge clk);
        $display("FAIL: %0d of %0d results after %0d cycles", results, TOKENS, cycle);
        $finish;
    end

    // ---- Sink: always ready ----------------------------------------------------------------------------------------
    always @(posedge clk) begin
        cycle <= cycle + 1;
        if (result_valid) begin
            if (results == 0 && beat_out == 0 && cycle - last_in != LATENCY) begin
                $display("first result after %0d cycles, not after %0d", cycle - last_in, LATENCY);
                errors = errors + 1;
            end
            if (beat_out == 0) $display("result %0d begins with %h in cycle %0d", results, result, cycle);
            if (result_last !== (beat_out == RESULT_BEATS - 1)) begin
                $display("result %0d ends in beat %0d", results, beat_out);
                errors = errors + 1;
            end
            beat_out = result_last ? 0 : beat_out + 1;
            if (result_last) results = results + 1;
            if (results == TOKENS) begin
                if (errors == 0) $display("PASS: %0d results, the first one after %0d cycles", TOKENS, LATENCY);
                else $display("FAIL: %0d errors", errors);
                $finish;
            end
        end
    end
endmodule
)";

/// What a port of the top is connected to: head 0 to source and sink, everything else rests.
std::string connection(const TopPort& port) {
    if (port.name == "clk_i") return "clk";
    if (port.name == "rst_ni") return "rst_n";
    for (const char* signal : {"tdata", "tuser", "tvalid", "tlast"})
        if (port.name == fmt::format("s_axis_0_{}_i", signal)) return signal;
    if (port.name == "s_axis_0_tready_o") return "tready";
    if (port.name == "m_axis_0_tdata_o") return "result";
    if (port.name == "m_axis_0_tvalid_o") return "result_valid";
    if (port.name == "m_axis_0_tlast_o") return "result_last";
    if (port.direction == PortDirection::out) return "";
    const bool accepts = port.group == PortGroup::stream_out;  // tready of the other heads
    return fmt::format("{}'b{}", port.width, accepts ? 1 : 0);
}

std::string connections(const Design& design) {
    std::size_t width = 0;
    for (const auto& port : top_ports(design)) width = std::max(width, port.name.size());
    std::string text;
    for (const auto& port : top_ports(design))
        text += fmt::format("{}        .{:<{}}({})", text.empty() ? "" : ",\n", port.name, width, connection(port));
    return text;
}

void fill_in(std::string& text, const std::string& mark, const std::string& value) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

}  // namespace

void emit_testbench(const Design& design, std::vector<File>& files) {
    std::string text = kBench;
    fill_in(text, "@TOP@", design.top);
    fill_in(text, "@NAME@", design.name);
    fill_in(text, "@DATA_BITS@", std::to_string(design.stream.data_bits));
    fill_in(text, "@TOKEN_BEATS@", std::to_string(design.stream.token_beats));
    fill_in(text, "@RESULT_BEATS@", std::to_string(design.stream.result_beats));
    fill_in(text, "@LATENCY@", std::to_string(design.schedule.latency_cycles));
    fill_in(text, "@TIMEOUT@", std::to_string(16 * design.schedule.through_cycles + 1000));
    fill_in(text, "@HALF_PERIOD@", fmt::format("{}", design.config.timing.clock_ns / 2));
    fill_in(text, "@CONNECTIONS@", connections(design));
    // First in its list: the time scale of the bench is that of all.
    const auto path = fmt::format("bench/{}_tb.v", design.name);
    for (const auto& file : files) {
        if (file.path != fmt::format("{}.portable.f", design.name)) continue;
        const File list{fmt::format("{}.tb.f", design.name), path + "\n" + file.text};
        files.push_back(list);
        break;
    }
    files.push_back({path, banner(design, "//") + text.substr(1)});
}

}  // namespace kvolt
