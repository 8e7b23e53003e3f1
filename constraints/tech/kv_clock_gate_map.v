// SPDX-License-Identifier: Apache-2.0
// Techmap for yosys, after dfflegalize -mince: a flip-flop with enable becomes a plain flip-flop on a gated clock.
// Afterwards opt_merge -share_all leaves one clock gate per clock and enable, because all flip-flops of a bank ask for
// the same one.
`default_nettype none

module \$_DFFE_PP_ (input D, C, E, output Q);
    wire gated;
    kv_clock_gate gate (.clk_i(C), .enable_i(E), .test_enable_i(1'b0), .clk_o(gated));
    \$_DFF_P_ _TECHMAP_REPLACE_ (.D(D), .C(gated), .Q(Q));
endmodule

module \$_DFFE_PN0P_ (input D, C, R, E, output Q);
    wire gated;
    kv_clock_gate gate (.clk_i(C), .enable_i(E), .test_enable_i(1'b0), .clk_o(gated));
    \$_DFF_PN0_ _TECHMAP_REPLACE_ (.D(D), .C(gated), .R(R), .Q(Q));
endmodule

module \$_DFFE_PN1P_ (input D, C, R, E, output Q);
    wire gated;
    kv_clock_gate gate (.clk_i(C), .enable_i(E), .test_enable_i(1'b0), .clk_o(gated));
    \$_DFF_PN1_ _TECHMAP_REPLACE_ (.D(D), .C(gated), .R(R), .Q(Q));
endmodule

`default_nettype wire
