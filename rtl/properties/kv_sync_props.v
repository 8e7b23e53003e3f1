// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sync for any input and enable: the output is the input as it was STAGES enabled edges ago, and
/// stands still at edges that are not enabled.
module kv_sync_props #(
    parameter WIDTH  = 1,
    parameter STAGES = 2
) (
    input wire             clk_i,
    input wire             en_i,
    input wire [WIDTH-1:0] d_i
);
    wire [WIDTH-1:0] q;

    kv_sync #(.WIDTH(WIDTH), .STAGES(STAGES)) u_dut (
        .clk_i(clk_i),
        .en_i (en_i),
        .d_i  (d_i),
        .q_o  (q)
    );

    // One input, picked freely, and the number of enabled edges since.
    (* anyseq *) wire choose;
    reg             known_q = 1'b0;
    reg [WIDTH-1:0] value_q, before_q;
    reg [2:0]       age_q;
    reg             still_q = 1'b0;
    wire            chosen = choose & en_i & !known_q;
    always @(posedge clk_i) begin
        if (chosen) {known_q, value_q, age_q} <= {1'b1, d_i, 3'd1};
        else if (en_i & known_q & (age_q != 7)) age_q <= age_q + 1'b1;
        before_q <= q;
        still_q  <= !en_i;
    end

    // Convergence: where the value is on its way.
    (* hierconn *) wire [(STAGES > 0 ? STAGES*WIDTH : 1)-1:0] \u_dut.genblk3.gen_chain.stage_q ;
    wire [(STAGES > 0 ? STAGES*WIDTH : 1)-1:0] stage = \u_dut.genblk3.gen_chain.stage_q ;

    generate
        if (STAGES == 0) begin : gen_wire
            always @* assert (q == d_i);
            always @* cover (q != 0);
        end else begin : gen_chain
            always @* begin
                if (known_q && age_q == STAGES) assert (q == value_q);
                if (still_q) assert (q == before_q);
            end
            if (STAGES > 1) begin : gen_on_its_way
                wire [STAGES*WIDTH-1:0] here = stage >> ((age_q - 1) * WIDTH);
                always @* if (known_q && age_q != 0 && age_q <= STAGES) assert (here[WIDTH-1:0] == value_q);
            end
            always @* assert (!known_q || age_q != 0);
            always @* cover (known_q && age_q == STAGES && value_q != 0 && still_q);
        end
    endgenerate
endmodule
