// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/register_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/design/register_map.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

std::string lower_case(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

bool is_array(const Register& reg) { return reg.entries > 1; }

std::string stem(const Register& reg) { return lower_case(common_name(reg)); }

/// A word that is read, below the bit that says that there is one.
std::string mapped(const std::string& word) {
    return word.front() == '{' ? "{1'b1, " + word.substr(1) : fmt::format("{{1'b1, {}}}", word);
}

}  // namespace

std::string offset_name(const Register& reg) { return (reg.head < 0 ? "" : "HEAD_") + common_name(reg); }

const Register* array_of_heads(const Design& design) {
    const auto heads = head_registers(design);
    const auto found = std::find_if(heads.begin(), heads.end(), [](const auto* reg) { return is_array(*reg); });
    return found == heads.end() ? nullptr : *found;
}

std::vector<const RegisterField*> RegisterPage::fields_of(const Register& reg) const {
    std::vector<const RegisterField*> list;
    for (const auto& f : fields_) {
        if (f.reg == &reg) list.push_back(&f);
    }
    return list;
}

/// Both ends of the legal range, and the sign.
void RegisterPage::range_instance(const RegisterField& f, const std::string& legal) {
    const auto limit = [](std::int64_t value) {
        return fmt::format("{}34'sd{}", value < 0 ? "-" : "", value < 0 ? -value : value);
    };
    w_.instance("kv_reg_range",
                {{"WIDTH", std::to_string(f.field->width)},
                 {"SPAN", std::to_string(span_bits(*f.reg, *f.field))},
                 {"SIGNED", f.field->is_signed ? "1" : "0"},
                 {"MIN", limit(f.field->min)},
                 {"MAX", limit(f.field->max)}},
                "u_" + f.signal + "_range",
                {{"value_i", f.lane(f.net())},
                 {"data_i", f.span_of("wr_data")},
                 {"mask_i", f.span_of("wr_mask")},
                 {"legal_o", legal}});
}

void RegisterPage::field_instance(const RegisterField& f, const std::string& write) {
    w_.instance("kv_reg_field", {{"WIDTH", std::to_string(f.field->width)}, {"RESET", f.reset_text()}}, "u_" + f.signal,
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"write_i", write},
                 {"data_i", f.bits_of("wr_data")},
                 {"mask_i", f.bits_of("wr_mask")},
                 {"value_o", f.lane(f.net())}});
}

void RegisterPage::remote_instance(const RegisterField& f) {
    w_.instance("kv_reg_remote", {{"WIDTH", std::to_string(f.field->width)}}, "u_" + f.signal,
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"write_i", "wr_" + stem(*f.reg)},
                 {"data_i", f.bits_of("wr_data")},
                 {"mask_i", f.bits_of("wr_mask")},
                 {"value_i", f.lane(f.net())},
                 {"set_o", f.signal + "_set_o[h]"},
                 {"data_o", f.lane(f.signal + "_data_o")}});
}

void RegisterPage::pulse_instance(const RegisterField& f) {
    w_.instance("kv_reg_pulse", {{"WIDTH", std::to_string(f.field->width)}}, "u_" + f.signal,
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"write_i", "wr_" + stem(*f.reg)},
                 {"data_i", f.bits_of("wr_data")},
                 {"mask_i", f.bits_of("wr_mask")},
                 {"pulse_o", f.net()}});
}

/// What a write of the register must be like: bits without a meaning are 0, numbers are in their range.
std::string RegisterPage::legal_text(const Register& reg) const {
    std::string text;
    const auto also = [&](const std::string& part) { text += (text.empty() ? "" : " & ") + part; };
    if (const auto reserved = reserved_mask(reg); reserved != 0) {
        const auto hex = fmt::format("{:08x}", reserved);
        also(fmt::format("~|(wr_ones & 32'h{}_{})", hex.substr(0, 4), hex.substr(4)));
    }
    for (const auto* f : fields_of(reg)) {
        if (is_judged(*f->field)) also((is_array(reg) ? "|" : "") + f->signal + "_legal");
    }
    return text.empty() ? "1'b1" : text;
}

/// The register as one 32-bit expression: zeros between the fields, signs above them.
std::string RegisterPage::read_value(const Register& reg) const {
    auto fields = fields_of(reg);
    std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->field->lsb > b->field->lsb; });
    const auto constant = [](const RegisterField* f) { return is_constant(*f->reg, *f->field); };
    if (std::all_of(fields.begin(), fields.end(), constant) && reg.name != "GEOMETRY") {
        std::uint32_t value = 0;
        for (const auto* f : fields) value |= (f->field->reset << f->field->lsb) & field_mask(*f->field);
        return fmt::format("32'h{:08x}", value);
    }
    std::string parts;
    int from = 32;  // bits from here up are in `parts`, or zeros
    int zeros = 0;  // of the latter, right below `parts`
    const auto append = [&](const std::string& part) { parts += (parts.empty() ? "" : ", ") + part; };
    for (const auto* f : fields) {
        const int above = from - f->field->lsb - f->field->width;
        from = f->field->lsb;
        if (f->field->access == Access::write_pulse) {
            zeros += above + f->field->width;
            continue;
        }
        const auto value = constant(f) ? f->reset_text() : f->lane(f->net());
        if (!f->field->is_signed) zeros += above;
        if (zeros > 0) append(fmt::format("{}'d0", zeros));
        if (f->field->is_signed && above > 0)
            append(fmt::format("{{{}{{{}}}}}", above, f->lane_bit(f->net(), f->field->width - 1)));
        append(value);
        zeros = 0;
    }
    if (zeros + from > 0) append(fmt::format("{}'d0", zeros + from));
    return parts.find(',') == std::string::npos ? parts : fmt::format("{{{}}}", parts);
}

/// Strobes and judgements of the registers of a page.
void RegisterPage::nets(const std::vector<const Register*>& registers, const std::string& page,
                        const std::string& inside) {
    std::vector<VerilogNet> nets{{"", inside, fmt::format("wr_ok & (wr_page == {})", page)}};
    std::vector<VerilogNet> judged;
    for (const auto* reg : registers) {
        if (!writable(*reg) || is_array(*reg)) continue;
        nets.push_back({"", "wr_" + stem(*reg), fmt::format("{} & (wr_at == {})", inside, offset_name(*reg))});
        for (const auto* f : fields_of(*reg)) {
            if (is_judged(*f->field)) judged.push_back({"", f->signal + "_legal"});
        }
    }
    w_.wires(nets);
    w_.wires(judged);
}

/// The two cases of a page: may the write be carried out, what is read.
void RegisterPage::cases(const std::vector<const Register*>& registers, const std::string& prefix,
                         const std::string& page) {
    const bool folded = prefix == "head" && array_of_heads(design_) != nullptr;
    const std::string offset = folded ? "_head_at" : "_at";
    std::vector<VerilogConnection> legal, words;
    const auto net = [&](const char* what) { return prefix + what; };
    for (const auto* reg : registers) {
        if (writable(*reg))
            legal.push_back({offset_name(*reg), fmt::format("{} = {};", net("_legal"), legal_text(*reg))});
        words.push_back(
            {offset_name(*reg),
             fmt::format("{} = {};", net("_word"), mapped(is_array(*reg) ? stem(*reg) + "_word" : read_value(*reg)))});
    }
    legal.push_back({"default", net("_legal") + " = 1'b0;"});
    words.push_back({"default", net("_word") + " = 33'd0;"});
    w_.wires({{"", net("_legal"), "", "", true}, {"32:0", net("_word"), "", "", true}});
    w_.open("always @* begin");
    w_.open(fmt::format("case (wr{})", offset));
    w_.case_items(legal);
    w_.close("endcase");
    w_.open(fmt::format("case (rd{})", offset));
    w_.case_items(words);
    w_.close("endcase");
    w_.close("end");
    w_.assigns({{fmt::format("legal[{}]", page), net("_legal")},
                {page == "0" ? "words[32:0]" : fmt::format("words[{}*33 +: 33]", page), net("_word")}});
}

/// What a field needs besides its place in the cases.
void RegisterPage::field(const RegisterField& f) {
    if (f.field->access == Access::read_only || f.field->access == Access::write_one_clear) return;
    w_.line();
    if (f.field->access == Access::write_pulse) return pulse_instance(f);
    if (is_judged(*f.field)) {
        range_instance(f, f.signal + "_legal");
        w_.line();
    }
    if (f.field->remote) return remote_instance(f);
    field_instance(f, "wr_" + stem(*f.reg));
}

/// The registers of an array, entry by entry, and the word of the one that is read.
void RegisterPage::array(const Register& reg) {
    const auto name = stem(reg);
    const auto entries = std::to_string(reg.entries);
    std::vector<VerilogNet> nets;
    for (const auto* f : fields_of(reg)) {
        if (is_judged(*f->field)) nets.push_back({range_of(reg.entries), f->signal + "_legal"});
    }
    nets.push_back({range_of(32 * reg.entries), name + "_words"});
    nets.push_back({"31:0", name + "_word"});
    w_.line();
    w_.wires(nets);
    w_.open(fmt::format("for (e = 0; e < {}; e = e + 1) begin : gen_{}", entries, name));
    w_.line(fmt::format("localparam WORD = {} + e;  // of the page", reg.offset % register_page_bytes / 4));
    w_.wires({{"", "at", "wr_at[7:2] == WORD[5:0]"}, {"", "write", "wr_head & at"}});
    for (const auto* f : fields_of(reg)) {
        w_.line();
        if (is_judged(*f->field)) {
            w_.wires({{"", "legal_here"}});
            range_instance(*f, "legal_here");
            w_.assigns({{f->signal + "_legal[e]", "at & legal_here"}});
            w_.line();
        }
        field_instance(*f, "write");
    }
    w_.line();
    w_.assigns({{name + "_words[e*32 +: 32]", read_value(reg)}});
    w_.close("end");
    w_.line();
    const int bits = bits_for(static_cast<std::uint64_t>(reg.entries) - 1);
    w_.instance("kv_choose", {{"CHOICES", entries}, {"WIDTH", "32"}}, "u_" + name + "_word",
                {{"d_i", name + "_words"}, {"index_i", fmt::format("rd_at[{}:2]", bits + 1)}, {"d_o", name + "_word"}});
}

/// IRQ_STATUS and IRQ_ENABLE hold the same bits; the highest comes first in a concatenation, and 0 stands for one that
/// this configuration does not have.
void RegisterPage::interrupts() {
    std::string events, enables, status;
    int bits = 0;  // of the concatenations so far
    const auto prepend = [](std::string& list, const std::string& item) {
        list = item + (list.empty() ? "" : ", ") + list;
    };
    std::vector<VerilogNet> absent;
    const RegisterField* low = nullptr;
    for (const auto& f : fields_) {
        if (f.field->access != Access::write_one_clear) continue;
        if (!low) low = &f;
        for (; low->field->lsb + bits < f.field->lsb; ++bits) {
            absent.push_back({"", fmt::format("unused_irq_{}", low->field->lsb + bits)});
            prepend(events, "1'b0");
            prepend(enables, "1'b0");
            prepend(status, absent.back().name);
        }
        bits += f.field->width;
        prepend(events, f.port());
        prepend(status, f.net());
        prepend(enables, "irq_enable_" + f.field->name);
    }
    if (!absent.empty()) {
        w_.line();
        w_.wires(absent);
    }
    w_.line();
    w_.instance("kv_irq", {{"WIDTH", std::to_string(bits)}}, "u_irq",
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"event_i", fmt::format("{{{}}}", events)},
                 {"enable_i", fmt::format("{{{}}}", enables)},
                 {"write_i", "wr_" + stem(*low->reg)},
                 {"data_i", slice("wr_data", low->field->lsb, bits)},
                 {"mask_i", slice("wr_mask", low->field->lsb, bits)},
                 {"status_o", fmt::format("{{{}}}", status)},
                 {"irq_o", "irq_o"}});
}

void RegisterPage::print_engine() {
    const auto registers = engine_registers(design_);
    nets(registers, "{PAGE_BITS{1'b0}}", "wr_engine");
    std::vector<VerilogNet> inside;
    for (const auto& f : fields_) {
        if (f.per_head()) continue;
        const bool own = f.field->access == Access::read_write && !f.to_port();
        if (own || f.field->access == Access::write_one_clear) inside.push_back({f.range(), f.net()});
    }
    w_.wires(inside);
    for (const auto& f : fields_) {
        if (!f.per_head()) field(f);
    }
    interrupts();
    w_.line();
    cases(registers, "engine", "0");
}

void RegisterPage::print_head() {
    const auto registers = head_registers(design_);
    nets(registers, "PAGE[PAGE_BITS-1:0]", "wr_head");
    for (const auto& f : fields_) {
        if (f.per_head() && !is_array(*f.reg)) field(f);
    }
    if (const auto* list = array_of_heads(design_)) array(*list);
    w_.line();
    cases(registers, "head", "PAGE");
}

}  // namespace kvolt
