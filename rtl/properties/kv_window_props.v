// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_window for any order of tokens, starts and window settings (1 .. built window), and a reset in any
/// cycle.
///
/// The model counts: tokens written since the start of the sequence, and where the next goes.
/// 1. the n-th write of a sequence goes to slot n modulo the window, so each write has one slot, below the window, and
/// a
///    slot is overwritten only after every other has been;
/// 2. the frontier is min(writes, window), so exactly the written slots are live;
/// 3. the window is the setting at the start of the sequence, whatever becomes of the setting later;
/// 4. the combinational address is that of the next cycle; tile and slot are always in range.
module kv_window_props #(
    parameter SLOTS = 64,
    parameter TILES = 16
) (
    input wire                               clk_i,
    input wire                               rst_ni,
    input wire                               admit_i,
    input wire                               first_i,
    input wire                               write_i,
    input wire [$clog2(SLOTS*TILES+1)-1:0]   window_i
);
    localparam WINDOW    = SLOTS * TILES;
    localparam BITS      = $clog2(WINDOW + 1);
    localparam TILE_BITS = $clog2(TILES + 1);
    localparam SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1;

    wire [TILE_BITS-1:0] tile, tile_d, frontier_tile;
    wire [SLOT_BITS-1:0] slot, slot_d, frontier_slot;

    kv_window #(.SLOTS(SLOTS), .TILES(TILES)) u_dut (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .admit_i        (admit_i),
        .first_i        (first_i),
        .write_i        (write_i),
        .window_i       (window_i),
        .tile_o         (tile),
        .slot_o         (slot),
        .tile_d_o       (tile_d),
        .slot_d_o       (slot_d),
        .frontier_tile_o(frontier_tile),
        .frontier_slot_o(frontier_slot)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (window_i >= 1 && window_i <= WINDOW);

    // Linear index of a pair; two bits more than any index needs.
    function [BITS+1:0] index(input [TILE_BITS-1:0] t, input [SLOT_BITS-1:0] s);
        index = t * SLOTS + s;
    endfunction

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg              started_q, wrote_q;  // a sequence runs; it has written
    reg [BITS-1:0]   window_q;            // of this sequence
    reg [BITS-1:0]   next_q;              // where its next write goes
    reg [BITS-1:0]   last_q;              // where the last write (of any sequence) went
    reg [BITS-1:0]   writes_q;            // of this sequence, stops at the window
    wire             starts = admit_i & (first_i | !started_q);
    wire [BITS-1:0]  window = starts ? window_i : window_q;
    wire [BITS-1:0]  here   = starts ? 0 : next_q;
    wire [BITS-1:0]  writes = starts ? 0 : writes_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {started_q, wrote_q} <= 2'b00;
            next_q   <= 0;
            last_q   <= 0;
            writes_q <= 0;
        end else if (admit_i) begin
            started_q <= 1'b1;
            window_q  <= window;
            writes_q  <= writes;
            next_q    <= here;
            if (starts) wrote_q <= 1'b0;
            if (write_i) begin
                wrote_q  <= 1'b1;
                last_q   <= here;
                next_q   <= here + 1'b1 == window ? 0 : here + 1'b1;
                writes_q <= writes == window ? window : writes + 1'b1;
            end
        end
    end

    always @* begin
        assert (index(tile, slot) == last_q);
        assert (tile < TILES && slot < SLOTS);
        assert (index(tile_d, slot_d) == (admit_i & write_i ? here : last_q));
        assert (tile_d < TILES && slot_d < SLOTS);
        assert (index(frontier_tile, frontier_slot) == writes_q);
        assert (frontier_tile <= TILES && frontier_slot < SLOTS);
        if (started_q) assert (writes_q <= window_q);
        if (started_q & wrote_q) assert (last_q < window_q && last_q < writes_q);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.running_q ;
    (* hierconn *) wire \u_dut.empty_q ;
    (* hierconn *) wire \u_dut.full_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.limit_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.left_q ;
    always @* begin
        assert (\u_dut.running_q == started_q);
        assert (\u_dut.empty_q == !wrote_q);
        assert (!wrote_q || started_q);
        assert (wrote_q == (writes_q != 0));
        if (started_q) assert (\u_dut.limit_q == window_q && window_q >= 1 && window_q <= WINDOW);
        if (started_q & !wrote_q) assert (next_q == 0);
        if (wrote_q) begin
            assert (\u_dut.left_q == window_q - 1'b1 - last_q);
            assert (\u_dut.full_q == (writes_q == window_q));
            assert (next_q == (last_q + 1'b1 == window_q ? 0 : last_q + 1'b1));
            if (writes_q != window_q) assert (writes_q == last_q + 1'b1);
        end
        assert (last_q < WINDOW);
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] wraps_q, starts_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {wraps_q, starts_q} <= 0;
        else begin
            if (admit_i & write_i & !starts & wrote_q & (next_q == 0) & ~&wraps_q) wraps_q <= wraps_q + 1'b1;
            if (starts & ~&starts_q) starts_q <= starts_q + 1'b1;
        end
    end
    generate
        if (WINDOW <= 16) begin : gen_small
            always @* cover (wraps_q == 2 && window_q == WINDOW && index(tile, slot) == (WINDOW > 1 ? 1 : 0));
            always @* cover (starts_q == 3 && wraps_q == 1 && writes_q == window_q && window_q == (WINDOW + 1) / 2);
        end
        if (WINDOW > 1) begin : gen_more
            always @* cover (starts_q == 2 && wraps_q == 1 && window_q == 1);
            always @* cover (starts_q == 2 && !wrote_q && last_q != 0);
        end
    endgenerate
endmodule
