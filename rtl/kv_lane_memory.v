// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Offset and gain trim of every output lane, both signed: written and read lane by lane, and read beat by beat.
///
/// `lane_i` in cycle c => `lane_offset_o`, `lane_trim_o` in c+1; `beat_en_i` with `beat_i` in cycle c =>
/// `beat_offset_o`, `beat_trim_o` from c+1 until the next. A lane written in cycle c is read as new from c+1 on. All
/// zero after reset: lanes are as they come.
module kv_lane_memory #(
    parameter LANES       = 64,
    /// lanes of a beat
    parameter WORDS       = 4,
    parameter OFFSET_BITS = 14,
    parameter TRIM_BITS   = 8
) (
    input  wire                         clk_i,
    input  wire                         rst_ni,
    /// lane that is read, and written with a strobe; below LANES
    input  wire [(LANES > 1 ? $clog2(LANES) : 1)-1:0] lane_i,
    input  wire                         write_offset_i,
    input  wire [OFFSET_BITS-1:0]       offset_i,
    input  wire                         write_trim_i,
    input  wire [TRIM_BITS-1:0]         trim_i,
    output wire [OFFSET_BITS-1:0]       lane_offset_o,
    output wire [TRIM_BITS-1:0]         lane_trim_o,
    input  wire                         beat_en_i,
    input  wire [($clog2((LANES+WORDS-1)/WORDS) > 0 ? $clog2((LANES+WORDS-1)/WORDS) : 1)-1:0] beat_i,
    /// word by word; zero beyond the last lane
    output wire [WORDS*OFFSET_BITS-1:0] beat_offset_o,
    output wire [WORDS*TRIM_BITS-1:0]   beat_trim_o
);
    localparam LANE_BITS = LANES > 1 ? $clog2(LANES) : 1;
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam BEAT_BITS = $clog2(BEATS) > 0 ? $clog2(BEATS) : 1;

    generate
        if (LANES < 1 || WORDS < 1 || OFFSET_BITS < 1 || TRIM_BITS < 1) begin : gen_refuse
            kv_lane_memory_lanes_words_and_widths_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    wire [LANES*OFFSET_BITS-1:0] offset;
    wire [LANES*TRIM_BITS-1:0]   trim;

    genvar k;
    generate
        for (k = 0; k < LANES; k = k + 1) begin : gen_lane
            wire                   chosen = lane_i == k[LANE_BITS-1:0];
            reg  [OFFSET_BITS-1:0] offset_q;
            reg  [TRIM_BITS-1:0]   trim_q;
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) begin
                    offset_q <= {OFFSET_BITS{1'b0}};
                    trim_q   <= {TRIM_BITS{1'b0}};
                end else begin
                    if (chosen & write_offset_i) offset_q <= offset_i;
                    if (chosen & write_trim_i)   trim_q   <= trim_i;
                end
            end
            assign offset[k*OFFSET_BITS +: OFFSET_BITS] = offset_q;
            assign trim[k*TRIM_BITS +: TRIM_BITS]       = trim_q;
        end
    endgenerate

    // Each bit of the address halves the choice.
    function [OFFSET_BITS-1:0] offset_of_lane(input [LANES*OFFSET_BITS-1:0] all, input [LANE_BITS-1:0] lane);
        integer b;
        reg [(1<<LANE_BITS)*OFFSET_BITS-1:0] left;
        begin  // verilator lint_off BLKSEQ
            left = {((1<<LANE_BITS)*OFFSET_BITS){1'b0}};
            left[LANES*OFFSET_BITS-1:0] = all;
            for (b = LANE_BITS - 1; b >= 0; b = b - 1) if (lane[b]) left = left >> (OFFSET_BITS << b);
            offset_of_lane = left[OFFSET_BITS-1:0];
        end
    endfunction  // verilator lint_on BLKSEQ

    function [TRIM_BITS-1:0] trim_of_lane(input [LANES*TRIM_BITS-1:0] all, input [LANE_BITS-1:0] lane);
        integer b;
        reg [(1<<LANE_BITS)*TRIM_BITS-1:0] left;
        begin  // verilator lint_off BLKSEQ
            left = {((1<<LANE_BITS)*TRIM_BITS){1'b0}};
            left[LANES*TRIM_BITS-1:0] = all;
            for (b = LANE_BITS - 1; b >= 0; b = b - 1) if (lane[b]) left = left >> (TRIM_BITS << b);
            trim_of_lane = left[TRIM_BITS-1:0];
        end
    endfunction  // verilator lint_on BLKSEQ

    function [WORDS*OFFSET_BITS-1:0] offsets_of_beat(input [LANES*OFFSET_BITS-1:0] all, input [BEAT_BITS-1:0] beat);
        integer b;
        reg [(1<<BEAT_BITS)*WORDS*OFFSET_BITS-1:0] left;
        begin  // verilator lint_off BLKSEQ
            left = {((1<<BEAT_BITS)*WORDS*OFFSET_BITS){1'b0}};
            left[LANES*OFFSET_BITS-1:0] = all;
            for (b = BEAT_BITS - 1; b >= 0; b = b - 1) if (beat[b]) left = left >> ((WORDS * OFFSET_BITS) << b);
            offsets_of_beat = left[WORDS*OFFSET_BITS-1:0];
        end
    endfunction  // verilator lint_on BLKSEQ

    function [WORDS*TRIM_BITS-1:0] trims_of_beat(input [LANES*TRIM_BITS-1:0] all, input [BEAT_BITS-1:0] beat);
        integer b;
        reg [(1<<BEAT_BITS)*WORDS*TRIM_BITS-1:0] left;
        begin  // verilator lint_off BLKSEQ
            left = {((1<<BEAT_BITS)*WORDS*TRIM_BITS){1'b0}};
            left[LANES*TRIM_BITS-1:0] = all;
            for (b = BEAT_BITS - 1; b >= 0; b = b - 1) if (beat[b]) left = left >> ((WORDS * TRIM_BITS) << b);
            trims_of_beat = left[WORDS*TRIM_BITS-1:0];
        end
    endfunction  // verilator lint_on BLKSEQ

    reg [OFFSET_BITS-1:0]       lane_offset_q;
    reg [TRIM_BITS-1:0]         lane_trim_q;
    reg [WORDS*OFFSET_BITS-1:0] beat_offset_q;
    reg [WORDS*TRIM_BITS-1:0]   beat_trim_q;
    always @(posedge clk_i) begin
        lane_offset_q <= offset_of_lane(offset, lane_i);
        lane_trim_q   <= trim_of_lane(trim, lane_i);
        if (beat_en_i) beat_offset_q <= offsets_of_beat(offset, beat_i);
        if (beat_en_i) beat_trim_q   <= trims_of_beat(trim, beat_i);
    end

    assign lane_offset_o = lane_offset_q;
    assign lane_trim_o   = lane_trim_q;
    assign beat_offset_o = beat_offset_q;
    assign beat_trim_o   = beat_trim_q;
endmodule

`default_nettype wire
