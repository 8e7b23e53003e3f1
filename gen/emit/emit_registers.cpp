// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_regs.v: the register table as an AXI4-Lite slave.
#include <fmt/format.h>

#include <algorithm>

#include "gen/config/key_values.hpp"
#include "gen/design/register_view.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/register_field.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

class RegistersEmitter {
public:
    explicit RegistersEmitter(const Design& design)
        : design_(design),
          address_(fmt::format("{}:0", design.widths.address_bits - 1)),
          fields_(register_fields(design)) {}

    std::string text();

private:
    [[nodiscard]] std::vector<const RegisterField*> fields_of(const Register& reg) const;
    [[nodiscard]] static bool writable(const Register& reg);
    [[nodiscard]] std::string read_value(const Register& reg) const;
    [[nodiscard]] std::string legal_text(const Register& reg) const;
    static std::string address_name(const Register& reg) { return "ADDR_" + reg.name; }
    static std::string strobe_name(const Register& reg);

    void header();
    void constants();
    void bus();
    void write_side();
    void strobes();
    void engine_fields();
    void head_fields();
    void field_instance(const RegisterField& f);
    void remote_instance(const RegisterField& f);
    void pulse_instance(const RegisterField& f);
    void interrupts();
    void read_side();

    const Design& design_;
    std::string address_;
    std::vector<RegisterField> fields_;  ///< of the engine, then of head 0 on behalf of all
    VerilogWriter w_;
};

std::vector<const RegisterField*> RegistersEmitter::fields_of(const Register& reg) const {
    std::vector<const RegisterField*> list;
    for (const auto& f : fields_) {
        if (common_name(*f.reg) == common_name(reg) && f.per_head() == (reg.head >= 0)) list.push_back(&f);
    }
    return list;
}

bool RegistersEmitter::writable(const Register& reg) {
    return std::any_of(reg.fields.begin(), reg.fields.end(),
                       [](const Field& f) { return f.access != Access::read_only; });
}

std::string RegistersEmitter::strobe_name(const Register& reg) {
    std::string name = "wr_";
    for (const char c : common_name(reg)) name += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return name;
}

void RegistersEmitter::header() {
    w_.line(banner(design_, "//"));
    w_.doc("Registers of the engine behind AXI4-Lite, printed from the register table.");
    w_.doc("");
    w_.doc(
        "Reads and writes are answered one cycle after their handshakes are complete. A write that would leave a field "
        "outside its legal range, "
        "and any access to a read-only (writing) or unmapped address, answers SLVERR and changes nothing. Byte strobes "
        "are honored; the two "
        "lowest address bits are ignored.");
    w_.doc(
        "ROWS, SLOTS and TILES are those of the heads: software reads them in GEOMETRY, and the window cannot exceed "
        "SLOTS*TILES.");
    const auto parameters = engine_parameters(design_);
    w_.begin_module(regs_module(design_), {parameters.begin(), parameters.begin() + 3}, register_ports(design_));
}

void RegistersEmitter::constants() {
    w_.localparams({{"HEADS", std::to_string(design_.heads), ""},
                    {"WINDOW", "SLOTS * TILES", "largest and default window"},
                    {"WINDOW_BITS", "$clog2(WINDOW + 1)", ""}});
    w_.section("Address map");
    std::vector<VerilogParameter> map;
    const auto digits = (design_.widths.address_bits + 3) / 4;
    for (const auto& reg : design_.registers) {
        map.push_back({address_name(reg), fmt::format("{}'h{:0{}x}", design_.widths.address_bits, reg.offset, digits),
                       "", address_});
    }
    w_.localparams(map);
}

void RegistersEmitter::bus() {
    w_.section("Bus");
    w_.wires({{"", "wr_en"},
              {address_, "wr_addr"},
              {"31:0", "wr_data"},
              {"3:0", "wr_strb"},
              {"", "unused_rd_en", "", "no register minds being read"},
              {address_, "rd_addr"}});
    w_.line("reg         wr_error;");
    w_.line("reg  [31:0] rd_data;");
    w_.line("reg         rd_error;");
    w_.line();
    std::vector<VerilogConnection> pins{{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}};
    for (const auto& p : control_ports(design_))
        pins.push_back({"s_" + p.name.substr(std::string("s_axil_").size()), p.name});
    for (const auto* name : {"wr_en", "wr_addr", "wr_data", "wr_strb"})
        pins.push_back({fmt::format("{}_o", name), name});
    pins.push_back({"wr_error_i", "wr_error"});
    pins.push_back({"rd_en_o", "unused_rd_en"});
    pins.push_back({"rd_addr_o", "rd_addr"});
    pins.push_back({"rd_data_i", "rd_data"});
    pins.push_back({"rd_error_i", "rd_error"});
    w_.instance("kv_axil_slave", {{"ADDR_BITS", std::to_string(design_.widths.address_bits)}}, "u_axil_slave", pins);
    w_.line();
    const auto word = [&](const char* name) {
        return fmt::format("{{{}[{}:2], 2'b00}}", name, design_.widths.address_bits - 1);
    };
    w_.wires({{address_, "wr_word", word("wr_addr")}, {address_, "rd_word", word("rd_addr")}});
    w_.line("wire [31:0] wr_mask = {{8{wr_strb[3]}}, {8{wr_strb[2]}}, {8{wr_strb[1]}}, {8{wr_strb[0]}}};");
    w_.line();
    w_.comment("Address bits below a word, and data bits that belong to no field.");
    w_.line("wire unused_bits = &{1'b0, wr_addr[1:0], rd_addr[1:0], wr_data, wr_mask};");
}

std::string RegistersEmitter::legal_text(const Register& reg) const {
    std::string text;
    for (const auto* f : fields_of(reg)) {
        if (!f->stored()) continue;
        const auto name = f->per_head() ? fmt::format("{}_legal[{}]", f->signal, reg.head) : f->signal + "_legal";
        text += (text.empty() ? "" : " & ") + name;
    }
    return text;
}

void RegistersEmitter::write_side() {
    w_.section("Write: judged first, carried out second");
    std::vector<VerilogNet> legal_nets;
    for (const auto& f : fields_) {
        if (f.stored()) legal_nets.push_back({f.per_head() ? "HEADS-1:0" : "", f.signal + "_legal"});
    }
    w_.wires(legal_nets);
    w_.line();
    w_.open("always @* begin");
    w_.open("case (wr_word)");
    std::vector<VerilogConnection> items;
    for (const auto& reg : design_.registers) {
        if (!writable(reg)) continue;
        const auto legal = legal_text(reg);
        const bool many = legal.find('&') != std::string::npos;
        items.push_back({address_name(reg), legal.empty()
                                                ? "wr_error = 1'b0;"
                                                : fmt::format(many ? "wr_error = ~({});" : "wr_error = ~{};", legal)});
    }
    items.push_back({"default", "wr_error = 1'b1;"});
    w_.case_items(items);
    w_.close("endcase");
    w_.close("end");
    w_.line();
    strobes();
}

void RegistersEmitter::strobes() {
    std::vector<VerilogNet> nets{{"", "wr_ok", "wr_en & ~wr_error"}}, head_nets;
    std::vector<VerilogConnection> assigns;
    for (const auto& reg : design_.registers) {
        if (!writable(reg)) continue;
        const auto hit = fmt::format("wr_ok & (wr_word == {})", address_name(reg));
        if (reg.head < 0) nets.push_back({"", strobe_name(reg), hit});
        if (reg.head == 0) head_nets.push_back({"HEADS-1:0", strobe_name(reg)});
        if (reg.head >= 0) assigns.push_back({fmt::format("{}[{}]", strobe_name(reg), reg.head), hit});
    }
    w_.wires(nets);
    w_.line();
    w_.wires(head_nets);
    w_.assigns(assigns);
}

void RegistersEmitter::field_instance(const RegisterField& f) {
    const auto lane = f.per_head() ? std::string("[h]") : std::string();
    const auto value = f.per_head() ? fmt::format("{}[h*{} +: {}]", f.net(), f.field->width, f.field->width) : f.net();
    std::vector<VerilogConnection> parameters{{"WIDTH", f.width_text()}, {"RESET", f.reset_text()}};
    if (f.field->is_signed) parameters.push_back({"SIGNED", "1"});
    parameters.push_back({"MIN", f.min_text()});
    parameters.push_back({"MAX", f.max_text()});
    w_.instance("kv_reg_field", parameters, "u_" + f.signal,
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"write_i", strobe_name(*f.reg) + lane},
                 {"data_i", f.bits_of("wr_data")},
                 {"mask_i", f.bits_of("wr_mask")},
                 {"value_o", value},
                 {"legal_o", f.signal + "_legal" + lane}});
}

void RegistersEmitter::remote_instance(const RegisterField& f) {
    const auto lane = [&](const std::string& net) {
        return fmt::format("{}[h*{} +: {}]", net, f.field->width, f.field->width);
    };
    w_.instance("kv_reg_remote", {{"WIDTH", f.width_text()}}, "u_" + f.signal,
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"write_i", strobe_name(*f.reg) + "[h]"},
                 {"data_i", f.bits_of("wr_data")},
                 {"mask_i", f.bits_of("wr_mask")},
                 {"value_i", lane(f.net())},
                 {"set_o", f.signal + "_set_o[h]"},
                 {"data_o", lane(f.signal + "_data_o")}});
}

void RegistersEmitter::pulse_instance(const RegisterField& f) {
    w_.instance("kv_reg_pulse", {{"WIDTH", f.width_text()}}, "u_" + f.signal,
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"write_i", strobe_name(*f.reg)},
                 {"data_i", f.bits_of("wr_data")},
                 {"mask_i", f.bits_of("wr_mask")},
                 {"pulse_o", f.net()}});
}

void RegistersEmitter::engine_fields() {
    w_.section("Fields of the engine");
    std::vector<VerilogNet> inside;
    for (const auto& f : fields_) {
        if (!f.per_head() && f.field->access == Access::read_write && !f.to_port())
            inside.push_back({f.range(), f.net()});
        if (!f.per_head() && f.field->access == Access::write_one_clear) inside.push_back({f.range(), f.net()});
    }
    w_.wires(inside);
    for (const auto& f : fields_) {
        if (f.per_head() || (f.field->access != Access::read_write && f.field->access != Access::write_pulse)) continue;
        w_.line();
        if (f.field->access == Access::read_write)
            field_instance(f);
        else
            pulse_instance(f);
    }
    interrupts();
}

/// IRQ_STATUS and IRQ_ENABLE hold the same bits; the highest comes first in a concatenation, and 0 stands for one that
/// this configuration does not have.
void RegistersEmitter::interrupts() {
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
    const int width = bits;
    if (!absent.empty()) {
        w_.line();
        w_.wires(absent);
    }
    const int lsb = low->field->lsb;
    w_.line();
    w_.instance("kv_irq", {{"WIDTH", std::to_string(width)}}, "u_irq",
                {{"clk_i", "clk_i"},
                 {"rst_ni", "rst_ni"},
                 {"event_i", fmt::format("{{{}}}", events)},
                 {"enable_i", fmt::format("{{{}}}", enables)},
                 {"write_i", strobe_name(*low->reg)},
                 {"data_i", fmt::format("wr_data[{}:{}]", lsb + width - 1, lsb)},
                 {"mask_i", fmt::format("wr_mask[{}:{}]", lsb + width - 1, lsb)},
                 {"status_o", fmt::format("{{{}}}", status)},
                 {"irq_o", "irq_o"}});
}

void RegistersEmitter::head_fields() {
    w_.section("Fields of the heads");
    w_.line("genvar h;");
    w_.open("generate");
    w_.open("for (h = 0; h < HEADS; h = h + 1) begin : gen_heads");
    bool first = true;
    for (const auto& f : fields_) {
        if (!f.per_head() || f.field->access != Access::read_write) continue;
        if (!first) w_.line();
        first = false;
        if (f.field->remote)
            remote_instance(f);
        else
            field_instance(f);
    }
    w_.close("end");
    w_.close("endgenerate");
}

/// The register as one 32-bit expression, zeros between the fields.
std::string RegistersEmitter::read_value(const Register& reg) const {
    auto fields = fields_of(reg);
    std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->field->lsb > b->field->lsb; });
    const auto literal = [](const RegisterField* f) { return is_constant(*f->reg, *f->field) && !f->symbolic(); };
    if (std::all_of(fields.begin(), fields.end(), literal)) {
        std::uint32_t value = 0;
        for (const auto* f : fields) value |= (f->field->reset << f->field->lsb) & field_mask(*f->field);
        return fmt::format("32'h{:08x}", value);
    }
    std::string parts;
    int from = 32;  // bits from here up are in `parts` or zero
    int zeros = 0;  // of the latter, right below `parts`
    const auto append = [&](const std::string& part) { parts += (parts.empty() ? "" : ", ") + part; };
    for (const auto* f : fields) {
        zeros += from - f->field->lsb - f->field->width;
        from = f->field->lsb;
        if (f->field->access == Access::write_pulse) {
            zeros += f->field->width;
            continue;
        }
        if (f->symbolic_width())
            append(fmt::format("{{({} - {}){{1'b0}}}}", zeros + f->field->width, f->width_text()));
        else if (zeros > 0)
            append(fmt::format("{}'d0", zeros));
        append(f->read_text(reg.head));
        zeros = 0;
    }
    if (zeros + from > 0) append(fmt::format("{}'d0", zeros + from));
    return parts.find(',') == std::string::npos ? parts : fmt::format("{{{}}}", parts);
}

void RegistersEmitter::read_side() {
    w_.section("Read");
    w_.open("always @* begin");
    w_.line("rd_error = 1'b0;");
    w_.open("case (rd_word)");
    std::vector<VerilogConnection> items;
    for (const auto& reg : design_.registers)
        items.push_back({address_name(reg), fmt::format("rd_data = {};", read_value(reg))});
    w_.case_items(items);
    w_.open("default: begin");
    w_.line("rd_data  = 32'd0;");
    w_.line("rd_error = 1'b1;");
    w_.close("end");
    w_.close("endcase");
    w_.close("end");
}

std::string RegistersEmitter::text() {
    header();
    constants();
    bus();
    write_side();
    engine_fields();
    head_fields();
    read_side();
    w_.end_module();
    return w_.text();
}

}  // namespace

std::vector<VerilogPort> register_ports(const Design& design) {
    std::vector<VerilogPort> list{{in, "", "clk_i", ""},
                                  {in, "", "rst_ni", "asynchronous assert, synchronous release"}};
    for (auto& p : control_ports(design)) list.push_back(std::move(p));
    for (const auto& f : register_fields(design)) {
        if (!f.to_port()) continue;
        auto doc = field_meaning(*f.reg, *f.field);
        if (f.per_head()) doc += fmt::format("; head h in bits [h*{0} +: {0}]", f.field->width);
        if (f.field->access == Access::write_one_clear) doc = "pulse: sets " + f.field->name + " in " + f.reg->name;
        if (f.field->access == Access::write_pulse) doc = "pulse: " + doc;
        list.push_back({f.is_input() ? in : out, f.range(), f.port(), doc});
        if (!f.field->remote) continue;
        list.push_back({out, "HEADS-1:0", f.signal + "_set_o", "pulse: it becomes " + f.signal + "_data_o"});
        list.push_back({out, f.range(), f.signal + "_data_o", ""});
    }
    list.push_back({out, "", "irq_o", "level: a pending event is enabled"});
    return list;
}

void emit_registers(const Design& design, std::vector<File>& files) {
    files.push_back({fmt::format("rtl/{}.v", regs_module(design)), RegistersEmitter(design).text()});
}

}  // namespace kvolt
