// SPDX-License-Identifier: Apache-2.0
// What one cell costs is what its tables say. The oracle reads the text of the Liberty file by itself, with regular
// expressions, and knows states of plain zeros and ones only.
#include "gen/flows/estimate/cell_energy.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <regex>
#include <sstream>

#include "gen/flows/cells/technology.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

/// The body of the group whose head ends at `brace`.
std::string body_at(const std::string& text, std::size_t brace) {
    int depth = 0;
    for (auto i = brace; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && --depth == 0) return text.substr(brace + 1, i - brace - 1);
    }
    throw std::runtime_error("a group without an end");
}

/// Bodies of all groups `type (name) {`; an empty name matches all.
std::vector<std::string> bodies(const std::string& text, const std::string& type, const std::string& name = "") {
    const std::regex head(type + R"(\s*\(\s*"?)" + (name.empty() ? R"re([^)"]*)re" : name) + R"("?\s*\)\s*\{)");
    std::vector<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), head), end; match != end; ++match)
        found.push_back(body_at(text, static_cast<std::size_t>(match->position() + match->length()) - 1));
    return found;
}

std::string attribute(const std::string& body, const std::string& name) {
    std::smatch match;
    const std::regex form("\\b" + name + R"re(\s*:\s*"?([^";]*?)"?\s*;)re");
    return std::regex_search(body, match, form) ? match[1].str() : std::string{};
}

std::vector<double> list(const std::string& body, const std::string& name) {
    std::smatch match;
    const std::regex form("\\b" + name + R"(\s*\(([^)]*)\))");
    if (!std::regex_search(body, match, form)) return {};
    auto text = match[1].str();
    for (auto& c : text)
        if (c == '"' || c == ',' || c == '\\') c = ' ';
    std::istringstream in(text);
    std::vector<double> numbers;
    for (double number = 0; in >> number;) numbers.push_back(number);
    return numbers;
}

/// A conjunction of literals in any spelling.
bool holds(const std::string& condition, const std::map<std::string, bool>& levels) {
    const std::regex literal(R"((!?)\s*\b(\w+)\b\s*('?))");
    for (std::sregex_iterator match(condition.begin(), condition.end(), literal), end; match != end; ++match) {
        const bool inverted = (*match)[1].length() + (*match)[3].length() == 1;
        if (levels.at((*match)[2]) == inverted) return false;
    }
    return true;
}

/// A point of the tables: the same place of every axis.
struct Point {
    std::size_t transition = 0, load = 0;
};

class Oracle {
public:
    explicit Oracle(std::string text) : text_(std::move(text)) {}

    [[nodiscard]] const std::string& pin(const std::string& cell, const std::string& pin) const {
        auto& body = pins_[cell + " " + pin];
        if (body.empty()) body = bodies(only("cell", cell), "pin", pin).at(0);
        return body;
    }

    /// Of one rising and one falling edge of the pin together, caused by `related` (empty: an input's own tables).
    [[nodiscard]] double both_edges(const std::string& cell, const std::string& pin_name, const std::string& related,
                                    const std::map<std::string, bool>& levels, Point point) const {
        const auto& body = pin(cell, pin_name);
        double stated = 0, open = 0;
        bool is_stated = false;
        for (const auto& power : bodies(body, "internal_power")) {
            if (attribute(power, "related_pin") != related) continue;
            const auto when = attribute(power, "when");
            if (!when.empty() && !holds(when, levels)) continue;
            const double sum = edge(power, "rise_power", point) + edge(power, "fall_power", point);
            (when.empty() ? open : stated) += sum;
            is_stated |= !when.empty();
        }
        return is_stated ? stated : open;
    }

    /// Places of the axes in the file's units.
    [[nodiscard]] double at(const std::string& cell, const std::string& pin_name, bool load, Point point) const {
        const auto& body = pin(cell, pin_name);
        const auto power = bodies(body, "internal_power").at(0);
        for (const auto* type : {"rise_power", "fall_power"}) {
            const auto tables = bodies(power, type);
            if (tables.empty()) continue;
            const bool first = load_comes_first(power, type) == load;
            const auto index = list(tables[0], first ? "index_1" : "index_2");
            if (!index.empty()) return index.at(load ? point.load : point.transition);
        }
        return 0;
    }

private:
    /// The body of the group of this type and name, empty when there is none. Whole libraries are long: no regular
    /// expression is run over one.
    [[nodiscard]] const std::string& only(const std::string& type, const std::string& name) const {
        const auto [slot, is_new] = groups_.emplace(type + " " + name, "");
        for (auto at = text_.find(name); is_new && at != std::string::npos; at = text_.find(name, at + 1)) {
            const auto brace = text_.find('{', at);
            const auto line = text_.rfind('\n', at) + 1;
            if (brace == std::string::npos || bodies(text_.substr(line, brace - line) + "{}", type, name).empty())
                continue;
            slot->second = body_at(text_, brace);
            break;
        }
        return slot->second;
    }

    [[nodiscard]] bool load_comes_first(const std::string& power, const std::string& type) const {
        std::smatch match;
        std::regex_search(power, match, std::regex(type + R"(\s*\(\s*"?(\w+))"));
        return attribute(only("power_lut_template", match[1]), "variable_1") == "total_output_net_capacitance";
    }

    [[nodiscard]] double edge(const std::string& power, const std::string& type, Point point) const {
        const auto tables = bodies(power, type);
        if (tables.empty()) return 0;
        const auto values = list(tables[0], "values");
        if (values.size() == 1) return values[0];
        const auto columns = list(tables[0], "index_2").size();
        if (columns == 0) return values.at(point.transition);
        return load_comes_first(power, type) ? values.at(point.load * columns + point.transition)
                                             : values.at(point.transition * columns + point.load);
    }

    std::string text_;
    mutable std::map<std::string, std::string> groups_, pins_;
};

struct LibraryCase {
    std::string name, path;
    std::string flip_flop, inverter, nand, gate;
};

const std::string shared = std::string(KVOLT_SOURCE_DIR) + "/../shared/liberty/";

/// Where scripts/deps or the Debian package put the default cells; one of both places is named where they are in none.
std::string default_cells() {
    for (const auto& technology : technologies()) {
        if (technology.name != "osu018") continue;
        for (const auto& place : technology.liberty)
            if (std::filesystem::exists(place)) return place;
        return technology.liberty.front();
    }
    return "osu018";
}

class CellEnergyTables : public testing::TestWithParam<LibraryCase> {
protected:
    void SetUp() override {
        if (!GetParam().path.empty() && !std::filesystem::exists(GetParam().path))
            GTEST_SKIP() << GetParam().path << " is absent";
        const auto file =
            GetParam().path.empty() ? parse_liberty(small_library(), "small.lib") : read_liberty(GetParam().path);
        oracle_ = std::make_unique<Oracle>(*file.text);
        library_ = read_cells({file});
    }

    /// Every pin where `levels` say, without toggles.
    std::vector<PinState> quiet(const StdCell& cell, const std::map<std::string, bool>& levels) const {
        std::vector<PinState> pins;
        for (const auto& pin : cell.pins) {
            PinState state;
            state.high = levels.at(pin.name) ? 1 : 0;
            pins.push_back(state);
        }
        return pins;
    }

    std::size_t index(const StdCell& cell, const std::string& pin) const {
        for (std::size_t i = 0; i < cell.pins.size(); ++i)
            if (cell.pins[i].name == pin) return i;
        throw std::runtime_error(pin);
    }

    /// An input toggles at every point of its tables, the output with it or not.
    void expect_tables(const std::string& name, const std::string& input, const std::string& output,
                       std::map<std::string, bool> levels, bool output_follows) {
        const auto* cell = library_.find(name);
        ASSERT_NE(cell, nullptr) << name;
        const CellEnergy energy(*cell);
        const auto in = index(*cell, input), out = index(*cell, output);
        for (const Point point : {Point{0, 0}, Point{1, 1}, Point{3, 2}}) {
            if (GetParam().path.empty() && point.transition > 1) continue;
            auto pins = quiet(*cell, levels);
            pins[in].toggles = 2;
            pins[in].high = 0.5;
            const bool own_tables = !cell->pins[in].energy.empty(), caused = !cell->pins[out].energy.empty();
            pins[in].rise_ns = pins[in].fall_ns = own_tables ? oracle_->at(name, input, false, point) : 0;
            const auto alone = energy.internal_pj(pins);
            EXPECT_NEAR(alone[in], oracle_->both_edges(name, input, "", levels, point), 1e-9) << name << " " << input;
            EXPECT_EQ(alone[out], 0);
            if (!output_follows || !caused) continue;
            pins[in].rise_ns = pins[in].fall_ns = oracle_->at(name, output, false, point);
            pins[out].load_pf = oracle_->at(name, output, true, point);
            pins[out].toggles = 2;
            pins[out].high = 0.5;
            EXPECT_NEAR(energy.internal_pj(pins)[out], oracle_->both_edges(name, output, input, levels, point), 1e-9)
                << name << " " << output;
        }
    }

    /// All pins low but those in `high`.
    std::map<std::string, bool> low_but(const std::string& cell, const std::vector<std::string>& high) const {
        std::map<std::string, bool> levels;
        for (const auto& pin : library_.find(cell)->pins) levels[pin.name] = false;
        for (const auto& pin : high) levels[pin] = true;
        return levels;
    }

    std::unique_ptr<Oracle> oracle_;
    StdCellLibrary library_;
};

TEST_P(CellEnergyTables, Inverter) {
    const auto* cell = library_.find(GetParam().inverter);
    ASSERT_NE(cell, nullptr);
    expect_tables(cell->name, cell->inputs()[0], cell->output()->name, low_but(cell->name, {}), true);
}

TEST_P(CellEnergyTables, NandInEveryStateOfItsOtherInput) {
    const auto* cell = library_.find(GetParam().nand);
    ASSERT_NE(cell, nullptr);
    const auto inputs = cell->inputs();
    for (const std::size_t i : {0U, 1U}) {
        expect_tables(cell->name, inputs[i], cell->output()->name, low_but(cell->name, {inputs[1 - i]}), true);
        expect_tables(cell->name, inputs[i], cell->output()->name, low_but(cell->name, {cell->output()->name}), false);
    }
}

TEST_P(CellEnergyTables, FlipFlopWithQuietDataAndWithData) {
    const auto* cell = library_.find(GetParam().flip_flop);
    ASSERT_NE(cell, nullptr);
    auto high = std::vector<std::string>{};
    for (const auto* literal : {&cell->clear_pin, &cell->preset_pin})
        if (!literal->empty() && literal->front() == '!') high.push_back(literal->substr(1));
    auto levels = low_but(cell->name, high);
    for (const auto& pin : cell->pins)  // the state is 0
        if (pin.output && (pin.function == cell->inverse_state || pin.function == "!" + cell->state))
            levels[pin.name] = true;
    expect_tables(cell->name, cell->clock, cell->state_output, levels, true);
    expect_tables(cell->name, cell->data, cell->state_output, levels, false);
}

TEST_P(CellEnergyTables, ClockGateOpenAndClosed) {
    if (GetParam().gate.empty()) GTEST_SKIP() << GetParam().name << " has no clock gate";
    const auto* cell = library_.find(GetParam().gate);
    ASSERT_NE(cell, nullptr);
    const auto& gate = cell->gate;
    expect_tables(cell->name, gate.clock, gate.output, low_but(cell->name, {gate.enable}), true);
    expect_tables(cell->name, gate.clock, gate.output, low_but(cell->name, {}), false);
}

INSTANTIATE_TEST_SUITE_P(
    Libraries, CellEnergyTables,
    testing::Values(LibraryCase{"small", "", "DFF", "INV", "NAND2", "CG"},
                    LibraryCase{"osu018", default_cells(), "DFFPOSX1", "INVX1", "NAND2X1", ""},
                    LibraryCase{"sky130hd", shared + "sky130hd_tt.lib.gz", "sky130_fd_sc_hd__dfxtp_1",
                                "sky130_fd_sc_hd__inv_1", "sky130_fd_sc_hd__nand2_1", "sky130_fd_sc_hd__dlclkp_1"},
                    LibraryCase{"sg13g2", shared + "sg13g2_typ.lib.gz", "sg13g2_dfrbp_1", "sg13g2_inv_1",
                                "sg13g2_nand2_1", "sg13g2_lgcp_1"},
                    LibraryCase{"gf180mcu", shared + "gf180mcu_7t_tt_5v0.lib.gz", "gf180mcu_fd_sc_mcu7t5v0__dffq_1",
                                "gf180mcu_fd_sc_mcu7t5v0__inv_1", "gf180mcu_fd_sc_mcu7t5v0__nand2_1",
                                "gf180mcu_fd_sc_mcu7t5v0__icgtp_1"}),
    [](const auto& instance) { return instance.param.name; });

TEST(CellEnergy, AFlipFlopOfSky130CostsWhatItsLibertySays) {
    const auto path = shared + "sky130hd_tt.lib.gz";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
    const auto library = read_cells({read_liberty(path)});
    const auto* cell = library.find("sky130_fd_sc_hd__dfxtp_1");
    ASSERT_NE(cell, nullptr);
    std::vector<PinState> pins(cell->pins.size());
    double sum = 0;
    for (std::size_t i = 0; i < pins.size(); ++i)
        if (cell->pins[i].name == cell->clock) pins[i] = {2, 0.5, 0.01, 0.01, 0};
    for (const double pj : CellEnergy(*cell).internal_pj(pins)) sum += pj;
    EXPECT_NEAR(sum, 0.0178184 + 0.0227158, 1e-9);  // 17.8 + 22.7 = 40.5 fJ a cycle
}

/// Two alternatives and one for what they leave, over a state that is not certain.
TEST(CellEnergy, StatesCountByTheirProbability) {
    StdCell cell;
    cell.kind = StdCellKind::logic;
    const auto constant = [](double value) {
        LookupTable table;
        table.values = {value};
        return table;
    };
    StdCellPin a, b, y;
    a.name = "A";
    b.name = "B";
    y.name = "Y";
    y.output = true;
    y.function = "A & B";
    a.energy.push_back({"", BooleanFunction::parse("B"), "", constant(3), constant(5)});
    a.energy.push_back({"", std::nullopt, "", constant(1), constant(1)});
    y.energy.push_back({"A", std::nullopt, "", constant(10), constant(20)});
    y.energy.push_back({"B", std::nullopt, "", constant(100), constant(200)});
    cell.pins = {a, b, y};
    const CellEnergy energy(cell);
    // B is 1 a quarter of the time, A half; both toggle once a cycle.
    const auto pj = energy.internal_pj({{1, 0.5, 0, 0, 0}, {1, 0.25, 0, 0, 0}, {0.75, 0.125, 0, 0, 0}});
    EXPECT_NEAR(pj[0], 0.25 * 4 + 0.75 * 1, 1e-12);
    // The output follows A while B is 1, and B while A is 1: a third and two thirds of its transitions.
    EXPECT_NEAR(pj[2], 0.75 * (15.0 / 3 + 150.0 * 2 / 3), 1e-12);
}

/// Data and state of a flip-flop are no strangers: tables for equal and for different ones share the clock edges as the
/// state changes.
TEST(CellEnergy, DataAndStateOfAFlipFlopDifferAsOftenAsTheStateChanges) {
    const auto library = read_cells({parse_liberty(small_library(), "small.lib")});
    auto cell = *library.find("DFF");
    const auto constant = [](double value) {
        LookupTable table;
        table.values = {value};
        return table;
    };
    for (auto& pin : cell.pins) {
        pin.energy.clear();
        if (pin.name != "CK") continue;
        pin.energy.push_back({"", BooleanFunction::parse("D & Q"), "", constant(1), constant(1)});
        pin.energy.push_back({"", BooleanFunction::parse("!D & !Q"), "", constant(1), constant(1)});
        pin.energy.push_back({"", BooleanFunction::parse("D & !Q"), "", constant(9), constant(9)});
        pin.energy.push_back({"", BooleanFunction::parse("!D & Q"), "", constant(9), constant(9)});
    }
    const CellEnergy energy(cell);
    const auto cost = [&](double changes) {
        std::vector<PinState> pins;
        for (const auto& pin : cell.pins)
            pins.push_back({pin.name == "CK" ? 2.0 : pin.name == "Q" ? changes : 0, 0.5, 0, 0, 0});
        double sum = 0;
        for (const double pj : energy.internal_pj(pins)) sum += pj;
        return sum;
    };
    EXPECT_NEAR(cost(0), 2 * 1, 1e-12);
    EXPECT_NEAR(cost(0.25), 2 * (0.75 * 1 + 0.25 * 9), 1e-12);
    EXPECT_NEAR(cost(1), 2 * 9, 1e-12);
}

}  // namespace
}  // namespace kvolt
