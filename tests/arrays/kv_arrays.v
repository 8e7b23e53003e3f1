// SPDX-License-Identifier: Apache-2.0

/// Arrays under test: every case as the portable model and as the one behind DPI, all on the same pins.
module kv_arrays (
    input  wire         clk_i,
    input  wire         rst_ni,
    input  wire         write_i,
    input  wire [39:0]  wl_i,
    input  wire [419:0] level_i,
    input  wire [39:0]  live_i,
    input  wire         start_i,
    input  wire [69:0]  pulse_i,
    input  wire         sample_i,
    /// case i in bits [i*512 +: 512]; codes of K from bit 0, sizes of V from bit 128, their signs from bit 432; the rest is 0
    output wire [2559:0] portable_o,
    output wire [2559:0] dpi_o
);
    wire unused = &{1'b0, wl_i, level_i, live_i, pulse_i};

    kv_k_array_portable #(.ROWS(8), .SLOTS(6), .Q_MAX(15), .UNIT_CYCLES(1), .ADC_BITS(6), .LSB(3.100000),
        .KV_BITS(3), .WINDOW(12), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.0)) u_k_portable_0 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[5:0]), .level_i(level_i[23:0]),
        .live_i(live_i[5:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[7:0]), .sample_i(sample_i),
        .code_o(portable_o[0 +: 36]));
    kv_v_array_portable #(.ROWS(8), .SLOTS(6), .PHI_MAX(15), .UNIT_CYCLES(1), .OUT_BITS(5), .OUTPUT_SATURATION(17.5),
        .KV_BITS(3), .WINDOW(12), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.0)) u_v_portable_0 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[5:0]), .level_i(level_i[23:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[5:0]), .sample_i(sample_i),
        .sign_o(portable_o[432 +: 8]), .size_o(portable_o[128 +: 32]));
    assign portable_o[36 +: 92] = 92'd0;
    assign portable_o[160 +: 272] = 272'd0;
    assign portable_o[440 +: 72] = 72'd0;

    kv_k_array_model #(.ROWS(8), .SLOTS(6), .Q_MAX(15), .UNIT_CYCLES(1), .ADC_BITS(6), .LSB(3.100000),
        .KV_BITS(3), .WINDOW(12), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.0)) u_k_model_0 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[5:0]), .level_i(level_i[23:0]),
        .live_i(live_i[5:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[7:0]), .sample_i(sample_i),
        .code_o(dpi_o[0 +: 36]));
    kv_v_array_model #(.ROWS(8), .SLOTS(6), .PHI_MAX(15), .UNIT_CYCLES(1), .OUT_BITS(5), .OUTPUT_SATURATION(17.5),
        .KV_BITS(3), .WINDOW(12), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.0)) u_v_model_0 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[5:0]), .level_i(level_i[23:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[5:0]), .sample_i(sample_i),
        .sign_o(dpi_o[432 +: 8]), .size_o(dpi_o[128 +: 32]));
    assign dpi_o[36 +: 92] = 92'd0;
    assign dpi_o[160 +: 272] = 272'd0;
    assign dpi_o[440 +: 72] = 72'd0;

    kv_k_array_portable #(.ROWS(5), .SLOTS(7), .Q_MAX(3), .UNIT_CYCLES(3), .ADC_BITS(4), .LSB(12.400000),
        .KV_BITS(2), .WINDOW(21), .LINEAR(1), .C1(19.3), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.05)) u_k_portable_1 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[6:0]), .level_i(level_i[9:0]),
        .live_i(live_i[6:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[4:0]), .sample_i(sample_i),
        .code_o(portable_o[512 +: 28]));
    kv_v_array_portable #(.ROWS(5), .SLOTS(7), .PHI_MAX(3), .UNIT_CYCLES(3), .OUT_BITS(4), .OUTPUT_SATURATION(17.5),
        .KV_BITS(2), .WINDOW(21), .LINEAR(1), .C1(19.3), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.05)) u_v_portable_1 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[6:0]), .level_i(level_i[9:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[6:0]), .sample_i(sample_i),
        .sign_o(portable_o[944 +: 5]), .size_o(portable_o[640 +: 15]));
    assign portable_o[540 +: 100] = 100'd0;
    assign portable_o[655 +: 289] = 289'd0;
    assign portable_o[949 +: 75] = 75'd0;

    kv_k_array_model #(.ROWS(5), .SLOTS(7), .Q_MAX(3), .UNIT_CYCLES(3), .ADC_BITS(4), .LSB(12.400000),
        .KV_BITS(2), .WINDOW(21), .LINEAR(1), .C1(19.3), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.05)) u_k_model_1 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[6:0]), .level_i(level_i[9:0]),
        .live_i(live_i[6:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[4:0]), .sample_i(sample_i),
        .code_o(dpi_o[512 +: 28]));
    kv_v_array_model #(.ROWS(5), .SLOTS(7), .PHI_MAX(3), .UNIT_CYCLES(3), .OUT_BITS(4), .OUTPUT_SATURATION(17.5),
        .KV_BITS(2), .WINDOW(21), .LINEAR(1), .C1(19.3), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.05)) u_v_model_1 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[6:0]), .level_i(level_i[9:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[6:0]), .sample_i(sample_i),
        .sign_o(dpi_o[944 +: 5]), .size_o(dpi_o[640 +: 15]));
    assign dpi_o[540 +: 100] = 100'd0;
    assign dpi_o[655 +: 289] = 289'd0;
    assign dpi_o[949 +: 75] = 75'd0;

    kv_k_array_portable #(.ROWS(70), .SLOTS(3), .Q_MAX(63), .UNIT_CYCLES(1), .ADC_BITS(10), .LSB(0.193750),
        .KV_BITS(6), .WINDOW(9), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.001)) u_k_portable_2 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[2:0]), .level_i(level_i[419:0]),
        .live_i(live_i[2:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[69:0]), .sample_i(sample_i),
        .code_o(portable_o[1024 +: 30]));
    kv_v_array_portable #(.ROWS(70), .SLOTS(3), .PHI_MAX(63), .UNIT_CYCLES(1), .OUT_BITS(5), .OUTPUT_SATURATION(17.5),
        .KV_BITS(6), .WINDOW(9), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.001)) u_v_portable_2 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[2:0]), .level_i(level_i[419:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[2:0]), .sample_i(sample_i),
        .sign_o(portable_o[1456 +: 70]), .size_o(portable_o[1152 +: 280]));
    assign portable_o[1054 +: 98] = 98'd0;
    assign portable_o[1432 +: 24] = 24'd0;
    assign portable_o[1526 +: 10] = 10'd0;

    kv_k_array_model #(.ROWS(70), .SLOTS(3), .Q_MAX(63), .UNIT_CYCLES(1), .ADC_BITS(10), .LSB(0.193750),
        .KV_BITS(6), .WINDOW(9), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.001)) u_k_model_2 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[2:0]), .level_i(level_i[419:0]),
        .live_i(live_i[2:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[69:0]), .sample_i(sample_i),
        .code_o(dpi_o[1024 +: 30]));
    kv_v_array_model #(.ROWS(70), .SLOTS(3), .PHI_MAX(63), .UNIT_CYCLES(1), .OUT_BITS(5), .OUTPUT_SATURATION(17.5),
        .KV_BITS(6), .WINDOW(9), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.001)) u_v_model_2 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[2:0]), .level_i(level_i[419:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[2:0]), .sample_i(sample_i),
        .sign_o(dpi_o[1456 +: 70]), .size_o(dpi_o[1152 +: 280]));
    assign dpi_o[1054 +: 98] = 98'd0;
    assign dpi_o[1432 +: 24] = 24'd0;
    assign dpi_o[1526 +: 10] = 10'd0;

    kv_k_array_portable #(.ROWS(2), .SLOTS(40), .Q_MAX(1), .UNIT_CYCLES(2), .ADC_BITS(3), .LSB(24.800000),
        .KV_BITS(1), .WINDOW(40), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(1.6e-4)) u_k_portable_3 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[39:0]), .level_i(level_i[1:0]),
        .live_i(live_i[39:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[1:0]), .sample_i(sample_i),
        .code_o(portable_o[1536 +: 120]));
    kv_v_array_portable #(.ROWS(2), .SLOTS(40), .PHI_MAX(1), .UNIT_CYCLES(2), .OUT_BITS(3), .OUTPUT_SATURATION(17.5),
        .KV_BITS(1), .WINDOW(40), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(1.6e-4)) u_v_portable_3 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[39:0]), .level_i(level_i[1:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[39:0]), .sample_i(sample_i),
        .sign_o(portable_o[1968 +: 2]), .size_o(portable_o[1664 +: 4]));
    assign portable_o[1656 +: 8] = 8'd0;
    assign portable_o[1668 +: 300] = 300'd0;
    assign portable_o[1970 +: 78] = 78'd0;

    kv_k_array_model #(.ROWS(2), .SLOTS(40), .Q_MAX(1), .UNIT_CYCLES(2), .ADC_BITS(3), .LSB(24.800000),
        .KV_BITS(1), .WINDOW(40), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(1.6e-4)) u_k_model_3 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[39:0]), .level_i(level_i[1:0]),
        .live_i(live_i[39:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[1:0]), .sample_i(sample_i),
        .code_o(dpi_o[1536 +: 120]));
    kv_v_array_model #(.ROWS(2), .SLOTS(40), .PHI_MAX(1), .UNIT_CYCLES(2), .OUT_BITS(3), .OUTPUT_SATURATION(17.5),
        .KV_BITS(1), .WINDOW(40), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(1.6e-4)) u_v_model_3 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[39:0]), .level_i(level_i[1:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[39:0]), .sample_i(sample_i),
        .sign_o(dpi_o[1968 +: 2]), .size_o(dpi_o[1664 +: 4]));
    assign dpi_o[1656 +: 8] = 8'd0;
    assign dpi_o[1668 +: 300] = 300'd0;
    assign dpi_o[1970 +: 78] = 78'd0;

    kv_k_array_portable #(.ROWS(9), .SLOTS(11), .Q_MAX(15), .UNIT_CYCLES(2), .ADC_BITS(7), .LSB(1.700000),
        .KV_BITS(3), .WINDOW(33), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.01),
        .GAIN_MISMATCH(0.07), .OFFSET_MISMATCH(0.3), .READ_NOISE(1.1), .WRITE_NOISE(0.02), .COMPARATOR_OFFSET(2.5),
        .STUCK_CELLS(0.06), .LEAKAGE_SPREAD(0.4), .SEED(64'd77), .HEAD(2), .TILE(3), .GROUP(1), .COLUMNS_PER_CONVERTER(3)) u_k_portable_4 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[10:0]), .level_i(level_i[26:0]),
        .live_i(live_i[10:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[8:0]), .sample_i(sample_i),
        .code_o(portable_o[2048 +: 77]));
    kv_v_array_portable #(.ROWS(9), .SLOTS(11), .PHI_MAX(15), .UNIT_CYCLES(2), .OUT_BITS(6), .OUTPUT_SATURATION(17.5),
        .KV_BITS(3), .WINDOW(33), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.01),
        .GAIN_MISMATCH(0.07), .OFFSET_MISMATCH(0.3), .READ_NOISE(1.1), .WRITE_NOISE(0.02), .COMPARATOR_OFFSET(2.5),
        .STUCK_CELLS(0.06), .LEAKAGE_SPREAD(0.4), .SEED(64'd77), .HEAD(2), .TILE(3), .GROUP(1), .COLUMNS_PER_CONVERTER(2)) u_v_portable_4 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[10:0]), .level_i(level_i[26:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[10:0]), .sample_i(sample_i),
        .sign_o(portable_o[2480 +: 9]), .size_o(portable_o[2176 +: 45]));
    assign portable_o[2125 +: 51] = 51'd0;
    assign portable_o[2221 +: 259] = 259'd0;
    assign portable_o[2489 +: 71] = 71'd0;

    kv_k_array_model #(.ROWS(9), .SLOTS(11), .Q_MAX(15), .UNIT_CYCLES(2), .ADC_BITS(7), .LSB(1.700000),
        .KV_BITS(3), .WINDOW(33), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.01),
        .GAIN_MISMATCH(0.07), .OFFSET_MISMATCH(0.3), .READ_NOISE(1.1), .WRITE_NOISE(0.02), .COMPARATOR_OFFSET(2.5),
        .STUCK_CELLS(0.06), .LEAKAGE_SPREAD(0.4), .SEED(64'd77), .HEAD(2), .TILE(3), .GROUP(1), .COLUMNS_PER_CONVERTER(3)) u_k_model_4 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[10:0]), .level_i(level_i[26:0]),
        .live_i(live_i[10:0]), .score_start_i(start_i), .q_pulse_i(pulse_i[8:0]), .sample_i(sample_i),
        .code_o(dpi_o[2048 +: 77]));
    kv_v_array_model #(.ROWS(9), .SLOTS(11), .PHI_MAX(15), .UNIT_CYCLES(2), .OUT_BITS(6), .OUTPUT_SATURATION(17.5),
        .KV_BITS(3), .WINDOW(33), .LINEAR(0), .C1(13.6123), .V_MAX(0.9), .V_ZERO(0.45), .DECAY_PER_TOKEN(0.01),
        .GAIN_MISMATCH(0.07), .OFFSET_MISMATCH(0.3), .READ_NOISE(1.1), .WRITE_NOISE(0.02), .COMPARATOR_OFFSET(2.5),
        .STUCK_CELLS(0.06), .LEAKAGE_SPREAD(0.4), .SEED(64'd77), .HEAD(2), .TILE(3), .GROUP(1), .COLUMNS_PER_CONVERTER(2)) u_v_model_4 (
        .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write_i), .wl_i(wl_i[10:0]), .level_i(level_i[26:0]),
        .weigh_start_i(start_i), .phi_pulse_i(pulse_i[10:0]), .sample_i(sample_i),
        .sign_o(dpi_o[2480 +: 9]), .size_o(dpi_o[2176 +: 45]));
    assign dpi_o[2125 +: 51] = 51'd0;
    assign dpi_o[2221 +: 259] = 259'd0;
    assign dpi_o[2489 +: 71] = 71'd0;
endmodule
