// SPDX-License-Identifier: Apache-2.0
// The emitted register block, simulated: the register table read back through AXI4-Lite.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "gen/design/register_map.hpp"
#include "gen/design/register_view.hpp"
#include "gen/emit/emit_common.hpp"
#include "tests/gen/emitted.hpp"

namespace kvolt::test {
namespace {

/// A bench around kvolt_<name>_regs: `steps` are calls of its tasks, one a line.
std::string bench(const Design& d, const std::string& steps) {
    std::string text =
        "`timescale 1ns/1ps\nmodule bench;\n reg clk_i = 0, rst_ni = 0;\n always #1 clk_i = ~clk_i;\n integer bad = "
        "0;\n";
    text += fmt::format(
        " reg [{0}:0] awaddr = 0, araddr = 0; reg [31:0] wdata = 0; reg [3:0] wstrb = 0;\n"
        " reg awvalid = 0, wvalid = 0, bready = 0, arvalid = 0, rready = 0;\n"
        " wire awready, wready, bvalid, arready, rvalid, irq; wire [1:0] bresp, rresp; wire [31:0] rdata;\n"
        " reg busy = 0, packet_error = 0, readout_fault = 0, saturation = 0;\n"
        " wire enable, soft_reset, start, clear; wire [{1}:0] window; wire [{2}:0] scale, offset;\n"
        " reg [{3}:0] tokens = 0, stalls = 0, saturations = 0, packet_errors = 0, readout_faults = 0;\n",
        d.widths.address_bits - 1, d.widths.window_bits - 1, d.heads * 16 - 1, d.heads * 32 - 1);
    text += fmt::format(
        " {} dut (.clk_i(clk_i), .rst_ni(rst_ni), .s_axil_awaddr_i(awaddr), .s_axil_awvalid_i(awvalid), "
        ".s_axil_awready_o(awready),\n"
        "  .s_axil_wdata_i(wdata), .s_axil_wstrb_i(wstrb), .s_axil_wvalid_i(wvalid), .s_axil_wready_o(wready), "
        ".s_axil_bresp_o(bresp),\n"
        "  .s_axil_bvalid_o(bvalid), .s_axil_bready_i(bready), .s_axil_araddr_i(araddr), .s_axil_arvalid_i(arvalid),\n"
        "  .s_axil_arready_o(arready), .s_axil_rdata_o(rdata), .s_axil_rresp_o(rresp), .s_axil_rvalid_o(rvalid), "
        ".s_axil_rready_i(rready),\n"
        "  .control_enable_o(enable), .control_soft_reset_o(soft_reset), .control_start_of_sequence_o(start),\n"
        "  .control_clear_counters_o(clear), .status_busy_i(busy), .window_o(window), "
        ".event_packet_error_i(packet_error),\n"
        "  .event_readout_fault_i(readout_fault), .event_saturation_i(saturation), .scale_o(scale), .offset_o(offset), "
        ".tokens_i(tokens),\n"
        "  .stalls_i(stalls), .saturations_i(saturations), .packet_errors_i(packet_errors), "
        ".readout_faults_i(readout_faults), .irq_o(irq));\n",
        regs_module(d));
    text += R"(
 // Pulses seen since the last look, as the heads would see them.
 integer soft_resets = 0, starts = 0, clears = 0;
 always @(posedge clk_i) begin
  if (soft_reset) soft_resets = soft_resets + 1;
  if (start) starts = starts + 1;
  if (clear) clears = clears + 1;
 end
 task expect_value(input [255:0] what, input [63:0] seen, input [63:0] wanted);
  if (seen !== wanted) begin bad = bad + 1; $display("%0s: %h, expected %h", what, seen, wanted); end
 endtask
 task write(input [31:0] address, input [31:0] data, input [3:0] strobe, input [1:0] response);
  begin
   @(negedge clk_i); awaddr = address; wdata = data; wstrb = strobe; awvalid = 1; wvalid = 1; bready = 1;
   @(negedge clk_i); awvalid = 0; wvalid = 0;
   while (!bvalid) @(negedge clk_i);
   if (bresp !== response) begin bad = bad + 1; $display("write %h <= %h: response %b", address, data, bresp); end
   @(negedge clk_i); bready = 0;
  end
 endtask
 task read(input [31:0] address, input [31:0] data, input [1:0] response);
  begin
   @(negedge clk_i); araddr = address; arvalid = 1; rready = 1;
   @(negedge clk_i); arvalid = 0;
   while (!rvalid) @(negedge clk_i);
   if (rresp !== response || rdata !== data)
    begin bad = bad + 1; $display("read %h: %h response %b, expected %h", address, rdata, rresp, data); end
   @(negedge clk_i); rready = 0;
  end
 endtask
 initial begin
  repeat (3) @(negedge clk_i); rst_ni = 1; repeat (2) @(negedge clk_i);
)";
    return text + steps +
           "  $display(\"%0d bad\", bad); $finish(0);\n end\n initial begin #200000 $display(\"hangs\"); $finish(0); "
           "end\nendmodule\n";
}

void expect_passes(const EmittedDirectory& dir, const std::string& steps) {
    spit(dir.path("bench.v"), bench(dir.design, steps));
    const auto name = dir.design.name;
    const auto outcome = dir.run(
        fmt::format("iverilog -g2005 -s bench -o bench.vvp -c {}.portable.f bench.v && vvp -n bench.vvp", name));
    EXPECT_EQ(outcome.output, "0 bad\n");
}

constexpr unsigned okay = 0, slverr = 2;

std::string write(std::uint32_t address, std::uint32_t data, unsigned response, unsigned strobe = 15) {
    return fmt::format("  write(32'h{:x}, 32'h{:x}, {}, {});\n", address, data, strobe, response);
}
std::string read(std::uint32_t address, std::uint32_t data, unsigned response = okay) {
    return fmt::format("  read(32'h{:x}, 32'h{:x}, {});\n", address, data, response);
}
std::uint32_t reset_of(const Register& reg) {
    std::uint32_t value = 0;
    for (const auto& f : reg.fields) {
        value |= (f.reset << f.lsb) & field_mask(f);
        if (f.is_signed && f.reset >> (f.width - 1) != 0) value |= ~((1U << (f.lsb + f.width)) - 1);
    }
    return value;
}
const Register& find(const Design& d, const std::string& name) {
    for (const auto& reg : d.registers) {
        if (reg.name == name) return reg;
    }
    throw std::out_of_range(name);
}

class RegisterBlock : public testing::TestWithParam<Variant> {};

TEST_P(RegisterBlock, ReadsItsResetValuesAndRefusesWritesToWhatIsReadOnly) {
    const EmittedDirectory dir(GetParam());
    std::string steps;
    for (const auto& reg : dir.design.registers) {
        steps += read(reg.offset, reset_of(reg));
        bool writable = false;
        for (const auto& f : reg.fields) writable = writable || f.access != Access::read_only;
        if (!writable) steps += write(reg.offset, 0xffffffff, slverr) + read(reg.offset, reset_of(reg));
    }
    expect_passes(dir, steps);
}

TEST_P(RegisterBlock, AnswersEveryOtherAddressWithAnError) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    std::string steps;
    for (std::uint32_t address = 0; address < (1u << d.widths.address_bits); address += 4) {
        bool mapped = false;
        for (const auto& reg : d.registers) mapped = mapped || reg.offset == address;
        if (!mapped) steps += write(address, 1, slverr) + read(address, 0, slverr);
    }
    for (const auto& reg : d.registers) steps += read(reg.offset, reset_of(reg));
    expect_passes(dir, steps);
}

TEST_P(RegisterBlock, ConnectsEveryHeadToItsOwnRegisters) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    std::string steps;
    for (int h = 0; h < d.heads; ++h) {
        const auto base = 0x100u + 0x100u * static_cast<unsigned>(h);
        steps += write(base, 0xffff8000u + static_cast<unsigned>(h), okay) +
                 write(base + 4, 0x1230u + static_cast<unsigned>(h), okay);
        steps +=
            fmt::format("  tokens[{0}*32 +: 32] = {1}; stalls[{0}*32 +: 32] = {2}; saturations[{0}*32 +: 32] = {3};\n",
                        h, 1000 + h, 2000 + h, 3000 + h);
        steps += fmt::format(
            "  packet_errors[{0}*32 +: 32] = 32'hf0000000 + {0}; readout_faults[{0}*32 +: 32] = {1};\n", h, 5000 + h);
    }
    for (int h = 0; h < d.heads; ++h) {
        const auto u = static_cast<unsigned>(h);
        const auto base = 0x100u + 0x100u * u;
        steps += fmt::format(
            "  expect_value(\"scale\", scale[{0}*16 +: 16], 16'h8000 + {0}); expect_value(\"offset\", offset[{0}*16 +: "
            "16], 16'h1230 + {0});\n",
            h);
        steps += read(base, 0xffff8000u + u) + read(base + 4, 0x1230u + u) + read(base + 8, 1000 + u) +
                 read(base + 12, 2000 + u) + read(base + 16, 3000 + u) + read(base + 20, 0xf0000000u + u) +
                 read(base + 24, 5000 + u);
    }
    expect_passes(dir, steps);
}

TEST_P(RegisterBlock, KeepsTheWindowWithinItsLegalRange) {
    const EmittedDirectory dir(GetParam());
    const auto built = static_cast<std::uint32_t>(dir.design.window);
    std::string steps = write(0x18, 0, slverr) + read(0x18, built) + write(0x18, 1, okay) + read(0x18, 1);
    steps += "  expect_value(\"window\", window, 1);\n";
    steps += write(0x18, built, okay) + read(0x18, built);
    const auto mask = field_mask(find(dir.design, "WINDOW").fields.front());
    if (built < mask) steps += write(0x18, built + 1, slverr) + write(0x18, mask, slverr) + read(0x18, built);
    // A number is all that is written, not what fits into the field.
    for (const unsigned bit : {mask + 1, 0x10000u, 0x80000000u})
        steps += write(0x18, bit | 1, slverr) + read(0x18, built);
    // Strobes: a byte that is not written keeps its value, and the range is judged on the result.
    steps += write(0x18, 0, okay, 0xc) + read(0x18, built) + write(0x18, 0, okay, 0x0) + read(0x18, built);
    if (built < 256) steps += write(0x18, 0xff01, okay, 0x1) + read(0x18, 1) + write(0x18, 0xff01, slverr, 0x3);
    expect_passes(dir, steps);
}

TEST_P(RegisterBlock, TurnsCommandBitsIntoOnePulseEach) {
    const EmittedDirectory dir(GetParam());
    const auto pulses = [](int resets, int starts, int clears) {
        return fmt::format(
            "  repeat (4) @(negedge clk_i); expect_value(\"resets\", soft_resets, {}); expect_value(\"starts\", "
            "starts, {}); "
            "expect_value(\"clears\", clears, {});\n",
            resets, starts, clears);
    };
    std::string steps = "  expect_value(\"enable\", enable, 1);\n" + pulses(0, 0, 0);
    steps += write(0x10, 0x2, okay) + pulses(1, 0, 0) + "  expect_value(\"enable\", enable, 0);\n" + read(0x10, 0);
    steps += write(0x10, 0x5, okay) + pulses(1, 1, 0) + read(0x10, 1);
    steps += write(0x10, 0x9, okay) + pulses(1, 1, 1);
    steps += write(0x10, 0xe, okay, 0xe) + pulses(1, 1, 1) + read(0x10, 1);
    expect_passes(dir, steps);
}

TEST_P(RegisterBlock, RemembersEventsAndRaisesTheEnabledOnes) {
    const EmittedDirectory dir(GetParam());
    const auto event = [](const char* name) {
        return fmt::format("  @(negedge clk_i); {0} = 1; @(negedge clk_i); {0} = 0; @(negedge clk_i);\n", name);
    };
    const auto irq = [](int level) {
        return fmt::format("  @(negedge clk_i); expect_value(\"irq\", irq, {});\n", level);
    };
    std::string steps = read(0x20, 0) + event("packet_error") + read(0x20, 1) + irq(0);
    steps += event("saturation") + read(0x20, 5) + write(0x24, 2, okay) + irq(0) + event("readout_fault") +
             read(0x20, 7) + irq(1);
    steps += write(0x20, 2, okay) + read(0x20, 5) + irq(0) + write(0x24, 4, okay) + irq(1) + read(0x24, 4);
    steps += write(0x20, 0, okay) + read(0x20, 5) + write(0x20, 5, okay, 0xe) + read(0x20, 5) + write(0x20, 5, okay) +
             read(0x20, 0) + irq(0);
    steps += "  busy = 1;\n" + read(0x14, 1) + "  busy = 0;\n" + read(0x14, 0);
    expect_passes(dir, steps);
}

INSTANTIATE_TEST_SUITE_P(Variants, RegisterBlock,
                         testing::Values(Variant{"tiny", {}},
                                         odd_sizes("odd", {"engine.heads=3", "tile.slots=6", "affine.scale=-0.5",
                                                           "affine.offset=-3"}),
                                         Variant{"tile64", {"name=wide", "head.tiles=13", "tile.slots=100"}}));

/// The emitted block, its banner and all numbers left out.
std::string shape_of(const std::vector<std::string>& settings) {
    const EmittedDirectory dir(Variant{"paper", settings});
    const auto text = dir.text(fmt::format("rtl/{}.v", regs_module(dir.design)));
    return std::regex_replace(text.substr(text.find("///")), std::regex("'h[0-9a-f]+|[0-9]+"), "0");
}

TEST(RegisterBlockText, DoesNotGrowWithTheHeads) {
    const std::vector<std::string> features{"repair.slots=4", "calibration.average=4", "calibration.self_test=true"};
    for (const auto& settings : {std::vector<std::string>{}, features}) {
        auto few = settings, many = settings;
        few.emplace_back("engine.heads=2");
        many.emplace_back("engine.heads=64");
        EXPECT_EQ(shape_of(few), shape_of(many));
    }
}

// Its one parameter: pages, address and ports follow it.
TEST(RegisterBlockText, ReadsAtAnyNumberOfHeads) {
    const EmittedDirectory dir(odd_sizes("odd", {"repair.slots=3", "calibration.average=2"}));
    for (const int heads : {1, 2, 3, 4, 7, 64}) {
        const auto outcome = dir.run(fmt::format(
            "verilator --lint-only -Wall -GHEADS={} --top-module kvolt_odd_regs -y rtl rtl/kvolt_odd_regs.v", heads));
        EXPECT_EQ(without_report(outcome.output), "") << heads;
    }
}

TEST(RegisterTable, FollowsTheContract) {
    const auto d = design_of(odd_sizes("odd", {"affine.scale=-0.5", "affine.offset=-3"}));
    EXPECT_EQ(reset_of(find(d, "ID")), 0x4B564C54u);
    EXPECT_EQ(find(d, "GEOMETRY").offset, 0x00Cu);
    EXPECT_EQ(reset_of(find(d, "GEOMETRY")), 7u | 5u << 9 | 3u << 18 | 2u << 25);
    EXPECT_EQ(reset_of(find(d, "CONFIG_HASH")), static_cast<std::uint32_t>(d.hash));
    EXPECT_EQ(reset_of(find(d, "H1_SCALE")), 0xfffff800u);
    EXPECT_EQ(reset_of(find(d, "H1_OFFSET")), 0xfffffffdu);
    EXPECT_EQ(find(d, "H1_READOUT_FAULTS").offset, 0x218u);
    EXPECT_EQ(find(d, "H1_SCALE").offset - find(d, "H0_SCALE").offset, register_page_bytes);
    EXPECT_EQ(find(d, "WINDOW").fields.front().max, 15);
}

}  // namespace
}  // namespace kvolt::test
