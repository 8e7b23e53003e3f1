// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sar_converter under the pulses of kv_sar_control and any answers of the comparators.
///
/// Of one lane, picked freely: the trial is the bits decided so far as the comparator said, a 1 below them, and zeros;
/// after the lowest bit it is the code; it stands still between the pulses. The signed codes are the same with the
/// highest bit turned over.
module kv_sar_converter_props #(
    parameter LANES = 64,
    parameter BITS  = 6
) (
    input wire             clk_i,
    input wire             begin_i,
    input wire             decide_i,
    input wire [LANES-1:0] keep_i
);
    localparam LANE_BITS = $clog2(LANES + 1);

    wire [LANES*BITS-1:0] trials;
    wire [BITS*LANES-1:0] codes;
    wire [BITS-1:0]       trial_bit;

    kv_sar_converter #(.LANES(LANES), .BITS(BITS)) u_dut (
        .clk_i   (clk_i),
        .begin_i (begin_i),
        .decide_i(decide_i),
        .bit_i   (trial_bit),
        .keep_i  (keep_i),
        .trial_o (trials),
        .code_o  (codes)
    );

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);

    reg            known_q = 1'b0, done_q = 1'b0;
    reg [BITS-1:0] decided_q, bit_q;  // bits decided so far; one-hot, the bit on trial, 0 when the code is complete
    assign trial_bit = bit_q;
    always @* assume (!(begin_i & decide_i));
    always @* if (decide_i) assume (known_q && bit_q != 0);
    always @(posedge clk_i) begin
        if (begin_i) begin
            known_q   <= 1'b1;
            decided_q <= 0;
            bit_q     <= 1'b1 << (BITS - 1);
        end else if (decide_i) begin
            if (keep_i[pick]) decided_q <= decided_q | bit_q;
            bit_q <= bit_q >> 1;
        end
        if (decide_i & bit_q[0]) done_q <= 1'b1;
    end

    integer        b;
    reg [BITS-1:0] trial, code;
    always @* begin
        trial = trials >> (pick * BITS);
        for (b = 0; b < BITS; b = b + 1) code[b] = codes[b*LANES + pick];
    end
    always @* if (known_q) begin
        assert (trial == (decided_q | bit_q));
        assert (code == (trial ^ (1'b1 << (BITS - 1))));
        assert ((bit_q & (bit_q - 1'b1)) == 0);
        assert (bit_q == 0 || (decided_q & (bit_q | (bit_q - 1'b1))) == 0);
    end
    always @* begin
        cover (done_q && known_q && bit_q == 0 && &trial);
        cover (done_q && known_q && bit_q == 0 && trial == 1);
        cover (done_q && known_q && bit_q == 1 && trial == 1);
    end
endmodule
