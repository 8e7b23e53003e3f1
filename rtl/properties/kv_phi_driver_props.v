// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_phi_driver for any codes, live slots, loads, and starts that keep its rules (loads only between an
/// opening and the PASSES-th load after it, none from a start to the end of the longest pulse; a start when all codes
/// have come and no pulse is left), and a reset in any cycle.
///
/// 1. `busy_o` is high from the cycle after an opening to that of the PASSES-th load;
/// 2. of one column, picked freely: its code is the one of its converter at the load of its pass, 0 if it was not live
///    then; its pulse begins in the cycle after the start and lasts code * UNIT_CYCLES cycles; there is no other pulse.
module kv_phi_driver_props #(
    parameter TILES       = 1,
    parameter SLOTS       = 64,
    parameter PASSES      = 1,
    parameter CODE_BITS   = 4,
    parameter UNIT_CYCLES = 1
) (
    input wire                   clk_i,
    input wire                   rst_ni,
    input wire                   open_i,
    input wire                   load_i,
    input wire [CODE_BITS*TILES*((SLOTS+PASSES-1)/PASSES)-1:0] code_i,
    input wire [TILES*SLOTS-1:0] live_i,
    input wire                   start_i
);
    localparam PER_TILE   = (SLOTS + PASSES - 1) / PASSES;
    localparam CONVERTERS = TILES * PER_TILE;
    localparam COLUMNS    = TILES * SLOTS;
    localparam LONGEST    = ((1 << CODE_BITS) - 1) * UNIT_CYCLES;
    localparam COUNT_BITS = $clog2(LONGEST + 1);
    localparam INDEX_BITS = $clog2(COLUMNS + 1);
    localparam LOAD_BITS  = $clog2(PASSES + 1);
    localparam PASS_BITS  = PASSES > 1 ? $clog2(PASSES) : 1;
    localparam UNIT_BITS  = UNIT_CYCLES > 1 ? $clog2(UNIT_CYCLES) : 1;

    wire               busy;
    wire [COLUMNS-1:0] pulse;

    kv_phi_driver #(
        .TILES      (TILES),
        .SLOTS      (SLOTS),
        .PASSES     (PASSES),
        .CODE_BITS  (CODE_BITS),
        .UNIT_CYCLES(UNIT_CYCLES)
    ) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .open_i (open_i),
        .load_i (load_i),
        .code_i (code_i),
        .live_i (live_i),
        .busy_o (busy),
        .start_i(start_i),
        .pulse_o(pulse)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // A column: tile, converter of the tile, pass.
    (* anyconst *) wire [INDEX_BITS-1:0] tile, place, turn;
    always @* assume (tile < TILES && turn < PASSES && place * PASSES + turn < SLOTS);
    wire [31:0] line      = tile * SLOTS + place * PASSES + turn;
    wire [31:0] converter = tile * PER_TILE + place;

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg                  open_q, known_q;
    reg [LOAD_BITS-1:0]  loads_q;             // since the opening
    reg [CODE_BITS-1:0]  code_q, code;
    reg [COUNT_BITS-1:0] left_q, longest_q;   // pulse cycles still to come, this one included: of the column, at most
    integer              b;
    always @* for (b = 0; b < CODE_BITS; b = b + 1) code[b] = code_i[b*CONVERTERS + converter];

    always @* begin
        assume (!(open_i & (open_q | load_i)));
        assume (!(load_i & !open_q));
        assume (!(load_i & (start_i | (longest_q != 0))));
        assume (!(start_i & (open_q | !known_q | (longest_q != 0))));
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {open_q, known_q} <= 2'b00;
            loads_q   <= 0;
            left_q    <= 0;
            longest_q <= 0;
        end else begin
            if (open_i) {open_q, known_q, loads_q} <= {1'b1, 1'b0, {LOAD_BITS{1'b0}}};
            if (load_i) begin
                loads_q <= loads_q + 1'b1;
                if (loads_q == PASSES - 1) {open_q, known_q} <= 2'b01;
            end
            if (start_i) begin
                left_q    <= code_q * UNIT_CYCLES;
                longest_q <= LONGEST;
            end else begin
                if (left_q != 0) left_q <= left_q - 1'b1;
                if (longest_q != 0) longest_q <= longest_q - 1'b1;
            end
        end
    end
    reg loaded_q = 1'b0;
    always @(posedge clk_i) if (load_i && loads_q == turn) {loaded_q, code_q} <= {1'b1, live_i[line] ? code : {CODE_BITS{1'b0}}};

    always @* begin
        assert (busy == open_q);
        assert (pulse[line] == (left_q != 0));
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [CODE_BITS*COLUMNS-1:0] \u_dut.code_q ;
    (* hierconn *) wire [PASS_BITS-1:0]         \u_dut.pass_q ;
    (* hierconn *) wire [CODE_BITS-1:0]         \u_dut.u_width.step_q ;
    (* hierconn *) wire [UNIT_BITS-1:0]         \u_dut.u_width.gen_prescaler.unit_q ;
    wire [CODE_BITS*COLUMNS-1:0] planes  = \u_dut.code_q ;
    wire [UNIT_BITS-1:0]         unit    = UNIT_CYCLES > 1 ? \u_dut.u_width.gen_prescaler.unit_q : 0;
    wire [COUNT_BITS-1:0]        elapsed = LONGEST - longest_q;
    reg  [CODE_BITS-1:0]         stored;
    always @* for (b = 0; b < CODE_BITS; b = b + 1) stored[b] = planes[b*COLUMNS + line];
    always @* begin
        if (open_q) assert (loads_q < PASSES && \u_dut.pass_q == loads_q);
        if (loaded_q) assert (stored == code_q);
        assert (loaded_q || !(known_q | (longest_q != 0) | (open_q & (loads_q > turn))));
        assert (left_q <= longest_q && longest_q <= LONGEST);
        assert (!(open_q & known_q));
        if (longest_q != 0) begin
            assert (\u_dut.u_width.step_q != 0 && unit < UNIT_CYCLES);
            assert ((\u_dut.u_width.step_q - 1'b1) * UNIT_CYCLES + unit == elapsed);
            assert (left_q == (code_q * UNIT_CYCLES > elapsed ? code_q * UNIT_CYCLES - elapsed : 0));
        end else assert (\u_dut.u_width.step_q == 0 && unit == 0);
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] starts_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) starts_q <= 0;
        else if (start_i & ~&starts_q) starts_q <= starts_q + 1'b1;
    end
    always @* begin
        cover (starts_q == 2 && left_q == 1 && longest_q == 1);
        cover (starts_q == 1 && longest_q == 1 && left_q == 0);
        cover (known_q && code_q == 0 && starts_q == 1 && longest_q != 0 && pulse != 0);
    end
endmodule
