// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Calibration of the output lanes: reads zero 2^FRACTION_BITS times and keeps the sum of each lane's codes as its
/// offset.
///
/// `calibrate_i` => `busy_o` and `hold_o` from the next cycle: no token of the stream is admitted any more. As soon as
/// `idle_i`, one token after the other that asks with all q codes zero and no live slot (`own_o`, `offer_o` until
/// `admit_i`); its sum is taken lane by lane, two cycles a lane, while the readout holds it, and added up in
/// kv_lane_memory, which the block addresses for software as well. At the end the lanes beyond the limit are counted
/// and `done_o` pulses. A command while `busy_o` is ignored. Reset stops it and leaves the offsets half made.
module kv_calibration #(
    /// output lanes
    parameter LANES         = 64,
    /// bits of the signed sum
    parameter SUM_BITS      = 10,
    /// log2 of the reads, which are fraction bits of the offset
    parameter FRACTION_BITS = 4
) (
    input  wire                              clk_i,
    input  wire                              rst_ni,
    /// pulse: begin
    input  wire                              calibrate_i,
    /// no token is on its way and every result delivered
    input  wire                              idle_i,
    /// tokens of the stream wait
    output wire                              hold_o,
    /// the token on its way, and its sum, are the block's own: nothing is live
    output wire                              own_o,
    /// a token is offered
    output wire                              offer_o,
    input  wire                              admit_i,
    /// from the readout, bit b of all lanes in bits [b*LANES +: LANES]
    input  wire                              sum_valid_i,
    output wire                              sum_ready_o,
    input  wire [SUM_BITS*LANES-1:0]         sum_i,
    /// lane that software looks at, below LANES
    input  wire [(LANES > 1 ? $clog2(LANES) : 1)-1:0] select_i,
    /// pulse: software sets its offset
    input  wire                              set_offset_i,
    input  wire [SUM_BITS+FRACTION_BITS-1:0] set_value_i,
    /// to and from kv_lane_memory
    output wire [(LANES > 1 ? $clog2(LANES) : 1)-1:0] lane_o,
    input  wire [SUM_BITS+FRACTION_BITS-1:0] lane_offset_i,
    output wire                              write_offset_o,
    output wire [SUM_BITS+FRACTION_BITS-1:0] offset_o,
    /// the sum that the readout holds, of the lane named in the cycle before
    output wire [SUM_BITS-1:0]               lane_sum_o,
    /// largest good offset, whole codes
    input  wire [SUM_BITS-2:0]               limit_i,
    /// the selected lane is beyond it (while not busy, a cycle after the selection)
    output wire                              over_o,
    /// lanes that were beyond it at the end of the last calibration
    output wire [$clog2(LANES+1)-1:0]        over_count_o,
    output wire                              busy_o,
    /// pulse
    output wire                              done_o
);
    localparam LANE_BITS   = LANES > 1 ? $clog2(LANES) : 1;
    localparam LAST_LANE   = LANES - 1;
    localparam OVER_BITS   = $clog2(LANES + 1);
    localparam OFFSET_BITS = SUM_BITS + FRACTION_BITS;
    localparam READ_BITS   = FRACTION_BITS + 1;
    localparam READS       = 1 << FRACTION_BITS;

    localparam [2:0] REST  = 3'd0;
    localparam [2:0] WAIT  = 3'd1;  // for tokens and results on their way
    localparam [2:0] OFFER = 3'd2;
    localparam [2:0] READ  = 3'd3;  // the token is on its way
    localparam [2:0] ADD   = 3'd4;  // lane by lane
    localparam [2:0] CHECK = 3'd5;  // the same against the limit

    generate
        if (LANES < 1 || SUM_BITS < 2 || FRACTION_BITS < 0) begin : gen_refuse
            kv_calibration_lanes_must_be_at_least_1_sum_bits_at_least_2 u_refuse ();
        end
    endgenerate

    reg [2:0]           state_q;
    reg                 phase_q;  // 0: the lane is looked up, 1: it is used
    reg [LANE_BITS-1:0] lane_q;
    reg [READ_BITS-1:0] reads_q;  // added up so far
    reg [OVER_BITS-1:0] over_count_q;
    reg                 done_q;

    wire walking = (state_q == ADD) | (state_q == CHECK);
    wire step    = walking & phase_q;
    wire last    = lane_q == LAST_LANE[LANE_BITS-1:0];
    wire added   = step & last & (state_q == ADD);
    wire checked = step & last & (state_q == CHECK);
    wire enough  = reads_q == READS[READ_BITS-1:0] - 1'b1;

    reg [2:0] state_d;
    always @* begin
        state_d = state_q;
        case (state_q)
            REST:    if (calibrate_i) state_d = WAIT;
            WAIT:    if (idle_i)      state_d = OFFER;
            OFFER:   if (admit_i)     state_d = READ;
            READ:    if (sum_valid_i) state_d = ADD;
            ADD:     if (added)       state_d = enough ? CHECK : WAIT;
            CHECK:   if (checked)     state_d = REST;
            default: state_d = REST;
        endcase
    end

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            state_q      <= REST;
            phase_q      <= 1'b0;
            lane_q       <= {LANE_BITS{1'b0}};
            reads_q      <= {READ_BITS{1'b0}};
            over_count_q <= {OVER_BITS{1'b0}};
            done_q       <= 1'b0;
        end else begin
            state_q <= state_d;
            phase_q <= walking & ~phase_q;
            done_q  <= checked;
            if (step)          lane_q  <= last ? {LANE_BITS{1'b0}} : lane_q + 1'b1;
            if (added)         reads_q <= enough ? {READ_BITS{1'b0}} : reads_q + 1'b1;
            if (added)         over_count_q <= {OVER_BITS{1'b0}};
            else if (step)     over_count_q <= over_count_q + {{(OVER_BITS-1){1'b0}}, over_o & (state_q == CHECK)};
        end
    end

    // ---- The sum of one lane; each bit of the address halves the choice
    // -----------------------------------------------
    function [SUM_BITS-1:0] pick(input [SUM_BITS*LANES-1:0] sum, input [LANE_BITS-1:0] lane);
        integer b, k;
        reg [(1<<LANE_BITS)-1:0] plane;
        begin  // verilator lint_off BLKSEQ
            for (b = 0; b < SUM_BITS; b = b + 1) begin
                plane = {(1<<LANE_BITS){1'b0}};
                plane[LANES-1:0] = sum[b*LANES +: LANES];
                for (k = LANE_BITS - 1; k >= 0; k = k - 1) if (lane[k]) plane = plane >> (1 << k);
                pick[b] = plane[0];
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    reg [SUM_BITS-1:0] lane_sum_q;
    always @(posedge clk_i) lane_sum_q <= pick(sum_i, lane_o);

    // ---- The memory, for the walk and for software
    // --------------------------------------------------------------------
    wire [OFFSET_BITS:0]   wide_sum = {{(FRACTION_BITS + 1){lane_sum_q[SUM_BITS-1]}}, lane_sum_q};
    wire [OFFSET_BITS-1:0] earlier  = lane_offset_i & {OFFSET_BITS{reads_q != {READ_BITS{1'b0}}}};
    wire                   unused   = wide_sum[OFFSET_BITS];

    assign lane_o         = walking ? lane_q : select_i;
    assign write_offset_o = busy_o ? step & (state_q == ADD) : set_offset_i;
    assign offset_o       = busy_o ? earlier + wide_sum[OFFSET_BITS-1:0] : set_value_i;

    // ---- Limit
    // --------------------------------------------------------------------------------------------------------
    wire [OFFSET_BITS-1:0] magnitude = lane_offset_i[OFFSET_BITS-1] ? -lane_offset_i : lane_offset_i;
    wire [OFFSET_BITS-1:0] most;
    generate
        if (FRACTION_BITS > 0) begin : gen_fraction
            assign most = {1'b0, limit_i, {FRACTION_BITS{1'b0}}};
        end else begin : gen_whole
            assign most = {1'b0, limit_i};
        end
    endgenerate

    assign over_o       = magnitude > most;
    assign over_count_o = over_count_q;
    assign lane_sum_o   = lane_sum_q;
    assign busy_o       = state_q != REST;
    assign hold_o       = busy_o;
    assign own_o        = (state_q == OFFER) | (state_q == READ) | (state_q == ADD);
    assign offer_o      = state_q == OFFER;
    assign sum_ready_o  = added;
    assign done_o       = done_q;
endmodule

`default_nettype wire
