// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_axil_slave for any master, also one that breaks the rules of AXI, any register bank behind it and a
/// reset in any cycle.
///
/// 1. BVALID with BRESP, and RVALID with RDATA and RRESP, hold until accepted;
/// 2. one write for each pair of an accepted address and an accepted data beat, in order, with exactly their contents;
/// 3. one write response for each write, with what the bank answered; none without a write;
/// 4. one read and one read response for each accepted read address, with what the bank answered; none without;
/// 5. no more than one write and one read are accepted ahead of an answer, and both proceed in the next cycle once the
///    answer before has been taken: no deadlock;
/// 6. no ready is high in reset and until the first clock edge after it: nothing is accepted that would be lost.
module kv_axil_slave_props #(
    parameter ADDR_BITS = 12
) (
    input wire                 clk_i,
    input wire                 rst_ni,
    input wire [ADDR_BITS-1:0] s_awaddr_i,
    input wire                 s_awvalid_i,
    input wire [31:0]          s_wdata_i,
    input wire [3:0]           s_wstrb_i,
    input wire                 s_wvalid_i,
    input wire                 s_bready_i,
    input wire [ADDR_BITS-1:0] s_araddr_i,
    input wire                 s_arvalid_i,
    input wire                 s_rready_i,
    input wire                 wr_error_i,
    input wire [31:0]          rd_data_i,
    input wire                 rd_error_i
);
    wire                 awready, wready, bvalid, arready, rvalid, wr_en, rd_en;
    wire [1:0]           bresp, rresp;
    wire [31:0]          rdata, wr_data;
    wire [3:0]           wr_strb;
    wire [ADDR_BITS-1:0] wr_addr, rd_addr;

    kv_axil_slave #(.ADDR_BITS(ADDR_BITS)) u_dut (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .s_awaddr_i (s_awaddr_i),
        .s_awvalid_i(s_awvalid_i),
        .s_awready_o(awready),
        .s_wdata_i  (s_wdata_i),
        .s_wstrb_i  (s_wstrb_i),
        .s_wvalid_i (s_wvalid_i),
        .s_wready_o (wready),
        .s_bresp_o  (bresp),
        .s_bvalid_o (bvalid),
        .s_bready_i (s_bready_i),
        .s_araddr_i (s_araddr_i),
        .s_arvalid_i(s_arvalid_i),
        .s_arready_o(arready),
        .s_rdata_o  (rdata),
        .s_rresp_o  (rresp),
        .s_rvalid_o (rvalid),
        .s_rready_i (s_rready_i),
        .wr_en_o    (wr_en),
        .wr_addr_o  (wr_addr),
        .wr_data_o  (wr_data),
        .wr_strb_o  (wr_strb),
        .wr_error_i (wr_error_i),
        .rd_en_o    (rd_en),
        .rd_addr_o  (rd_addr),
        .rd_data_i  (rd_data_i),
        .rd_error_i (rd_error_i)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- Model: what was accepted and not yet used, and what was answered and not yet taken
    // -----------------------------
    reg                 aw_q, w_q, ar_q;  // accepted, not yet written or read
    reg [ADDR_BITS-1:0] awaddr_q, araddr_q;
    reg [35:0]          wbeat_q;
    reg                 b_q, r_q;  // answered, not yet taken
    reg [1:0]           bresp_q;
    reg [33:0]          rbeat_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {aw_q, w_q, ar_q, b_q, r_q} <= 0;
        else begin
            if (wr_en) {aw_q, w_q} <= 2'b00;
            if (rd_en) ar_q <= 1'b0;
            if (s_awvalid_i & awready) {aw_q, awaddr_q} <= {1'b1, s_awaddr_i};
            if (s_wvalid_i & wready)   {w_q, wbeat_q}   <= {1'b1, s_wdata_i, s_wstrb_i};
            if (s_arvalid_i & arready) {ar_q, araddr_q} <= {1'b1, s_araddr_i};
            if (bvalid & s_bready_i) b_q <= 1'b0;
            if (rvalid & s_rready_i) r_q <= 1'b0;
            if (wr_en) {b_q, bresp_q} <= {1'b1, wr_error_i, 1'b0};
            if (rd_en) {r_q, rbeat_q} <= {1'b1, rd_data_i, rd_error_i, 1'b0};
        end
    end

    reg live_q;  // a clock edge has passed since the reset
    always @(posedge clk_i or negedge rst_ni)
        if (!rst_ni) live_q <= 1'b0;
        else         live_q <= 1'b1;

    always @* begin
        // 1, 3, 4: an answer is there if and only if it is owed, and says what the bank said
        assert (bvalid == b_q);
        assert (rvalid == r_q);
        if (b_q) assert (bresp == bresp_q);
        if (r_q) assert ({rdata, rresp} == rbeat_q);
        // 2: nothing is written but what was accepted
        if (wr_en) assert (aw_q & w_q);
        if (rd_en) assert (ar_q);
        if (aw_q) assert (wr_addr == awaddr_q);
        if (w_q) assert ({wr_data, wr_strb} == wbeat_q);
        if (ar_q) assert (rd_addr == araddr_q);
        // no answer is overwritten by the next
        assert (!(wr_en & b_q));
        assert (!(rd_en & r_q));
        // 5
        assert (awready == (!aw_q & live_q));
        assert (wready == (!w_q & live_q));
        assert (arready == (!ar_q & live_q));
        assert (wr_en == (aw_q & w_q & !b_q));
        assert (rd_en == (ar_q & !r_q));
        // 6
        if (!rst_ni) assert (!awready & !wready & !arready);
    end

    reg [1:0] writes_q, reads_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {writes_q, reads_q} <= 0;
        else begin
            if (bvalid & s_bready_i & ~&writes_q) writes_q <= writes_q + 1'b1;
            if (rvalid & s_rready_i & ~&reads_q) reads_q <= reads_q + 1'b1;
        end
    end
    always @* begin
        cover (writes_q == 3 && bvalid && bresp == 2'b10);
        cover (reads_q == 3 && rvalid && rresp == 2'b10);
        cover (bvalid & !s_bready_i & !awready & !wready & rvalid & !s_rready_i & !arready);
        cover (aw_q & !w_q & !s_wvalid_i);
        cover (w_q & !aw_q & !s_awvalid_i);
        cover (rst_ni & !live_q & s_awvalid_i & s_wvalid_i & s_arvalid_i);
    end
endmodule
