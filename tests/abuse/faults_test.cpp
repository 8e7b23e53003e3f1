// SPDX-License-Identifier: Apache-2.0
// Macros that are broken: pulses that are stuck, missing or never end, comparators that never answer. The engine flags
// what cannot be, keeps its sums in their range, never waits for ever, and is right again as soon as the macro is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/bench/control_master.hpp"
#include "sim/bench/stream_driver.hpp"
#include "sim/bench/stream_monitor.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"
#include "tests/abuse/edited_model.hpp"

namespace {
int broken = 0;  // what the macros of the model are to do wrong, 0 = nothing
}

/// Called by the edited macros, every cycle.
extern "C" int kvolt_test_fault() { return broken; }

namespace kvolt {
namespace {

enum Fault { none, stuck_high, stuck_low, endless, never_ready };
constexpr std::uint32_t readout_fault = 2;

/// Tokens one by one, each with its result.
class OneByOne {
public:
    OneByOne(const Design& design, Dut& dut)
        : design_(design), dut_(dut), control_(design, dut.control, [&dut] { dut.cycle(); }), golden_(design) {
        golden_.set({0, design.scale_reset, design.offset_reset});
        dut_.rst_n = false;
        for (int i = 0; i < 4; ++i) dut_.cycle();
        dut_.rst_n = true;
        for (int i = 0; i < 8; ++i) dut_.cycle();
        control_.write("IRQ_ENABLE", readout_fault);
    }

    /// Sends a token. Empty words when no result came in time.
    void step() {
        Token token;
        for (int r = 0; r < design_.rows; ++r) {
            token.q.push_back(static_cast<std::uint16_t>(random(design_.q_max)));
            token.k.push_back(static_cast<std::uint8_t>(random(design_.level_max)));
            token.v.push_back(static_cast<std::uint8_t>(random(design_.level_max)));
        }
        expected = golden_.step(token).words;
        words.clear();
        StreamDriver driver(dut_.in[0], Pacer(0, 0, 0));
        StreamMonitor monitor(design_, dut_.out[0], Pacer(0, 0, 0));
        driver.send(packet_of(token, design_));
        const int patience = 2 * (design_.schedule.through_cycles + design_.schedule.interval_cycles) + extra_patience;
        for (int i = 0; i < patience && words.empty(); ++i) {
            driver.drive();
            const bool complete = monitor.drive();
            dut_.cycle();
            if (complete) words = monitor.words();
        }
    }

    std::uint32_t faults() { return control_.read("H0_READOUT_FAULTS"); }
    bool interrupt() {
        dut_.cycle();
        return dut_.irq;
    }
    void acknowledge() { control_.write("IRQ_STATUS", readout_fault); }

    std::vector<std::int32_t> words, expected;
    int extra_patience = 0;

private:
    std::uint64_t random(int highest) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return (state_ >> 33) % (static_cast<std::uint64_t>(highest) + 1);
    }

    const Design& design_;
    Dut& dut_;
    ControlMaster control_;
    GoldenHead golden_;
    std::uint64_t state_ = 1;
};

struct Expectation {
    Fault fault;
    bool flagged;        // a readout fault for every token, and the interrupt
    int highest;         // a word's magnitude stays within this
    int extra_patience;  // cycles that waiting for the macro may cost
};

/// Good tokens, tokens with the fault, good tokens again.
std::string run(const Design& design, Dut& dut, const Expectation& expect) {
    constexpr int tokens = 12;
    broken = none;
    OneByOne bench(design, dut);
    const auto good = [&](const char* when) -> std::string {
        for (int i = 0; i < tokens; ++i) {
            bench.step();
            if (bench.words != bench.expected) return fmt::format("token {} {} the fault is wrong", i, when);
        }
        return {};
    };
    if (auto problem = good("before"); !problem.empty()) return problem;
    if (bench.faults() != 0) return "a fault before the fault";
    broken = expect.fault;
    bench.extra_patience = expect.extra_patience;
    for (int i = 0; i < tokens; ++i) {
        bench.step();
        if (bench.words.empty()) return "the engine hangs";
        for (const auto word : bench.words)
            if (std::abs(word) > expect.highest) return fmt::format("word {} is beyond {}", word, expect.highest);
    }
    const auto faults = bench.faults();
    if ((faults > 0) != expect.flagged) return fmt::format("{} readout faults", faults);
    if (bench.interrupt() != expect.flagged) return "the interrupt is wrong";
    broken = none;
    bench.step();  // whatever the fault left in the macro
    bench.acknowledge();
    const auto before = bench.faults();
    if (auto problem = good("after"); !problem.empty()) return problem;
    if (bench.faults() != before) return "a fault after the fault";
    return bench.interrupt() ? "the interrupt stays" : "";
}

Design pulse_engine() { return elaborate(load_config("tiny", {"name=faulty", "head.tiles=2"})); }

/// The tile's pulses go through what the test says is broken.
void break_tiles(std::vector<File>& files) {
    const std::string shell = "macros/kvolt_faulty_tile.v";
    replace_in(files, shell, ".a_pulse_o    (a_pulse_o)", ".a_pulse_o    (pulse)");
    replace_in(files, shell, "    kv_tile_model #(", R"(    import "DPI-C" function int kvolt_test_fault();
    wire [7:0] pulse;
    reg  [7:0] begun_q;
    integer    fault_q;
    always @(posedge clk_i) fault_q <= kvolt_test_fault();
    always @(posedge clk_i) begun_q <= fault_q == 3 ? begun_q | pulse : 8'h00;
    assign a_pulse_o = fault_q == 1 ? 8'hFF : fault_q == 2 ? 8'h00 : pulse | begun_q;
    kv_tile_model #()");
}

class TileFaults : public testing::TestWithParam<Expectation> {};

TEST_P(TileFaults, AreFlaggedOrBoundedAndPass) {
    const auto design = pulse_engine();
    EXPECT_EQ(drive_edited(design, break_tiles, [&](Dut& dut) { return run(design, dut, GetParam()); }), "");
}

std::string name_of(const testing::TestParamInfo<Expectation>& kind) {
    switch (kind.param.fault) {
        case stuck_high:
            return "stuck_high";
        case stuck_low:
            return "missing";
        default:
            return "endless";
    }
}

// Two tiles of 16 counts. A missing pulse is a code of 0, which a tile may well give: bounded, and nothing to flag.
constexpr Expectation tile_faults[] = {{stuck_high, true, 32, 0}, {stuck_low, false, 0, 0}, {endless, true, 32, 0}};
INSTANTIATE_TEST_SUITE_P(Kinds, TileFaults, testing::ValuesIn(tile_faults), name_of);

Design sar_engine() {
    return elaborate(load_config("adc-sar", {"name=faulty", "head.dimension=4", "tile.rows=4", "tile.slots=4",
                                             "adc.columns_per_converter=2", "stream.data_bits=32"}));
}

/// Both arrays' comparators: READY stays low, or high.
void break_comparators(std::vector<File>& files) {
    for (const std::string array : {"karray", "varray"}) {
        const auto shell = fmt::format("macros/kvolt_faulty_{}.v", array);
        for (auto& file : files) {
            if (file.path != shell) continue;
            const auto begin = file.text.rfind(".ready_o");
            if (begin == std::string::npos) break;
            const auto open = file.text.find('(', begin), close = file.text.find(')', open);
            const auto pin = file.text.substr(open + 1, close - open - 1);
            file.text.replace(open, close - open + 1, "(ready)");
            const auto end = file.text.rfind("endmodule");
            file.text.insert(
                end, fmt::format("    integer fault_q;\n    always @(posedge clk_i) fault_q <= kvolt_test_fault();\n"
                                 "    assign {} = fault_q == 4 ? 1'b0 : ready;\n",
                                 pin));
            const auto ports = file.text.find(");\n");
            file.text.insert(ports + 3, "    import \"DPI-C\" function int kvolt_test_fault();\n    wire ready;\n");
        }
    }
}

TEST(ComparatorFaults, ReadyThatNeverComesIsFlaggedAndNotWaitedFor) {
    const auto design = sar_engine();
    const Expectation expect{never_ready, true, 1 << 15, 4000};
    EXPECT_EQ(drive_edited(design, break_comparators, [&](Dut& dut) { return run(design, dut, expect); }), "");
}

// The check itself: an engine that does not look at the first cycle of the window sees no stuck pulse.
TEST(TileFaultsCheck, AnEngineThatFlagsNothingIsNoticed) {
    const auto design = pulse_engine();
    const auto edit = [](std::vector<File>& files) {
        break_tiles(files);
        replace_in(files, "rtl/kv_readout.v", "assign fault_o", "assign fault_o = 1'b0; wire unused_fault");
    };
    EXPECT_EQ(drive_edited(design, edit, [&](Dut& dut) { return run(design, dut, tile_faults[0]); }),
              "0 readout faults");
}

}  // namespace
}  // namespace kvolt
