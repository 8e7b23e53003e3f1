// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_time_base for any setting, changed in any cycle, and a reset in any cycle.
///
/// The model counts the cycles since the last tick, up.
/// 1. a tick lasts a cycle and comes as many cycles after the one before as the setting was in the cycle before that
///    one; the first one comes in the second cycle after reset;
/// 2. there is no other.
module kv_time_base_props #(
    parameter TICK_BITS = 3
) (
    input wire                 clk_i,
    input wire                 rst_ni,
    input wire [TICK_BITS-1:0] cycles_i
);
    wire tick;
    kv_time_base #(.TICK_BITS(TICK_BITS)) u_dut (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .cycles_i(cycles_i),
        .tick_o  (tick)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (cycles_i != 0);

    reg                 ticked_q;  // since reset
    reg [TICK_BITS-1:0] since_q;   // cycles since the last tick, or since reset
    reg [TICK_BITS-1:0] length_q;  // of the tick that runs
    reg [TICK_BITS-1:0] set_q;     // setting of the cycle before
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {ticked_q, since_q, length_q, set_q} <= 0;
        else begin
            set_q    <= cycles_i;
            ticked_q <= ticked_q | tick;
            since_q  <= tick ? 1 : since_q + 1'b1;
            if (tick) length_q <= set_q;
        end
    end
    always @* begin
        if (ticked_q) assert (tick == (since_q == length_q));
        else          assert (tick == (since_q == 1));
        if (!rst_ni)  assert (!tick);
        cover (ticked_q && tick && length_q == {TICK_BITS{1'b1}});
        cover (ticked_q && tick && length_q == 1);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [TICK_BITS-1:0] \u_dut.left_q ;
    wire [TICK_BITS-1:0] left = \u_dut.left_q ;
    always @* begin
        if (!ticked_q)  assert (since_q <= 1 && (since_q == 1 ? left + 1'b1 == set_q && set_q != 0 : left == 0));
        else            assert (length_q != 0 && since_q != 0 && since_q <= length_q);
        if (ticked_q && !tick) assert (left == length_q - since_q - 1'b1);
        if (ticked_q && tick)  assert (left + 1'b1 == set_q && set_q != 0);
    end
endmodule
