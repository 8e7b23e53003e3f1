// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reg_pulse: a bit pulses in exactly the cycles that follow a write of 1 to it.
module kv_reg_pulse_props #(
    parameter WIDTH = 1
) (
    input wire             clk_i,
    input wire             rst_ni,
    input wire             write_i,
    input wire [WIDTH-1:0] data_i,
    input wire [WIDTH-1:0] mask_i
);
    wire [WIDTH-1:0] pulse;

    kv_reg_pulse #(.WIDTH(WIDTH)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(write_i),
        .data_i (data_i),
        .mask_i (mask_i),
        .pulse_o(pulse)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg [WIDTH-1:0] owed_q;
    integer         i;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) owed_q <= 0;
        else for (i = 0; i < WIDTH; i = i + 1) owed_q[i] <= write_i && mask_i[i] && data_i[i];
    end
    always @* assert (pulse == owed_q);

    reg [WIDTH-1:0] before_q;
    always @(posedge clk_i) before_q <= pulse;
    always @* cover (&pulse && begun_q && !(&before_q));
    always @* cover (pulse == 0 && &before_q && rst_ni);
endmodule
