// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/lookup_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

constexpr std::array<const char*, 3> index_names{"index_1", "index_2", "index_3"};
constexpr std::array<const char*, 3> variable_names{"variable_1", "variable_2", "variable_3"};

std::optional<TableAxis> axis_named(std::string_view variable) {
    static constexpr std::array<std::pair<std::string_view, TableAxis>, 8> names{{
        {"input_net_transition", TableAxis::input_transition},
        {"input_transition_time", TableAxis::input_transition},
        {"total_output_net_capacitance", TableAxis::output_load},
        {"related_pin_transition", TableAxis::related_transition},
        {"constrained_pin_transition", TableAxis::constrained_transition},
        {"equal_or_opposite_output_net_capacitance", TableAxis::other_load},
        {"related_out_total_output_net_capacitance", TableAxis::other_load},
        {"total_output2_net_capacitance", TableAxis::other_load},
    }};
    for (const auto& [name, axis] : names)
        if (name == variable) return axis;
    return std::nullopt;
}

bool is_load(TableAxis axis) { return axis == TableAxis::output_load || axis == TableAxis::other_load; }

/// Between which two points `x` lies (the outermost ones beyond the ends), and how far.
std::pair<std::size_t, double> place(const std::vector<double>& index, double x) {
    if (index.size() < 2) return {0, 0.0};
    const auto above = std::upper_bound(index.begin() + 1, index.end() - 1, x);
    const auto low = static_cast<std::size_t>(above - index.begin()) - 1;
    return {low, (x - index[low]) / (index[low + 1] - index[low])};
}

}  // namespace

double LookupTable::at(double transition_ns, double load_pf) const {
    if (values.empty()) return 0;
    if (axes.empty()) return values.front();
    const auto coordinate = [&](std::size_t axis) { return is_load(axes[axis]) ? load_pf : transition_ns; };
    const auto [row, row_share] = place(index[0], coordinate(0));
    if (axes.size() == 1)
        return index[0].size() < 2 ? values[0] : values[row] + row_share * (values[row + 1] - values[row]);
    const auto columns = index[1].size();
    const auto [column, column_share] = place(index[1], coordinate(1));
    // Structured bindings cannot be captured in C++17.
    const auto along = [&, first = column, share = column_share](std::size_t r) {
        const auto* line = &values[r * columns];
        return columns < 2 ? line[0] : line[first] + share * (line[first + 1] - line[first]);
    };
    const double low = along(row);
    return index[0].size() < 2 ? low : low + row_share * (along(row + 1) - low);
}

TableReader::TableReader(const LibertyFile& file, const LibertyUnits& units) : file_(file), units_(units) {
    templates_["scalar"];
    for (const auto& group : file.library.groups)
        if (group.type == "lu_table_template" || group.type == "power_lut_template") read_template(group);
}

void TableReader::refuse(int line, std::string_view key, const std::string& problem) const {
    throw InputError({Diagnostic{{file_.source, line}, std::string(key), problem, ""}});
}

std::vector<double> TableReader::numbers(const LibertyAttribute& attribute, double scale) const {
    std::vector<double> out;
    for (const auto text : attribute.values) {
        const char* position = text.data();
        const char* const end = text.data() + text.size();
        const auto is_gap = [](char c) {
            return c == ' ' || c == ',' || c == '\t' || c == '\r' || c == '\n' || c == '\\';
        };
        for (;;) {
            while (position != end && (is_gap(*position) || *position == '+')) ++position;
            if (position == end) break;
            double value = 0;
            const auto [next, error] = std::from_chars(position, end, value);
            if (error != std::errc{} || !std::isfinite(value) || (next != end && !is_gap(*next))) {
                const auto* word_end = std::find_if(position, end, is_gap);
                refuse(attribute.line, attribute.name,
                       fmt::format("'{}' is not a number", std::string(position, word_end).substr(0, 40)));
            }
            out.push_back(value * scale);
            position = next;
        }
    }
    return out;
}

double TableReader::scale_of(TableAxis axis) const { return is_load(axis) ? units_.capacitance_pf : units_.time_ns; }

void TableReader::read_template(const LibertyGroup& group) {
    Template read;
    for (const auto* variable : variable_names) {
        const auto* attribute = group.attribute(variable);
        if (attribute == nullptr || attribute->values.empty()) break;
        const auto axis = axis_named(attribute->values.front());
        if (!axis) return;  // of noise or current sources: nobody's business until a table uses it
        read.axes.push_back(*axis);
    }
    read_index(group, read.axes, read.index);
    templates_[std::string(group.name())] = std::move(read);
}

void TableReader::read_index(const LibertyGroup& group, const std::vector<TableAxis>& axes,
                             std::vector<std::vector<double>>& index) const {
    index.resize(axes.size());
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto* attribute = group.attribute(index_names[i]);
        if (attribute == nullptr) continue;
        index[i] = numbers(*attribute, scale_of(axes[i]));
        for (std::size_t k = 1; k < index[i].size(); ++k)
            if (!(index[i][k] > index[i][k - 1])) refuse(attribute->line, index_names[i], "does not rise");
    }
}

LookupTable TableReader::read(const LibertyGroup& group, std::string_view type, double scale) const {
    const auto* inside = group.group(type);
    if (inside == nullptr) return {};
    const auto* values = inside->attribute("values");
    if (values == nullptr) return {};
    const auto found = templates_.find(inside->name());
    if (found == templates_.end())
        refuse(inside->line, type, fmt::format("the file has no template '{}'", inside->name().substr(0, 60)));
    LookupTable table;
    table.axes = found->second.axes;
    table.index = found->second.index;
    read_index(*inside, table.axes, table.index);
    table.values = numbers(*values, scale);
    std::size_t wanted = 1;
    for (std::size_t i = 0; i < table.axes.size(); ++i) {
        if (table.index[i].empty()) refuse(inside->line, index_names[i], "is neither here nor in the template");
        wanted *= table.index[i].size();
        if (wanted > (std::size_t{1} << 20)) refuse(inside->line, type, "has more than a million values");
    }
    if (table.values.size() != wanted)
        refuse(values->line, "values",
               fmt::format("{} numbers, where the indices ask for {}", table.values.size(), wanted));
    if (table.axes.size() == 3) drop_third_axis(table);
    if (table.axes.size() == 2 && table.axes[0] > table.axes[1]) transpose(table);
    return table;
}

void TableReader::drop_third_axis(LookupTable& table) {
    const auto depth = table.index[2].size();
    std::vector<double> kept;
    for (std::size_t i = 0; i < table.values.size(); i += depth) kept.push_back(table.values[i]);
    table.values = std::move(kept);
    table.axes.pop_back();
    table.index.pop_back();
}

void TableReader::transpose(LookupTable& table) {
    const auto rows = table.index[0].size(), columns = table.index[1].size();
    std::vector<double> turned(table.values.size());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) turned[c * rows + r] = table.values[r * columns + c];
    table.values = std::move(turned);
    std::swap(table.axes[0], table.axes[1]);
    std::swap(table.index[0], table.index[1]);
}

}  // namespace kvolt
