// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_norm_consmax for any inputs and enables: three enabled cycles after x the output is
/// min(round_half_up(TABLE[fraction of t] * 2^(octave of t) / 2^(OUT_BITS+3)), 2^OUT_BITS - 1) with
/// t = (x * SLOPE + OFFSET) / 2^FRACTION, 0 where the octave is below -1, and stands still without an enable.
module kv_norm_consmax_props #(
    parameter IN_BITS                = 6,
    parameter RECIP_BITS             = 1,
    parameter OUT_BITS               = 4,
    parameter FRACTION               = 12,
    parameter T_BITS                 = 18,
    parameter [T_BITS-1:0] SLOPE     = 18'd1477,
    parameter [T_BITS-1:0] OFFSET    = 18'd231297,
    parameter TABLE_BITS             = 128,
    parameter [TABLE_BITS-1:0] TABLE = 128'hfaf0e5dbd2c9c0b8b0a9a29b948e8883
) (
    input wire               clk_i,
    input wire               en_i,
    input wire [IN_BITS-1:0] x_i
);
    localparam ENTRY_BITS = OUT_BITS + 4;
    localparam WIDE       = 3 * OUT_BITS + 8;
    localparam signed [T_BITS+IN_BITS:0] TOP = OUT_BITS;  // signed whatever the type of a parameter that is set

    wire [OUT_BITS-1:0] p;

    kv_norm_consmax #(
        .IN_BITS   (IN_BITS),
        .RECIP_BITS(RECIP_BITS),
        .OUT_BITS  (OUT_BITS),
        .FRACTION  (FRACTION),
        .T_BITS    (T_BITS),
        .SLOPE     (SLOPE),
        .OFFSET    (OFFSET),
        .TABLE_BITS(TABLE_BITS),
        .TABLE     (TABLE)
    ) u_dut (
        .clk_i  (clk_i),
        .en_i   (en_i),
        .x_i    (x_i),
        .recip_i({RECIP_BITS{1'b0}}),
        .p_o    (p)
    );

    // One input, picked freely, and the number of enabled edges since.
    reg                known_q = 1'b0, still_q = 1'b0;
    reg [IN_BITS-1:0]  x_q;
    reg [OUT_BITS-1:0] before_q;
    reg [3:0]          age_q;

    // The formula for it, at once. t fits: its bits are a promise of the generator, checked here as well.
    wire signed [T_BITS+IN_BITS:0] x      = $signed(known_q ? x_q : x_i);
    wire signed [T_BITS+IN_BITS:0] slope  = $signed(SLOPE);
    wire signed [T_BITS+IN_BITS:0] offset = $signed(OFFSET);
    wire signed [T_BITS+IN_BITS:0] t      = x * slope + offset;
    wire signed [T_BITS+IN_BITS:0] octave = t >>> FRACTION;
    wire [OUT_BITS-1:0]            index  = t[FRACTION-1 -: OUT_BITS];
    wire [ENTRY_BITS-1:0]          entry  = TABLE >> (index * ENTRY_BITS);
    // twice the entry at octave -1 is the entry itself, so that no place is lost
    wire [WIDE-1:0] scaled   = octave < -1 ? 0 : octave > TOP ? {WIDE{1'b1}} >> 1 : entry << (octave + 1);
    wire [WIDE-1:0] rounded  = (scaled + (1 << (OUT_BITS + 3))) >> (OUT_BITS + 4);
    wire [OUT_BITS-1:0] code = rounded >= (1 << OUT_BITS) ? {OUT_BITS{1'b1}} : rounded[OUT_BITS-1:0];

    (* anyseq *) wire choose;
    always @(posedge clk_i) begin
        if (choose & en_i & !known_q) {known_q, x_q, age_q} <= {1'b1, x_i, 4'd1};
        else if (en_i & (age_q != 15)) age_q <= age_q + 1'b1;
        before_q <= p;
        still_q  <= !en_i;
    end
    always @* begin
        assert (t >= -(1 << (T_BITS - 1)) && t < (1 << (T_BITS - 1)));
        if (known_q && age_q == 3) assert (p == code);
        if (still_q) assert (p == before_q);
    end

    // ---- What makes induction converge: t after one enabled edge, entry and shift after two
    // ------------------------------
    localparam SHIFT_BITS = $clog2(OUT_BITS + 1);
    wire [SHIFT_BITS-1:0]                shift = octave + 1;
    (* hierconn *) wire [T_BITS-1:0]     \u_dut.t_q ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_dut.entry_q ;
    (* hierconn *) wire [SHIFT_BITS-1:0] \u_dut.shift_q ;
    (* hierconn *) wire                  \u_dut.above_q ;
    always @* begin
        if (known_q) assert (age_q != 0);
        if (known_q && age_q == 1) assert (\u_dut.t_q == t[T_BITS-1:0]);
        if (known_q && age_q == 2) begin
            assert (\u_dut.above_q == (octave >= TOP));
            assert (\u_dut.entry_q == (octave < -1 ? 0 : entry));
            if (octave >= -1 && octave < TOP) assert (\u_dut.shift_q == shift);
        end
    end

    // ---- Reachable
    // -----------------------------------------------------------------------------------------------------
    reg stalled_q = 1'b0;
    always @(posedge clk_i) stalled_q <= known_q & (stalled_q | !en_i);
    always @* begin
        cover (known_q && age_q == 3 && &p);
        cover (known_q && age_q == 3 && p == 1 && stalled_q);
        cover (known_q && age_q == 3 && p == 0);
    end
endmodule
