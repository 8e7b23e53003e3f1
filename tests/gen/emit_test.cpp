// SPDX-License-Identifier: Apache-2.0
// The emitted directory as a whole: same input, same bytes; every file accounted for; text as a person would leave it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/link.hpp"
#include "gen/emit/timing_diagram.hpp"
#include "gen/support/hash.hpp"
#include "tests/gen/emitted.hpp"
#include "tests/gen/variants.hpp"

namespace kvolt::test {
namespace {

bool ends_with(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// Is there a line `module NAME` or `module NAME (`?
std::vector<std::string> modules_in(const std::string& text) {
    std::vector<std::string> names;
    for (const auto& line : lines_of(text)) {
        if (line.compare(0, 7, "module ") == 0) names.push_back(line.substr(7, line.find_first_of(" (#;", 7) - 7));
    }
    return names;
}

TEST(EmitAll, GivesTheSameBytesForTheSameConfiguration) {
    const auto first = emit_all(design_of({"paper", {}}));
    const auto second = emit_all(design_of({"paper", {}}));
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].path, second[i].path);
        EXPECT_EQ(first[i].text, second[i].text) << first[i].path;
    }
}

TEST(EmitAll, IsSortedByPathWithoutDuplicates) {
    const auto files = emit_all(design_of(odd_sizes("odd")));
    for (std::size_t i = 1; i < files.size(); ++i) EXPECT_LT(files[i - 1].path, files[i].path);
}

TEST(EmitAll, ChangesTheHashInEveryBannerWithAnyKey) {
    const auto one = design_of({"tiny", {}});
    const auto other = design_of({"tiny", {"timing.guard_cycles=2"}});
    EXPECT_NE(hash_text(one.hash), hash_text(other.hash));
    for (const auto& file : emit_all(other))
        EXPECT_EQ(file.text.find(hash_text(one.hash)), std::string::npos) << file.path;
}

TEST(EmittedText, HasNoTrailingBlanksTabsOrMissingNewlines) {
    for (const auto& variant :
         {Variant{"paper", {}}, odd_sizes("two", {"analog.integrators=2"}),
          odd_sizes("adc", {"score.path=adc", "tile.rows=3", "adc.readout=sar"}), Variant{"adc-ramp", {}}}) {
        for (const auto& file : emit_all(design_of(variant))) {
            ASSERT_FALSE(file.text.empty()) << file.path;
            EXPECT_EQ(file.text.back(), '\n') << file.path;
            EXPECT_FALSE(ends_with(file.text, "\n\n")) << file.path;
            EXPECT_EQ(file.text.find('\t'), std::string::npos) << file.path;
            EXPECT_EQ(file.text.find(" \n"), std::string::npos) << file.path;
            EXPECT_EQ(file.text.find("\n\n\n"), std::string::npos) << file.path;
        }
    }
}

/// Rows of a table in Markdown cannot be broken; everything else can.
bool may_be_long(const File& file, const std::string& line) {
    return ends_with(file.path, ".md") && line.compare(0, 2, "| ") == 0;
}

TEST(EmittedText, FitsInto120Columns) {
    for (const auto& variant : all_variants()) {
        for (const auto& file : emit_all(design_of(variant))) {
            int number = 0;
            for (const auto& line : lines_of(file.text)) {
                ++number;
                if (line.size() <= 120 || may_be_long(file, line)) continue;
                ADD_FAILURE() << variant << ": " << file.path << ":" << number << ": " << line.size()
                              << " columns: " << line;
                break;
            }
        }
    }
}

// The directive before the module and its end after it: a slip of the pen is an error here and nowhere else.
TEST(EmittedText, DeclaresEveryNetOfEveryVerilogFile) {
    for (const auto& variant : all_variants()) {
        for (const auto& file : emit_all(design_of(variant))) {
            if (!ends_with(file.path, ".v")) continue;
            const auto none = file.text.find("\n`default_nettype none\n"), module = file.text.find("\nmodule ");
            EXPECT_LT(none, module) << file.path;
            EXPECT_TRUE(ends_with(file.text, "\n`default_nettype wire\n")) << file.path;
        }
    }
}

/// Lines of declarations that follow each other are one block to the eye: `column` is where they must agree.
void expect_one_alignment(const File& file, const std::string& keyword, const std::string& mark) {
    std::size_t column = std::string::npos;
    int number = 0;
    for (const auto& line : lines_of(file.text)) {
        ++number;
        const auto begin = line.find_first_not_of(' ');
        if (begin == std::string::npos || line.compare(begin, keyword.size(), keyword) != 0) {
            column = std::string::npos;
            continue;
        }
        const auto at = line.find(mark, begin);
        if (at == std::string::npos) continue;
        EXPECT_TRUE(column == std::string::npos || column == at) << file.path << ":" << number << ": " << line;
        column = at;
    }
}

TEST(EmittedText, HasOneAlignmentInABlock) {
    for (const auto& variant : all_variants()) {
        const auto design = design_of(variant);
        for (const auto& file : emit_all(design)) {
            if (file.path.compare(0, 4 + design.top.size(), "rtl/" + design.top) != 0) continue;
            expect_one_alignment(file, "wire ", " = ");
            expect_one_alignment(file, "assign ", " = ");
            expect_one_alignment(file, "localparam ", " = ");
        }
    }
}

TEST(EmittedText, HoldsOneModulePerFileOfTheSameName) {
    for (const auto& variant : {odd_sizes("odd"), odd_sizes("adc", {"score.path=adc", "adc.readout=ramp"})}) {
        for (const auto& file : emit_all(design_of(variant))) {
            if (!ends_with(file.path, ".v") || file.path.compare(0, 6, "bench/") == 0) continue;
            // The views of a macro have their kind behind the name.
            auto expected = module_of(file.path);
            for (const std::string kind : {"_dpi", "_portable", "_bb"}) {
                if (ends_with(expected, kind)) expected.resize(expected.size() - kind.size());
            }
            EXPECT_EQ(modules_in(file.text), std::vector<std::string>{expected}) << file.path;
        }
    }
}

/// Every Verilog file is in some list, every list ends with the top, nothing is named twice.
void expect_complete_lists(const EmittedDirectory& dir) {
    const auto& d = dir.design;
    std::set<std::string> named;
    for (const auto* purpose : {"sim", "portable", "synth"}) {
        const auto list = lines_of(dir.text(fmt::format("{}.{}.f", d.name, purpose)));
        EXPECT_EQ(std::set<std::string>(list.begin(), list.end()).size(), list.size());
        EXPECT_EQ(list.back(), fmt::format("rtl/{}.v", d.top));
        named.insert(list.begin(), list.end());
    }
    std::set<std::string> emitted;
    for (const auto& file : dir.files) {
        // The bench around it has a list of its own.
        if (ends_with(file.path, ".v") && file.path.compare(0, 6, "bench/") != 0) emitted.insert(file.path);
    }
    EXPECT_EQ(named, emitted);
}

TEST(FileLists, NameEveryFileOfTheArrayMacros) {
    const EmittedDirectory dir(odd_sizes("adc", {"score.path=adc", "adc.kind=sar", "adc.readout=ramp"}));
    expect_complete_lists(dir);
    const auto synth = lines_of(dir.text("adc.synth.f"));
    ASSERT_EQ(dir.design.macros.size(), 2U);
    EXPECT_EQ(synth[0], "macros/kvolt_adc_karray_bb.v");
    EXPECT_EQ(synth[1], "macros/kvolt_adc_varray_bb.v");
}

TEST(FileLists, NameEveryVerilogFileOnceAndTheTopLast) {
    const EmittedDirectory dir(odd_sizes("odd"));
    const auto& d = dir.design;
    const auto sim = lines_of(dir.text("odd.sim.f"));
    const auto portable = lines_of(dir.text("odd.portable.f"));
    const auto synth = lines_of(dir.text("odd.synth.f"));
    expect_complete_lists(dir);
    EXPECT_EQ(std::count(sim.begin(), sim.end(), "macros/kv_cells_model_dpi.v"), 1);
    EXPECT_EQ(std::count(portable.begin(), portable.end(), "macros/kv_cells_model_portable.v"), 1);
    EXPECT_EQ(synth.front(), fmt::format("macros/{}_bb.v", d.macros.front().module));
}

TEST(Manifest, ListsEveryOtherFileWithSizeAndChecksum) {
    const auto files = emit_all(design_of({"tiny", {}}));
    nlohmann::json manifest;
    for (const auto& file : files) {
        if (file.path == "manifest.json") manifest = nlohmann::json::parse(file.text);
    }
    ASSERT_EQ(manifest["files"].size(), files.size() - 1);
    for (const auto& entry : manifest["files"]) {
        const auto found =
            std::find_if(files.begin(), files.end(), [&](const File& f) { return f.path == entry["path"]; });
        ASSERT_NE(found, files.end()) << entry["path"];
        EXPECT_EQ(entry["bytes"], found->text.size());
        EXPECT_EQ(entry["fnv1a64"], fmt::format("{:016x}", fnv1a(found->text)));
    }
}

TEST(Manifest, CarriesTheDerivedNumbers) {
    const auto d = design_of(odd_sizes("odd"));
    for (const auto& file : emit_all(d)) {
        if (file.path != "manifest.json") continue;
        const auto m = nlohmann::json::parse(file.text);
        EXPECT_EQ(m["top"], "kvolt_odd");
        EXPECT_EQ(m["hash"], hash_text(d.hash));
        EXPECT_EQ(m["sizes"]["window"], 15);
        EXPECT_EQ(m["sizes"]["raw_max"], 3 * 7);
        EXPECT_EQ(m["stream"]["token_bits"], 7 * (3 + 2 + 2));
        EXPECT_EQ(m["stream"]["token_beats"], 2);
        EXPECT_EQ(m["schedule"]["latency_cycles"], d.schedule.latency_cycles);
        EXPECT_EQ(m["schedule"]["interval_cycles"], d.schedule.interval_cycles);
        EXPECT_EQ(m["widths"]["sum_bits"], d.widths.sum_bits);
        EXPECT_EQ(m["registers"].size(), d.registers.size());
        EXPECT_EQ(m["macros"][0]["pins"].size(), d.macros.front().pins.size());
    }
}

TEST(Fnv1a, MatchesPublishedValues) {
    EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
    EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cu);
    EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8u);
}

TEST(Configuration, TravelsWithTheOutputAndGivesTheSameDesignAgain) {
    const auto d = design_of(odd_sizes("odd", {"analog.decay_per_token=0.001"}));
    for (const auto& file : emit_all(d)) {
        if (file.path != "config.toml") continue;
        EXPECT_EQ(elaborate(parse_config(file.text, "config.toml")).config_hash, d.config_hash);
    }
}

TEST(CHeader, CompilesInCAndCxxAndAgreesWithTheRegisterTable) {
    const EmittedDirectory dir(odd_sizes("odd"));
    std::string program = "#include \"include/odd_regs.h\"\n#include \"include/odd_regs.h\"\n";
    for (const auto& reg : dir.design.registers) {
        if (reg.head < 0)
            program += fmt::format("_Static_assert(KVOLT_ODD_{}_OFFSET == {}u, \"\");\n", reg.name, reg.offset);
    }
    program +=
        "_Static_assert(KVOLT_ODD_SCALE_OFFSET(1) == 0x200, \"\");\n"
        "_Static_assert(KVOLT_ODD_READOUT_FAULTS_OFFSET(1) == 0x218, \"\");\n"
        "_Static_assert(KVOLT_ODD_SCALE_RESET == 4096, \"\");\n"
        "_Static_assert(KVOLT_ODD_WINDOW_MASK == 15 && KVOLT_ODD_WINDOW_RESET == 15, \"\");\n"
        "_Static_assert(KVOLT_ODD_CONTROL_CLEAR_COUNTERS_MASK == 8, \"\");\n"
        "_Static_assert(KVOLT_ODD_GEOMETRY_SLOTS_RESET == 5 << KVOLT_ODD_GEOMETRY_SLOTS_SHIFT, \"\");\n"
        "_Static_assert(KVOLT_ODD_HEADS == 2, \"\");\nint main(void) { return 0; }\n";
    spit(dir.path("program.c"), program);
    EXPECT_EQ(dir.run("cc -std=c11 -Wall -Wextra -Werror -pedantic -c program.c").output, "");
    spit(dir.path("program.cpp"),
         "#include \"include/odd_regs.h\"\nint main() { return KVOLT_ODD_HEADS == 2 ? 0 : 1; }\n");
    EXPECT_EQ(dir.run("c++ -std=c++17 -Wall -Wextra -Werror program.cpp -o program && ./program").status, 0);
}

// Compiled and run: a driver that writes a negative scale gets one, and reads it back.
TEST(CHeader, ConvertsNumbersWithTheirSign) {
    const EmittedDirectory dir(odd_sizes("odd", {"repair.slots=2", "calibration.average=4"}));
    spit(dir.path("program.c"), R"(#include "include/odd_regs.h"
#include <stdio.h>
#define EXPECT(what) do { if (!(what)) { printf("%s\n", #what); bad = 1; } } while (0)
int main(void) {
    int bad = 0;
    int32_t n;
    EXPECT(KVOLT_ODD_SCALE_WIDTH == 16 && KVOLT_ODD_SCALE_SIGNED == 1);
    EXPECT(KVOLT_ODD_SCALE_MIN == -32768 && KVOLT_ODD_SCALE_MAX == 32767);
    EXPECT(KVOLT_ODD_WINDOW_SIGNED == 0 && KVOLT_ODD_WINDOW_MAX == 15 && KVOLT_ODD_WINDOW_MIN == 3);
    for (n = KVOLT_ODD_SCALE_MIN; n <= KVOLT_ODD_SCALE_MAX; ++n) {
        EXPECT(kvolt_odd_scale_set(0, n) == (uint32_t)n);
        EXPECT(kvolt_odd_scale_set(0xffffffffu, n) == (uint32_t)n);
        EXPECT(kvolt_odd_scale_get((uint32_t)n) == n);
        EXPECT(kvolt_odd_scale_get((uint32_t)n & 0xffffu) == n);
    }
    for (n = KVOLT_ODD_LANE_OFFSET_MIN; n <= KVOLT_ODD_LANE_OFFSET_MAX; ++n)
        EXPECT(kvolt_odd_lane_offset_get(kvolt_odd_lane_offset_set(0, n)) == n);
    EXPECT(kvolt_odd_repair_slot_set(KVOLT_ODD_REPAIR_VALID_MASK | 9u, 4) == (0x80000000u | 4u));
    EXPECT(kvolt_odd_repair_slot_get(0x8000000cu) == 12);
    EXPECT(kvolt_odd_geometry_slots_get(7u | 5u << 9 | 3u << 18) == 5);
    EXPECT(KVOLT_ODD_REPAIR_OFFSET(1, 1) == 0x284);
    return bad;
}
)");
    EXPECT_EQ(dir.run("cc -std=c11 -Wall -Wextra -Werror -pedantic program.c -o program && ./program").output, "");
    EXPECT_EQ(dir.run("./program").status, 0);
}

TEST(TimingDiagram, ShowsTheScheduleOfTheDesign) {
    const auto d = design_of({"tiny", {}});
    const auto lines = lines_of(timing_diagram(d));
    const auto row = [&](const std::string& name) {
        for (const auto& line : lines) {
            if (line.compare(0, name.size(), name) == 0) return line.substr(15);
        }
        return std::string();
    };
    EXPECT_EQ(row("m_axis_tvalid").find('#'), static_cast<std::size_t>(d.schedule.latency_cycles - 2));
    const auto q_pulse = row("q_pulse");
    EXPECT_EQ(std::count(q_pulse.begin(), q_pulse.end(), '#'), 15);
    EXPECT_EQ(q_pulse.find('#'), static_cast<std::size_t>(d.schedule.gap_cycles));
    EXPECT_EQ(row("read_start").find('#'), static_cast<std::size_t>(d.schedule.score_frame + d.schedule.weigh_frame));
    EXPECT_EQ(row("v_write").find('#'), static_cast<std::size_t>(d.schedule.lead_cycles));
    const auto two = design_of({"tiny", {"analog.integrators=2"}});
    EXPECT_NE(timing_diagram(two), timing_diagram(d));
}

TEST(TimingDiagram, FitsAPageHoweverLongTheSchedule) {
    for (const auto& line : lines_of(timing_diagram(design_of({"tiny", {"bits.q=8", "timing.unit_cycles=4"}})))) {
        EXPECT_LE(line.size(), 112u);
    }
}

TEST(Datasheet, NamesEveryRegisterPortAndPin) {
    const EmittedDirectory dir(odd_sizes("odd"));
    const auto text = dir.text("docs/odd.md");
    for (const auto& p : top_ports(dir.design)) EXPECT_NE(text.find("`" + p.name + "`"), std::string::npos) << p.name;
    for (const auto& p : dir.design.macros.front().pins)
        EXPECT_NE(text.find("`" + p.name + "`"), std::string::npos) << p.name;
    for (const auto& r : dir.design.registers) {
        if (r.head >= 0) continue;
        EXPECT_NE(text.find("| " + r.name + " |"), std::string::npos) << r.name;
    }
    EXPECT_NE(text.find("| v | 7 | 2 | 35..48 |"), std::string::npos);
}

TEST(Constraints, TimeEveryPortAndKnowHowMacroPulsesArrive) {
    const EmittedDirectory synchronized(odd_sizes("odd"));
    const auto text = synchronized.text("constraints/odd.sdc");
    for (const auto& p : top_ports(synchronized.design)) EXPECT_NE(text.find(p.name), std::string::npos) << p.name;
    EXPECT_NE(text.find("set_max_delay $clock_period -through $pulse_pins"), std::string::npos);
    const EmittedDirectory direct(odd_sizes("odd", {"readout.sync_stages=0"}));
    EXPECT_EQ(direct.text("constraints/odd.sdc").find("$pulse_pins"), std::string::npos);
    EXPECT_NE(direct.text("constraints/odd.sdc").find("SYNC_STAGES = 0"), std::string::npos);
    const EmittedDirectory slow(Variant{"tiny", {"timing.clock_ns=2.5"}});
    EXPECT_NE(slow.text("constraints/tiny.sdc").find("set clock_period 2.5\n"), std::string::npos);
}

// Widths of pulses are what the arrays compute with: edges of word lines and pulses have a window, in every engine.
TEST(Constraints, GiveEdgesOfWordLinesAndPulsesAWindow) {
    const EmittedDirectory pulses(odd_sizes("odd", {"timing.unit_cycles=3", "timing.write_cycles=2"}));
    const EmittedDirectory adc(odd_sizes("adc", {"score.path=adc", "timing.phi_unit_cycles=4"}));
    const std::string window = "set_max_delay -ignore_clock_latency $pulse_window -to [get_pins -hierarchical */";
    for (const auto* name : {"*wl_i*", "q_pulse_i*"})
        for (const auto& text : {pulses.text("constraints/odd.sdc"), adc.text("constraints/adc.sdc")})
            EXPECT_NE(text.find(window + name), std::string::npos) << name;
    EXPECT_EQ(pulses.text("constraints/odd.sdc").find("phi_pulse_i"), std::string::npos);
    EXPECT_NE(adc.text("constraints/adc.sdc").find(window + "phi_pulse_i*"), std::string::npos);
    // Liberty: the shortest pulse that is one, half a period less than the schedule's.
    const auto lib = pulses.text("macros/" + pulses.design.macros[0].module + ".lib");
    const auto shortest = [](const std::string& text, const std::string& pin) {
        const auto at = text.find("(" + pin + ")"), width = text.find("min_pulse_width_high : ", at);
        return width < text.find("bus (", at + 1) ? std::stod(text.substr(width + 23)) : 0.0;
    };
    EXPECT_DOUBLE_EQ(shortest(lib, "q_pulse_i"), 2.5);
    EXPECT_DOUBLE_EQ(shortest(lib, "k_wl_i"), 1.5);
    EXPECT_DOUBLE_EQ(shortest(lib, "k_level_i"), 0.0);
    EXPECT_DOUBLE_EQ(shortest(adc.text("macros/" + adc.design.macros[1].module + ".lib"), "phi_pulse_i"), 3.5);
}

TEST(Linking, FindsWhatIsInstantiatedAndNotWhatIsMentioned) {
    const std::vector<File> library{{"rtl/kv_a.v", "module kv_a; kv_b u_b (); endmodule"},
                                    {"rtl/kv_b.v", "module kv_b; endmodule"},
                                    {"rtl/kv_c.v", "module kv_c; endmodule"}};
    const File root{"rtl/top.v", "// unlike kv_c\nmodule top; kv_a u_a (); wire kv_c_like; endmodule"};
    const auto found = linked_modules({&root}, library);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0]->path, "rtl/kv_b.v");  // before the module that uses it
    EXPECT_EQ(found[1]->path, "rtl/kv_a.v");
}

// The C++ behind the macros is complete in its folder: whatever a file includes lies beside it, or is the compiler's.
TEST(EmitDpi, IsCompleteInOneFolder) {
    for (const char* preset : {"tiny", "adc-ramp"}) {
        const auto design = design_of({preset, {}});
        std::map<std::string, std::string> dpi;
        std::string list;
        for (const auto& file : emit_all(design)) {
            if (file.path.rfind("dpi/", 0) == 0) dpi[file.path.substr(4)] = file.text;
            if (file.path == design.name + ".dpi.f") list = file.text;
        }
        EXPECT_GE(dpi.size(), 15u);
        static const std::regex include("#include ([\"<])([^\">]+)[\">]");
        for (const auto& [name, text] : dpi) {
            for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it) {
                const bool own = (*it)[1] == "\"";
                EXPECT_EQ(dpi.count((*it)[2]), own ? 1u : 0u) << name << ": " << (*it)[0];
                EXPECT_EQ((*it)[2].str().find("fmt/"), std::string::npos) << name << " needs a library";
            }
            const bool listed = list.find("dpi/" + name + "\n") != std::string::npos;
            EXPECT_EQ(listed, name.find(".cpp") != std::string::npos) << name;
        }
    }
}

// The committed example is what this tree emits; a difference is either a mistake or wants to be looked at and
// refreshed.
TEST(GoldenTiny, IsFresh) {
    const std::string refresh = "refresh with: build/bin/kvolt generate tiny --anonymous --force -o tests/golden/tiny";
    const std::filesystem::path golden = std::filesystem::path(KVOLT_SOURCE_DIR) / "tests/golden/tiny";
    const auto files = emit_files(anonymous(design_of({"tiny", {}})));
    std::set<std::string> committed, emitted;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(golden)) {
        if (entry.is_regular_file()) committed.insert(std::filesystem::relative(entry.path(), golden).generic_string());
    }
    for (const auto& file : files) {
        if (file.path.rfind("dpi/", 0) == 0) continue;  // copies of sim/, which need not stand here twice
        emitted.insert(file.path);
        EXPECT_TRUE(contents((golden / file.path).string()) == file.text) << file.path << " is stale; " << refresh;
    }
    EXPECT_EQ(committed, emitted) << refresh;
}

}  // namespace
}  // namespace kvolt::test
