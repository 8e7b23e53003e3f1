// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reciprocal for any legal frontier with a live slot, starts at any time (a start begins anew), and a
/// reset in any cycle: from cycle s + NUMERATOR_BITS + 4 after a start in cycle s the result is
/// min(floor((NUMERATOR + floor(live / 2)) / live), MAXIMUM) and stays, until the next start.
module kv_reciprocal_props #(
    parameter SLOTS          = 64,
    parameter TILES          = 16,
    parameter NUMERATOR_BITS = 20,
    parameter NUMERATOR      = 983040,
    parameter RECIP_BITS     = 15,
    parameter MAXIMUM        = 30720
) (
    input wire                                       clk_i,
    input wire                                       rst_ni,
    input wire                                       start_i,
    input wire [$clog2(TILES+1)-1:0]                 frontier_tile_i,
    input wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] frontier_slot_i
);
    localparam LIVE_BITS = $clog2(SLOTS * TILES + 1);
    localparam READY     = NUMERATOR_BITS + 4;
    localparam AGE_BITS  = $clog2(READY + 1);
    localparam WIDE      = (NUMERATOR_BITS > RECIP_BITS ? NUMERATOR_BITS : RECIP_BITS) + LIVE_BITS + 2;

    wire [RECIP_BITS-1:0] recip;

    kv_reciprocal #(
        .SLOTS         (SLOTS),
        .TILES         (TILES),
        .NUMERATOR_BITS(NUMERATOR_BITS),
        .NUMERATOR     (NUMERATOR[NUMERATOR_BITS-1:0]),
        .RECIP_BITS    (RECIP_BITS),
        .MAXIMUM       (MAXIMUM[RECIP_BITS-1:0])
    ) u_dut (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .start_i        (start_i),
        .frontier_tile_i(frontier_tile_i),
        .frontier_slot_i(frontier_slot_i),
        .recip_o        (recip)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    wire [WIDE-1:0] live = frontier_tile_i * SLOTS + frontier_slot_i;
    always @* assume (frontier_slot_i < SLOTS && live >= 1 && live <= SLOTS * TILES);

    reg [AGE_BITS-1:0] age_q;  // cycles since the start, 0 = none; stops at READY
    reg [WIDE-1:0]     live_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) age_q <= 0;
        else if (start_i) age_q <= 1;
        else if (age_q != 0 && age_q != READY) age_q <= age_q + 1'b1;
    end
    always @(posedge clk_i) if (start_i) live_q <= live;

    wire [WIDE-1:0] dividend = NUMERATOR + (live_q >> 1);
    wire [WIDE-1:0] quotient = recip;
    always @* if (age_q == READY) begin
        assert (recip <= MAXIMUM);
        assert (quotient * live_q <= dividend);
        if (recip < MAXIMUM) assert ((quotient + 1'b1) * live_q > dividend);
    end

    // ---- What makes induction converge: the division so far
    // --------------------------------------------------------------
    localparam STEPS = NUMERATOR_BITS + 1;
    (* hierconn *) wire [$clog2(STEPS+2)-1:0] \u_dut.count_q ;
    (* hierconn *) wire [LIVE_BITS-1:0]       \u_dut.live_q ;
    (* hierconn *) wire [LIVE_BITS-1:0]       \u_dut.remainder_q ;
    (* hierconn *) wire [STEPS-1:0]           \u_dut.dividend_q ;
    (* hierconn *) wire                       \u_dut.last_q ;
    // After n steps the register holds the dividend's lower STEPS - n bits on top and n bits of the quotient below.
    wire [AGE_BITS-1:0] steps = age_q < 2 ? 0 : age_q - 2 > STEPS ? STEPS : age_q - 2;
    wire [WIDE-1:0]     high  = dividend >> (STEPS - steps);  // the part divided so far
    wire [WIDE-1:0]     found = \u_dut.dividend_q & ~({WIDE{1'b1}} << steps);
    wire [WIDE-1:0]     rest  = \u_dut.remainder_q ;
    wire [STEPS-1:0]    upper = \u_dut.dividend_q & ~(~{STEPS{1'b0}} >> (STEPS - steps));
    wire [STEPS-1:0]    owed  = dividend[STEPS-1:0] << steps;
    always @* begin
        if (age_q != 0) begin
            assert (live_q >= 1 && live_q <= SLOTS * TILES && \u_dut.live_q == live_q);
            assert (\u_dut.count_q == (age_q <= STEPS + 1 ? age_q : 0));
            if (age_q > 1) assert (\u_dut.last_q == (age_q == STEPS + 2));
        end else assert (\u_dut.count_q == 0 && !\u_dut.last_q );
        if (age_q >= 2 && age_q <= STEPS + 2) begin
            assert (rest < live_q && found * live_q + rest == high);
            assert (upper == owed);
        end
    end

    reg again_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) again_q <= 1'b0;
        else if (start_i && age_q > 3 && age_q < READY) again_q <= 1'b1;
    end
    always @* begin
        cover (age_q == READY && live_q == SLOTS * TILES);
        cover (age_q == READY && again_q && live_q == 1);
    end
endmodule
