// SPDX-License-Identifier: Apache-2.0
// Both models of the tile macro, verilated, and the portable one in Icarus as well, pin by pin and cycle by cycle
// against a literal reading of docs/machine.md section 2, and their codes against the physics the golden model uses.
#include <dlfcn.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "gen/emit/macro_shells.hpp"
#include "sim/macros/cells_dpi.hpp"
#include "sim/model/tile_parameters.hpp"
#include "tests/model/macro/reference_macro.hpp"
#include "tests/model/macro/stimulus.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt {
namespace {

using test::bit_of;
using test::ReferenceMacro;
using test::Stimulus;
using test::TileCase;
using test::TileInputs;
using test::TileOutputs;

const std::string source = KVOLT_SOURCE_DIR;

std::string vector_text(const std::uint32_t* words, int bits) {
    std::string text;
    for (int i = bits; i-- > 0;) text += bit_of(words, i) ? '1' : '0';
    return text;
}

/// The pins in the order of the ports below, as binary text.
std::string input_text(const TileCase& t, const TileInputs& in) {
    std::string text;
    for (const bool pin : {in.rst_n, in.k_write, in.v_write, in.score_start, in.weigh_start, in.read_start})
        text += pin ? '1' : '0';
    for (const auto* words : {in.k_wl, in.v_wl, in.live}) text += vector_text(words, t.slots);
    text += vector_text(in.q_pulse, t.rows);
    for (const auto* words : {in.k_level, in.v_level}) text += vector_text(words, t.rows * t.kv_bits);
    return text;
}

std::string output_text(const TileCase& t, const TileOutputs& out) {
    return vector_text(out.sign, t.rows) + " " + vector_text(out.pulse, t.rows);
}

int input_bits(const TileCase& t) { return 6 + 3 * t.slots + t.rows + 2 * t.rows * t.kv_bits; }

/// What of the parameters is about the table of the cell and about imperfections. A case whose model finds out which
/// tile it is says nothing of that.
std::string imperfection_text(const TileCase& t) {
    std::string text = t.id_from_path ? "" : fmt::format(".HEAD({}), .TILE({}), ", t.id.head, t.id.tile);
    if (!t.points.empty()) {
        std::string volt, ua;
        const auto bits = [](double value) {
            std::uint64_t word = 0;
            std::memcpy(&word, &value, sizeof word);
            return fmt::format("64'h{:x}", word);
        };
        for (const auto& point : t.points) {
            volt = bits(point.volt) + (volt.empty() ? "" : ", ") + volt;
            ua = bits(point.ua) + (ua.empty() ? "" : ", ") + ua;
        }
        text += fmt::format(".POINTS({}), .TABLE_V({{{}}}), .TABLE_UA({{{}}}), ", t.points.size(), volt, ua);
    }
    if (!t.imperfections.any()) return text;
    return text + fmt::format(".IMPERFECTIONS({}), ", imperfections_literal(t.imperfections));
}

/// A module with the pins of the macro around the model with the case's parameters, as the generator emits one; inside
/// blocks with the names that a head gives them.
std::string top_text(const TileCase& t) {
    return fmt::format(
        R"(module tile_top (
    input wire clk_i, input wire rst_ni, input wire k_write_i, input wire v_write_i, input wire score_start_i,
    input wire weigh_start_i, input wire read_start_i, input wire [{0}:0] k_wl_i, input wire [{0}:0] v_wl_i,
    input wire [{0}:0] live_i, input wire [{1}:0] q_pulse_i, input wire [{2}:0] k_level_i, input wire [{2}:0] v_level_i,
    output wire [{1}:0] a_sign_o, output wire [{1}:0] a_pulse_o);
    genvar t, h;
    generate for (t = {18}; t < {18} + 1; t = t + 1) begin : gen_tiles
    for (h = {19}; h < {19} + 1; h = h + 1) begin : gen_heads
    kv_tile_model #(
        .ROWS({3}), .SLOTS({4}), .Q_MAX({5}), .UNIT_CYCLES({6}), .KV_BITS({7}), .OUT_BITS({8}), .INTEGRATORS({9}), .WINDOW({10}),
        {20}.LEVEL_HOLD({21}), .LINEAR({11}), .C0(0.5214), .C1({12}), .C2(-2.6204), .C3(46.0548), .V_MAX({13:.17e}), .V_ZERO({14:.17e}),
        .SCORE_SATURATION({15:.17e}), .OUTPUT_SATURATION({16:.17e}), .DECAY_PER_TOKEN({17:.17e})
    ) u_model (
        .clk_i(clk_i), .rst_ni(rst_ni), .k_write_i(k_write_i), .k_wl_i(k_wl_i), .k_level_i(k_level_i), .v_write_i(v_write_i),
        .v_wl_i(v_wl_i), .v_level_i(v_level_i), .live_i(live_i), .score_start_i(score_start_i), .q_pulse_i(q_pulse_i),
        .weigh_start_i(weigh_start_i), .read_start_i(read_start_i), .a_sign_o(a_sign_o), .a_pulse_o(a_pulse_o));
    end end endgenerate
endmodule
)",
        t.slots - 1, t.rows - 1, t.rows * t.kv_bits - 1, t.rows, t.slots, t.q_max, t.unit_cycles, t.kv_bits, t.out_bits,
        t.integrators, t.window, t.linear ? 1 : 0, t.linear ? "19.3" : "13.6123", t.v_max, t.v_zero, t.score_saturation,
        t.output_saturation, t.decay, t.id.tile, t.id.head, imperfection_text(t), t.level_hold);
}

/// Reads the pins of every cycle from a file and prints the outputs: the same stimulus for a simulator without C++.
std::string bench_text(const TileCase& t, const std::string& stimulus, std::size_t cycles) {
    return fmt::format(
        R"(module bench;
    reg [{0}:0] pins [0:{1}];
    reg [{0}:0] now;
    reg clk;
    wire [{2}:0] sign, pulse;
    integer i;
    tile_top u_top (.clk_i(clk), .rst_ni(now[{0}]), .k_write_i(now[{0}-1]), .v_write_i(now[{0}-2]), .score_start_i(now[{0}-3]),
        .weigh_start_i(now[{0}-4]), .read_start_i(now[{0}-5]), .k_wl_i(now[{0}-6-:{3}]), .v_wl_i(now[{0}-6-{3}-:{3}]),
        .live_i(now[{0}-6-2*{3}-:{3}]), .q_pulse_i(now[2*{4}+:{5}]), .k_level_i(now[{4}+:{4}]), .v_level_i(now[0+:{4}]),
        .a_sign_o(sign), .a_pulse_o(pulse));
    initial begin
        $readmemb("{6}", pins);
        for (i = 0; i <= {1}; i = i + 1) begin
            clk = 0;
            now = pins[i];
            #1 clk = 1;
            #1 $display("out %b %b", sign, pulse);
        end
    end
endmodule
)",
        input_bits(t) - 1, cycles - 1, t.rows - 1, t.slots, t.rows * t.kv_bits, t.rows, stimulus);
}

/// Files of "dpi" or "portable", without the watcher: what it would say of stimulus in no order is known.
std::string model_files(const std::string& model) {
    std::string files;
    for (const auto& file : macro_model_files(Design{}, {model}))
        files += source + "/sim/macros/" + (file == "kv_pin_watch.v" ? "kv_pin_watch_off.v" : file) + " ";
    return files;
}

int shell(const std::string& command) { return std::system(command.c_str()); }

/// One model, verilated with the parameters of a case, in a shared object; the DPI version finds the physics in this
/// executable.
class VerilatedTile {
public:
    VerilatedTile(const TileCase& t, const std::string& model, const test::Scratch& scratch) {
        const std::string folder = scratch.file(model), log = folder + ".log";
        std::filesystem::create_directories(folder);
        test::spit(folder + "/tile_top.v", top_text(t));
        const std::string command = fmt::format(
            "OBJCACHE=\"$(command -v ccache)\" verilator --cc --exe --build -j 2 -Wall --top-module tile_top --Mdir "
            "{0} "
            "-CFLAGS '-fPIC -O1 -I{1}' -LDFLAGS -shared -o tile.so {4} {0}/tile_top.v "
            "{1}/tests/model/macro/tile_shim.cc >{3} 2>&1",
            folder, source, model, log, model_files(model));
        if (shell(command) != 0) {
            ADD_FAILURE() << model << ": " << test::contents(log);
            return;
        }
        library_ = dlopen((folder + "/tile.so").c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library_ == nullptr) {
            ADD_FAILURE() << dlerror();
            return;
        }
        make_ = reinterpret_cast<void* (*)()>(dlsym(library_, "tile_make"));
        end_ = reinterpret_cast<void (*)(void*)>(dlsym(library_, "tile_end"));
        cycle_ = reinterpret_cast<void (*)(void*, const TileInputs*, TileOutputs*)>(dlsym(library_, "tile_cycle"));
    }
    VerilatedTile(const VerilatedTile&) = delete;
    VerilatedTile& operator=(const VerilatedTile&) = delete;

    [[nodiscard]] bool ready() const { return cycle_ != nullptr; }

    [[nodiscard]] std::vector<TileOutputs> run(const std::vector<TileInputs>& pins) const {
        std::vector<TileOutputs> out(pins.size());
        void* tile = make_();
        for (std::size_t i = 0; i < pins.size(); ++i) cycle_(tile, &pins[i], &out[i]);
        end_(tile);
        return out;
    }
    /// Two instances in lock step on different pins: nothing is shared between them.
    void run_two(const std::vector<TileInputs>& a, const std::vector<TileInputs>& b, std::vector<TileOutputs>& out_a,
                 std::vector<TileOutputs>& out_b) const {
        void *tile_a = make_(), *tile_b = make_();
        out_a.resize(a.size());
        out_b.resize(b.size());
        for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
            if (i < a.size()) cycle_(tile_a, &a[i], &out_a[i]);
            if (i < b.size()) cycle_(tile_b, &b[i], &out_b[i]);
        }
        end_(tile_a);
        end_(tile_b);
    }

private:
    void* library_ = nullptr;
    void* (*make_)() = nullptr;
    void (*end_)(void*) = nullptr;
    void (*cycle_)(void*, const TileInputs*, TileOutputs*) = nullptr;
};

std::vector<std::string> run_icarus(const TileCase& t, const std::vector<TileInputs>& pins,
                                    const test::Scratch& scratch) {
    const std::string stimulus = scratch.file("pins.txt"), output = scratch.file("icarus.txt"),
                      top = scratch.file("icarus.v");
    std::string text;
    for (const auto& in : pins) text += input_text(t, in) + "\n";
    test::spit(stimulus, text);
    test::spit(top, top_text(t) + bench_text(t, stimulus, pins.size()));
    const std::string command =
        fmt::format("iverilog -g2005 -Wall -s bench -o {0} {1} {2} >{3} 2>&1 && vvp -n {0} >>{3} 2>&1",
                    scratch.file("bench.vvp"), model_files("portable"), top, output);
    EXPECT_EQ(shell(command), 0) << test::contents(output);
    std::istringstream lines(test::contents(output));
    std::vector<std::string> out;
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("out ", 0) == 0) out.push_back(line.substr(4));
    return out;
}

TileParameters parameters_of(const TileCase& t) {
    TileParameters p;
    p.rows = t.rows;
    p.slots = t.slots;
    p.q_max = t.q_max;
    p.level_max = (1 << t.kv_bits) - 1;
    p.code_max = (1 << (t.out_bits - 1)) - 1;
    p.linear = t.linear;
    p.c0 = 0.5214;
    p.c1 = t.linear ? 19.3 : 13.6123;
    p.c2 = -2.6204;
    p.c3 = 46.0548;
    p.v_max = t.v_max;
    p.v_zero = t.v_zero;
    p.score_saturation = t.score_saturation;
    p.output_saturation = t.output_saturation;
    p.decay_per_token = t.decay;
    p.max_age = t.window - 1;
    p.imperfections = t.imperfections;
    p.points = t.points;
    p.id = t.id;
    return p;
}

std::vector<TileOutputs> run_reference(const TileCase& t, const std::vector<TileInputs>& pins, int* overlaps = nullptr,
                                       int* smears = nullptr) {
    ReferenceMacro macro(parameters_of(t), t.unit_cycles, t.kv_bits, t.integrators, t.level_hold);
    std::vector<TileOutputs> out;
    for (const auto& in : pins) out.push_back(macro.cycle(in));
    if (overlaps != nullptr) *overlaps = macro.overlaps;
    if (smears != nullptr) *smears = macro.smears;
    return out;
}

void expect_same(const TileCase& t, const std::vector<TileOutputs>& model, const std::vector<TileOutputs>& expected,
                 const char* what) {
    ASSERT_EQ(model.size(), expected.size());
    for (std::size_t i = 0; i < model.size(); ++i)
        ASSERT_EQ(output_text(t, model[i]), output_text(t, expected[i])) << t.name << ", " << what << ", cycle " << i;
}

/// Fraction of read-outs with a code of full scale, and of zero: a stimulus that saw neither would prove little.
void expect_lively(const TileCase& t, const std::vector<TileOutputs>& out) {
    int high = 0, negative = 0;
    for (const auto& cycle : out)
        for (int r = 0; r < t.rows; ++r) {
            high += bit_of(cycle.pulse, r) ? 1 : 0;
            negative += bit_of(cycle.pulse, r) && bit_of(cycle.sign, r) ? 1 : 0;
        }
    EXPECT_GT(negative, 20) << t.name;
    EXPECT_GT(high - negative, 20) << t.name;
}

void compare_everything(const TileCase& t) {
    const test::Scratch scratch;
    const VerilatedTile portable(t, "portable", scratch), dpi(t, "dpi", scratch);
    if (!portable.ready() || !dpi.ready()) return;

    int overlaps = 0, smears = 0;
    const auto legal = Stimulus(t, 1).frames(t.rows > 32 ? 60 : 150);
    const auto expected = run_reference(t, legal, &overlaps);
    EXPECT_EQ(overlaps, 0) << t.name;
    expect_lively(t, expected);
    expect_same(t, portable.run(legal), expected, "portable, frames");
    expect_same(t, dpi.run(legal), expected, "dpi, frames");

    const auto wild = Stimulus(t, 2).wild(t.rows > 32 ? 400 : 1500);
    const auto expected_wild = run_reference(t, wild, &overlaps, &smears);
    if (t.level_hold > 0) {
        EXPECT_GT(smears, 20) << t.name;
    }
    EXPECT_EQ(overlaps > 0, t.integrators == 1) << t.name;
    testing::internal::CaptureStdout();
    expect_same(t, portable.run(wild), expected_wild, "portable, wild");
    expect_same(t, dpi.run(wild), expected_wild, "dpi, wild");
    std::vector<TileOutputs> first, second;
    dpi.run_two(legal, wild, first, second);
    std::fflush(stdout);
    const std::string said = testing::internal::GetCapturedStdout();
    EXPECT_EQ(said.find("gen_heads[3].u_model: a score overlaps a weighing") != std::string::npos, t.integrators == 1)
        << said;
    expect_same(t, first, expected, "dpi, two tiles");
    expect_same(t, second, expected_wild, "dpi, two tiles");

    std::vector<TileInputs> both(legal.begin(),
                                 legal.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(legal.size(), 600)));
    both.insert(both.end(), wild.begin(), wild.begin() + 200);
    const auto icarus = run_icarus(t, both, scratch);
    const auto expected_both = run_reference(t, both);
    ASSERT_EQ(icarus.size(), both.size()) << t.name;
    for (std::size_t i = 0; i < both.size(); ++i)
        ASSERT_EQ(icarus[i], output_text(t, expected_both[i])) << t.name << ", icarus, cycle " << i;
}

TEST(TileMacro, SmallTileWithOneIntegrator) {
    TileCase t;
    t.name = "small";
    t.window = 24;
    t.decay = 0.002;
    compare_everything(t);
}

TEST(TileMacro, OddSizesTwoIntegratorsLongWritesAndUnits) {
    TileCase t;
    t.name = "odd";
    t.rows = 13;
    t.slots = 5;
    t.q_max = 7;
    t.unit_cycles = 3;
    t.kv_bits = 2;
    t.out_bits = 4;
    t.integrators = 2;
    t.window = 10;
    t.decay = 0.03;
    t.write_cycles = 2;
    t.guard_cycles = 1;
    t.settle_cycles = 2;
    t.phi_cycles = 9;
    t.score_saturation = 60.0;
    t.output_saturation = 11.0;
    t.v_max = 1.1;
    t.v_zero = 0.5;
    compare_everything(t);
}

TEST(TileMacro, ThePapersTileOverlapping) {
    TileCase t;
    t.name = "paper";
    t.rows = 64;
    t.slots = 64;
    t.integrators = 2;
    t.window = 1024;
    t.decay = 1.6e-4;
    t.phi_cycles = 15;
    compare_everything(t);
}

TEST(TileMacro, WideWordsAndALinearCellOfOneBit) {
    TileCase t;
    t.name = "wide";
    t.rows = 70;
    t.slots = 33;
    t.q_max = 1;
    t.kv_bits = 1;
    t.out_bits = 2;
    t.linear = true;
    t.window = 33;
    t.unit_cycles = 4;
    t.output_saturation = 60.0;
    t.score_saturation = 30.0;
    compare_everything(t);
}

TEST(TileMacro, FineLevelsAndCodes) {
    TileCase t;
    t.name = "fine";
    t.rows = 9;
    t.slots = 10;
    t.q_max = 255;
    t.kv_bits = 6;
    t.out_bits = 8;
    t.integrators = 2;
    t.window = 40;
    t.decay = 0.01;
    compare_everything(t);
}

/// Every imperfection at once, its size such that codes change.
Imperfections everything(std::uint64_t seed) {
    Imperfections e;
    for (const auto& row : imperfection_table) e.*row.size = row.example;
    e.seed = seed;
    return e;
}

TEST(TileMacro, ImperfectCellsAndConverters) {
    TileCase t;
    t.name = "imperfect";
    t.rows = 9;
    t.slots = 11;
    t.window = 33;
    t.decay = 0.01;
    t.write_cycles = 3;
    t.imperfections = everything(9223372036854775807ULL);
    compare_everything(t);
}

TEST(TileMacro, ImperfectTileThatReadsItsNumbersOffItsPath) {
    TileCase t;
    t.name = "imperfect, two integrators";
    t.rows = 5;
    t.slots = 7;
    t.q_max = 3;
    t.kv_bits = 5;
    t.out_bits = 6;
    t.integrators = 2;
    t.linear = true;
    t.output_saturation = 15.0;
    t.imperfections = everything(7);
    t.id = {3, 12, 0};
    t.id_from_path = true;
    compare_everything(t);
}

TEST(TileMacro, MeasuredCellIdealAndImperfect) {
    TileCase t;
    t.name = "measured";
    t.rows = 6;
    t.kv_bits = 4;
    t.out_bits = 6;
    t.decay = 0.02;
    t.output_saturation = 12.0;
    t.points = {{0.1, -14.0}, {0.3, -3.5}, {0.45, 0.6}, {0.7, 5.0}, {0.8, 9.0}};
    compare_everything(t);
    t.imperfections = everything(12);
    compare_everything(t);
}

TEST(TileMacro, LevelsThatMoveWithTheFallOfTheirLineSmear) {
    TileCase t;
    t.name = "smeared";
    t.level_hold = 1;
    t.write_cycles = 2;
    compare_everything(t);
    t.imperfections = everything(3);
    compare_everything(t);
}

TEST(TileMacro, ComparatorOffsetAlone) {
    TileCase t;
    t.name = "comparator offset";
    t.decay = 0.002;
    t.imperfections.comparator_offset_ua = 5.0;
    compare_everything(t);
}

void* cells(double score_saturation) {
    return kvolt_cells_create(8, 8, 15, 1, 15, 1, 3, 6, 5, 8, 0, 0.5, 13.6, -2.6, 46.0, 0.9, 0.45, score_saturation,
                              2.5, 40.0, 0.0);
}

TEST(TileMacro, DpiSideRefusesPhysicsItCannotComputeAndSurvivesTheHandle) {
    testing::internal::CaptureStderr();
    void* refused = cells(0.0);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "kv_cells_model: tile: saturation currents must be positive\n");
    EXPECT_EQ(refused, nullptr);
    std::uint32_t words[32] = {7, 7, 7, 7, 7, 7, 7, 7};
    kvolt_cells_age(refused, 0);
    kvolt_cells_imperfections(refused, "top", 0, 0, 0, 1, words);
    kvolt_cells_table(refused, 2, words, words);
    kvolt_cells_write(refused, 1, words, words, words);
    kvolt_cells_score(refused, words, words);
    kvolt_cells_score_codes(refused, words);
    kvolt_cells_pulses(refused, words);
    kvolt_cells_weigh(refused, words, words);
    EXPECT_EQ(words[3], 7U);
    kvolt_cells_destroy(refused);
    kvolt_cells_destroy(words);  // no cells: ignored
    void* handle = cells(80.0);
    EXPECT_NE(handle, nullptr);
    kvolt_cells_destroy(handle);
    kvolt_cells_destroy(handle);  // twice: ignored
}

TEST(TileMacro, RefusesParametersAtElaboration) {
    const test::Scratch scratch;
    TileCase t;
    t.kv_bits = 7;
    test::spit(scratch.file("top.v"), top_text(t));
    for (const auto* model : {"portable", "dpi"}) {
        const std::string files = model_files(model) + " " + scratch.file("top.v");
        EXPECT_NE(
            shell("verilator --lint-only -Wall --top-module tile_top " + files + " >" + scratch.file("log") + " 2>&1"),
            0);
        EXPECT_NE(test::contents(scratch.file("log")).find("kv_tile_model_parameter_out_of_range"), std::string::npos);
    }
}

}  // namespace
}  // namespace kvolt
