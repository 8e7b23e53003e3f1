// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Gain per live slot: recip = min(round_half_up(NUMERATOR / live slots), MAXIMUM), by serial division.
///
/// `start_i` in cycle s => `recip_o` valid from s + NUMERATOR_BITS + 4 on, until the next start. A start while a
/// division runs begins anew. With no live slot the result has no meaning (and nothing may depend on it). Not reset:
/// `recip_o` is looked at only after a start.
module kv_reciprocal #(
    /// token slots of a tile
    parameter SLOTS                               = 64,
    /// tiles of the head
    parameter TILES                               = 16,
    /// bits of NUMERATOR
    parameter NUMERATOR_BITS                      = 20,
    parameter [NUMERATOR_BITS-1:0] NUMERATOR      = 20'd983040,
    /// bits of the result
    parameter RECIP_BITS                          = 15,
    parameter [RECIP_BITS-1:0] MAXIMUM            = 15'd30720
) (
    input  wire                                       clk_i,
    input  wire                                       rst_ni,
    /// pulse: the frontier in this cycle is the one to use
    input  wire                                       start_i,
    /// live slots = frontier_tile * SLOTS + frontier_slot
    input  wire [$clog2(TILES+1)-1:0]                 frontier_tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] frontier_slot_i,
    output wire [RECIP_BITS-1:0]                      recip_o
);
    localparam TILE_BITS  = $clog2(TILES + 1);
    localparam SLOT_BITS  = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam LIVE_BITS  = $clog2(SLOTS * TILES + 1);
    localparam STEPS      = NUMERATOR_BITS + 1;  // bits of NUMERATOR + live / 2
    localparam COUNT_BITS = $clog2(STEPS + 2);
    localparam LAST_STEP  = STEPS + 1;

    generate
        if (SLOTS < 1 || TILES < 1 || NUMERATOR_BITS < LIVE_BITS) begin : gen_refuse
            kv_reciprocal_numerator_bits_must_hold_the_live_slots u_refuse ();
        end
    endgenerate

    // 0: at rest; 1: dividend; 2..STEPS+1: one bit of the quotient each
    reg [COUNT_BITS-1:0] count_q;
    reg                  last_q;
    reg [LIVE_BITS-1:0]  live_q;
    reg [LIVE_BITS-1:0]  remainder_q;
    reg [STEPS-1:0]      dividend_q;  // the quotient moves in from below
    reg [RECIP_BITS-1:0] recip_q;

    // One bit more than needed, so that no padding is empty.
    wire [LIVE_BITS:0]  tile  = {{(LIVE_BITS + 1 - TILE_BITS){1'b0}}, frontier_tile_i};
    wire [LIVE_BITS:0]  slot  = {{(LIVE_BITS + 1 - SLOT_BITS){1'b0}}, frontier_slot_i};
    wire [LIVE_BITS:0]  live  = tile * SLOTS[LIVE_BITS:0] + slot;
    wire [STEPS-1:0]    half  = {{(STEPS - LIVE_BITS){1'b0}}, live_q} >> 1;
    wire [LIVE_BITS:0]  trial = {remainder_q, dividend_q[STEPS-1]};
    wire [LIVE_BITS:0]  rest  = trial - {1'b0, live_q};
    wire                fits  = trial >= {1'b0, live_q};
    wire                run   = count_q != {COUNT_BITS{1'b0}};

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            count_q <= {COUNT_BITS{1'b0}};
            last_q  <= 1'b0;
        end else begin
            last_q <= count_q == LAST_STEP[COUNT_BITS-1:0];
            if (start_i)  count_q <= {{(COUNT_BITS-1){1'b0}}, 1'b1};
            else if (run) count_q <= count_q == LAST_STEP[COUNT_BITS-1:0] ? {COUNT_BITS{1'b0}} : count_q + 1'b1;
        end
    end

    localparam WIDE_BITS = (STEPS > RECIP_BITS ? STEPS : RECIP_BITS) + 1;
    wire [WIDE_BITS-1:0] quotient = {{(WIDE_BITS - STEPS){1'b0}}, dividend_q};
    wire [WIDE_BITS-1:0] most     = {{(WIDE_BITS - RECIP_BITS){1'b0}}, MAXIMUM};
    wire                 unused   = live[LIVE_BITS] ^ rest[LIVE_BITS];

    always @(posedge clk_i) begin
        if (start_i) live_q <= live[LIVE_BITS-1:0];
        if (count_q == {{(COUNT_BITS-1){1'b0}}, 1'b1}) begin
            dividend_q  <= {1'b0, NUMERATOR} + half;
            remainder_q <= {LIVE_BITS{1'b0}};
        end else if (run) begin
            dividend_q  <= {dividend_q[STEPS-2:0], fits};
            remainder_q <= fits ? rest[LIVE_BITS-1:0] : trial[LIVE_BITS-1:0];
        end
        if (last_q) recip_q <= quotient > most ? MAXIMUM : quotient[RECIP_BITS-1:0];
    end

    assign recip_o = recip_q;
endmodule

`default_nettype wire
