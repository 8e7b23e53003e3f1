// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_lane_memory under any writes and reads, and a reset in any cycle.
///
/// 1. a lane (picked freely) holds what was last written to it, offset and trim by themselves, zero after reset;
/// 2. named by `lane_i`, it is read a cycle later as it was then;
/// 3. its place in its beat shows it from the cycle after the beat was looked up until the next is;
/// 4. places beyond the last lane are zero.
module kv_lane_memory_props #(
    parameter LANES       = 64,
    parameter WORDS       = 4,
    parameter OFFSET_BITS = 14,
    parameter TRIM_BITS   = 8
) (
    input wire                   clk_i,
    input wire                   rst_ni,
    input wire [(LANES > 1 ? $clog2(LANES) : 1)-1:0] lane_i,
    input wire                   write_offset_i,
    input wire [OFFSET_BITS-1:0] offset_i,
    input wire                   write_trim_i,
    input wire [TRIM_BITS-1:0]   trim_i,
    input wire                   beat_en_i,
    input wire [($clog2((LANES+WORDS-1)/WORDS) > 0 ? $clog2((LANES+WORDS-1)/WORDS) : 1)-1:0] beat_i
);
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam LANE_BITS = LANES > 1 ? $clog2(LANES) : 1;

    wire [OFFSET_BITS-1:0]       lane_offset;
    wire [TRIM_BITS-1:0]         lane_trim;
    wire [WORDS*OFFSET_BITS-1:0] beat_offset;
    wire [WORDS*TRIM_BITS-1:0]   beat_trim;

    kv_lane_memory #(.LANES(LANES), .WORDS(WORDS), .OFFSET_BITS(OFFSET_BITS), .TRIM_BITS(TRIM_BITS)) u_dut (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .lane_i        (lane_i),
        .write_offset_i(write_offset_i),
        .offset_i      (offset_i),
        .write_trim_i  (write_trim_i),
        .trim_i        (trim_i),
        .lane_offset_o (lane_offset),
        .lane_trim_o   (lane_trim),
        .beat_en_i     (beat_en_i),
        .beat_i        (beat_i),
        .beat_offset_o (beat_offset),
        .beat_trim_o   (beat_trim)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (lane_i < LANES && beat_i < BEATS);

    (* anyconst *) wire [LANE_BITS-1:0] lane;
    (* anyconst *) wire [LANE_BITS-1:0] place;  // of any beat
    always @* assume (lane < LANES && place < WORDS);

    reg [OFFSET_BITS-1:0] offset_q, seen_offset_q, of_beat_offset_q;
    reg [TRIM_BITS-1:0]   trim_q, seen_trim_q, of_beat_trim_q;
    reg                   seen_q = 1'b0, beat_known_q = 1'b0, its_beat_q, padded_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            offset_q <= 0;
            trim_q   <= 0;
        end else begin
            if (write_offset_i && lane_i == lane) offset_q <= offset_i;
            if (write_trim_i && lane_i == lane)   trim_q   <= trim_i;
        end
    end
    always @(posedge clk_i) begin
        seen_q        <= lane_i == lane;
        seen_offset_q <= offset_q;
        seen_trim_q   <= trim_q;
        if (beat_en_i) begin
            beat_known_q     <= 1'b1;
            its_beat_q       <= beat_i == lane / WORDS;
            of_beat_offset_q <= offset_q;
            of_beat_trim_q   <= trim_q;
            padded_q         <= beat_i * WORDS + place >= LANES;
        end
    end

    localparam PLACE_BITS = $clog2(WORDS + 1);
    wire [PLACE_BITS-1:0] at = lane % WORDS;
    // 1: the memory itself, so that induction starts from what it holds
    (* hierconn *) wire [LANES*OFFSET_BITS-1:0] \u_dut.offset ;
    (* hierconn *) wire [LANES*TRIM_BITS-1:0]   \u_dut.trim ;
    wire [OFFSET_BITS-1:0] held_offset = \u_dut.offset >> (lane * OFFSET_BITS);
    wire [TRIM_BITS-1:0]   held_trim   = \u_dut.trim >> (lane * TRIM_BITS);
    wire [OFFSET_BITS-1:0] at_offset   = beat_offset >> (at * OFFSET_BITS);
    wire [TRIM_BITS-1:0]   at_trim     = beat_trim >> (at * TRIM_BITS);
    wire [OFFSET_BITS-1:0] pad_offset  = beat_offset >> (place * OFFSET_BITS);
    wire [TRIM_BITS-1:0]   pad_trim    = beat_trim >> (place * TRIM_BITS);
    always @* begin
        if (begun_q) assert (held_offset == offset_q && held_trim == trim_q);
        if (seen_q) assert (lane_offset == seen_offset_q && lane_trim == seen_trim_q);
        if (beat_known_q && its_beat_q) assert (at_offset == of_beat_offset_q && at_trim == of_beat_trim_q);
        if (beat_known_q && padded_q) assert (pad_offset == 0 && pad_trim == 0);
        cover (beat_known_q && its_beat_q && at_offset != 0 && at_trim != 0 && at_offset != offset_q);
    end
endmodule
