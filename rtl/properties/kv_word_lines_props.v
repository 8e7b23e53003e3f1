// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_word_lines for any strobe that rests between two writes, and any address.
///
/// 1. exactly one line is high while the registered strobe is, the one addressed in the cycle in which the strobe was
///    announced, whatever the address does later; otherwise none;
/// 2. no glitch: at one edge the flip-flops behind the lines only rise or only fall, and they are at rest, all low,
///    between two writes.
module kv_word_lines_props #(
    parameter SLOTS = 64,
    parameter TILES = 16
) (
    input wire                                       clk_i,
    input wire                                       rst_ni,
    input wire                                       write_d_i,
    input wire [$clog2(TILES+1)-1:0]                 tile_i,
    input wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_i
);
    localparam BITS = $clog2(SLOTS * TILES + 1) + 1;

    wire [TILES*SLOTS-1:0] wl;

    kv_word_lines #(.SLOTS(SLOTS), .TILES(TILES)) u_dut (
        .clk_i    (clk_i),
        .rst_ni   (rst_ni),
        .write_d_i(write_d_i),
        .tile_i   (tile_i),
        .slot_i   (slot_i),
        .wl_o     (wl)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (tile_i < TILES && slot_i < SLOTS);

    reg            open_q;
    reg [BITS-1:0] line_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) open_q <= 1'b0;
        else begin
            open_q <= write_d_i;
            if (write_d_i & !open_q) line_q <= tile_i * SLOTS + slot_i;
        end
    end
    wire [TILES*SLOTS-1:0] one = 1;
    always @* begin
        assert (wl == (open_q ? one << line_q : 0));
        if (open_q) assert (line_q < SLOTS * TILES);
    end

    // 2: reset aside, which is no edge of the clock.
    (* hierconn *) wire \u_dut.open_q ;
    (* hierconn *) wire [TILES-1:0] \u_dut.tile_q ;
    (* hierconn *) wire [SLOTS-1:0] \u_dut.slot_q ;
    wire [SLOTS+TILES-1:0] gates = {\u_dut.tile_q , \u_dut.slot_q };
    reg  [SLOTS+TILES-1:0] gates_q;
    reg                    edge_q = 1'b0;
    always @(posedge clk_i) begin
        gates_q <= gates;
        edge_q  <= rst_ni;
    end
    always @* begin
        assert (\u_dut.open_q == open_q);
        if (edge_q & rst_ni) assert ((gates & ~gates_q) == 0 || (gates_q & ~gates) == 0);
        if (!open_q) assert (gates == 0);
        if (open_q) assert ((\u_dut.tile_q & (\u_dut.tile_q - 1'b1)) == 0 && (\u_dut.slot_q & (\u_dut.slot_q - 1'b1)) == 0);
    end

    reg [1:0] writes_q;
    reg       long_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {writes_q, long_q} <= 0;
        else begin
            if (write_d_i & !open_q & ~&writes_q) writes_q <= writes_q + 1'b1;
            long_q <= write_d_i & open_q;
        end
    end
    always @* begin
        cover (writes_q == 3 && wl[TILES*SLOTS-1] && long_q);
        cover (writes_q == 2 && !open_q);
    end
endmodule
