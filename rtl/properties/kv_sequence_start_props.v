// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sequence_start under any requests and admissions.
///
/// 1. a request, of either kind, marks the next admitted token, and that one only; a token admitted in the cycle of the request is not
///    marked by it;
/// 2. a token that says so itself is marked in any case.
module kv_sequence_start_props (
    input wire clk_i,
    input wire rst_ni,
    input wire start_i,
    input wire restart_i,
    input wire admit_i,
    input wire token_first_i
);
    wire first;

    kv_sequence_start u_dut (
        .clk_i        (clk_i),
        .rst_ni       (rst_ni),
        .start_i      (start_i),
        .restart_i    (restart_i),
        .admit_i      (admit_i),
        .token_first_i(token_first_i),
        .first_o      (first)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg wanted_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) wanted_q <= 1'b0;
        else begin
            if (admit_i) wanted_q <= 1'b0;
            if (start_i || restart_i) wanted_q <= 1'b1;
        end
    end
    (* hierconn *) wire \u_dut.request_q ;
    always @* begin
        if (admit_i) assert (first == (wanted_q | token_first_i));
        assert (\u_dut.request_q == wanted_q);
    end

    reg [1:0] marked_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) marked_q <= 0;
        else if (admit_i & first & !token_first_i & ~&marked_q) marked_q <= marked_q + 1'b1;
    end
    always @* begin
        cover (marked_q == 2 && admit_i && !first);
        cover (admit_i && start_i && !first);
        cover (admit_i && restart_i && !first);
        cover (marked_q == 1 && admit_i && first && token_first_i && !wanted_q);
    end
endmodule
