// SPDX-License-Identifier: Apache-2.0

/// AXI4-Lite slave to a simple register bus, 32 bits of data.
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
endmodule
