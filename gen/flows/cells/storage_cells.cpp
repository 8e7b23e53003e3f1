// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/storage_cells.hpp"

namespace kvolt {
namespace {

struct Literal {
    std::string pin;
    bool low = false;  ///< active while the pin is low
};

Literal split(const std::string& literal) {
    return literal.front() == '!' ? Literal{literal.substr(1), true} : Literal{literal, false};
}

bool is_candidate(const StdCell& cell, StdCellKind kind) {
    return cell.kind == kind && !cell.excluded && cell.is_timed();
}

/// Clear and preset that are not in use rest inactive.
void tie_off(StorageCell& use, const std::string& literal) {
    if (literal.empty()) return;
    const auto [pin, low] = split(literal);
    use.ties.emplace_back(pin, low);
}

/// A cell stores D ^ data_inverted and shows the state ^ output_inverted. What is left over goes in front of the data
/// pin, unless the reset wants it behind the output.
StorageCell plain_use(const StdCell& cell, const StdCell& inverter, ResetValue reset, bool by_clear) {
    StorageCell use;
    use.cell = &cell;
    use.ties = cell.ties;
    const bool left_over = cell.data_inverted != cell.output_inverted;
    use.choice_area_um2 = cell.choice_area_um2 + (left_over ? inverter.choice_area_um2 : 0);
    if (reset != ResetValue::none) {
        const auto& literal = by_clear ? cell.clear_pin : cell.preset_pin;
        const auto [pin, low] = split(literal);
        use.reset = pin;
        use.reset_high = !low;
        const bool state = !by_clear;  // that the reset makes
        const bool shown = state != cell.output_inverted;
        use.invert_output = shown != (reset == ResetValue::one);
        // An inversion behind the output needs one in front of the data, unless one was left over anyway.
        use.invert_data = left_over != use.invert_output;
        use.choice_area_um2 =
            cell.choice_area_um2 +
            (static_cast<int>(use.invert_data) + static_cast<int>(use.invert_output)) * inverter.choice_area_um2;
        tie_off(use, by_clear ? cell.preset_pin : cell.clear_pin);
    } else {
        use.invert_data = left_over;
        tie_off(use, cell.clear_pin);
        tie_off(use, cell.preset_pin);
    }
    return use;
}

void keep_cheaper(StorageCell& best, StorageCell use) {
    if (best.cell == nullptr || use.choice_area_um2 < best.choice_area_um2) best = std::move(use);
}

}  // namespace

StorageCell find_flip_flop(const StdCellLibrary& library, const StdCell& inverter, ResetValue reset) {
    StorageCell best;
    for (const auto& [name, cell] : library.cells) {
        if (!is_candidate(cell, StdCellKind::flip_flop) || cell.dont_use || cell.active_low) continue;
        if (reset == ResetValue::none) {
            keep_cheaper(best, plain_use(cell, inverter, reset, false));
            continue;
        }
        if (!cell.clear_pin.empty()) keep_cheaper(best, plain_use(cell, inverter, reset, true));
        if (!cell.preset_pin.empty()) keep_cheaper(best, plain_use(cell, inverter, reset, false));
    }
    return best;
}

StorageCell find_latch(const StdCellLibrary& library, const StdCell& inverter) {
    StorageCell best;
    for (const auto& [name, cell] : library.cells)  // dont_use or not: nothing is mapped to it, it is asked for by name
        if (is_candidate(cell, StdCellKind::latch))
            keep_cheaper(best, plain_use(cell, inverter, ResetValue::none, false));
    return best;
}

}  // namespace kvolt
