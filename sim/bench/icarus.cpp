// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/icarus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gen/emit/emit.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "sim/bench/stream_driver.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

/// One line a beat: tlast, tuser and tdata as one hexadecimal number.
std::string beats_of(const Design& design, const TokenSet& tokens, std::size_t& beats, std::size_t& results) {
    std::string text;
    for (std::size_t step = 0; step < tokens.steps(); ++step) {
        const auto token = tokens.token(0, step);
        results += token.queries ? 1 : 0;
        for (const auto& beat : packet_of(token, design)) {
            text +=
                fmt::format("{:x}{:0{}x}\n", (beat.last ? 8 : 0) | beat.user, beat.data, design.stream.data_bits / 4);
            ++beats;
        }
    }
    return text;
}

/// Source, sink and clock. Stimulus changes at the falling edge; a beat moves at a rising edge with both sides high.
std::string bench_of(const Design& design, std::size_t beats, std::size_t results) {
    const int bits = design.stream.data_bits;
    const auto limit =
        (beats + results * static_cast<std::size_t>(design.schedule.interval_cycles + design.stream.result_beats) +
         static_cast<std::size_t>(design.schedule.through_cycles)) *
            4 +
        1000;
    return fmt::format(R"(`timescale 1ns/1ps
module kvolt_icarus_bench;
    reg           clk = 0, rst_n = 0;
    reg  [{0}:0] beats [0:{1}];
    reg  [{0}:0] beat = 0;
    reg           valid = 0, taken = 0, go = 0;
    wire          ready, out_valid, out_last;
    wire [{2}:0] data;
    integer       next = 0, results = 0, cycles = 0, file;

    {3} dut (
        .clk_i(clk), .rst_ni(rst_n),
        .s_axil_awaddr_i({4}'b0), .s_axil_awvalid_i(1'b0), .s_axil_wdata_i(32'b0), .s_axil_wstrb_i(4'b0), .s_axil_wvalid_i(1'b0),
        .s_axil_bready_i(1'b0), .s_axil_araddr_i({4}'b0), .s_axil_arvalid_i(1'b0), .s_axil_rready_i(1'b0),
        .s_axil_awready_o(), .s_axil_wready_o(), .s_axil_bresp_o(), .s_axil_bvalid_o(), .s_axil_arready_o(), .s_axil_rdata_o(),
        .s_axil_rresp_o(), .s_axil_rvalid_o(), .irq_o(),
        .s_axis_0_tdata_i(beat[{2}:0]), .s_axis_0_tuser_i(beat[{5} +: 3]), .s_axis_0_tvalid_i(valid), .s_axis_0_tlast_i(beat[{0}]),
        .s_axis_0_tready_o(ready),
        .m_axis_0_tdata_o(data), .m_axis_0_tvalid_o(out_valid), .m_axis_0_tlast_o(out_last), .m_axis_0_tready_i(1'b1)
    );

    always #5 clk = ~clk;
    initial begin
        $readmemh("beats.hex", beats);
        file = $fopen("results.hex", "w");
        #83 rst_n = 1;
        #100 go = 1;  // the synchronized reset is released inside
    end

    always @(negedge clk) if (go) begin
        if (!valid || taken) begin
            valid = next < {6};
            if (valid) beat = beats[next];
            next = next + 1;
        end
    end

    always @(posedge clk) begin
        taken <= valid & ready;
        cycles = cycles + 1;
        if (out_valid) begin
            $fwrite(file, "%h\n", data);
            if (out_last) results = results + 1;
        end
        if (results == {7} || cycles == {8}) begin
            $fclose(file);
            $finish(0);
        end
    end
endmodule
)",
                       bits + 3, beats - 1, bits - 1, design.top, design.widths.address_bits, bits, beats, results,
                       limit);
}

std::vector<std::int32_t> words_of(const Design& design, const fs::path& path) {
    const auto& stream = design.stream;
    std::vector<std::int32_t> words;
    std::ifstream file(path);
    int beat = 0;
    for (std::string line; std::getline(file, line); beat = (beat + 1) % stream.result_beats) {
        const auto data = std::strtoull(line.c_str(), nullptr, 16);
        for (int i = 0; i < stream.words_per_beat; ++i) {
            if (beat * stream.words_per_beat + i >= design.rows) continue;
            const auto field = static_cast<std::uint32_t>(data >> (i * stream.word_bits));
            words.push_back(static_cast<std::int32_t>(field << (32 - stream.word_bits)) >> (32 - stream.word_bits));
        }
    }
    return words;
}

}  // namespace

IcarusRun run_icarus(const Design& design, const TokenSet& tokens) {
    if (design.heads != 1) throw ToolError("the Icarus bench drives one head; set engine.heads=1");
    require_program("iverilog", "iverilog");
    const ScratchDirectory scratch;
    write_files(scratch.path(), emit_all(design));
    std::size_t beats = 0, results = 0;
    write_text(scratch.path() + "/beats.hex", beats_of(design, tokens, beats, results));
    write_text(scratch.path() + "/bench.v", bench_of(design, beats, results));
    run_tool("iverilog",
             {"iverilog", "-g2005", "-s", "kvolt_icarus_bench", "-o", "bench.vvp", "-c", design.name + ".portable.f",
              "bench.v"},
             scratch.path());
    IcarusRun run;
    run.seconds = run_tool("vvp", {"vvp", "-N", "bench.vvp"}, scratch.path()).seconds;
    run.words = words_of(design, scratch.path() + "/results.hex");
    run.results = static_cast<std::int64_t>(results);
    if (run.words.size() != results * static_cast<std::size_t>(design.rows))
        throw ToolError(fmt::format("Icarus delivered {} of {} result words", run.words.size(),
                                    results * static_cast<std::size_t>(design.rows)));
    return run;
}

}  // namespace kvolt
