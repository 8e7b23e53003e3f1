// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Start of sequence on request: remembers the request until a token is admitted and marks that token as the first of
/// its sequence.
///
/// `start_i` or `restart_i` in cycle c counts from c+1 on; a token admitted in cycle c itself still belongs to the old
/// sequence.
/// In reset nothing is requested (kv_window takes the first token after reset for the first of a sequence anyway).
module kv_sequence_start (
    input  wire clk_i,
    input  wire rst_ni,
    /// pulse: the next token starts a sequence, as software says
    input  wire start_i,
    /// pulse: the same, as the head says, because what is in the window belongs to no sequence
    input  wire restart_i,
    /// pulse: a token is admitted
    input  wire admit_i,
    /// that token says itself that it starts a sequence
    input  wire token_first_i,
    /// valid with `admit_i`: the token starts a sequence
    output wire first_o
);
    reg  request_q;
    wire start = start_i | restart_i;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni)              request_q <= 1'b0;
        else if (start | admit_i) request_q <= start;
    end

    assign first_o = request_q | token_first_i;
endmodule

`default_nettype wire
