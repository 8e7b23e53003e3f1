// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_level_gate: levels pass while it is open; while it is closed, and stays so, nothing behind it moves
/// what is in front of it.
module kv_level_gate_props #(
    parameter WIDTH = 192
) (
    input wire             clk_i,
    input wire             open_i,
    input wire [WIDTH-1:0] d_i
);
    wire [WIDTH-1:0] q;

    kv_level_gate #(.WIDTH(WIDTH)) u_dut (.open_i(open_i), .d_i(d_i), .q_o(q));

    reg             begun_q = 1'b0;
    reg             open_q;
    reg [WIDTH-1:0] before_q;
    always @(posedge clk_i) {begun_q, open_q, before_q} <= {1'b1, open_i, q};

    always @* begin
        if (open_i) assert (q == d_i);
        if (begun_q && !open_q && !open_i) assert (q == before_q);
        cover (begun_q && open_i && !open_q && q != 0);
        cover (begun_q && !open_i && open_q && before_q == {WIDTH{1'b1}});
    end
endmodule
