// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sar_sum for any answers of the comparators and codes of at most SUM_BITS - clog2(INPUTS) bits: the
/// sum of a lane (picked freely) is that of the signed codes of its inputs as far as they are decided; it stands still
/// between decisions and cannot overflow.
module kv_sar_sum_props #(
    parameter LANES    = 64,
    parameter INPUTS   = 4,
    parameter SUM_BITS = 8
) (
    input wire                    clk_i,
    input wire                    decide_i,
    input wire                    first_i,
    input wire [INPUTS*LANES-1:0] keep_i
);
    localparam LANE_BITS  = $clog2(LANES + 1);
    localparam CODE_BITS  = SUM_BITS - $clog2(INPUTS);
    localparam COUNT_BITS = $clog2(CODE_BITS + 1);
    localparam WIDE       = SUM_BITS + 2;
    localparam signed [WIDE-1:0] LOWEST  = -(INPUTS << (CODE_BITS - 1));
    localparam signed [WIDE-1:0] HIGHEST = INPUTS * ((1 << (CODE_BITS - 1)) - 1);

    wire [SUM_BITS*LANES-1:0] sums;

    kv_sar_sum #(.LANES(LANES), .INPUTS(INPUTS), .SUM_BITS(SUM_BITS)) u_dut (
        .clk_i   (clk_i),
        .decide_i(decide_i),
        .first_i (first_i),
        .keep_i  (keep_i),
        .sum_o   (sums)
    );

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);

    // Each input's code by itself, as a number.
    reg [COUNT_BITS-1:0]  bits_q = 0;  // decided
    reg [INPUTS*WIDE-1:0] code_q;
    reg [WIDE-1:0]        code;
    integer               t, b;
    always @* if (decide_i & !first_i) assume (bits_q != 0 && bits_q < CODE_BITS);
    always @(posedge clk_i) if (decide_i) begin
        bits_q <= first_i ? 1 : bits_q + 1'b1;
        for (t = 0; t < INPUTS; t = t + 1) begin
            code = code_q[t*WIDE +: WIDE];
            // the highest bit is offset binary: set means not negative
            if (first_i) code = keep_i[t*LANES + pick] ? 0 : -1;
            else         code = {code[WIDE-2:0], keep_i[t*LANES + pick]};
            code_q[t*WIDE +: WIDE] <= code;
        end
    end

    reg signed [WIDE-1:0]     expected;
    reg signed [SUM_BITS-1:0] sum;
    reg                       in_range;
    always @* begin
        expected = 0;
        in_range = 1'b1;
        for (t = 0; t < INPUTS; t = t + 1) begin
            expected = expected + code_q[t*WIDE +: WIDE];
            in_range = in_range & ($signed(code_q[t*WIDE +: WIDE]) >>> (bits_q - 1) == 0
                                   || $signed(code_q[t*WIDE +: WIDE]) >>> (bits_q - 1) == -1);
        end
        for (b = 0; b < SUM_BITS; b = b + 1) sum[b] = sums[b*LANES + pick];
    end
    always @* if (bits_q != 0) begin
        assert (bits_q <= CODE_BITS);
        assert (in_range);
        assert (sum == expected);
    end
    always @* begin
        cover (bits_q == CODE_BITS && expected == LOWEST);
        cover (bits_q == CODE_BITS && expected == HIGHEST);
    end
endmodule
