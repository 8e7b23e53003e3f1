// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Refresh by time: writes the stored tokens again from a digital copy, one slot every `period_i` ticks, round the
/// window, whether packets come or not.
///
/// Ticks of the time base (kv_time_base) are counted from the first write of a sequence on; `period_i` of them make a
/// slot due, and the next one round the window is taken. If it is live, a write of its levels goes to the sequencer
/// before the next packet: `ready_o` asks, `grant_i` admits it. `hold_o` keeps packets back from the cycle after the
/// tick until all that is due is written: after a wait, however long, a packet finds every slot as young as if there
/// had been none. So what is written again, and before which packet, follows from ticks alone. The block stands
/// between the window and the word lines, and between the token and the levels: of a packet it passes both on. In
/// reset nothing is due and the first token starts a sequence.
module kv_refresh_time #(
    /// token slots of a tile
    parameter SLOTS       = 64,
    /// tiles of the head
    parameter TILES       = 16,
    /// bits of the period
    parameter PERIOD_BITS = 4,
    /// bits of k and v of a token together
    parameter WIDTH       = 384
) (
    input  wire                                       clk_i,
    input  wire                                       rst_ni,
    /// pulse: time goes on by one
    input  wire                                       tick_i,
    /// pulse, not with `hold_o`: a packet is admitted
    input  wire                                       packet_i,
    /// pulse, only with `ready_o`: the refresh is admitted
    input  wire                                       grant_i,
    /// pulse, after each admission and before the next: its levels have been taken (kv_sequencer.token_pop_o)
    input  wire                                       released_i,
    /// of the packet that waits: it starts a sequence, `window_i` and `period_i` are sampled
    input  wire                                       first_i,
    input  wire                                       write_i,
    /// slots in use, 1..SLOTS*TILES
    input  wire [$clog2(SLOTS*TILES+1)-1:0]           window_i,
    /// ticks from one slot to the next; 0 = never
    input  wire [PERIOD_BITS-1:0]                     period_i,
    /// the youngest slot (kv_window.tile_o, .slot_o)
    input  wire [$clog2(TILES+1)-1:0]                 tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_i,
    /// levels of the token in the buffer, at least for the cycle after its admission
    input  wire [WIDTH-1:0]                           levels_i,
    /// slots that hold a token of the sequence; tile t in bits [t*SLOTS +: SLOTS]
    input  wire [TILES*SLOTS-1:0]                     stored_i,
    /// no packet may be admitted
    output wire                                       hold_o,
    /// a refresh waits for its admission
    output wire                                       ready_o,
    /// the last admission was a refresh: the packet buffer stays as it is
    output wire                                       active_o,
    /// slot of the last admission, for kv_word_lines
    output wire [$clog2(TILES+1)-1:0]                 tile_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_o,
    /// levels of the last admission, of a refresh until `released_i`
    output wire [WIDTH-1:0]                           levels_o
);
    localparam TILE_BITS   = $clog2(TILES + 1);
    localparam SLOT_BITS   = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam WINDOW      = SLOTS * TILES;
    localparam WINDOW_BITS = $clog2(WINDOW + 1);
    localparam ADDR_BITS   = WINDOW > 1 ? $clog2(WINDOW) : 1;
    localparam LAST_SLOT   = SLOTS - 1;

    generate
        if (SLOTS < 1 || TILES < 1 || PERIOD_BITS < 1 || WIDTH < 1) begin : gen_refuse
            kv_refresh_time_sizes_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg                   running_q;  // a sequence has started since reset
    reg                   store_q;    // the packet admitted in the cycle before writes
    reg                   holds_q;    // the sequence has written
    reg                   look_q;     // the slot that is due has been chosen in the cycle before
    reg                   read_q;     // its levels are being read
    reg                   ready_q;
    reg                   active_q;
    reg                   busy_q;     // the levels of the last refresh have not been taken
    reg                   first_q;    // no slot was chosen in this sequence
    reg [WINDOW_BITS-1:0] late_q;     // slots that are due and have not been chosen; stops at its largest value
    reg [PERIOD_BITS-1:0] count_q;    // ticks since the last slot was due
    reg [PERIOD_BITS-1:0] period_q;
    reg [WINDOW_BITS-1:0] limit_q;
    reg [WINDOW_BITS-1:0] next_q;     // the slot that was chosen last, as linear index and as a pair
    reg [TILE_BITS-1:0]   tile_q;
    reg [SLOT_BITS-1:0]   slot_q;
    reg [TILE_BITS-1:0]   at_tile_q;  // of the last refresh
    reg [SLOT_BITS-1:0]   at_slot_q;

    wire fresh = first_i | ~running_q;

    wire                   stores = packet_i & write_i;
    wire [PERIOD_BITS-1:0] count  = count_q + 1'b1;
    // a packet that starts a sequence takes what was due with it
    wire                   due    = tick_i & holds_q & ~(packet_i & fresh) & (count == period_q)
                                  & (period_q != {PERIOD_BITS{1'b0}});
    wire                   choose = (late_q != {WINDOW_BITS{1'b0}}) & ~(look_q | read_q | ready_q | busy_q);
    wire [WINDOW_BITS-1:0] plus   = next_q + 1'b1;
    wire                   zero   = first_q | (plus == limit_q);
    wire                   carry  = slot_q == LAST_SLOT[SLOT_BITS-1:0];
    // one bit more than any index needs
    wire [WINDOW_BITS:0]   youngest = {{(WINDOW_BITS + 1 - TILE_BITS){1'b0}}, tile_i} * SLOTS[WINDOW_BITS:0]
                                    + {{(WINDOW_BITS + 1 - SLOT_BITS){1'b0}}, slot_i};
    wire [WINDOW-1:0]      shifted = stored_i >> next_q;
    wire                   wanted  = look_q & shifted[0];

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            running_q <= 1'b0;
            holds_q   <= 1'b0;
            store_q   <= 1'b0;
            look_q    <= 1'b0;
            read_q    <= 1'b0;
            ready_q   <= 1'b0;
            active_q  <= 1'b0;
            busy_q    <= 1'b0;
            late_q    <= {WINDOW_BITS{1'b0}};
        end else begin
            store_q <= stores;
            look_q  <= choose;
            read_q  <= wanted;
            if (read_q)       ready_q <= 1'b1;
            else if (grant_i) ready_q <= 1'b0;
            if (packet_i) begin
                running_q <= 1'b1;
                holds_q   <= write_i | (holds_q & ~fresh);
            end
            if (packet_i | grant_i) active_q <= grant_i;
            if (grant_i)         busy_q <= 1'b1;
            else if (released_i) busy_q <= 1'b0;
            if (due & ~choose & ~&late_q) late_q <= late_q + 1'b1;
            else if (choose & ~due)       late_q <= late_q - 1'b1;
        end
    end

    // No reset: all are written before they are read, because the first token after reset starts a sequence.
    always @(posedge clk_i) begin
        if (packet_i & fresh) begin
            limit_q  <= window_i;
            period_q <= period_i;
        end
        if (stores & (fresh | ~holds_q)) count_q <= {PERIOD_BITS{1'b0}};
        else if (tick_i)                 count_q <= due ? {PERIOD_BITS{1'b0}} : count;
        if (packet_i & fresh) first_q <= 1'b1;
        else if (choose)      first_q <= 1'b0;
        if (grant_i) begin
            at_tile_q <= tile_q;
            at_slot_q <= slot_q;
        end
        if (choose) begin
            next_q <= zero ? {WINDOW_BITS{1'b0}} : plus;
            tile_q <= zero ? {TILE_BITS{1'b0}} : carry ? tile_q + 1'b1 : tile_q;
            slot_q <= (zero | carry) ? {SLOT_BITS{1'b0}} : slot_q + 1'b1;
        end
    end

    wire [WIDTH-1:0] copy;
    kv_shadow #(.WORDS(WINDOW), .WIDTH(WIDTH)) u_shadow (
        .clk_i  (clk_i),
        .en_i   (store_q | read_q),
        .we_i   (store_q),
        .addr_i (store_q ? youngest[ADDR_BITS-1:0] : next_q[ADDR_BITS-1:0]),
        .wdata_i(levels_i),
        .rdata_o(copy)
    );
    wire unused = &{1'b0, youngest, next_q[WINDOW_BITS-1], shifted};

    assign hold_o   = (late_q != {WINDOW_BITS{1'b0}}) | look_q | read_q | ready_q;
    assign ready_o  = ready_q;
    assign active_o = active_q;
    assign tile_o   = active_q ? at_tile_q : tile_i;
    assign slot_o   = active_q ? at_slot_q : slot_i;
    assign levels_o = active_q ? copy : levels_i;
endmodule

`default_nettype wire
