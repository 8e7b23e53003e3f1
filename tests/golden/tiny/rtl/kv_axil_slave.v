// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// AXI4-Lite slave to a simple register bus, 32 bits of data.
///
/// In reset, and until the first clock edge after it, no ready is high: a master that begins an access at once, or
/// while this reset still holds, waits. The access is not lost.
module kv_axil_slave #(
    /// bits of a byte address
    parameter ADDR_BITS = 12
) (
    input  wire                 clk_i,
    input  wire                 rst_ni,
    /// AXI4-Lite; every ready and valid is a flip-flop output, no ready waits for a valid
    input  wire [ADDR_BITS-1:0] s_awaddr_i,
    input  wire                 s_awvalid_i,
    output wire                 s_awready_o,
    input  wire [31:0]          s_wdata_i,
    input  wire [3:0]           s_wstrb_i,
    input  wire                 s_wvalid_i,
    output wire                 s_wready_o,
    output wire [1:0]           s_bresp_o,
    output wire                 s_bvalid_o,
    input  wire                 s_bready_i,
    input  wire [ADDR_BITS-1:0] s_araddr_i,
    input  wire                 s_arvalid_i,
    output wire                 s_arready_o,
    output wire [31:0]          s_rdata_o,
    output wire [1:0]           s_rresp_o,
    output wire                 s_rvalid_o,
    input  wire                 s_rready_i,
    /// pulse: write `wr_data_o` under `wr_strb_o` at `wr_addr_o`
    output wire                 wr_en_o,
    output wire [ADDR_BITS-1:0] wr_addr_o,
    output wire [31:0]          wr_data_o,
    output wire [3:0]           wr_strb_o,
    /// the same cycle's answer: nothing was written, SLVERR
    input  wire                 wr_error_i,
    /// pulse: read `rd_addr_o`
    output wire                 rd_en_o,
    output wire [ADDR_BITS-1:0] rd_addr_o,
    /// the same cycle's answers
    input  wire [31:0]          rd_data_i,
    /// no such register, SLVERR
    input  wire                 rd_error_i
);
    generate
        if (ADDR_BITS < 1) begin : gen_refuse
            kv_axil_slave_addr_bits_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    localparam [1:0] OKAY   = 2'b00;
    localparam [1:0] SLVERR = 2'b10;

    // ---- Write: address and data arrive in any order, each into its own register ------------------------------------
    reg                 aw_q, w_q, b_q;
    reg                 aw_ready_q, w_ready_q;  // ~aw_q, ~w_q, but low in reset
    reg [ADDR_BITS-1:0] aw_addr_q;
    reg [31:0]          w_data_q;
    reg [3:0]           w_strb_q;
    reg [1:0]           b_resp_q;
    wire                write = aw_q & w_q & ~b_q;
    wire                aw_d  = (aw_q | (s_awvalid_i & aw_ready_q)) & ~write;
    wire                w_d   = (w_q | (s_wvalid_i & w_ready_q)) & ~write;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            aw_q       <= 1'b0;
            w_q        <= 1'b0;
            b_q        <= 1'b0;
            aw_ready_q <= 1'b0;
            w_ready_q  <= 1'b0;
        end else begin
            aw_q       <= aw_d;
            w_q        <= w_d;
            b_q        <= write | (b_q & ~s_bready_i);
            aw_ready_q <= ~aw_d;
            w_ready_q  <= ~w_d;
        end
    end

    // ---- Read -------------------------------------------------------------------------------------------------------
    reg                 ar_q, r_q;
    reg                 ar_ready_q;  // ~ar_q, but low in reset
    reg [ADDR_BITS-1:0] ar_addr_q;
    reg [31:0]          r_data_q;
    reg [1:0]           r_resp_q;
    wire                read = ar_q & ~r_q;
    wire                ar_d = (ar_q | (s_arvalid_i & ar_ready_q)) & ~read;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            ar_q       <= 1'b0;
            r_q        <= 1'b0;
            ar_ready_q <= 1'b0;
        end else begin
            ar_q       <= ar_d;
            r_q        <= read | (r_q & ~s_rready_i);
            ar_ready_q <= ~ar_d;
        end
    end

    // Payloads need no reset: each is guarded by a valid bit that has one.
    always @(posedge clk_i) begin
        if (s_awvalid_i & aw_ready_q) aw_addr_q <= s_awaddr_i;
        if (s_wvalid_i & w_ready_q)   {w_data_q, w_strb_q} <= {s_wdata_i, s_wstrb_i};
        if (write)                    b_resp_q <= wr_error_i ? SLVERR : OKAY;
        if (s_arvalid_i & ar_ready_q) ar_addr_q <= s_araddr_i;
        if (read)                     {r_data_q, r_resp_q} <= {rd_data_i, rd_error_i ? SLVERR : OKAY};
    end

    assign s_awready_o = aw_ready_q;
    assign s_wready_o  = w_ready_q;
    assign s_bvalid_o  = b_q;
    assign s_bresp_o   = b_resp_q;
    assign s_arready_o = ar_ready_q;
    assign s_rvalid_o  = r_q;
    assign s_rdata_o   = r_data_q;
    assign s_rresp_o   = r_resp_q;
    assign wr_en_o     = write;
    assign wr_addr_o   = aw_addr_q;
    assign wr_data_o   = w_data_q;
    assign wr_strb_o   = w_strb_q;
    assign rd_en_o     = read;
    assign rd_addr_o   = ar_addr_q;
endmodule

`default_nettype wire
