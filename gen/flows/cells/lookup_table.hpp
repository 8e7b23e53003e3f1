// SPDX-License-Identifier: Apache-2.0
// Tables of a Liberty file: delays, transitions, constraints (ns) and energies (pJ) over transitions (ns) and loads
// (pF).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/liberty_units.hpp"

namespace kvolt {

/// In the order in which the axes of a table come.
enum class TableAxis { input_transition, related_transition, constrained_transition, output_load, other_load };

/// Empty when the file has no such table; without axes it is one number.
struct LookupTable {
    std::vector<TableAxis> axes;  ///< two at most, transitions before loads
    std::vector<std::vector<double>> index;
    std::vector<double> values;  ///< the last axis moves first

    [[nodiscard]] bool empty() const { return values.empty(); }
    /// Linear between the points of the table and beyond its ends.
    [[nodiscard]] double at(double transition_ns, double load_pf) const;
};

/// Reads the tables of one library: each with its own indices, or those of its template.
class TableReader {
public:
    /// Throws InputError(`file:line`) for a template whose indices are no rising numbers.
    TableReader(const LibertyFile& file, const LibertyUnits& units);

    /// Table `type` of `group` (timing, internal_power), empty when there is none. `scale`: of its values. A third axis
    /// (the load of another output) is taken at its first point. Throws InputError(`file:line`): unknown template, an
    /// index that does not rise, values that are no numbers or not as many as the indices ask for.
    [[nodiscard]] LookupTable read(const LibertyGroup& group, std::string_view type, double scale) const;

private:
    struct Template {
        std::vector<TableAxis> axes;
        std::vector<std::vector<double>> index;
    };

    [[noreturn]] void refuse(int line, std::string_view key, const std::string& problem) const;
    /// Numbers between commas, blanks and line continuations.
    [[nodiscard]] std::vector<double> numbers(const LibertyAttribute& attribute, double scale) const;
    [[nodiscard]] double scale_of(TableAxis axis) const;
    void read_template(const LibertyGroup& group);
    /// Replaces those indices that `group` states.
    void read_index(const LibertyGroup& group, const std::vector<TableAxis>& axes,
                    std::vector<std::vector<double>>& index) const;
    static void drop_third_axis(LookupTable& table);
    static void transpose(LookupTable& table);

    const LibertyFile& file_;
    LibertyUnits units_;
    std::map<std::string, Template, std::less<>> templates_;
};

}  // namespace kvolt
