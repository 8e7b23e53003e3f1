// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Self test: tokens that software describes, one at a time through the sequencer; the sum of one that queries is held
/// for software until the next, or the end.
///
/// While `active_i` the stream is held. `go_i` => `busy_o` from the next cycle; the token is offered as soon as
/// `idle_i`. A token that only writes is done when the sequencer is; one that queries, when its sum is there. A command
/// while `busy_o` or not active is ignored. With `active_i` low a token on its way still ends; if any was admitted,
/// `restart_o` pulses then, because what is in the window belongs to no sequence, and the stream is let go a cycle
/// later, as `busy_o` falls. Levels are those of the cycle of the admission until the token is done, whatever software
/// writes meanwhile: they stand at open cells. `blank_i` shows the token that a calibration reads instead: all zero, a
/// query. After reset nothing is on its way and the patterns begin afresh.
module kv_self_test #(
    /// rows of a token
    parameter ROWS    = 64,
    /// bits of a query code
    parameter Q_BITS  = 4,
    /// bits of a level
    parameter KV_BITS = 3
) (
    input  wire                             clk_i,
    input  wire                             rst_ni,
    /// the stream waits, tokens come from here
    input  wire                             active_i,
    /// pulse: one token, as the inputs below say
    input  wire                             go_i,
    input  wire                             first_i,
    /// a token that does not ask is written, whatever this says
    input  wire                             write_i,
    input  wire                             query_i,
    /// 0 every row the level, 1 checkerboard of rows and tokens, 2 its inverse, 3 walking: the level in one row, which
    /// is the next with each token written, its inverse in all others
    input  wire [1:0]                       k_pattern_i,
    input  wire [1:0]                       v_pattern_i,
    input  wire [KV_BITS-1:0]               k_level_i,
    input  wire [KV_BITS-1:0]               v_level_i,
    input  wire [Q_BITS-1:0]                q_code_i,
    /// the code in one row, zero in all others
    input  wire                             q_one_row_i,
    input  wire [(ROWS > 1 ? $clog2(ROWS) : 1)-1:0] q_row_i,
    input  wire                             blank_i,
    /// no token is on its way, no calibration runs and every result is delivered
    input  wire                             idle_i,
    /// a token is in the sequencer
    input  wire                             sequencer_busy_i,
    output wire                             hold_o,
    /// the token on its way, and its sum, are the block's own
    output wire                             own_o,
    output wire                             offer_o,
    input  wire                             admit_i,
    /// q, then k, then v, row 0 first
    output wire [ROWS*(Q_BITS+2*KV_BITS)-1:0] token_o,
    output wire                             first_o,
    output wire                             write_o,
    output wire                             query_o,
    input  wire                             sum_valid_i,
    output wire                             sum_ready_o,
    output wire                             busy_o,
    output wire                             restart_o
);
    localparam ROW_BITS = ROWS > 1 ? $clog2(ROWS) : 1;
    localparam LAST_ROW = ROWS - 1;

    localparam [2:0] REST    = 3'd0;
    localparam [2:0] WAIT    = 3'd1;  // for tokens and results on their way
    localparam [2:0] OFFER   = 3'd2;
    localparam [2:0] RUN     = 3'd3;
    localparam [2:0] HELD    = 3'd4;  // the sum waits for software
    localparam [2:0] RELEASE = 3'd5;

    generate
        if (ROWS < 1 || Q_BITS < 1 || KV_BITS < 1) begin : gen_refuse
            kv_self_test_rows_and_bits_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg [2:0]          state_q;
    reg                again_q;   // after the release, one more token
    reg                used_q;    // a token has been admitted
    reg                wrote_q;   // what it is, whatever the inputs say by now
    reg                asked_q;
    reg                restart_q;
    reg [ROW_BITS-1:0] row_q;     // of the walking pattern; of the next token that writes, while none is on its way
    reg                odd_q;

    wire go       = go_i & active_i;
    wire admitted = (state_q == OFFER) & admit_i;
    wire leaves   = used_q & ~active_i & (state_q == REST);

    reg [2:0] state_d;
    wire      done = (state_q == RUN) & (state_d != RUN);
    always @* begin
        state_d = state_q;
        case (state_q)
            REST:    if (go)     state_d = WAIT;
            WAIT:    if (idle_i) state_d = OFFER;
            OFFER:   if (admit_i) state_d = RUN;
            RUN:     if (asked_q ? sum_valid_i : ~sequencer_busy_i) state_d = asked_q ? HELD : REST;
            HELD:    if (go | ~active_i) state_d = RELEASE;
            RELEASE: state_d = again_q ? WAIT : REST;
            default: state_d = REST;
        endcase
    end

    wire                afresh   = first_i & (state_q == OFFER);
    wire [ROW_BITS-1:0] row      = afresh ? {ROW_BITS{1'b0}} : row_q;
    wire                odd      = ~afresh & odd_q;
    wire                row_last = row_q == LAST_ROW[ROW_BITS-1:0];

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            state_q   <= REST;
            again_q   <= 1'b0;
            used_q    <= 1'b0;
            wrote_q   <= 1'b0;
            asked_q   <= 1'b0;
            restart_q <= 1'b0;
            row_q     <= {ROW_BITS{1'b0}};
            odd_q     <= 1'b0;
        end else begin
            state_q   <= state_d;
            restart_q <= leaves;
            if (state_q == HELD) again_q <= go;
            if (admitted | leaves) used_q <= admitted;
            if (admitted) begin
                wrote_q <= write_i | ~query_i;
                asked_q <= query_i;
                row_q   <= row;
                odd_q   <= odd;
            end else if (done & wrote_q) begin  // not before: the token is written while it runs
                row_q <= row_last ? {ROW_BITS{1'b0}} : row_q + 1'b1;
                odd_q <= ~odd_q;
            end
        end
    end

    // ---- Levels: taken over until the token runs, then held (no reset: looked at behind a command only) ------------
    reg [1:0]         k_pattern_q, v_pattern_q;
    reg [KV_BITS-1:0] k_level_q, v_level_q;
    always @(posedge clk_i) begin
        if (state_q != RUN) begin
            {k_pattern_q, v_pattern_q} <= {k_pattern_i, v_pattern_i};
            {k_level_q, v_level_q}     <= {k_level_i, v_level_i};
        end
    end

    // ---- The token -------------------------------------------------------------------------------------------------
    // Whether row r has the level; else it has the inverse.
    function straight(input [1:0] pattern, input row_odd, input token_odd, input its_row);
        case (pattern)
            2'd0:    straight = 1'b1;
            2'd1:    straight = row_odd == token_odd;
            2'd2:    straight = row_odd != token_odd;
            default: straight = its_row;
        endcase
    endfunction

    wire shown = ~blank_i;
    genvar r;
    generate
        for (r = 0; r < ROWS; r = r + 1) begin : gen_row
            wire its_row    = row == r[ROW_BITS-1:0];
            wire k_straight = straight(k_pattern_q, r[0], odd, its_row);
            wire v_straight = straight(v_pattern_q, r[0], odd, its_row);
            wire asks       = ~q_one_row_i | (q_row_i == r[ROW_BITS-1:0]);
            assign token_o[r*Q_BITS +: Q_BITS] = q_code_i & {Q_BITS{asks & shown}};
            wire [KV_BITS-1:0] k_level = k_level_q ^ {KV_BITS{~k_straight}};
            wire [KV_BITS-1:0] v_level = v_level_q ^ {KV_BITS{~v_straight}};
            assign token_o[ROWS*Q_BITS + r*KV_BITS +: KV_BITS]           = k_level & {KV_BITS{shown}};
            assign token_o[ROWS*(Q_BITS+KV_BITS) + r*KV_BITS +: KV_BITS] = v_level & {KV_BITS{shown}};
        end
    endgenerate

    assign first_o     = first_i & shown;
    assign write_o     = (write_i | ~query_i) & shown;
    assign query_o     = query_i | blank_i;
    assign hold_o      = active_i | (state_q != REST) | used_q | restart_q;
    assign own_o       = (state_q == OFFER) | (state_q == RUN) | (state_q == HELD) | (state_q == RELEASE);
    assign offer_o     = state_q == OFFER;
    assign sum_ready_o = state_q == RELEASE;
    assign busy_o      = active_i ? (state_q != REST) & (state_q != HELD) : hold_o;
    assign restart_o   = restart_q;
endmodule

`default_nettype wire
