// SPDX-License-Identifier: Apache-2.0
// Layout of VerilogWriter: what is aligned with what, what wraps where.
#include <gtest/gtest.h>

#include "gen/emit/verilog_writer.hpp"

namespace kvolt {
namespace {

TEST(VerilogWriter, LaysOutAModule) {
    VerilogWriter w;
    w.doc("Adds.");
    w.begin_module("adder", {{"WIDTH", "8", "bits"}, {"N", "2", ""}},
                   {{PortDirection::in, "WIDTH-1:0", "a_i", "first"},
                    {PortDirection::in, "", "carry_i", ""},
                    {PortDirection::out, "WIDTH:0", "sum_o", ""}});
    w.localparams({{"TOP", "WIDTH - 1", "highest bit"}, {"ZERO", "0", ""}});
    w.wires({{"WIDTH:0", "s"}, {"", "carry", "carry_i", "kept"}});
    w.assigns({{"sum_o", "s"}, {"x", "y"}});
    w.end_module();
    EXPECT_EQ(w.text(),
              "/// Adds.\n"
              "module adder #(\n"
              "    /// bits\n"
              "    parameter WIDTH = 8,\n"
              "    parameter N     = 2\n"
              ") (\n"
              "    /// first\n"
              "    input  wire [WIDTH-1:0] a_i,\n"
              "    input  wire             carry_i,\n"
              "    output wire [WIDTH:0]   sum_o\n"
              ");\n"
              "    localparam TOP  = WIDTH - 1;  // highest bit\n"
              "    localparam ZERO = 0;\n"
              "    wire [WIDTH:0] s;\n"
              "    wire           carry = carry_i;  // kept\n"
              "    assign sum_o = s;\n"
              "    assign x     = y;\n"
              "endmodule\n");
}

TEST(VerilogWriter, LeavesOutAnEmptyParameterList) {
    VerilogWriter w;
    w.begin_module("m", {}, {{PortDirection::in, "", "clk_i", ""}});
    w.end_module();
    EXPECT_EQ(w.text(), "module m (\n    input  wire clk_i\n);\nendmodule\n");
}

TEST(VerilogWriter, PutsFewParametersOfAnInstanceOnItsLine) {
    VerilogWriter w;
    w.instance("kv_sync", {{"WIDTH", "8"}, {"STAGES", "2"}}, "u_sync", {{"clk_i", "clk"}, {"d", "x"}});
    EXPECT_EQ(w.text(), "kv_sync #(.WIDTH(8), .STAGES(2)) u_sync (\n    .clk_i(clk),\n    .d    (x)\n);\n");
}

TEST(VerilogWriter, PutsManyParametersOfAnInstanceBelowEachOther) {
    VerilogWriter w;
    const std::string value(60, 'V');
    w.instance("kv_sync", {{"WIDTH", value}, {"N", value}}, "u_sync", {{"d", "x"}});
    EXPECT_EQ(w.text(),
              "kv_sync #(\n    .WIDTH(" + value + "),\n    .N    (" + value + ")\n) u_sync (\n    .d(x)\n);\n");
}

TEST(VerilogWriter, AlignsTheStatementsOfACase) {
    VerilogWriter w;
    w.open("case (a)");
    w.case_items({{"LONG", "b = 1;"}, {"A", "b = 0;"}});
    w.close("endcase");
    EXPECT_EQ(w.text(), "case (a)\n    LONG: b = 1;\n    A:    b = 0;\nendcase\n");
}

TEST(VerilogWriter, WrapsCommentsAndFillsHeadingsToTheLineWidth) {
    VerilogWriter w;
    w.open("begin");
    w.comment("word " + std::string(100, 'x') + " word word word");
    w.doc("");
    w.section("Part");
    w.close("end");
    EXPECT_EQ(w.text(), "begin\n    // word " + std::string(100, 'x') +
                            " word\n    // word word\n    ///\n\n    // ---- Part " + std::string(103, '-') +
                            "\nend\n");
}

TEST(WrapText, KeepsAWordThatIsTooLongWhole) {
    EXPECT_EQ(wrap_text("a bbbbbbbb c", 4), (std::vector<std::string>{"a", "bbbbbbbb", "c"}));
    EXPECT_EQ(wrap_text("", 4), std::vector<std::string>{""});
    EXPECT_EQ(wrap_text("ab cd", 5), std::vector<std::string>{"ab cd"});
}

}  // namespace
}  // namespace kvolt
