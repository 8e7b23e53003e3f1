// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Readout: synchronizes the signed pulses of all tiles and sums them, lane by lane, while they last.
///
/// `start_i` in cycle x => count window x+1+S .. x+W+S with S = SYNC_STAGES and W = 2^(OUT_BITS-1); `sum_valid_o`
/// from x+W+S+2. Handshake: `sum_o` and `sum_valid_o` hold until `sum_ready_i`; a window whose accumulation would
/// begin before that is the user's mistake (kv_result.space_o prevents it).
module kv_readout #(
    /// lanes = rows of a tile
    parameter LANES       = 64,
    /// tiles of the head
    parameter TILES       = 16,
    /// bits of a tile code, sign included, at least 2
    parameter OUT_BITS    = 5,
    /// synchronizer flip-flops, 0..3
    parameter SYNC_STAGES = 2,
    /// 1: signs are registered, because the next readout may start before this window has ended
    parameter SIGN_HOLD   = 0
) (
    input  wire                   clk_i,
    input  wire                   rst_ni,
    /// the read_start strobe
    input  wire                   start_i,
    /// lane k of tile t in bit [t*LANES + k]: high for |code| cycles
    input  wire [TILES*LANES-1:0] pulse_i,
    /// lane k of tile t in bit [t*LANES + k]: 1 = negative
    input  wire [TILES*LANES-1:0] sign_i,
    /// signed sum over the tiles, SUM_BITS = clog2(TILES * W + 1) + 1; bit b of all lanes in bits [b*LANES +: LANES]
    output wire [($clog2(TILES*(1<<(OUT_BITS-1))+1)+1)*LANES-1:0] sum_o,
    output wire                   sum_valid_o,
    input  wire                   sum_ready_i,
    /// pulse: some input was high in the first cycle of the window, where none may be
    output wire                   fault_o
);
    localparam WINDOW    = 1 << (OUT_BITS - 1);
    localparam POP_BITS  = $clog2(TILES + 1);
    localparam SUM_BITS  = $clog2(TILES * WINDOW + 1) + 1;
    localparam LAST_STEP = WINDOW - 1;

    generate
        if (LANES < 1 || TILES < 1 || OUT_BITS < 2) begin : gen_refuse_sizes
            kv_readout_lanes_and_tiles_must_be_at_least_1_out_bits_at_least_2 u_refuse ();
        end
        if (SYNC_STAGES < 0 || SYNC_STAGES > 3) begin : gen_refuse_stages
            kv_readout_sync_stages_must_be_0_to_3 u_refuse ();
        end
        if (SIGN_HOLD != 0 && SYNC_STAGES < 1) begin : gen_refuse_hold
            kv_readout_sign_hold_needs_sync_stages u_refuse ();
        end
    endgenerate

    // Phase. start[k] is high in cycle x+k; the highest bit marks the first cycle of the window.
    reg  [SYNC_STAGES+1:1] start_q;
    reg  [OUT_BITS-2:0]    step_q;    // cycle within the window; 0 at rest
    reg                    second_q;  // one cycle behind `first`
    reg                    open_q;    // two cycles behind `first`: the first pair of counts is in its registers
    reg                    add_q;     // a pair of population counts is in its registers
    reg                    last_q;    // that is the last pair of the window
    reg                    valid_q;
    wire [SYNC_STAGES+1:0] start = {start_q, start_i};
    wire                   first = start[SYNC_STAGES+1];
    wire                   count = first | (step_q != {(OUT_BITS-1){1'b0}});

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            start_q  <= {(SYNC_STAGES+1){1'b0}};
            step_q   <= {(OUT_BITS-1){1'b0}};
            second_q <= 1'b0;
            open_q   <= 1'b0;
            add_q    <= 1'b0;
            last_q   <= 1'b0;
            valid_q  <= 1'b0;
        end else begin
            start_q  <= start[SYNC_STAGES:0];
            second_q <= first;
            open_q   <= second_q;
            add_q    <= step_q[0];
            last_q   <= step_q == LAST_STEP[OUT_BITS-2:0];
            valid_q  <= last_q | (valid_q & ~sum_ready_i);
            if (count) step_q <= step_q + 1'b1;  // wraps to rest after WINDOW cycles
        end
    end

    // The synchronizers move from the first cycle in which the macros drive defined pulses to the end of the window,
    // and at no other time.
    wire [TILES*LANES-1:0] pulse;
    wire                   listen = (|start[SYNC_STAGES+1:1]) | count;
    kv_sync #(.WIDTH(TILES*LANES), .STAGES(SYNC_STAGES)) u_sync (
        .clk_i(clk_i),
        .en_i (listen),
        .d_i  (pulse_i),
        .q_o  (pulse)
    );

    // Signs are levels that settle long before they are used. Held ones change between two windows, at the end of
    // cycle x+S.
    wire [TILES*LANES-1:0] sign;
    generate
        if (SIGN_HOLD != 0 && SYNC_STAGES > WINDOW) begin : gen_sign_delay
            // Three stages and a window of two cycles: the macros have moved on by then, so the signs travel with the
            // pulses.
            kv_sync #(.WIDTH(TILES*LANES), .STAGES(SYNC_STAGES)) u_sync (
                .clk_i(clk_i),
                .en_i (listen),
                .d_i  (sign_i),
                .q_o  (sign)
            );
        end else if (SIGN_HOLD != 0) begin : gen_sign_hold
            reg [TILES*LANES-1:0] sign_q;
            always @(posedge clk_i) if (start[SYNC_STAGES]) sign_q <= sign_i;
            assign sign = sign_q;
        end else begin : gen_sign_level
            assign sign = sign_i;
        end
    endgenerate

    wire [POP_BITS*LANES-1:0] population;
    kv_popcount #(.LANES(LANES), .INPUTS(TILES)) u_popcount (
        .d_i    (pulse ^ sign),
        .count_o(population)
    );

    // In each lane: a + n + m for a later pair of cycles of the window, -n*WINDOW + n + m for the first. -n*WINDOW is
    // ~(n*WINDOW) + 1: ~n above ones, and a carry in. Full adders turn the three numbers into two, then one carry runs.
    function [SUM_BITS*LANES-1:0] add(input [SUM_BITS*LANES-1:0] a, input [POP_BITS*LANES-1:0] n,
                                      input [POP_BITS*LANES-1:0] m, input restart);
        integer b;
        reg [LANES-1:0] left, even, odd, saved, partial, carry;
        begin  // verilator lint_off BLKSEQ
            carry = {LANES{restart}};
            saved = {LANES{1'b0}};
            for (b = 0; b < SUM_BITS; b = b + 1) begin
                left = a[b*LANES +: LANES];
                even = {LANES{1'b0}};
                odd  = {LANES{1'b0}};
                if (b < POP_BITS) even = n[b*LANES +: LANES];
                if (b < POP_BITS) odd  = m[b*LANES +: LANES];
                if (restart) begin
                    left = {LANES{1'b1}};
                    if (b >= OUT_BITS - 1 && b < OUT_BITS - 1 + POP_BITS) left = ~n[(b-OUT_BITS+1)*LANES +: LANES];
                end
                partial = left ^ even ^ odd;
                add[b*LANES +: LANES] = partial ^ saved ^ carry;
                carry = (partial & saved) | (carry & (partial ^ saved));
                saved = (left & even) | (odd & (left ^ even));
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    // Two cycles of the window are added at once: the wide sums, and the adders behind them, move half as often, and
    // the two registers of the counts take turns.
    reg [POP_BITS*LANES-1:0] even_q, odd_q;
    reg [SUM_BITS*LANES-1:0] sum_q;
    reg                      fault_q;

    // Data without reset: smaller flip-flops, and each is written before it is used.
    always @(posedge clk_i) begin
        if (count & ~step_q[0]) even_q <= population;
        if (step_q[0])          odd_q  <= population;
        if (add_q)              sum_q  <= add(sum_q, even_q, odd_q, open_q);
    end

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni)              fault_q <= 1'b0;
        else if (first | fault_q) fault_q <= first & (|pulse);
    end

    assign sum_o       = sum_q;
    assign sum_valid_o = valid_q;
    assign fault_o     = fault_q;
endmodule

`default_nettype wire
