// SPDX-License-Identifier: Apache-2.0
#include "gen/design/register_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace kvolt {
namespace {

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

std::string common_name(const Register& reg) {
    if (reg.head < 0) return reg.name;
    const auto name = reg.name.substr(fmt::format("H{}_", reg.head).size());
    return reg.entry < 0 ? name : name.substr(0, name.rfind('_'));
}

std::string counter_register(const HeadCounter& counter, std::size_t head) {
    std::string name = counter.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return fmt::format("H{}_{}", head, name);
}

std::vector<const Register*> engine_registers(const Design& design) {
    std::vector<const Register*> list;
    for (const auto& reg : design.registers) {
        if (reg.head < 0) list.push_back(&reg);
    }
    return list;
}

std::vector<const Register*> head_registers(const Design& design) {
    std::vector<const Register*> list;
    for (const auto& reg : design.registers) {
        if (reg.head == 0 && reg.entry <= 0) list.push_back(&reg);
    }
    return list;
}

std::string signal_name(const Register& reg, const Field& field) {
    const auto name = lower_case(common_name(reg));
    return name == field.name ? name : name + "_" + field.name;
}

bool is_constant(const Register& reg, const Field& field) {
    return field.access == Access::read_only && reg.head < 0 && reg.name != "STATUS";
}

std::string field_meaning(const Register& reg, const Field& field) {
    static const std::string command = "write 1: ";  // the access says so already
    if (field.doc.empty()) return reg.doc;
    if (field.doc.compare(0, command.size(), command) == 0) return field.doc.substr(command.size());
    const bool says_nothing = reg.fields.size() > 1 || reg.doc.empty() || reg.doc == lower_case(common_name(reg));
    const bool said_twice = field.doc.compare(0, reg.doc.size(), reg.doc) == 0;
    return says_nothing || said_twice ? field.doc : reg.doc + ": " + field.doc;
}

std::string access_text(Access access) {
    switch (access) {
        case Access::read_only:
            return "ro";
        case Access::read_write:
            return "rw";
        case Access::write_one_clear:
            return "write 1 to clear";
        case Access::write_pulse:
            return "write 1, reads 0";
    }
    return "";
}

std::uint32_t field_mask(const Field& field) {
    const std::uint32_t ones = field.width >= 32 ? ~0u : (1u << field.width) - 1u;
    return ones << field.lsb;
}

bool writable(const Register& reg) {
    return std::any_of(reg.fields.begin(), reg.fields.end(),
                       [](const Field& field) { return field.access != Access::read_only; });
}

int span_bits(const Register& reg, const Field& field) {
    int end = 32;
    for (const auto& other : reg.fields) {
        if (other.lsb > field.lsb) end = std::min(end, other.lsb);
    }
    return end - field.lsb;
}

bool is_judged(const Field& field) {
    if (field.access != Access::read_write) return false;
    const auto codes = std::int64_t{1} << field.width;
    return field.is_signed || field.max - field.min + 1 < codes;
}

std::uint32_t reserved_mask(const Register& reg) {
    std::uint32_t taken = 0;
    for (const auto& field : reg.fields) {
        if (field.access == Access::write_one_clear) return 0;
        auto seen = field;
        if (is_judged(field)) seen.width = span_bits(reg, field);
        taken |= field_mask(seen);
    }
    return ~taken;
}

}  // namespace kvolt
