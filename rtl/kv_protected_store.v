// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Digital store of the protected tokens: level codes of k and v, read a few rows at a time.
///
/// An entry is written at the end of the cycle of its `write_i`; reading is combinational. No reset: an entry is
/// written before it is used.
module kv_protected_store #(
    /// rows of a token
    parameter ROWS    = 64,
    /// bits of a level
    parameter KV_BITS = 3,
    /// tokens
    parameter ENTRIES = 8,
    /// rows read at a time
    parameter LANES   = 8
) (
    input  wire                                          clk_i,
    input  wire [ENTRIES-1:0]                            write_i,
    input  wire [ROWS*KV_BITS-1:0]                       k_level_i,
    input  wire [ROWS*KV_BITS-1:0]                       v_level_i,
    /// read v instead of k
    input  wire                                          value_i,
    /// read rows step*LANES .. step*LANES + LANES-1; rows beyond ROWS read 0
    input  wire [((ROWS+LANES-1)/LANES > 1 ? $clog2((ROWS+LANES-1)/LANES) : 1)-1:0] step_i,
    /// row p of entry e in bits [(e*LANES + p)*KV_BITS +: KV_BITS]
    output wire [ENTRIES*LANES*KV_BITS-1:0]              level_o
);
    localparam STEPS     = (ROWS + LANES - 1) / LANES;
    localparam STEP_BITS = STEPS > 1 ? $clog2(STEPS) : 1;
    localparam GROUP     = LANES * KV_BITS;
    localparam HALF      = (1 << STEP_BITS) * GROUP;

    generate
        if (ENTRIES < 1 || KV_BITS < 1 || LANES < 1 || LANES > ROWS) begin : gen_refuse
            kv_protected_store_lanes_must_be_1_to_rows u_refuse ();
        end
    endgenerate

    genvar e;
    generate
        for (e = 0; e < ENTRIES; e = e + 1) begin : gen_entry
            reg [ROWS*KV_BITS-1:0] k_q, v_q;
            always @(posedge clk_i) begin
                if (write_i[e]) begin
                    k_q <= k_level_i;
                    v_q <= v_level_i;
                end
            end

            wire [2*HALF-1:0] rows;
            if (HALF > ROWS * KV_BITS) begin : gen_pad
                assign rows = {{(HALF - ROWS*KV_BITS){1'b0}}, v_q, {(HALF - ROWS*KV_BITS){1'b0}}, k_q};
            end else begin : gen_exact
                assign rows = {v_q, k_q};
            end
            kv_choose #(.CHOICES(2 << STEP_BITS), .WIDTH(GROUP)) u_rows (
                .d_i    (rows),
                .index_i({value_i, step_i}),
                .d_o    (level_o[e*GROUP +: GROUP])
            );
        end
    endgenerate
endmodule

`default_nettype wire
