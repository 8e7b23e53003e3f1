// SPDX-License-Identifier: Apache-2.0
// Writes the top that instantiates every setting once: a common score code, enable and number of live slots, a phi code
// each.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "gen/design/normalizer.hpp"
#include "settings.hpp"

namespace {

int clog2(int n) {
    int bits = 0;
    while ((1 << bits) < n) ++bits;
    return bits;
}

/// `, .NAME(VALUE)` for each.
std::string further(const std::vector<kvolt::ModuleParameter>& parameters) {
    std::string text;
    for (const auto& p : parameters) text += fmt::format(", .{}({})", p.name, p.value);
    return text;
}

std::string instance(const kvolt::NormalizerSetting& s, std::size_t index) {
    const auto& kind = kvolt::normalizer(s.kind);
    std::string text;
    std::string recip = "1'b0";
    if (kind.divides_by_live) {
        const auto plan = kind.reciprocal(s);
        const int slots = kvolt::test::slots_of(s), tiles = s.window / slots;
        recip = fmt::format("recip_{}", index);
        text += fmt::format("    wire [{}:0] {};\n", plan.recip_bits - 1, recip);
        text += fmt::format(
            "    kv_reciprocal #(.SLOTS({}), .TILES({}){}) u_recip_{} (\n"
            "        .clk_i(clk_i), .rst_ni(rst_ni), .start_i(start_i), .frontier_tile_i(tile_i[{}:0]), "
            ".frontier_slot_i(slot_i[{}:0]),\n"
            "        .recip_o({}));\n",
            slots, tiles, further(kvolt::parameters_of(plan)), index, clog2(tiles + 1) - 1,
            std::max(clog2(slots), 1) - 1, recip);
    }
    text += fmt::format("    {} #(.IN_BITS({}), .OUT_BITS({}){}) u_{} (\n", kind.module, s.in_bits, s.out_bits,
                        further(kind.parameters(s)), index);
    text += fmt::format("        .clk_i(clk_i), .en_i(en_i), .x_i(x_i[{}:0]), .recip_i({}), .p_o(p_o[{} +: {}]));\n",
                        s.in_bits - 1, recip, index * 8, s.out_bits);
    if (s.out_bits < 8)
        text += fmt::format("    assign p_o[{} +: {}] = {}'d0;\n", index * 8 + static_cast<std::size_t>(s.out_bits),
                            8 - s.out_bits, 8 - s.out_bits);
    return text;
}

}  // namespace

int main(int, char** argv) {
    const auto& settings = kvolt::test::verilated_settings();
    std::ofstream out(argv[1]);
    out << "// phi code of setting i in bits [i*8 +: 8]\nmodule kv_normalizers (\n    input  wire clk_i,\n    input  "
           "wire rst_ni,\n"
           "    input  wire en_i,\n    input  wire start_i,\n    input  wire [2:0] tile_i,\n    input  wire [9:0] "
           "slot_i,\n"
           "    input  wire [12:0] x_i,\n";
    out << fmt::format("    output wire [{}:0] p_o\n);\n    wire unused = &{{1'b0, tile_i, slot_i, x_i}};\n",
                       settings.size() * 8 - 1);
    for (std::size_t i = 0; i < settings.size(); ++i) out << instance(settings[i], i);
    out << "endmodule\n";
    return out.good() ? 0 : 1;
}
