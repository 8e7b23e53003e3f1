// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_protected_store for any writes, also of several entries at once, and any reads.
///
/// The model is the last word written to one row of one entry, picked freely.
/// 1. the levels of that row are read at its step, k or v as asked, from the cycle after the write on;
/// 2. rows beyond the last read 0;
/// 3. the step of a row is its number divided by LANES, its place the rest.
module kv_protected_store_props #(
    parameter ROWS    = 64,
    parameter KV_BITS = 3,
    parameter ENTRIES = 8,
    parameter LANES   = 8
) (
    input wire                    clk_i,
    input wire [ENTRIES-1:0]      write_i,
    input wire [ROWS*KV_BITS-1:0] k_level_i,
    input wire [ROWS*KV_BITS-1:0] v_level_i,
    input wire                    value_i,
    input wire [((ROWS+LANES-1)/LANES > 1 ? $clog2((ROWS+LANES-1)/LANES) : 1)-1:0] step_i
);
    localparam STEPS      = (ROWS + LANES - 1) / LANES;
    localparam ROW_BITS   = $clog2(STEPS * LANES + 1);
    localparam ENTRY_BITS = $clog2(ENTRIES + 1);

    wire [ENTRIES*LANES*KV_BITS-1:0] level;

    kv_protected_store #(.ROWS(ROWS), .KV_BITS(KV_BITS), .ENTRIES(ENTRIES), .LANES(LANES)) u_dut (
        .clk_i    (clk_i),
        .write_i  (write_i),
        .k_level_i(k_level_i),
        .v_level_i(v_level_i),
        .value_i  (value_i),
        .step_i   (step_i),
        .level_o  (level)
    );

    (* anyconst *) wire [ROW_BITS-1:0]   row;  // also one that does not exist
    (* anyconst *) wire [ENTRY_BITS-1:0] entry;
    always @* assume (row < STEPS * LANES && entry < ENTRIES);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg               known_q = 1'b0;
    reg [KV_BITS-1:0] stored_k_q, stored_v_q;
    always @(posedge clk_i) begin
        if (write_i[entry]) begin
            known_q    <= 1'b1;
            stored_k_q <= row < ROWS ? k_level_i[row*KV_BITS +: KV_BITS] : 0;
            stored_v_q <= row < ROWS ? v_level_i[row*KV_BITS +: KV_BITS] : 0;
        end
    end

    wire               here = step_i == row / LANES;
    wire [KV_BITS-1:0] read = level[(entry*LANES + row % LANES)*KV_BITS +: KV_BITS];
    always @* begin
        if (known_q && here) assert (read == (value_i ? stored_v_q : stored_k_q));
        if (here && row >= ROWS) assert (read == 0);
    end

    // ---- What makes induction converge: the registers, by the names that they have once the hierarchy is gone
    // ---------
    genvar e;
    always @* if (known_q && row >= ROWS) assert (stored_k_q == 0 && stored_v_q == 0);
    generate
        for (e = 0; e < ENTRIES; e = e + 1) begin : \u_dut.gen_entry
            (* hierconn *) wire [ROWS*KV_BITS-1:0] k_q, v_q;
            always @* begin
                if (known_q && entry == e && row < ROWS) begin
                    assert (k_q[row*KV_BITS +: KV_BITS] == stored_k_q);
                    assert (v_q[row*KV_BITS +: KV_BITS] == stored_v_q);
                end
            end
        end
    endgenerate

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg again_q = 1'b0;
    always @(posedge clk_i) if (known_q && write_i[entry]) again_q <= 1'b1;
    always @* begin
        cover (again_q && here && !value_i && row == ROWS - 1 && read != stored_v_q && write_i == 0);
        cover (again_q && here && value_i && row == 0 && read != stored_k_q && write_i == 0);
    end
endmodule
