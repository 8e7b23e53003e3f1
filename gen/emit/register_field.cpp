// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/register_field.hpp"

#include <fmt/format.h>

#include <map>

namespace kvolt {
namespace {

const RegisterSymbols* symbols_of(const std::string& signal) {
    static const std::map<std::string, RegisterSymbols> table{
        {"window", {"WINDOW_BITS", "WINDOW[WINDOW_BITS-1:0]", "{2'b00, WINDOW[31:0]}"}},
        {"geometry_rows", {"", "ROWS[8:0]", ""}},
        {"geometry_slots", {"", "SLOTS[8:0]", ""}},
        {"geometry_tiles", {"", "TILES[6:0]", ""}},
        {"geometry_heads", {"", "HEADS[6:0]", ""}},
    };
    const auto found = table.find(signal);
    return found == table.end() ? nullptr : &found->second;
}

/// As kv_reg_field takes limits: 34 bits hold signed and unsigned 32-bit numbers.
std::string limit_text(std::int64_t limit) {
    return fmt::format("{}34'sd{}", limit < 0 ? "-" : "", limit < 0 ? -limit : limit);
}

}  // namespace

RegisterField::RegisterField(const Register& owner, const Field& description, int heads)
    : reg(&owner),
      field(&description),
      signal(signal_name(owner, description)),
      heads_(heads),
      symbols_(symbols_of(signal)) {}

std::string RegisterField::width_text() const {
    return symbolic_width() ? symbols_->width : std::to_string(field->width);
}

std::string RegisterField::range() const {
    if (symbolic_width()) return "$clog2(SLOTS*TILES+1)-1:0";
    if (per_head()) return fmt::format("{}:0", heads_ * field->width - 1);
    return field->width == 1 ? "" : fmt::format("{}:0", field->width - 1);
}

std::string RegisterField::reset_text() const {
    if (symbolic()) return symbols_->reset;
    const std::uint32_t value = field->reset & (field_mask(*field) >> field->lsb);
    return field->width == 1 ? fmt::format("1'b{}", value) : fmt::format("{}'d{}", field->width, value);
}

std::string RegisterField::min_text() const { return limit_text(field->min); }

std::string RegisterField::max_text() const {
    return symbolic() && !symbols_->max.empty() ? symbols_->max : limit_text(field->max);
}

std::string RegisterField::net() const {
    if (field->access == Access::write_one_clear) return signal;  // the status behind the event
    return to_port() ? signal + (is_input() ? "_i" : "_o") : signal;
}

std::string RegisterField::port() const {
    return field->access == Access::write_one_clear ? fmt::format("event_{}_i", field->name) : net();
}

std::string RegisterField::read_text(int head) const {
    if (is_constant(*reg, *field)) return reset_text();
    return per_head() ? fmt::format("{}[{}*{} +: {}]", net(), head, field->width, field->width) : net();
}

std::string RegisterField::bits_of(const std::string& bus) const {
    const auto lsb = field->lsb;
    if (symbolic_width()) return fmt::format("{}[{} +: {}]", bus, lsb, symbols_->width);
    return field->width == 1 ? fmt::format("{}[{}]", bus, lsb)
                             : fmt::format("{}[{}:{}]", bus, lsb + field->width - 1, lsb);
}

std::vector<RegisterField> register_fields(const Design& design) {
    std::vector<RegisterField> fields;
    for (const auto& list : {engine_registers(design), head_registers(design, 0)})
        for (const auto* reg : list)
            for (const auto& field : reg->fields) fields.emplace_back(*reg, field, design.heads);
    return fields;
}

}  // namespace kvolt
