// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Rows of a result from converters that serve several rows each: one row of every converter per `load_i`.
///
/// `open_i` in cycle s raises `busy_o` from s+1 until the load of the last pass is taken; `valid_o` is high from the
/// cycle after that load. Handshake: `sum_o` and `valid_o` hold until `ready_i` (with PASSES = 1 `sum_o` is `sum_i`,
/// which then must hold); no load in between.
module kv_gather #(
    /// rows of the result
    parameter ROWS       = 64,
    /// arrays that share the rows
    parameter GROUPS     = 1,
    /// rows of an array; GROUPS * GROUP_ROWS is at least ROWS
    parameter GROUP_ROWS = 64,
    /// rows of a converter: converter j of an array has rows j*PASSES .. j*PASSES + PASSES-1
    parameter PASSES     = 1,
    /// bits of a sum
    parameter SUM_BITS   = 8
) (
    input  wire                     clk_i,
    input  wire                     rst_ni,
    /// strobe: a readout begins
    input  wire                     open_i,
    /// pulse: take `sum_i`
    input  wire                     load_i,
    /// bit b of all converters in bits [b*CONVERTERS +: CONVERTERS], CONVERTERS = GROUPS * ceil(GROUP_ROWS / PASSES)
    input  wire [SUM_BITS*GROUPS*((GROUP_ROWS+PASSES-1)/PASSES)-1:0] sum_i,
    output wire                     busy_o,
    /// bit b of all rows in bits [b*ROWS +: ROWS]
    output wire [SUM_BITS*ROWS-1:0] sum_o,
    output wire                     valid_o,
    input  wire                     ready_i
);
    localparam PER_GROUP  = (GROUP_ROWS + PASSES - 1) / PASSES;
    localparam CONVERTERS = GROUPS * PER_GROUP;
    localparam PASS_BITS  = PASSES > 1 ? $clog2(PASSES) : 1;
    localparam LAST_PASS  = PASSES - 1;

    generate
        if (ROWS < 1 || SUM_BITS < 1 || PASSES < 1 || PASSES > GROUP_ROWS) begin : gen_refuse_sizes
            kv_gather_passes_must_be_1_to_group_rows u_refuse ();
        end
        if (GROUPS * GROUP_ROWS < ROWS || (GROUPS - 1) * GROUP_ROWS >= ROWS) begin : gen_refuse_groups
            kv_gather_groups_must_be_rows_divided_by_group_rows_rounded_up u_refuse ();
        end
    endgenerate

    reg [PASS_BITS-1:0] pass_q;
    reg                 busy_q;
    reg                 valid_q;
    wire                last_pass = pass_q == LAST_PASS[PASS_BITS-1:0];

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            pass_q  <= {PASS_BITS{1'b0}};
            busy_q  <= 1'b0;
            valid_q <= 1'b0;
        end else begin
            busy_q  <= open_i | (busy_q & ~(load_i & last_pass));
            valid_q <= (load_i & last_pass) | (valid_q & ~ready_i);
            if (load_i) pass_q <= last_pass ? {PASS_BITS{1'b0}} : pass_q + 1'b1;
        end
    end

    // Every row sees its converter; an array may have more rows than are left.
    function [ROWS-1:0] spread(input [CONVERTERS-1:0] d);
        integer bank, unit, place;
        begin
            for (bank = 0; bank < GROUPS; bank = bank + 1) begin
                for (unit = 0; unit < PER_GROUP; unit = unit + 1) begin
                    for (place = 0; place < PASSES; place = place + 1) begin
                        if (unit*PASSES + place < GROUP_ROWS && bank*GROUP_ROWS + unit*PASSES + place < ROWS)
                            spread[bank*GROUP_ROWS + unit*PASSES + place] = d[bank*PER_GROUP + unit];
                    end
                end
            end
        end
    endfunction

    genvar k;
    generate
        if (PASSES == 1) begin : gen_through
            for (k = 0; k < SUM_BITS; k = k + 1) begin : gen_bit
                assign sum_o[k*ROWS +: ROWS] = spread(sum_i[k*CONVERTERS +: CONVERTERS]);
            end
        end else begin : gen_store
            // A row takes its sum in its own pass.
            function [ROWS-1:0] turn(input [PASS_BITS-1:0] pass);
                integer bank, unit, place;
                begin
                    for (bank = 0; bank < GROUPS; bank = bank + 1) begin
                        for (unit = 0; unit < PER_GROUP; unit = unit + 1) begin
                            for (place = 0; place < PASSES; place = place + 1) begin
                                if (unit*PASSES + place < GROUP_ROWS && bank*GROUP_ROWS + unit*PASSES + place < ROWS)
                                    turn[bank*GROUP_ROWS + unit*PASSES + place] =
                                        place == {{(32 - PASS_BITS){1'b0}}, pass};
                            end
                        end
                    end
                end
            endfunction

            wire [ROWS-1:0]          here = turn(pass_q);
            reg  [SUM_BITS*ROWS-1:0] sum_q;
            integer                  b;
            always @(posedge clk_i) begin
                for (b = 0; b < SUM_BITS; b = b + 1) begin
                    if (load_i) sum_q[b*ROWS +: ROWS] <= (sum_q[b*ROWS +: ROWS] & ~here)
                                                       | (spread(sum_i[b*CONVERTERS +: CONVERTERS]) & here);
                end
            end
            assign sum_o = sum_q;
        end
    endgenerate

    assign busy_o  = busy_q;
    assign valid_o = valid_q;
endmodule

`default_nettype wire
