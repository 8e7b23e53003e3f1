// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Word lines of the V arrays: collects the phi codes of all columns, pass by pass, and turns them into pulses of code
/// * UNIT_CYCLES cycles.
///
/// `open_i` empties the store's pass counter and raises `busy_o`; the n-th `load_i` after it takes the codes of the
/// n-th column of every converter, masked by `live_i`; with the last one `busy_o` falls. `start_i` in cycle c (codes
/// complete) => column k is high in cycles c+1 .. c + code_k * UNIT_CYCLES. No load between a start and the end of the
/// longest pulse.
module kv_phi_driver #(
    /// tiles of the head
    parameter TILES       = 1,
    /// columns of a tile
    parameter SLOTS       = 64,
    /// columns of a converter: converter j of a tile has columns j*PASSES .. j*PASSES + PASSES-1
    parameter PASSES      = 1,
    /// bits of a phi code
    parameter CODE_BITS   = 4,
    /// cycles per LSB
    parameter UNIT_CYCLES = 1
) (
    input  wire                   clk_i,
    input  wire                   rst_ni,
    /// strobe: conversions begin
    input  wire                   open_i,
    /// pulse: take `code_i` for the next column of every converter
    input  wire                   load_i,
    /// bit b of all converters in bits [b*CONVERTERS +: CONVERTERS], CONVERTERS = TILES * ceil(SLOTS / PASSES), tile by
    /// tile
    input  wire [CODE_BITS*TILES*((SLOTS+PASSES-1)/PASSES)-1:0] code_i,
    /// tile t in bits [t*SLOTS +: SLOTS]; steady while codes are loaded
    input  wire [TILES*SLOTS-1:0] live_i,
    /// codes are still to come
    output wire                   busy_o,
    /// strobe: the pulses begin in the next cycle
    input  wire                   start_i,
    /// word-line pulses, flip-flop outputs, low in reset; tile t in bits [t*SLOTS +: SLOTS]
    output wire [TILES*SLOTS-1:0] pulse_o
);
    localparam PER_TILE   = (SLOTS + PASSES - 1) / PASSES;  // converters of a tile
    localparam CONVERTERS = TILES * PER_TILE;
    localparam COLUMNS    = TILES * SLOTS;
    localparam PASS_BITS  = PASSES > 1 ? $clog2(PASSES) : 1;
    localparam LAST_PASS  = PASSES - 1;

    generate
        if (TILES < 1 || SLOTS < 1 || CODE_BITS < 1 || UNIT_CYCLES < 1) begin : gen_refuse_sizes
            kv_phi_driver_sizes_must_be_at_least_1 u_refuse ();
        end
        if (PASSES < 1 || PASSES > SLOTS) begin : gen_refuse_passes
            kv_phi_driver_passes_must_be_1_to_slots u_refuse ();
        end
    endgenerate

    // ---- Store: bit b of all columns in bits [b*COLUMNS +: COLUMNS] -----------------------------------------------
    reg [CODE_BITS*COLUMNS-1:0] code_q;
    reg [PASS_BITS-1:0]         pass_q;
    reg                         busy_q;
    wire                        last_pass = pass_q == LAST_PASS[PASS_BITS-1:0];

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            pass_q <= {PASS_BITS{1'b0}};
            busy_q <= 1'b0;
        end else begin
            busy_q <= open_i | (busy_q & ~(load_i & last_pass));
            if (open_i)                  pass_q <= {PASS_BITS{1'b0}};
            else if (load_i & ~last_pass) pass_q <= pass_q + 1'b1;
        end
    end

    // Every column sees its converter's code ..
    function [COLUMNS-1:0] spread(input [CONVERTERS-1:0] d);
        integer bank, unit, place;
        begin
            for (bank = 0; bank < TILES; bank = bank + 1) begin
                for (unit = 0; unit < PER_TILE; unit = unit + 1) begin
                    for (place = 0; place < PASSES; place = place + 1) begin
                        if (unit*PASSES + place < SLOTS)
                            spread[bank*SLOTS + unit*PASSES + place] = d[bank*PER_TILE + unit];
                    end
                end
            end
        end
    endfunction

    // .. and takes it in its own pass.
    function [COLUMNS-1:0] turn(input [PASS_BITS-1:0] pass);
        integer bank, unit, place;
        begin
            for (bank = 0; bank < TILES; bank = bank + 1) begin
                for (unit = 0; unit < PER_TILE; unit = unit + 1) begin
                    for (place = 0; place < PASSES; place = place + 1) begin
                        if (unit*PASSES + place < SLOTS)
                            turn[bank*SLOTS + unit*PASSES + place] = place == {{(32 - PASS_BITS){1'b0}}, pass};
                    end
                end
            end
        end
    endfunction

    wire [COLUMNS-1:0] here = turn(pass_q);
    integer            p;
    always @(posedge clk_i) begin
        for (p = 0; p < CODE_BITS; p = p + 1) begin
            if (load_i) code_q[p*COLUMNS +: COLUMNS] <= (code_q[p*COLUMNS +: COLUMNS] & ~here)
                                                      | (spread(code_i[p*CONVERTERS +: CONVERTERS]) & here & live_i);
        end
    end

    // ---- Pulses -----------------------------------------------------------------------------------------------------
    kv_pulse_width #(.LANES(COLUMNS), .CODE_BITS(CODE_BITS), .UNIT_CYCLES(UNIT_CYCLES)) u_width (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .code_i (code_q),
        .start_i(start_i),
        .pulse_o(pulse_o)
    );

    assign busy_o = busy_q;
endmodule

`default_nettype wire
