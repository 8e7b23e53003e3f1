// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/register_field.hpp"

#include <fmt/format.h>

namespace kvolt {

std::string slice(const std::string& bus, int lsb, int width) {
    if (width == 32) return bus;
    return width == 1 ? fmt::format("{}[{}]", bus, lsb) : fmt::format("{}[{}:{}]", bus, lsb + width - 1, lsb);
}

RegisterField::RegisterField(const Register& owner, const Field& description)
    : reg(&owner), field(&description), signal(signal_name(owner, description)) {}

std::string RegisterField::range() const {
    if (!per_head()) return field->width == 1 ? "" : fmt::format("{}:0", field->width - 1);
    const int lanes = field->width * (reg->entries > 0 ? reg->entries : 1);
    return lanes == 1 ? "HEADS-1:0" : fmt::format("HEADS*{}-1:0", lanes);
}

std::string RegisterField::reset_text() const {
    if (signal == "geometry_heads") return "HEADS[6:0]";
    const std::uint32_t value = field->reset & (field_mask(*field) >> field->lsb);
    return field->width == 1 ? fmt::format("1'b{}", value) : fmt::format("{}'d{}", field->width, value);
}

std::string RegisterField::net() const {
    if (field->access == Access::write_one_clear) return signal;  // the status behind the event
    return to_port() ? signal + (is_input() ? "_i" : "_o") : signal;
}

std::string RegisterField::port() const {
    return field->access == Access::write_one_clear ? fmt::format("event_{}_i", field->name) : net();
}

std::string RegisterField::lane(const std::string& bus) const {
    if (!per_head()) return bus;
    if (reg->entries <= 1) return field->width == 1 ? bus + "[h]" : fmt::format("{0}[h*{1} +: {1}]", bus, field->width);
    const auto lane = fmt::format("h*{} + e", reg->entries);
    return field->width == 1 ? fmt::format("{}[{}]", bus, lane)
                             : fmt::format("{0}[({1})*{2} +: {2}]", bus, lane, field->width);
}

std::string RegisterField::lane_bit(const std::string& bus, int bit) const {
    if (field->width == 1) return lane(bus);
    if (!per_head()) return fmt::format("{}[{}]", bus, bit);
    if (reg->entries <= 1) return fmt::format("{}[h*{} + {}]", bus, field->width, bit);
    return fmt::format("{}[(h*{} + e)*{} + {}]", bus, reg->entries, field->width, bit);
}

std::string RegisterField::bits_of(const std::string& bus) const { return slice(bus, field->lsb, field->width); }

std::string RegisterField::span_of(const std::string& bus) const {
    return slice(bus, field->lsb, span_bits(*reg, *field));
}

std::vector<RegisterField> register_fields(const Design& design) {
    std::vector<RegisterField> fields;
    for (const auto& list : {engine_registers(design), head_registers(design)})
        for (const auto* reg : list)
            for (const auto& field : reg->fields) fields.emplace_back(*reg, field);
    return fields;
}

}  // namespace kvolt
