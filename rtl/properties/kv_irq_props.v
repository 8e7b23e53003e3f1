// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_irq under any events, writes and enables.
///
/// 1. a bit is pending exactly if its last event was not before its last clearing; an event in the cycle of the
///    clearing counts as later, so none is lost;
/// 2. the line is high exactly in the cycles after one with a pending and enabled bit.
module kv_irq_props #(
    parameter WIDTH = 1
) (
    input wire             clk_i,
    input wire             rst_ni,
    input wire [WIDTH-1:0] event_i,
    input wire [WIDTH-1:0] enable_i,
    input wire             write_i,
    input wire [WIDTH-1:0] data_i,
    input wire [WIDTH-1:0] mask_i
);
    wire [WIDTH-1:0] status;
    wire             irq;

    kv_irq #(.WIDTH(WIDTH)) u_dut (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .event_i (event_i),
        .enable_i(enable_i),
        .write_i (write_i),
        .data_i  (data_i),
        .mask_i  (mask_i),
        .status_o(status),
        .irq_o   (irq)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // One bit, picked freely.
    (* anyconst *) wire [WIDTH-1:0] pick;
    always @* assume (pick < WIDTH);
    reg pending_q, line_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {pending_q, line_q} <= 2'b00;
        else begin
            if (event_i[pick]) pending_q <= 1'b1;
            else if (write_i && mask_i[pick] && data_i[pick]) pending_q <= 1'b0;
            line_q <= (status & enable_i) != 0;
        end
    end
    always @* begin
        assert (status[pick] == pending_q);
        assert (irq == line_q);
    end

    reg cleared_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) cleared_q <= 1'b0;
        else if (pending_q & write_i & data_i[pick] & mask_i[pick] & !event_i[pick]) cleared_q <= 1'b1;
    end
    always @* begin
        cover (irq && cleared_q && &status);
        cover (cleared_q && !irq && status == 0);
        cover (pending_q && write_i && data_i[pick] && mask_i[pick] && event_i[pick]);
    end
endmodule
