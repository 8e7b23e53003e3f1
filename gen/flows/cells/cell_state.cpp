// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/cell_state.hpp"

#include <algorithm>

#include "gen/flows/cells/plain_name.hpp"

namespace kvolt {
namespace {

std::string canonical(std::string_view text) {
    const auto function = BooleanFunction::parse(text);
    return function ? function->text() : std::string{};
}

std::string pin_of(const std::string& literal) {
    return !literal.empty() && literal.front() == '!' ? literal.substr(1) : literal;
}

/// Patterns of the next-state function's signals with `data` free, the state free, and the other inputs at the bits of
/// `constants`.
struct DataSearch {
    const BooleanFunction& function;
    const StdCell& cell;
    std::string data;

    static constexpr std::uint64_t data_pattern = 0b1010, state_pattern = 0b1100, rows = 0b1111;

    [[nodiscard]] std::vector<std::string> others() const {
        std::vector<std::string> names;
        for (const auto& signal : function.signals())
            if (signal != data && signal != cell.state && signal != cell.inverse_state) names.push_back(signal);
        return names;
    }

    [[nodiscard]] std::uint64_t evaluate(unsigned constants) const {
        std::vector<std::uint64_t> values;
        unsigned bit = 0;
        for (const auto& signal : function.signals()) {
            if (signal == data)
                values.push_back(data_pattern);
            else if (signal == cell.state)
                values.push_back(state_pattern);
            else if (signal == cell.inverse_state)
                values.push_back(~state_pattern);
            else
                values.push_back((constants >> bit++ & 1U) != 0 ? rows : 0);
        }
        return function.evaluate(values) & rows;
    }
};

/// Finds the constants that make the cell store `data` or its opposite.
bool store(StdCell& cell, const BooleanFunction& function, const std::string& data) {
    const DataSearch search{function, cell, data};
    const auto others = search.others();
    if (others.size() > 8) return false;
    for (unsigned constants = 0; constants < 1U << others.size(); ++constants) {
        const auto stored = search.evaluate(constants);
        if (stored != DataSearch::data_pattern && stored != (~DataSearch::data_pattern & DataSearch::rows)) continue;
        cell.data = data;
        cell.data_inverted = stored != DataSearch::data_pattern;
        cell.ties.clear();
        for (std::size_t i = 0; i < others.size(); ++i) cell.ties.emplace_back(others[i], (constants >> i & 1U) != 0);
        return true;
    }
    return false;
}

/// Pins that may be data, the likely ones first: those that the file calls so, then D.
std::vector<std::string> data_candidates(const LibertyGroup& group, const StdCell& cell,
                                         const BooleanFunction& function) {
    std::vector<std::pair<int, std::string>> ranked;
    for (const auto& signal : function.signals()) {
        const auto* pin = cell.pin(signal);
        if (pin == nullptr || pin->output) continue;
        int rank = signal == "D" ? 1 : 2;
        for (const auto& g : group.groups)
            if (g.type == "pin" && g.name() == signal && g.value("nextstate_type") == "data") rank = 0;
        ranked.emplace_back(rank, signal);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> names;
    for (const auto& [rank, name] : ranked) names.push_back(name);
    return names;
}

bool find_data(const LibertyGroup& group, StdCell& cell) {
    const auto function = BooleanFunction::parse(cell.next_state);
    if (!function) return false;
    for (const auto& signal : function->signals())
        if (signal != cell.state && signal != cell.inverse_state && cell.pin(signal) == nullptr) return false;
    for (const auto& candidate : data_candidates(group, cell, *function))
        if (store(cell, *function, candidate)) return true;
    return false;
}

/// A pin that is the state, else one that is its opposite.
void find_output(StdCell& cell) {
    const auto shows = [&](const StdCellPin& pin, bool inverted) {
        const auto& direct = inverted ? cell.inverse_state : cell.state;
        const auto& opposite = inverted ? cell.state : cell.inverse_state;
        return pin.output && !pin.function.empty() && (pin.function == direct || pin.function == "!" + opposite);
    };
    for (const bool inverted : {false, true})
        for (const auto& pin : cell.pins)
            if (cell.state_output.empty() && shows(pin, inverted)) {
                cell.state_output = pin.name;
                cell.output_inverted = inverted;
            }
}

/// One input pin, high or low.
bool is_input_literal(const StdCell& cell, const std::string& literal) {
    const auto* pin = cell.pin(pin_of(literal));
    return pin != nullptr && !pin->output;
}

}  // namespace

std::string literal_form(std::string_view text) {
    auto form = canonical(text);
    while (form.rfind("!!", 0) == 0) form.erase(0, 2);
    return form.find_first_of(" &|^(") == std::string::npos ? form : std::string{};
}

void read_state(const LibertyGroup& cell_group, const LibertyGroup& group, StdCell& cell) {
    const bool latch = group.type == "latch";
    cell.next_state = canonical(group.value(latch ? "data_in" : "next_state"));
    cell.control = canonical(group.value(latch ? "enable" : "clocked_on"));
    cell.clear = canonical(group.value("clear"));
    cell.preset = canonical(group.value("preset"));
    cell.clear_pin = literal_form(cell.clear);
    cell.preset_pin = literal_form(cell.preset);
    cell.both = {std::string(group.value("clear_preset_var1")), std::string(group.value("clear_preset_var2"))};
    cell.state = group.name();
    if (group.arguments.size() > 1) cell.inverse_state = group.arguments[1];
    const auto control = literal_form(cell.control);
    cell.active_low = !control.empty() && control.front() == '!';
    (latch ? cell.enable : cell.clock) = pin_of(control);
    find_output(cell);
    const auto literal_or_absent = [&](std::string_view attribute, const std::string& literal) {
        return group.value(attribute).empty() || is_input_literal(cell, literal);
    };
    const auto own_name = [&](const std::string& name) { return is_plain_name(name) && cell.pin(name) == nullptr; };
    if (own_name(cell.state) && (cell.inverse_state.empty() || own_name(cell.inverse_state)) &&
        is_input_literal(cell, control) && literal_or_absent("clear", cell.clear_pin) &&
        literal_or_absent("preset", cell.preset_pin) && !cell.state_output.empty() && find_data(cell_group, cell))
        cell.kind = latch ? StdCellKind::latch : StdCellKind::flip_flop;
}

void read_clock_gate(const LibertyGroup& group, StdCell& cell) {
    cell.gate_kind = group.value("clock_gating_integrated_cell");
    for (const auto& pin : group.groups) {
        if (pin.type != "pin") continue;
        const std::string name(pin.name());
        if (pin.value("clock_gate_clock_pin") == "true") cell.gate.clock = name;
        if (pin.value("clock_gate_enable_pin") == "true") cell.gate.enable = name;
        if (pin.value("clock_gate_test_pin") == "true") cell.gate.test = name;
        if (pin.value("clock_gate_out_pin") == "true") cell.gate.output = name;
    }
    const auto& gate = cell.gate;
    if (cell.gate_kind.rfind("latch_posedge", 0) != 0 || gate.clock.empty() || gate.enable.empty() ||
        gate.output.empty())
        return;
    for (const auto& input : cell.inputs())
        if (input != gate.clock && input != gate.enable && input != gate.test) return;
    cell.kind = StdCellKind::clock_gate;
}

}  // namespace kvolt
