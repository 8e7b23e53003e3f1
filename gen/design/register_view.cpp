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

std::vector<const Register*> select(const Design& design, int head) {
    std::vector<const Register*> out;
    for (const auto& reg : design.registers) {
        if (reg.head == head) out.push_back(&reg);
    }
    return out;
}

}  // namespace

std::string common_name(const Register& reg) {
    return reg.head < 0 ? reg.name : reg.name.substr(fmt::format("H{}_", reg.head).size());
}

std::string counter_register(const HeadCounter& counter, std::size_t head) {
    std::string name = counter.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return fmt::format("H{}_{}", head, name);
}

std::vector<const Register*> engine_registers(const Design& design) { return select(design, -1); }

std::vector<const Register*> head_registers(const Design& design, int head) { return select(design, head); }

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

std::uint32_t field_mask(const Field& field) {
    const std::uint32_t ones = field.width >= 32 ? ~0u : (1u << field.width) - 1u;
    return ones << field.lsb;
}

}  // namespace kvolt
