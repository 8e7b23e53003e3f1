// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_protected_window beside a kv_window, for any order of tokens, starts and window settings (1 ..
/// built window), and a reset in any cycle.
///
/// The model counts the tokens of the sequence, and for one slot and one entry, picked freely, how many were written to
/// the arrays since.
/// 1. the first FIRST tokens that a sequence stores do not reach the arrays, all others do;
/// 2. a token that is stored takes one entry, or none if it reaches the arrays and no newest ones are kept; the entry
/// was
///    not used, or held the oldest of the newest;
/// 3. used entries of the newest are those whose token is among the min(NEWEST, window) youngest in the arrays;
/// 4. a slot of the window stands aside if and only if its token is among them.
module kv_protected_window_props #(
    parameter FIRST  = 4,
    parameter NEWEST = 4,
    parameter SLOTS  = 64,
    parameter TILES  = 16
) (
    input wire                               clk_i,
    input wire                               rst_ni,
    input wire                               admit_i,
    input wire                               first_i,
    input wire                               write_i,
    input wire [$clog2(SLOTS*TILES+1)-1:0]   window_i
);
    localparam ENTRIES   = FIRST + NEWEST;
    localparam WINDOW    = SLOTS * TILES;
    localparam BITS      = $clog2(WINDOW + 1);
    localparam TILE_BITS = $clog2(TILES + 1);
    localparam SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam PICK_BITS = $clog2(WINDOW + ENTRIES + 1);
    localparam HELD_BITS = $clog2(FIRST + 2);
    localparam RING_BITS = NEWEST > 1 ? $clog2(NEWEST) : 1;
    localparam PAIR_BITS = TILE_BITS + SLOT_BITS;

    wire [TILE_BITS-1:0] tile, tile_d, frontier_tile;
    wire [SLOT_BITS-1:0] slot, slot_d, frontier_slot;
    wire                 array_write;
    wire [ENTRIES-1:0]   entry_write, used;
    wire [WINDOW-1:0]    newest;

    kv_window #(.SLOTS(SLOTS), .TILES(TILES)) u_window (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .admit_i        (admit_i),
        .first_i        (first_i),
        .write_i        (array_write),
        .window_i       (window_i),
        .tile_o         (tile),
        .slot_o         (slot),
        .tile_d_o       (tile_d),
        .slot_d_o       (slot_d),
        .frontier_tile_o(frontier_tile),
        .frontier_slot_o(frontier_slot)
    );
    kv_protected_window #(.FIRST(FIRST), .NEWEST(NEWEST), .SLOTS(SLOTS), .TILES(TILES)) u_dut (
        .clk_i        (clk_i),
        .rst_ni       (rst_ni),
        .admit_i      (admit_i),
        .first_i      (first_i),
        .write_i      (write_i),
        .window_i     (window_i),
        .tile_i       (tile),
        .slot_i       (slot),
        .tile_d_i     (tile_d),
        .slot_d_i     (slot_d),
        .array_write_o(array_write),
        .entry_write_o(entry_write),
        .used_o       (used),
        .newest_o     (newest)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (window_i >= 1 && window_i <= WINDOW);

    (* anyconst *) wire [PICK_BITS-1:0] picked_slot, picked_entry;
    always @* assume (picked_slot < WINDOW && picked_entry < ENTRIES);

    // ---- Model: ages count up to the window, where a token has left it
    // -------------------------------------------------
    reg                  started_q;
    reg [BITS-1:0]       window_q;
    reg [HELD_BITS-1:0]  firsts_q;
    reg [BITS:0]         slot_age_q, entry_age_q;
    wire                 starts = admit_i & (first_i | !started_q);
    wire [BITS-1:0]      window = starts ? window_i : window_q;
    wire [HELD_BITS-1:0] firsts = starts ? 0 : firsts_q;
    wire [BITS:0]        slot_age  = starts ? WINDOW : slot_age_q;
    wire [BITS:0]        entry_age = starts ? WINDOW : entry_age_q;
    wire                 stores = admit_i & array_write;
    wire [BITS:0]        kept   = window_q < NEWEST ? window_q : NEWEST;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            started_q   <= 1'b0;
            firsts_q    <= 0;
            slot_age_q  <= WINDOW;
            entry_age_q <= WINDOW;
        end else if (admit_i) begin
            started_q   <= 1'b1;
            window_q    <= window;
            firsts_q    <= write_i & !array_write ? firsts + 1'b1 : firsts;
            slot_age_q  <= !stores ? slot_age : tile_d * SLOTS + slot_d == picked_slot ? 0
                         : slot_age == WINDOW ? WINDOW : slot_age + 1'b1;
            entry_age_q <= !stores ? entry_age : entry_write[picked_entry] ? 0
                         : entry_age == WINDOW ? WINDOW : entry_age + 1'b1;
        end
    end

    always @* begin
        assert ((entry_write & (entry_write - 1'b1)) == 0);
        assert ((entry_write != 0) == (admit_i & write_i & (!array_write || NEWEST > 0)));
        if (admit_i) assert (array_write == (write_i & (firsts == FIRST)));
        assert (firsts_q <= FIRST);
        if (started_q && picked_slot < window_q) assert (newest[picked_slot] == (slot_age_q < kept));
        if (started_q && picked_entry >= FIRST) assert (used[picked_entry] == (entry_age_q < kept));
        if (started_q && picked_entry < FIRST) assert (used[picked_entry] == (picked_entry < firsts_q));
        if (entry_write[picked_entry] && picked_entry >= FIRST && !starts)
            assert (!used[picked_entry] || entry_age_q == kept - 1'b1);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    // Linear address of the youngest slot, and number of slots written.
    wire [BITS+1:0] youngest = tile * SLOTS + slot;
    wire [BITS+1:0] written  = frontier_tile * SLOTS + frontier_slot;
    (* hierconn *) wire            \u_window.running_q ;
    (* hierconn *) wire            \u_window.empty_q ;
    (* hierconn *) wire            \u_window.full_q ;
    (* hierconn *) wire [BITS-1:0] \u_window.limit_q ;
    (* hierconn *) wire [BITS-1:0] \u_window.left_q ;
    (* hierconn *) wire            \u_dut.running_q ;
    (* hierconn *) wire [RING_BITS-1:0]                        \u_dut.gen_newest.at_q ;
    (* hierconn *) wire [RING_BITS-1:0]                        \u_dut.gen_newest.last_q ;
    (* hierconn *) wire [(NEWEST>0?NEWEST:1)*PAIR_BITS-1:0]    \u_dut.gen_newest.addresses ;
    wire                           any = started_q && !\u_window.empty_q ;
    always @* begin
        assert (\u_window.running_q == started_q && \u_dut.running_q == started_q);
        assert (slot < SLOTS && tile < TILES && frontier_slot < SLOTS && written <= WINDOW);
        assert (started_q || \u_window.empty_q );
        assert (\u_window.empty_q == (written == 0));
        if (started_q) begin
            assert (\u_window.limit_q == window_q && window_q >= 1 && window_q <= WINDOW && written <= window_q);
            assert (!any || firsts_q == FIRST);
            assert (slot_age_q == (picked_slot < written ? youngest - picked_slot + (youngest < picked_slot ? window_q : 0) : WINDOW));
        end else assert (used == 0);
        if (any) begin
            assert (youngest < window_q && \u_window.left_q == window_q - 1'b1 - youngest);
            assert (\u_window.full_q == (written == window_q));
            assert (written == window_q || written == youngest + 1'b1);
        end
    end
    integer f;
    always @* for (f = 0; f < FIRST; f = f + 1) assert (used[f] == (started_q && f < firsts_q));

    generate
        if (NEWEST > 0) begin : gen_ring
            wire [RING_BITS-1:0]        at        = \u_dut.gen_newest.at_q ;    // entry taken next
            wire [RING_BITS-1:0]        last      = \u_dut.gen_newest.last_q ;  // last entry of the ring
            wire [NEWEST*PAIR_BITS-1:0] addresses = \u_dut.gen_newest.addresses ;
            wire [NEWEST-1:0]           held = used[FIRST +: NEWEST];
            wire                        full = held[last];
            integer                     e;
            reg [BITS+1:0]              age;        // of the token of an entry
            reg [PAIR_BITS-1:0]         address;
            always @* begin
                if (started_q) assert (last == kept - 1'b1 && at <= last && (any || at == 0));
                for (e = 0; e < NEWEST; e = e + 1) begin
                    age     = at - 1 - e + (e < at ? 0 : kept);
                    address = addresses[e*PAIR_BITS +: PAIR_BITS];
                    if (started_q) begin
                        assert (held[e] == (e < (full ? kept : at)));
                        if (picked_entry == FIRST + e) assert (entry_age_q == (held[e] ? age : WINDOW));
                    end
                    if (started_q && held[e]) begin
                        assert (address[SLOT_BITS-1:0] < SLOTS);
                        assert (address[PAIR_BITS-1:SLOT_BITS] * SLOTS + address[SLOT_BITS-1:0]
                                == youngest - age + (youngest < age ? window_q : 0));
                    end
                end
                if (started_q) assert (full ? written >= kept : written == at);
            end
        end
    endgenerate

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg       wrapped_q;
    reg [1:0] starts_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            starts_q  <= 0;
            wrapped_q <= 1'b0;
        end else begin
            if (starts & ~&starts_q) starts_q <= starts_q + 1'b1;
            wrapped_q <= !starts & (wrapped_q | (stores & (tile_d * SLOTS + slot_d < tile * SLOTS + slot)));
        end
    end
    always @* cover (starts_q == 2 && used == {ENTRIES{1'b1}});
    generate
        if (NEWEST > 0) begin : gen_newest
            always @* cover (wrapped_q && newest[0] && newest[WINDOW-1]);
            always @* cover (starts_q == 2 && wrapped_q && window_q == 1);
        end
    endgenerate
endmodule
