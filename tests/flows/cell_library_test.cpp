// SPDX-License-Identifier: Apache-2.0
// Cells from Liberty text: units, tables, storage cells, the canonical form, and what is refused with its line.
#include "gen/flows/cells/cell_library.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/flows/cells/liberty_writer.hpp"
#include "gen/flows/cells/storage_cells.hpp"
#include "tests/flows/library_kinds.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::logic_error(from);
    return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& text) {
    try {
        read_cells({parse_liberty(text, "x.lib")});
    } catch (const InputError& error) {
        EXPECT_EQ(error.diagnostics().size(), 1U);
        return error.what();
    }
    return "accepted";
}

/// A library with one buffer whose rising delay is `table`, on line 6.
std::string with_table(const std::string& table, const std::string& units = "") {
    return fmt::format(
        "library (x) {{ {}\nlu_table_template (t) {{\n variable_1 : total_output_net_capacitance; variable_2 : "
        "input_net_transition;\n index_1 (\"1, 2\"); index_2 (\"1, 2, 4\"); }}\ncell (B) {{ pin (A) {{ direction : "
        "input; capacitance : 3; }} pin (Y) {{ direction : output; function : \"A\"; timing () {{ related_pin : "
        "\"A\";\n{}\n}} }} }} }}",
        units, table);
}

LookupTable rising_delay(const std::string& text) {
    const auto library = read_cells({parse_liberty(text, "x.lib")});
    return library.find("B")->pin("Y")->timing.at(0).delay(true);
}

TEST(LookupTable, TurnsLoadsBehindTransitionsAndInterpolates) {
    // Rows are loads in the text: 1 pF 1, 2, 3 and 2 pF 11, 12, 13 over 1, 2, 4 ns.
    const auto table = rising_delay(with_table("cell_rise (t) { values (\"1, 2, 3\", \\\n\"11, 12, 13\"); }"));
    ASSERT_EQ(table.axes, (std::vector<TableAxis>{TableAxis::input_transition, TableAxis::output_load}));
    EXPECT_EQ(table.values, (std::vector<double>{1, 11, 2, 12, 3, 13}));
    EXPECT_DOUBLE_EQ(table.at(1, 1), 1);
    EXPECT_DOUBLE_EQ(table.at(4, 2), 13);
    EXPECT_DOUBLE_EQ(table.at(3, 1.5), 7.5);
    EXPECT_DOUBLE_EQ(table.at(6, 3), 24);    // beyond both ends, straight on
    EXPECT_DOUBLE_EQ(table.at(0, 0.5), -5);  // 1 ns and half a pF below the corner: 1 - 1 - 5
}

TEST(LookupTable, OwnIndicesWinOverTheTemplate) {
    const auto table = rising_delay(with_table("cell_rise (t) { index_1 (\"5, 6\"); values (\"1, 2, 3, 4, 5, 6\"); }"));
    EXPECT_DOUBLE_EQ(table.at(1, 5), 1);
    EXPECT_DOUBLE_EQ(table.at(1, 6), 4);
}

TEST(LookupTable, IsInNanosecondsAndPicofarads) {
    const auto text = with_table("cell_rise (t) { values (\"10, 20, 30\", \"110, 120, 130\"); }",
                                 "time_unit : \"10ps\"; capacitive_load_unit (\"100\", \"fF\");");
    const auto table = rising_delay(text);
    EXPECT_DOUBLE_EQ(table.at(0.01, 0.1), 0.1);
    EXPECT_DOUBLE_EQ(table.at(0.04, 0.2), 1.3);
    const auto library = read_cells({parse_liberty(text, "x.lib")});
    EXPECT_DOUBLE_EQ(library.find("B")->pin("A")->capacitance_pf, 0.3);
}

TEST(LookupTable, RefusesWithTheLine) {
    const auto refused = [](const std::string& table) { return refusal(with_table(table)); };
    EXPECT_EQ(refused("cell_rise (t) { values (\"1, 2, 3, 4, 5\"); }"),
              "x.lib:6: values: 5 numbers, where the indices ask for 6");
    EXPECT_EQ(refused("cell_rise (t) { values (\"1, 2, x, 4, 5, 6\"); }"), "x.lib:6: values: 'x' is not a number");
    EXPECT_EQ(refused("cell_rise (t) { values (\"1, 2, nan, 4, 5, 6\"); }"), "x.lib:6: values: 'nan' is not a number");
    EXPECT_EQ(refused("cell_rise (u) { values (\"1\"); }"), "x.lib:6: cell_rise: the file has no template 'u'");
    EXPECT_EQ(refused("cell_rise (t) {\nindex_1 (\"2, 1\"); values (\"1\"); }"), "x.lib:7: index_1: does not rise");
    EXPECT_EQ(refused("cell_rise (scalar) { values (\"1, 2\"); }"),
              "x.lib:6: values: 2 numbers, where the indices ask for 1");
}

TEST(CellLibrary, RefusesUnitsThatAreNone) {
    const auto refused = [](const std::string& unit) { return refusal(with_table("", unit)); };
    EXPECT_EQ(refused("\ntime_unit : \"1 parsec\";"),
              "x.lib:2: time_unit: '1 parsec' is no unit, 1ns, 100ps, 10ps or 1ps");
    EXPECT_EQ(refused("capacitive_load_unit (1, gallon);"),
              "x.lib:1: capacitive_load_unit: '1gallon' is no unit, (1, pf) or (1, ff)");
    EXPECT_EQ(refused("time_unit : \"0ns\";"), "x.lib:1: time_unit: '0ns' is no unit, 1ns, 100ps, 10ps or 1ps");
    EXPECT_EQ(refused("delay_model : cmos2;"), "x.lib:1: delay_model: cmos2 cannot be used, table_lookup is allowed");
    EXPECT_EQ(refused("slew_upper_threshold_pct_rise : 120;"),
              "x.lib:1: slew_upper_threshold_pct_rise: is out of range, above 0, at most 100 is allowed");
}

TEST(CellLibrary, RefusesSizesThatCannotBe) {
    const auto small = small_library();
    EXPECT_NE(refusal(replaced(small, "area : 1;", "area : -1;")).find("INV: area -1 is negative or no number"),
              std::string::npos);
    EXPECT_NE(refusal(replaced(small, "area : 1;", "area : big;")).find("INV: area big is negative or no number"),
              std::string::npos);
    EXPECT_NE(refusal(replaced(small, "capacitance : 0.002;", "capacitance : -2;"))
                  .find("INV: capacitance of pin A is negative, at least 0 is allowed"),
              std::string::npos);
}

TEST(CellLibrary, ACellDefinedTwiceIsNoted) {
    const auto small = small_library();
    auto twice = small;
    twice.erase(twice.rfind('}'));
    const auto library = read_cells({parse_liberty(twice + "cell (INV) { area : 7; }\n}", "x.lib")});
    EXPECT_DOUBLE_EQ(library.find("INV")->area_um2, 1);
    ASSERT_EQ(library.notes.size(), 1U);
    EXPECT_NE(library.notes[0].find("INV: defined twice; the first (line "), std::string::npos) << library.notes[0];
}

TEST(CellLibrary, AnUnknownAreaIsGuessedForMappingOnly) {
    const auto library = read_cells({parse_liberty(replaced(small_library(), "area : 3;", ""), "x.lib")});
    const auto* cell = library.find("XOR2");
    EXPECT_FALSE(cell->area_known);
    EXPECT_EQ(cell->area_um2, 0);
    EXPECT_GT(cell->choice_area_um2, 1);
    EXPECT_LT(cell->choice_area_um2, 10);
}

/// What no tool reads as a name, or as an expression, never reaches one.
TEST(CellLibrary, NamesThatToolsWouldNotReadAreNoCells) {
    for (const auto* name : {"\"INV; exec\"", "\"INV [x]\"", "\"$INV\"", "\"INV-2\""}) {
        const auto text = replaced(small_library(), "cell (NAND2)", fmt::format("cell ({})", name));
        const auto library = read_cells({parse_liberty(text, "x.lib")});
        for (const auto& [cell_name, cell] : library.cells) {
            const bool odd = cell_name.find_first_of("; $-[") != std::string::npos;
            EXPECT_EQ(cell.kind == StdCellKind::other, odd) << cell_name;
        }
        const auto written = write_liberty(
            library, [](const StdCell&) { return true; }, LibertyUse::analysis);
        EXPECT_EQ(written.find("INV;"), std::string::npos);
        EXPECT_EQ(written.find('['), std::string::npos);
    }
}

/// The canonical form says the same as what it was made from, whoever wrote that, and is a fixed point.
TEST(LibertyWriter, WritesEveryKindInOneForm) {
    const auto all = [](const StdCell&) { return true; };
    for (const auto& kind : library_kinds()) {
        std::vector<LibertyFile> files;
        for (const auto& text : kind.files) files.push_back(parse_liberty(text, "x.lib"));
        const auto library = read_cells(files);
        const auto text = write_liberty(library, all, LibertyUse::analysis);
        const auto again = read_cells({parse_liberty(text, "canonical.lib")});
        EXPECT_EQ(write_liberty(again, all, LibertyUse::analysis), text) << kind.name;
        EXPECT_DOUBLE_EQ(again.voltage, library.voltage);
        for (const auto& [name, cell] : library.cells) {
            if (cell.kind == StdCellKind::other) continue;
            const auto* copy = again.find(name);
            ASSERT_NE(copy, nullptr) << kind.name << " " << name;
            EXPECT_EQ(copy->signature, cell.signature) << kind.name;
            EXPECT_EQ(copy->is_timed(), cell.is_timed()) << kind.name << " " << name;
            EXPECT_EQ(copy->pins.size(), cell.pins.size()) << kind.name << " " << name;
        }
    }
}

StorageCell flip_flop_of(const std::string& kind_name, ResetValue reset) {
    for (const auto& kind : library_kinds()) {
        if (kind.name != kind_name) continue;
        static StdCellLibrary library;  // the result points into it
        library = read_cells({parse_liberty(kind.files.front(), "x.lib")});
        return find_flip_flop(library, *library.find("INV"), reset);
    }
    throw std::logic_error(kind_name);
}

TEST(StorageCells, PinsThatAreNotInUseAreTiedOff) {
    const auto plain = flip_flop_of("flip_flop_with_set_and_reset", ResetValue::none);
    EXPECT_EQ(plain.ties, (std::vector<std::pair<std::string, bool>>{{"RN", true}, {"SN", true}}));
    const auto clear = flip_flop_of("flip_flop_with_set_and_reset", ResetValue::zero);
    EXPECT_EQ(clear.reset, "RN");
    EXPECT_EQ(clear.ties, (std::vector<std::pair<std::string, bool>>{{"SN", true}}));
    EXPECT_FALSE(clear.invert_data || clear.invert_output || clear.reset_high);
    EXPECT_EQ(flip_flop_of("flip_flop_with_set_and_reset", ResetValue::one).reset, "SN");
    const auto scan = flip_flop_of("flip_flop_with_scan", ResetValue::zero);
    EXPECT_EQ(scan.cell->data, "D");
    EXPECT_EQ(scan.ties, (std::vector<std::pair<std::string, bool>>{{"SE", false}, {"SI", false}}));
    EXPECT_TRUE(flip_flop_of("flip_flop_with_a_high_reset", ResetValue::zero).reset_high);
}

TEST(StorageCells, InvertersMakeASetOfAResetAndUndoWhatACellInverts) {
    const auto set = flip_flop_of("flip_flop_with_a_high_reset", ResetValue::one);
    EXPECT_TRUE(set.invert_data && set.invert_output);
    const auto stores = flip_flop_of("flip_flop_stores_the_opposite", ResetValue::none);
    EXPECT_TRUE(stores.invert_data && !stores.invert_output);
    // Cleared, a cell that shows the opposite shows 1: right for a set, with an inverter in front of its data.
    const auto shows = flip_flop_of("flip_flop_shows_the_opposite", ResetValue::one);
    EXPECT_TRUE(shows.invert_data && !shows.invert_output);
    const auto turned = flip_flop_of("flip_flop_shows_the_opposite", ResetValue::zero);
    EXPECT_TRUE(!turned.invert_data && turned.invert_output);
}

TEST(BooleanFunction, WritesWhatItReadWithOperatorsThatEveryoneReadsAlike) {
    const auto text = [](const char* from) { return BooleanFunction::parse(from)->text(); };
    EXPECT_EQ(text("(A B)+C'"), "(A & B) | !C");
    EXPECT_EQ(text("A&B^C"), "A & (B ^ C)");
    EXPECT_EQ(text("!(A|B|C)"), "!(A | B | C)");
    EXPECT_EQ(text("((!RN))"), "!RN");
    EXPECT_EQ(text("1"), "1");
}

TEST(BooleanFunction, ProbabilityIsExactWhenSignalsRepeat) {
    const auto p = [](const char* from, std::vector<double> high) {
        return BooleanFunction::parse(from)->probability(std::move(high));
    };
    EXPECT_DOUBLE_EQ(p("A & B", {0.5, 0.25}), 0.125);
    EXPECT_DOUBLE_EQ(p("A ^ B", {0.5, 0.25}), 0.5);
    EXPECT_DOUBLE_EQ(p("A & !A", {0.3}), 0);
    EXPECT_DOUBLE_EQ(p("A | !A", {0.3}), 1);
    EXPECT_DOUBLE_EQ(p("(S & A) | (!S & B)", {0.25, 1, 0}), 0.25);
}

}  // namespace
}  // namespace kvolt
