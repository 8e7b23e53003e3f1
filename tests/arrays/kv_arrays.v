// SPDX-License-Identifier: Apache-2.0

/// Arrays under test: one case as the portable model and as the one behind DPI, on the same pins. A model for each case,
/// because Verilator from 5.032 on wants one width for all vectors that a DPI function takes.
module kv_arrays #(
    parameter CASE = 0
) (
    input  wire         clk_i,
    input  wire         rst_ni,
    input  wire         write_i,
    input  wire [39:0]  wl_i,
    input  wire [419:0] level_i,
    input  wire [39:0]  live_i,
    input  wire         start_i,
    input  wire [69:0]  pulse_i,
    input  wire         sample_i,
    /// codes of K from bit 0, sizes of V from bit 128, their signs from bit 432; the rest is 0
    output wire [511:0] portable_o,
    output wire [511:0] dpi_o
);
    wire unused = &{1'b0, wl_i, level_i, live_i, pulse_i};

    // A preset's cell; a linear one with leakage and odd sizes; many rows of wide levels; many slots of one-bit levels;
    // every imperfection; charge that leaks by time, with two time constants, and with every imperfection.
    localparam [0:0] IMPERFECT = CASE == 4 || CASE == 6;
    localparam [0:0] TIMED     = CASE == 5 || CASE == 6;
    // 100 and 17.5 cycles, a quarter
    localparam [255:0] CLOCK = !TIMED ? 256'd0 : CASE == 5 ? {64'd1, 64'h3FD0000000000000, 64'h4031800000000000, 64'h4059000000000000}
                                               : {64'd1, 128'd0, 64'h4059000000000000};
    localparam ROWS     = CASE == 0 ? 8  : CASE == 1 ? 5  : CASE == 2 ? 70 : CASE == 3 ? 2  : 9;
    localparam SLOTS    = CASE == 0 ? 6  : CASE == 1 ? 7  : CASE == 2 ? 3  : CASE == 3 ? 40 : 11;
    localparam CODE_MAX = CASE == 1 ? 3  : CASE == 2 ? 63 : CASE == 3 ? 1  : 15;
    localparam UNIT     = CASE == 1 ? 3  : CASE == 0 || CASE == 2 ? 1 : 2;
    localparam KV_BITS  = CASE == 1 ? 2  : CASE == 2 ? 6  : CASE == 3 ? 1  : 3;
    localparam WINDOW   = CASE == 0 ? 12 : CASE == 1 ? 21 : CASE == 2 ? 9  : CASE == 3 ? 40 : 33;
    localparam LINEAR   = CASE == 1 ? 1  : 0;
    localparam ADC_BITS = CASE == 0 ? 6  : CASE == 1 ? 4  : CASE == 2 ? 10 : CASE == 3 ? 3  : 7;
    localparam OUT_BITS = CASE == 1 ? 4  : CASE == 3 ? 3  : CASE == 4 ? 6  : 5;
    localparam real LSB   = CASE == 0 ? 3.1 : CASE == 1 ? 12.4 : CASE == 2 ? 0.19375 : CASE == 3 ? 24.8 : 1.7;
    localparam real C1    = CASE == 1 ? 19.3 : 13.6123;
    localparam real DECAY = CASE == 0 ? 0.0 : CASE == 1 ? 0.05 : CASE == 2 ? 0.001 : CASE == 3 ? 1.6e-4 : TIMED ? 0.0 : 0.01;

    // Every imperfection that there is, and its size: an eighth of its unit.
    localparam [1023:0] IMPERFECTIONS = IMPERFECT ? {{15{64'h3FC0000000000000}}, 64'd77} : 1024'd1;
    localparam K_COLUMNS = IMPERFECT ? 3 : 1;
    localparam V_COLUMNS = IMPERFECT ? 2 : 1;

    localparam K_BITS = ADC_BITS * SLOTS;
    localparam V_BITS = (OUT_BITS - 1) * ROWS;
    wire [K_BITS-1:0] portable_code, dpi_code;
    wire [V_BITS-1:0] portable_size, dpi_size;
    wire [ROWS-1:0]   portable_sign, dpi_sign;
    assign portable_o = {{(80 - ROWS){1'b0}}, portable_sign, {(304 - V_BITS){1'b0}}, portable_size, {(128 - K_BITS){1'b0}}, portable_code};
    assign dpi_o      = {{(80 - ROWS){1'b0}}, dpi_sign, {(304 - V_BITS){1'b0}}, dpi_size, {(128 - K_BITS){1'b0}}, dpi_code};

    // What all four have in common, and the two of a kind.
`define CELLS .ROWS(ROWS), .SLOTS(SLOTS), .Q_MAX(CODE_MAX), .UNIT_CYCLES(UNIT), .PHI_MAX(CODE_MAX), .PHI_UNIT_CYCLES(UNIT), \
        .KV_BITS(KV_BITS), .ADC_BITS(ADC_BITS), .OUT_BITS(OUT_BITS), .WINDOW(WINDOW), .LINEAR(LINEAR), .C1(C1), \
        .V_MAX(0.9), .V_ZERO(0.45), .LSB(LSB), .OUTPUT_SATURATION(17.5), .DECAY_PER_TOKEN(DECAY), \
        .CLOCK(CLOCK), .IMPERFECTIONS(IMPERFECTIONS), .HEAD(2), .TILE(3), .GROUP(1)
`define K_CODES .COLUMNS_PER_CONVERTER(K_COLUMNS)
`define V_CODES .COLUMNS_PER_CONVERTER(V_COLUMNS)
`define PINS .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[SLOTS-1:0]), .level_i(level_i[ROWS*KV_BITS-1:0]), \
        .sample_i(sample_i)
`define K_PINS .live_i(live_i[SLOTS-1:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[ROWS-1:0])
`define V_PINS .weigh_start_i(start_i), .phi_pulse_i(pulse_i[SLOTS-1:0])

    kv_k_array_portable #(`CELLS, `K_CODES) u_k_portable (`PINS, `K_PINS, .code_o(portable_code));
    kv_k_array_model #(`CELLS, `K_CODES) u_k_model (`PINS, `K_PINS, .code_o(dpi_code));
    kv_v_array_portable #(`CELLS, `V_CODES) u_v_portable (`PINS, `V_PINS, .sign_o(portable_sign), .size_o(portable_size));
    kv_v_array_model #(`CELLS, `V_CODES) u_v_model (`PINS, `V_PINS, .sign_o(dpi_sign), .size_o(dpi_size));
endmodule
