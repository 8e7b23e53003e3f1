// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/cell_energy.hpp"

#include <algorithm>
#include <string>

namespace kvolt {
namespace {

/// Rows of a truth table, each with the probability of its inputs.
double probability_of_rows(std::uint64_t rows, const std::vector<int>& inputs, const std::vector<PinState>& pins) {
    double sum = 0;
    for (std::size_t row = 0; row < std::size_t{1} << inputs.size(); ++row) {
        if ((rows >> row & 1U) == 0) continue;
        double p = 1;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const double high = pins[static_cast<std::size_t>(inputs[i])].high;
            p *= (row >> i & 1U) != 0 ? high : 1 - high;
        }
        sum += p;
    }
    return sum;
}

/// Shares of alternatives from the probabilities of their conditions (negative: it has none and takes what is left).
/// `one_applies`: they cover all that happens, so their sum is 1.
void settle(std::vector<double>& shares, bool one_applies) {
    double stated = 0;
    long open = 0;
    for (const double share : shares) share < 0 ? static_cast<void>(++open) : static_cast<void>(stated += share);
    for (auto& share : shares)
        if (share < 0) share = std::max(0.0, 1 - stated) / static_cast<double>(open);
    double sum = 0;
    for (const double share : shares) sum += share;
    if (sum <= 0 && one_applies) std::fill(shares.begin(), shares.end(), 1.0 / static_cast<double>(shares.size()));
    if (sum > 1 || (one_applies && sum > 0))
        for (auto& share : shares) share /= sum;
}

CauseEdge edge_of(const StdCellPin& output, const std::string& related) {
    for (const auto& arc : output.timing)
        if (arc.related == related) return arc.cause();
    return CauseEdge::either;
}

}  // namespace

CellEnergy::CellEnergy(const StdCell& cell) : cell_(cell) {
    for (std::size_t i = 0; i < cell.pins.size(); ++i)
        if (!cell.pins[i].output) inputs_.push_back(static_cast<int>(i));
    if (cell.kind == StdCellKind::flip_flop) {
        data_ = pin_index(cell.data);
        state_ = pin_index(cell.state_output);
        clock_ = pin_index(cell.clock);
    }
    for (const auto& stated : cell.pins) {
        Pin pin;
        pin.output = stated.output;
        for (const auto& tables : stated.energy) add(pin, stated, tables);
        if (stated.output && !pin.causes.empty()) add_causes_without_tables(pin, stated);
        pins_.push_back(std::move(pin));
    }
    for (const auto& state : cell.leakage) {
        const auto same_rail = std::find_if(leaks_.begin(), leaks_.end(), [&](const std::vector<Leak>& leaks) {
            return leaks.front().state->rail == state.rail;
        });
        auto& leaks = same_rail != leaks_.end() ? *same_rail : leaks_.emplace_back();
        leaks.push_back({&state, condition(state.when)});
    }
}

int CellEnergy::pin_index(const std::string& name) const {
    for (std::size_t i = 0; i < cell_.pins.size(); ++i)
        if (cell_.pins[i].name == name) return static_cast<int>(i);
    return -1;
}

CellEnergy::Condition CellEnergy::condition(const std::optional<BooleanFunction>& function) const {
    Condition result;
    if (!function) return result;
    result.function = &*function;
    for (const auto& signal : function->signals()) result.pins.push_back(pin_index(signal));
    return result;
}

void CellEnergy::add(Pin& pin, const StdCellPin& stated, const EnergyArc& tables) {
    Arc arc;
    arc.tables = &tables;
    arc.when = condition(tables.when);
    arc.related = pin_index(tables.related);
    arc.edge = stated.output ? edge_of(stated, tables.related) : CauseEdge::same;
    auto cause =
        std::find_if(pin.causes.begin(), pin.causes.end(), [&](const Cause& c) { return c.pin == arc.related; });
    if (cause == pin.causes.end()) {
        cause = pin.causes.insert(pin.causes.end(), Cause{arc.related, 0, false, {}});
        if (stated.output) find_follows(stated, *cause);
    }
    const auto rail = std::find_if(cause->rails.begin(), cause->rails.end(),
                                   [&](const Alternatives& arcs) { return arcs.front().tables->rail == tables.rail; });
    (rail != cause->rails.end() ? *rail : cause->rails.emplace_back()).push_back(std::move(arc));
}

/// Inputs of which the file says nothing cause transitions too; those cost nothing.
void CellEnergy::add_causes_without_tables(Pin& pin, const StdCellPin& output) const {
    for (const int input : inputs_) {
        Cause cause{input, 0, false, {}};
        find_follows(output, cause);
        const bool known = std::any_of(pin.causes.begin(), pin.causes.end(),
                                       [&](const Cause& c) { return c.pin == input || c.pin < 0; });
        if (cause.has_rows && !known) pin.causes.push_back(std::move(cause));
    }
}

/// The difference of the output's function in this input.
void CellEnergy::find_follows(const StdCellPin& output, Cause& cause) const {
    const auto found = std::find(inputs_.begin(), inputs_.end(), cause.pin);
    const auto table = truth_table(output.function, cell_.inputs());
    if (!table || found == inputs_.end()) return;
    const auto distance = std::size_t{1} << (found - inputs_.begin());
    const auto rows = std::size_t{1} << inputs_.size();
    for (std::size_t row = 0; row < rows; ++row)
        if ((*table >> row & 1U) != (*table >> (row ^ distance) & 1U)) cause.follows |= std::uint64_t{1} << row;
    cause.has_rows = true;
}

/// Data and state of a flip-flop differ at a clock edge as often as the state changes at one.
double CellEnergy::probability(const Condition& condition, const std::vector<PinState>& pins) const {
    std::vector<double> high;
    bool data = false, state = false;
    for (const int pin : condition.pins) {
        high.push_back(pin < 0 ? 0.5 : std::clamp(pins[static_cast<std::size_t>(pin)].high, 0.0, 1.0));
        data |= pin >= 0 && pin == data_;
        state |= pin >= 0 && cell_.pins[static_cast<std::size_t>(pin)].output;
    }
    const double clock = clock_ < 0 ? 0 : pins[static_cast<std::size_t>(clock_)].toggles / 2;
    if (!data || !state || state_ < 0 || clock <= 0) return condition.function->probability(high);
    const auto& d = pins[static_cast<std::size_t>(data_)];
    const auto& q = pins[static_cast<std::size_t>(state_)];
    const bool opposite = cell_.data_inverted != cell_.output_inverted;
    const double p = d.high, s = opposite ? 1 - q.high : q.high;  // of the data, of the data that made the state
    const double differ = std::clamp(q.toggles / clock, 0.0, 1.0);
    double sum = 0, weights = 0;
    for (const int both : {0, 1, 2, 3}) {
        const bool one = (both & 1) != 0, stored = (both & 2) != 0;
        // The joint distribution with these marginals and this probability of being different.
        const double marginals = (one ? p : 1 - p) + (stored ? s : 1 - s);
        const double weight = std::max(0.0, (marginals + (one == stored ? -differ : differ - 1)) / 2);
        const bool shown = stored != opposite;
        for (std::size_t i = 0; i < high.size(); ++i) {
            const int pin = condition.pins[i];
            if (pin < 0) continue;
            const auto& stated = cell_.pins[static_cast<std::size_t>(pin)];
            const bool same = stated.function == cell_.pins[static_cast<std::size_t>(state_)].function;
            if (pin == data_) high[i] = one ? 1 : 0;
            if (stated.output) high[i] = shown == same ? 1 : 0;
        }
        sum += weight * condition.function->probability(high);
        weights += weight;
    }
    return weights > 0 ? sum / weights : condition.function->probability(high);
}

std::vector<double> CellEnergy::shares(const Alternatives& arcs, const std::vector<PinState>& pins,
                                       bool one_applies) const {
    std::vector<double> result;
    for (const auto& arc : arcs) result.push_back(arc.when.function == nullptr ? -1 : probability(arc.when, pins));
    settle(result, one_applies);
    return result;
}

/// Mean of a rising and a falling edge.
double CellEnergy::table_pj(const Arc& arc, const PinState& at, const std::vector<PinState>& pins) const {
    const auto& cause = arc.related < 0 ? at : pins[static_cast<std::size_t>(arc.related)];
    const double rise = cause_transition(arc.edge, true, cause.rise_ns, cause.fall_ns);
    const double fall = cause_transition(arc.edge, false, cause.rise_ns, cause.fall_ns);
    return (arc.tables->rise.at(rise, at.load_pf) + arc.tables->fall.at(fall, at.load_pf)) / 2;
}

double CellEnergy::weight(const Cause& cause, const std::vector<PinState>& pins) const {
    if (cause.pin < 0) return 0;
    const double toggles = pins[static_cast<std::size_t>(cause.pin)].toggles;
    return cause.has_rows ? toggles * probability_of_rows(cause.follows, inputs_, pins) : toggles;
}

std::vector<double> CellEnergy::internal_pj(const std::vector<PinState>& pins) const {
    std::vector<double> result(pins_.size(), 0.0);
    for (std::size_t p = 0; p < pins_.size(); ++p) {
        const auto& pin = pins_[p];
        if (pin.causes.empty() || pins[p].toggles <= 0) continue;
        std::vector<double> weights;
        for (const auto& cause : pin.causes) weights.push_back(pin.output && cause.pin >= 0 ? weight(cause, pins) : -1);
        double sum = 0;
        long causes = 0;
        for (const double w : weights)
            if (w >= 0) sum += w, ++causes;
        for (std::size_t c = 0; c < pin.causes.size(); ++c) {
            // Tables without a cause, those of inputs among them, count for every transition.
            const double share = weights[c] < 0 ? 1 : sum > 0 ? weights[c] / sum : 1.0 / static_cast<double>(causes);
            for (const auto& arcs : pin.causes[c].rails) {
                const auto parts = shares(arcs, pins, pin.output);
                for (std::size_t a = 0; a < arcs.size(); ++a)
                    if (share * parts[a] > 0)
                        result[p] += share * parts[a] * table_pj(arcs[a], pins[p], pins) * pins[p].toggles;
            }
        }
    }
    return result;
}

double CellEnergy::leakage_nw(const std::vector<PinState>& pins) const {
    if (leaks_.empty()) return cell_.leakage_nw;
    double sum = 0;
    for (const auto& leaks : leaks_) {
        std::vector<double> parts;
        for (const auto& leak : leaks)
            parts.push_back(leak.when.function == nullptr ? -1 : probability(leak.when, pins));
        settle(parts, true);
        for (std::size_t i = 0; i < leaks.size(); ++i) sum += parts[i] * leaks[i].state->power_nw;
    }
    return sum;
}

}  // namespace kvolt
