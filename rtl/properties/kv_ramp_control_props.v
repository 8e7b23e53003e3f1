// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_ramp_control for any starts that come after the end of the conversion before, and a reset in any
/// cycle. N = 2^BITS, cycle 0 is that of the start.
///
/// 1. step i of pass p is in cycle p*N + i, and the steps rest at 0 otherwise;
/// 2. the ramp strobe of pass p is in cycle p*N + 1 + LEAD, at no other time, and the column is p from then until the
///    next strobe;
/// 3. the end of pass p is told in cycle p*N + N - 1 + TAIL, at no other time.
module kv_ramp_control_props #(
    parameter BITS   = 6,
    parameter PASSES = 1,
    parameter LEAD   = 0,
    parameter TAIL   = 1
) (
    input wire clk_i,
    input wire rst_ni,
    input wire start_i
);
    localparam N         = 1 << BITS;
    localparam FINISH    = PASSES * N - 1 + TAIL;  // cycle of the last end
    localparam STROBE    = (PASSES - 1) * N + 1 + LEAD;
    localparam LAST      = FINISH > STROBE ? FINISH : STROBE;
    localparam TIME_BITS = $clog2(LAST + 2);
    localparam PASS_BITS = PASSES > 1 ? $clog2(PASSES) : 1;

    wire [BITS-1:0]      step;
    wire [PASS_BITS-1:0] select;
    wire                 go, swept;

    kv_ramp_control #(.BITS(BITS), .PASSES(PASSES), .LEAD(LEAD), .TAIL(TAIL)) u_dut (
        .clk_i       (clk_i),
        .rst_ni      (rst_ni),
        .start_i     (start_i),
        .step_o      (step),
        .select_o    (select),
        .ramp_start_o(go),
        .swept_o     (swept)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg                  runs_q, went_q;
    reg [TIME_BITS-1:0]  time_q;    // cycle of the conversion, from 1 on
    reg [PASS_BITS-1:0]  column_q;  // of the last strobe
    wire                 runs = start_i | runs_q;
    wire [TIME_BITS-1:0] now  = start_i ? 0 : time_q;
    always @* if (runs_q) assume (!start_i);
    // In reset, in which the block is deaf, there is no start.
    always @* if (!rst_ni) assume (!start_i);

    integer           p;
    reg               strobe, ending;
    reg [PASS_BITS:0] pass;
    always @* begin
        strobe = 1'b0;
        ending = 1'b0;
        pass   = 0;
        for (p = 0; p < PASSES; p = p + 1) begin
            if (runs && now == p * N + 1 + LEAD) {strobe, pass} = {1'b1, p[PASS_BITS:0]};
            if (runs && now == p * N + N - 1 + TAIL) ending = 1'b1;
        end
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {runs_q, went_q, time_q, column_q} <= 0;
        else begin
            runs_q <= runs & (now != LAST);
            if (runs) time_q <= now + 1'b1;
            if (strobe) {went_q, column_q} <= {1'b1, pass[PASS_BITS-1:0]};
        end
    end

    wire in_step = runs && now < PASSES * N;
    always @* begin
        assert (step == (in_step ? now % N : 0));
        assert (go == strobe);
        if (strobe) assert (select == pass);
        else if (went_q) assert (select == column_q);
        assert (swept == ending);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire                 \u_dut.run_q ;
    (* hierconn *) wire [PASS_BITS-1:0] \u_dut.pass_q ;
    (* hierconn *) wire                 \u_dut.gen_select.later_q ;
    always @* begin
        assert (time_q <= LAST + 1);
        if (runs_q) assert (time_q >= 1 && time_q <= LAST);
        if (!start_i) assert (\u_dut.run_q == in_step);
        if (in_step) assert (\u_dut.pass_q == now / N);
        else assert (\u_dut.pass_q == 0);
        assert (column_q < PASSES);
    end
    generate
        if (PASSES > 1) begin : gen_later
            always @* if (!strobe) assert (\u_dut.gen_select.later_q == (went_q && column_q != PASSES - 1));
        end
    endgenerate
    always @* begin
        if (runs && now > STROBE) assert (went_q && column_q == PASSES - 1);
        if (runs && now <= 1 + LEAD) assert (!went_q || column_q == PASSES - 1);
        if (!runs) assert (!went_q || column_q == PASSES - 1);
        for (p = 1; p < PASSES; p = p + 1) begin
            if (runs && now > (p - 1) * N + 1 + LEAD && now <= p * N + 1 + LEAD) assert (went_q && column_q == p - 1);
        end
    end

    reg [1:0] count_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) count_q <= 0;
        else if (runs & (now == LAST) & ~&count_q) count_q <= count_q + 1'b1;
    end
    always @* begin
        cover (count_q == 1 && swept && now == FINISH);
        cover (count_q == 1 && go && now == STROBE);
    end
endmodule
