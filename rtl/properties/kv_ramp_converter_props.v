// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_ramp_converter for any comparators and shared values, and a reset in any cycle, while it is
/// enabled; nothing moves while it is not.
///
/// Of one lane, picked freely: step i after a strobe in cycle r is cycle r + SYNC_STAGES + i, and its comparator is the
/// one of SYNC_STAGES enabled cycles ago. The latch holds the value of the last step up to now at which the ramp was
/// still below the column, step 0 counting as such.
module kv_ramp_converter_props #(
    parameter LANES       = 64,
    parameter VALUE_BITS  = 4,
    parameter SYNC_STAGES = 2
) (
    input wire                  clk_i,
    input wire                  rst_ni,
    input wire                  en_i,
    input wire                  start_i,
    input wire [VALUE_BITS-1:0] value_i,
    input wire [LANES-1:0]      above_i
);
    localparam LANE_BITS = $clog2(LANES + 1);

    wire [VALUE_BITS*LANES-1:0] values;

    kv_ramp_converter #(.LANES(LANES), .VALUE_BITS(VALUE_BITS), .SYNC_STAGES(SYNC_STAGES)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .en_i   (en_i),
        .start_i(start_i),
        .value_i(value_i),
        .above_i(above_i),
        .value_o(values)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);

    // The strobe and the comparator on their way: [n]: n cycles (enabled cycles) ago.
    reg  [3:0] strobe_q, above_q;
    wire [4:0] strobe = {strobe_q, start_i};
    wire [4:0] above  = {above_q, above_i[pick]};
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) strobe_q <= 0;
        else         strobe_q <= strobe[3:0];
    end
    always @(posedge clk_i) if (en_i) above_q <= above[3:0];
    wire step_0 = strobe[SYNC_STAGES];
    wire below  = step_0 | !above[SYNC_STAGES];

    reg                  known_q, moved_q;
    reg [VALUE_BITS-1:0] last_q, held_q;
    integer              b;
    reg [VALUE_BITS-1:0] value;
    always @* for (b = 0; b < VALUE_BITS; b = b + 1) value[b] = values[b*LANES + pick];
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) known_q <= 1'b0;
        else if (en_i & step_0) known_q <= 1'b1;
    end
    always @(posedge clk_i) begin
        if (en_i & below) last_q <= value_i;
        moved_q <= en_i | !begun_q;
        held_q  <= value;
    end
    always @* begin
        if (known_q) assert (value == last_q);
        if (!moved_q & begun_q) assert (value == held_q);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [(SYNC_STAGES > 1 ? SYNC_STAGES*LANES : 1)-1:0] \u_dut.u_sync.genblk3.gen_chain.stage_q ;
    (* hierconn *) wire [LANES-1:0] \u_dut.u_sync.genblk3.gen_single.stage_q ;
    (* hierconn *) wire [(SYNC_STAGES > 0 ? SYNC_STAGES : 1)-1:0] \u_dut.u_first.gen_chain.stage_q ;
    wire [(SYNC_STAGES > 1 ? SYNC_STAGES*LANES : 1)-1:0] chain = \u_dut.u_sync.genblk3.gen_chain.stage_q ;
    wire [LANES-1:0] single = \u_dut.u_sync.genblk3.gen_single.stage_q ;
    wire [3:0]       found;
    genvar s;
    generate
        for (s = 0; s < 4; s = s + 1) begin : gen_stage
            if (s < SYNC_STAGES && SYNC_STAGES > 1) begin : gen_chain
                wire [LANES-1:0] stage = chain[s*LANES +: LANES];
                assign found[s] = stage[pick];
            end else if (s < SYNC_STAGES) begin : gen_single
                assign found[s] = single[pick];
            end else begin : gen_beyond
                assign found[s] = above_q[s];
            end
        end
        if (SYNC_STAGES > 0) begin : gen_strobe
            always @* assert (\u_dut.u_first.gen_chain.stage_q == strobe_q[SYNC_STAGES-1:0]);
        end
    endgenerate
    always @* begin
        if (!begun_q) assume (found == above_q);  // unknown before the first clock, but the same unknown
        assert (found == above_q);
    end

    reg [1:0] steps_q;  // steps since the last strobe
    reg       late_q;   // the latch has stood still and gone on again
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {steps_q, late_q} <= 0;
        else if (en_i) begin
            steps_q <= step_0 ? 1 : steps_q + (steps_q != 3);
            late_q  <= !step_0 && (late_q || (known_q && !below));
        end
    end
    always @* begin
        cover (known_q && steps_q == 3 && late_q && value != value_i && !en_i);
        cover (known_q && step_0 && above[SYNC_STAGES] && en_i);
    end
endmodule
