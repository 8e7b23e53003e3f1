// SPDX-License-Identifier: Apache-2.0
// What a configuration means: sizes, widths, stream layout, registers, macro pins.
#include "gen/design/design.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

#include "gen/config/load_config.hpp"
#include "gen/config/presets.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/design/facts.hpp"
#include "gen/design/register_map.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/gen/legal_config.hpp"

namespace kvolt::test {
namespace {

/// $clog2 of Verilog-2005, as the standard words it.
int clog2(std::int64_t value) {
    int result = 0;
    for (value -= 1; value > 0; value >>= 1) ++result;
    return result;
}

/// A configuration whose keys also agree with each other; lengths that only make the walk long are left small.
Design draw_design(ScorePath path) {
    Config c;
    c.score.path = path;
    c.engine.heads = *rc::gen::inRange(1, 65);
    c.head.dimension = *rc::gen::inRange(2, 257);
    c.head.tiles = *rc::gen::inRange(1, 65);
    c.tile.slots = *rc::gen::inRange(2, 257);
    c.bits.q = *rc::gen::inRange(1, 9);
    c.bits.kv = *rc::gen::inRange(1, 7);
    c.bits.out = *rc::gen::inRange(2, 11);
    c.timing.write_cycles = *rc::gen::inRange(1, 20);
    c.timing.guard_cycles = *rc::gen::inRange(1, 20);
    c.timing.level_setup_cycles = *rc::gen::inRange(1, 16);
    c.timing.level_hold_cycles = *rc::gen::inRange(1, 16);
    c.timing.unit_cycles = *rc::gen::inRange(1, 5);
    c.timing.settle_cycles = *rc::gen::inRange(0, 20);
    c.readout.sync_stages = *rc::gen::inRange(0, 4);
    c.analog.integrators = path == ScorePath::adc ? 1 : *rc::gen::inRange(1, 3);
    c.stream.word_bits = *rc::gen::element(16, 32);
    c.stream.data_bits = *rc::gen::element(32, 64);
    c.affine.scale = *rc::gen::inRange(-32768, 32768) / 4096.0;
    c.affine.offset = *rc::gen::inRange(-32768, 32768);
    c.calibration.average = *rc::gen::element(0, 4);
    c.calibration.self_test = c.calibration.average > 0 && *rc::gen::arbitrary<bool>();
    // Both at once ask for groups that are large enough.
    if (*rc::gen::arbitrary<bool>()) {
        c.retention.limit = *rc::gen::inRange(1, 5000);
        c.retention.refresh = c.retention.limit >= c.head.tiles * c.tile.slots && *rc::gen::arbitrary<bool>();
    } else {
        c.repair.slots = std::min(*rc::gen::inRange(0, 17), c.head.tiles * c.tile.slots - 1);
    }
    return elaborate(c);
}

Design draw_design() { return draw_design(ScorePath::pulse); }

RC_GTEST_PROP(Widths, HoldTheirLargestValueAndAreNoWider, ()) {
    const Design d = draw_design();
    const auto fits = [](std::int64_t value, int bits) { return value < (std::int64_t{1} << bits); };
    const auto exact = [&](std::int64_t value, int bits) {
        return fits(value, bits) && (bits == 1 || !fits(value, bits - 1));
    };
    RC_ASSERT(exact(d.slots - 1, d.widths.slot_bits));
    RC_ASSERT(exact(d.tiles, d.widths.tile_bits));
    RC_ASSERT(exact(d.window, d.widths.window_bits));
    RC_ASSERT(exact(d.tiles, d.widths.popcount_bits));
    // Stuck pulses: every tile high, or low, with either sign, for the whole window.
    RC_ASSERT(exact(std::int64_t{d.tiles} << (d.config.bits.out - 1), d.widths.sum_bits - 1));
    RC_ASSERT(d.raw_max == std::int64_t{d.tiles} * ((1 << (d.config.bits.out - 1)) - 1));
    RC_ASSERT(d.raw_max < (std::int64_t{1} << (d.config.stream.word_bits - 1)));
}

// The formulas of the ports and localparams of rtl/: kv_window, kv_live_mask, kv_popcount, kv_readout.
RC_GTEST_PROP(Widths, AreThoseThatTheVerilogDerives, ()) {
    const Design d = draw_design();
    RC_ASSERT(d.widths.tile_bits == clog2(d.tiles + 1));
    RC_ASSERT(d.widths.slot_bits == (d.slots > 1 ? clog2(d.slots) : 1));
    RC_ASSERT(d.widths.window_bits == clog2(std::int64_t{d.slots} * d.tiles + 1));
    RC_ASSERT(d.widths.popcount_bits == clog2(d.tiles + 1));
    RC_ASSERT(d.widths.sum_bits == clog2((std::int64_t{d.tiles} << (d.config.bits.out - 1)) + 1) + 1);
}

RC_GTEST_PROP(Stream, HasRoomForEveryBitAndNoEmptyBeat, ()) {
    const Design d = draw_design();
    const auto& s = d.stream;
    const auto covers = [&](int beats, int bits) {
        return beats * s.data_bits >= bits && (beats - 1) * s.data_bits < bits;
    };
    RC_ASSERT(s.token_bits == d.rows * (d.config.bits.q + 2 * d.config.bits.kv));
    RC_ASSERT(covers(s.token_beats, s.token_bits));
    RC_ASSERT(covers(s.query_beats, d.rows * d.config.bits.q));
    RC_ASSERT(covers(s.result_beats, d.rows * s.word_bits));
}

RC_GTEST_PROP(Registers, DoNotOverlapAndLieInTheAddressSpace, ()) {
    const Design d = draw_design();
    std::set<std::uint32_t> offsets;
    std::set<std::string> names;
    for (const auto& reg : d.registers) {
        RC_ASSERT(offsets.insert(reg.offset).second);
        RC_ASSERT(names.insert(reg.name).second);
        RC_ASSERT(reg.offset % 4 == 0);
        RC_ASSERT(std::int64_t{reg.offset} + 4 <= (std::int64_t{1} << d.widths.address_bits));
        RC_ASSERT(reg.head >= -1 && reg.head < d.heads);
        std::uint64_t taken = 0;
        for (const auto& field : reg.fields) {
            RC_ASSERT(field.width >= 1 && field.lsb >= 0 && field.lsb + field.width <= 32);
            const std::uint64_t mask = ((std::uint64_t{1} << field.width) - 1) << field.lsb;
            RC_ASSERT((taken & mask) == 0U);
            taken |= mask;
            RC_ASSERT(field.reset < (std::uint64_t{1} << field.width));
            RC_ASSERT(field.min <= field.max);
        }
    }
    const int repair = d.config.repair.slots;
    const int ticks = d.time.base ? 1 : 0;
    const int aged = d.retention.on || d.refresh.on ? 1 : 0;
    const int lanes = d.calibration.on ? 4 : 0, test = d.calibration.self_test ? 1 : 0;
    RC_ASSERT(d.registers.size() == 9U + static_cast<unsigned>(ticks + aged + lanes / 4 + 3 * test +
                                                               (7 + repair + aged + lanes + test) * d.heads));
    RC_ASSERT((std::int64_t{1} << (d.widths.address_bits - 1)) < register_page_bytes * std::int64_t{d.heads + 1});
}

const Register& register_named(const Design& d, const std::string& name) {
    for (const auto& reg : d.registers) {
        if (reg.name == name) return reg;
    }
    throw std::out_of_range(name);
}

TEST(Registers, GeometryHoldsTheExtremes) {
    const Design d =
        elaborate(load_config("tiny", {"head.dimension=256", "tile.slots=256", "head.tiles=64", "engine.heads=64"}));
    std::vector<std::uint32_t> sizes;
    for (const auto& field : register_named(d, "GEOMETRY").fields) {
        EXPECT_LT(field.reset, std::uint64_t{1} << field.width) << field.name;
        sizes.push_back(field.reset);
    }
    EXPECT_EQ(sizes, (std::vector<std::uint32_t>{256, 256, 64, 64}));
    EXPECT_EQ(d.registers.back().offset, 0x100U * 64U + 0x18U);
    EXPECT_EQ(d.widths.address_bits, 15);
}

TEST(Registers, ResetToTheConfiguredAffineMap) {
    const Design d = elaborate(load_config("tiny", {"affine.scale=-8", "affine.offset=-32768", "engine.heads=2"}));
    EXPECT_EQ(d.scale_reset, -32768);
    EXPECT_EQ(d.offset_reset, -32768);
    for (const char* name : {"H0_SCALE", "H1_OFFSET"}) {
        const auto& field = register_named(d, name).fields.at(0);
        EXPECT_EQ(field.reset, 0x8000U) << name;
        EXPECT_EQ(field.min, -32768) << name;
        EXPECT_EQ(field.max, 32767) << name;
    }
    EXPECT_EQ(elaborate(load_config("tiny", {"affine.scale=7.999755859375"})).scale_reset, 32767);
    EXPECT_EQ(elaborate(load_config("tiny", {"affine.scale=0.000244140625"})).scale_reset, 1);
}

TEST(Registers, WindowTakesOneToTheBuiltWindow) {
    const Design d = elaborate(load_config("paper"));
    const auto& window = register_named(d, "WINDOW").fields.at(0);
    EXPECT_EQ(window.min, 1);
    EXPECT_EQ(window.max, 1024);
    EXPECT_EQ(window.reset, 1024U);
    EXPECT_EQ(window.width, 11);
}

/// What a simulation takes as --window and what the register takes are one number.
TEST(Registers, LeastWindowLeavesRoomForATokenOrForTheNewestProtectedOnes) {
    const auto least = [](const std::vector<std::string>& changes) {
        const auto design = elaborate(load_config("tiny", changes));
        for (const auto& reg : design.registers) {
            if (reg.name != "WINDOW") continue;
            EXPECT_EQ(reg.fields[0].min, design.least_window);
        }
        return design.least_window;
    };
    EXPECT_EQ(least({}), 1);
    EXPECT_EQ(least({"protected.newest=3"}), 1);
    EXPECT_EQ(least({"repair.slots=2"}), 3);
    EXPECT_EQ(least({"repair.slots=2", "protected.first=3"}), 3);
    EXPECT_EQ(least({"repair.slots=2", "protected.newest=3"}), 5);
}

TEST(Macro, HasThePinsOfTheContractAtOddSizes) {
    const Design d = elaborate(load_config("tiny", {"head.dimension=5", "tile.slots=3", "bits.kv=2"}));
    ASSERT_EQ(d.macros.size(), 1U);
    EXPECT_EQ(d.macros[0].module, "kvolt_tiny_tile");
    std::vector<std::pair<std::string, int>> pins;
    for (const auto& pin : d.macros[0].pins) pins.emplace_back(pin.name, pin.width);
    const std::vector<std::pair<std::string, int>> contract{
        {"clk_i", 1},     {"rst_ni", 1},        {"k_write_i", 1},    {"k_wl_i", 3},   {"k_level_i", 10},
        {"v_write_i", 1}, {"v_wl_i", 3},        {"v_level_i", 10},   {"live_i", 3},   {"score_start_i", 1},
        {"q_pulse_i", 5}, {"weigh_start_i", 1}, {"read_start_i", 1}, {"a_sign_o", 5}, {"a_pulse_o", 5}};
    EXPECT_EQ(pins, contract);
}

TEST(Macro, AreaIsCellsAndPeriphery) {
    const auto area = [](const std::vector<std::string>& set) {
        return elaborate(load_config("tile64", set)).macros.at(0);
    };
    EXPECT_EQ(area({"macro.cell_area_um2=2"}).cells_area_um2, 2.0 * 2 * 64 * 64);
    EXPECT_EQ(area({"macro.cell_area_um2=2", "macro.overhead_um2=100"}).area_um2, 16384.0 + 100.0);
    EXPECT_GT(area({}).area_um2, area({}).cells_area_um2);
}

TEST(Macro, OfTheAdcPathAreTwoArrays) {
    const Design d = elaborate(load_config("adc-ramp"));
    ASSERT_EQ(d.macros.size(), 2U);
    for (const auto& macro : d.macros) {
        std::set<std::string> names;
        for (const auto& pin : macro.pins) {
            EXPECT_TRUE(names.insert(pin.name).second) << pin.name;
            EXPECT_GE(pin.width, 1) << pin.name;
        }
        EXPECT_GT(macro.area_um2, macro.cells_area_um2);
    }
}

TEST(Hash, IsTheSameHoweverTheConfigurationWasSaid) {
    const auto hash = [](const std::string& toml, const std::vector<std::string>& set = {}) {
        return elaborate(parse_config(toml, "x", set)).hash;
    };
    EXPECT_EQ(hash("[head]\ntiles = 2\n"), hash("", {"head.tiles=2"}));
    EXPECT_EQ(hash("[analog]\nslope_ua = 20\n"), hash("[analog]\nslope_ua = 2.0e1 # the same\n"));
    EXPECT_NE(hash(""), hash("[head]\ntiles = 2\n"));
}

// A Config may come from a program instead of the parser; a Design still cannot exist in an illegal state.
TEST(Elaboration, ChecksEveryKeyAgain) {
    const auto refused = [](auto change) {
        Config config;
        change(config);
        EXPECT_THROW(elaborate(config), InputError);
    };
    refused([](Config& c) { c.head.tiles = 0; });
    refused([](Config& c) { c.bits.out = 1; });
    refused([](Config& c) { c.analog.v_max = NAN; });
    refused([](Config& c) { c.name = "a b"; });
    refused([](Config& c) { c.stream.data_bits = 24; });
    refused([](Config& c) { c.analog.coefficients_ua[2] = INFINITY; });
}

RC_GTEST_PROP(Elaboration, DerivesOrRefusesEveryConfigurationOfLegalKeys, ()) {
    Config config = draw_config();
    config.timing.phi_cycles %= 500;  // only makes the walk long
    config.timing.unit_cycles = config.timing.unit_cycles % 4 + 1;
    if (*rc::gen::arbitrary<bool>()) {  // else hardly one survives the checks
        config.affine = {*rc::gen::inRange(-32768, 32768) / 4096.0, double(*rc::gen::inRange(-32768, 32768))};
        config.stream.word_bits = 16;
        config.stream.data_bits = 64;
        config.analog.v_zero = config.analog.v_max / 2;
    }
    try {
        const Design d = elaborate(config);
        RC_CLASSIFY(true, "derived");
        RC_ASSERT(d.schedule.latency_cycles > 0);
        RC_ASSERT(d.schedule.interval_cycles > 0);
        RC_ASSERT(find_fact(fact_groups(d), "latency_cycles").value ==
                  FactValue(std::int64_t{d.schedule.latency_cycles}));
    } catch (const InputError& error) {
        for (const auto& diagnostic : error.diagnostics()) RC_ASSERT(find_key(diagnostic.key) != nullptr);
    }
}

}  // namespace
}  // namespace kvolt::test
