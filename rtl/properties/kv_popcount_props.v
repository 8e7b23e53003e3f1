// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_popcount: each lane's count (one lane is picked freely) is the number of its inputs that are high.
module kv_popcount_props #(
    parameter LANES  = 64,
    parameter INPUTS = 16
) (
    input wire                    clk_i,
    input wire [INPUTS*LANES-1:0] d_i
);
    localparam COUNT_BITS = $clog2(INPUTS + 1);
    localparam LANE_BITS  = $clog2(LANES + 1);

    wire [COUNT_BITS*LANES-1:0] count;

    kv_popcount #(.LANES(LANES), .INPUTS(INPUTS)) u_dut (
        .d_i    (d_i),
        .count_o(count)
    );

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);

    integer                t;
    reg [COUNT_BITS-1:0]   found, expected;
    always @* begin
        expected = 0;
        for (t = 0; t < INPUTS; t = t + 1) expected = expected + d_i[t*LANES + pick];
        for (t = 0; t < COUNT_BITS; t = t + 1) found[t] = count[t*LANES + pick];
    end
    always @* begin
        assert (found == expected);
        cover (found == INPUTS);
        cover (found == (INPUTS + 1) / 2 && count[0] == 1'b0);
        cover (count == 0);
    end
endmodule
