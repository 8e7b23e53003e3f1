// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/register_props.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/emit_common.hpp"
#include "gen/emit/register_field.hpp"
#include "gen/flows/proofs/props_module.hpp"

namespace kvolt {
namespace {

std::string bits(int width) { return width > 1 ? fmt::format("[{}:0] ", width - 1) : ""; }
std::string part(const std::string& bus, int lsb, int width) {
    return width > 1 ? fmt::format("{}[{}:{}]", bus, lsb + width - 1, lsb) : fmt::format("{}[{}]", bus, lsb);
}

/// A field of one register, of one head: what the model calls it and where the block shows it.
struct ModelField {
    const Register& reg;
    const Field& field;
    RegisterField view;

    [[nodiscard]] bool stored() const { return view.stored(); }
    [[nodiscard]] bool event() const { return field.access == Access::write_one_clear; }
    [[nodiscard]] bool pulse() const { return field.access == Access::write_pulse; }
    [[nodiscard]] bool constant() const { return is_constant(reg, field); }
    [[nodiscard]] std::string name() const { return reg.name + "_" + field.name; }
    [[nodiscard]] std::string model() const { return "m_" + name(); }
    [[nodiscard]] std::string hit() const { return "hit_" + reg.name; }
    [[nodiscard]] std::string of(const std::string& word) const { return part(word, field.lsb, field.width); }
    [[nodiscard]] std::uint32_t reset() const {
        return field.width == 32 ? field.reset : field.reset & ((1U << field.width) - 1);
    }
    /// Its slice of a port, which carries all entries of all heads side by side.
    [[nodiscard]] std::string port(const std::string& name) const {
        if (reg.head < 0) return name;
        const int lane = reg.entry < 0 ? reg.head : reg.head * reg.entries + reg.entry;
        return part(name, lane * field.width, field.width);
    }
    /// What it holds now.
    [[nodiscard]] std::string now() const {
        if (constant()) return fmt::format("{}'h{:x}", field.width, reset());
        return stored() || event() ? model() : port(view.net());
    }
};

class Properties {
public:
    explicit Properties(const Design& design) : design_(design) {
        for (const auto& reg : design.registers)
            for (const auto& field : reg.fields) fields_.push_back({reg, field, RegisterField(reg, field)});
    }

    std::string text() {
        header();
        bus();
        for (const auto& reg : design_.registers) write(reg);
        answers();
        for (const auto& f : fields_) state(f);
        interrupt();
        reads();
        covers();
        w_.end_module();
        return w_.text();
    }

private:
    void header() {
        begin_properties(
            w_, design_, regs_module(design_),
            "Properties of the register block: a model of every register and every answer beside it, printed from the "
            "register table.",
            {{"HEADS", std::to_string(design_.heads), ""}}, register_ports(design_), {});
        w_.line("always @* if (!begun_q) assume (!rst_ni);");
    }

    /// What was accepted waits for its other half, and for the answer before it to be taken.
    void bus() {
        const auto address = bits(design_.widths.address_bits);
        w_.section("Bus: one write and one read at a time");
        w_.line("reg         aw_q, w_q, b_q, ar_q, r_q;");
        w_.line("reg         live_q;  // a clock edge has passed since the reset: before it nothing is accepted");
        w_.line(fmt::format("reg {}waddr_q, raddr_q;", address));
        w_.line("reg [31:0]  wdata_q;");
        w_.line("reg [3:0]   wstrb_q;");
        w_.line("wire        write = aw_q & w_q & ~b_q;");
        w_.line("wire        read  = ar_q & ~r_q;");
        for (const char* which : {"waddr", "raddr"})
            w_.line(
                fmt::format("wire {0}{1} = {{{1}_q[{2}:2], 2'b00}};", address, which, design_.widths.address_bits - 1));
        w_.line("wire [31:0] wmask = {{8{wstrb_q[3]}}, {8{wstrb_q[2]}}, {8{wstrb_q[1]}}, {8{wstrb_q[0]}}};");
        w_.open("always @(posedge clk_i or negedge rst_ni) begin");
        w_.line("if (!rst_ni) {aw_q, w_q, b_q, ar_q, r_q, live_q} <= 0;");
        w_.open("else begin");
        w_.line("live_q <= 1'b1;");
        w_.line("aw_q <= (aw_q | (s_axil_awvalid_i & live_q)) & ~write;");
        w_.line("w_q  <= (w_q | (s_axil_wvalid_i & live_q)) & ~write;");
        w_.line("b_q  <= write | (b_q & ~s_axil_bready_i);");
        w_.line("ar_q <= (ar_q | (s_axil_arvalid_i & live_q)) & ~read;");
        w_.line("r_q  <= read | (r_q & ~s_axil_rready_i);");
        w_.close("end");
        w_.close("end");
        w_.open("always @(posedge clk_i) begin");
        w_.line("if (s_axil_awvalid_i & s_axil_awready_o) waddr_q <= s_axil_awaddr_i;");
        w_.line("if (s_axil_wvalid_i & s_axil_wready_o) {wdata_q, wstrb_q} <= {s_axil_wdata_i, s_axil_wstrb_i};");
        w_.line("if (s_axil_arvalid_i & s_axil_arready_o) raddr_q <= s_axil_araddr_i;");
        w_.close("end");
        inside("u_axil_slave.aw_addr_q", design_.widths.address_bits, "aw_q", "waddr_q");
        inside("u_axil_slave.w_data_q", 32, "w_q", "wdata_q");
        inside("u_axil_slave.w_strb_q", 4, "w_q", "wstrb_q");
        inside("u_axil_slave.ar_addr_q", design_.widths.address_bits, "ar_q", "raddr_q");
        expect("s_axil_awready_o == (live_q & ~aw_q)");
        expect("s_axil_wready_o == (live_q & ~w_q)");
        expect("s_axil_arready_o == (live_q & ~ar_q)");
        expect("s_axil_bvalid_o == b_q && s_axil_rvalid_o == r_q");
    }

    /// A net of the block, without which induction would begin in states that the block never reaches.
    void inside(const std::string& net, int width, const std::string& when, const std::string& model) {
        w_.line(fmt::format("(* hierconn *) wire {}\\u_dut.{} ;", bits(width), net));
        w_.line(fmt::format("always @* if ({}) assert (\\u_dut.{} == {});", when, net, model));
    }
    void expect(const std::string& what) { w_.line(fmt::format("always @* assert ({});", what)); }

    /// Whether the write that is carried out now belongs to this register and is legal: every bit that is written,
    /// commands apart, would be read back, and every number is in its range. Numbers are taken from whole words, so a
    /// bit that the block cut off would be missed here.
    void write(const Register& reg) {
        const auto fields = fields_of(reg);
        if (std::none_of(fields.begin(), fields.end(),
                         [](const auto* f) { return f->field.access != Access::read_only; }))
            return;
        w_.section(reg.name);
        for (const auto* f : fields) {
            if (f->stored() || f->event() || f->pulse())
                w_.line(fmt::format("reg  {}{};", bits(f->field.width), f->model()));
        }
        const auto& name = reg.name;
        w_.line(fmt::format("wire [31:0] c_{} = {};", name, word(fields, [](const auto& f) { return f.now(); })));
        w_.line(fmt::format("wire [31:0] n_{0} = (c_{0} & ~wmask) | (wdata_q & wmask);", name));
        w_.line(fmt::format("wire [31:0] r_{} = {};", name,
                            word(fields, [&](const auto& f) { return f.of("n_" + name); })));
        std::string legal;
        std::uint32_t commands = 0;
        for (const auto* f : fields) {
            if (f->event()) commands = ~0U;  // ones that clear nothing are nobody's harm
            if (f->pulse()) commands |= ((1U << f->field.width) - 1) << f->field.lsb;
            if (f->field.access != Access::read_write) continue;
            w_.line(fmt::format("wire signed [33:0] v_{} = {};", f->name(), number(*f, f->of("n_" + name))));
            legal +=
                fmt::format(" && v_{0} >= {1} && v_{0} <= {2}", f->name(), number(f->field.min), number(f->field.max));
        }
        w_.line(
            fmt::format("wire hit_{0} = write && waddr == {1} && ((r_{0} ^ wdata_q) & wmask & ~32'h{2:08x}) == 0{3};",
                        name, offset(reg), commands, legal));
        hits_ += (hits_.empty() ? "" : " | ") + ("hit_" + name);
    }

    [[nodiscard]] std::vector<const ModelField*> fields_of(const Register& reg) const {
        std::vector<const ModelField*> list;
        for (const auto& f : fields_) {
            if (&f.reg == &reg) list.push_back(&f);
        }
        return list;
    }

    /// The number that the field's bits are.
    static std::string number(const ModelField& f, const std::string& bits) {
        const auto sign = f.field.is_signed && f.field.width > 1
                              ? fmt::format("{{{}{{{}[{}]}}}}", 34 - f.field.width, bits.substr(0, bits.find('[')),
                                            f.field.lsb + f.field.width - 1)
                              : fmt::format("{}'d0", 34 - f.field.width);
        return fmt::format("{{{}, {}}}", sign, bits);
    }

    /// A register as it is read: each field in its place; a signed number with its sign in all bits up to the next.
    template <class Bits>
    std::string word(const std::vector<const ModelField*>& fields, const Bits& bits_of) const {
        std::string text;
        for (const auto* f : fields) {
            if (f->pulse()) continue;
            int end = 32;
            for (const auto* other : fields) {
                if (other->field.lsb > f->field.lsb) end = std::min(end, other->field.lsb);
            }
            const auto now = bits_of(*f);
            const int above = end - f->field.lsb - f->field.width;
            auto placed = fmt::format("{{32'd0, {}}}", now);
            if (f->field.is_signed && above > 0)
                placed = fmt::format("{{32'd0, {{{}{{{}}}}}, {}}}", above, top_bit(*f, now), now);
            text += (text.empty() ? "" : " | ") + fmt::format("({} << {})", placed, f->field.lsb);
        }
        return text.empty() ? "32'd0" : text;
    }

    /// Highest bit of a field: of a net of its own, or of a slice "bus[15:0]".
    static std::string top_bit(const ModelField& f, const std::string& bits) {
        const auto at = bits.find('[');
        if (at == std::string::npos) return fmt::format("{}[{}]", bits, f.field.width - 1);
        return fmt::format("{}[{}]", bits.substr(0, at), std::stoi(bits.substr(at + 1)));
    }

    static std::string number(std::int64_t value) {
        return value < 0 ? fmt::format("-34'sd{}", -value) : fmt::format("34'sd{}", value);
    }
    [[nodiscard]] std::string offset(const Register& reg) const {
        return fmt::format("{}'h{:x}", design_.widths.address_bits, reg.offset);
    }

    void answers() {
        w_.section("Answers to writes");
        w_.line("reg refused_q;");
        w_.line(fmt::format("always @(posedge clk_i) if (write) refused_q <= ~({});", hits_));
        w_.line("always @* if (b_q) assert (s_axil_bresp_o == {refused_q, 1'b0});");
    }

    void state(const ModelField& f) {
        if (f.stored()) {
            clocked(f.model(), fmt::format("{}'h{:x}", f.field.width, f.reset()),
                    fmt::format("if ({}) {} <= {};", f.hit(), f.model(), f.of("n_" + f.reg.name)));
            if (f.view.to_port())
                expect(fmt::format("{} == {}", f.port(f.view.net()), f.model()));
            else
                inside(f.view.net(), f.field.width, "1", f.model());
        } else if (f.event()) {
            clocked(f.model(), "0",
                    fmt::format("{0} <= ({0} & ~({1} & {2} & {{{3}{{{4}}}}})) | {5};", f.model(), f.of("wdata_q"),
                                f.of("wmask"), f.field.width, f.hit(), f.view.port()));
            inside(f.view.net(), f.field.width, "1", f.model());
        } else if (f.pulse()) {
            clocked(f.model(), "0",
                    fmt::format("{} <= {} & {} & {{{}{{{}}}}};", f.model(), f.of("wdata_q"), f.of("wmask"),
                                f.field.width, f.hit()));
            expect(fmt::format("{} == {}", f.port(f.view.net()), f.model()));
        } else if (f.field.remote) {
            remote(f);
        }
    }

    void clocked(const std::string& model, const std::string& reset, const std::string& step) {
        w_.line(fmt::format("always @(posedge clk_i or negedge rst_ni) if (!rst_ni) {} <= {}; else {}", model, reset,
                            step));
    }

    /// Its value lives in a head, which is told to change it.
    void remote(const ModelField& f) {
        w_.line(fmt::format("reg s_{};", f.name()));
        w_.line(fmt::format("reg {}{};", bits(f.field.width), f.model()));
        clocked("s_" + f.name(), "0", fmt::format("s_{} <= {};", f.name(), f.hit()));
        w_.line(fmt::format("always @(posedge clk_i) if ({}) {} <= {};", f.hit(), f.model(), f.of("n_" + f.reg.name)));
        expect(fmt::format("{}_set_o[{}] == s_{}", f.view.signal, f.reg.head, f.name()));
        w_.line(fmt::format("always @* if (s_{}) assert ({} == {});", f.name(), f.port(f.view.signal + "_data_o"),
                            f.model()));
    }

    void interrupt() {
        std::string pending;
        for (const auto& f : fields_)
            if (f.event())
                pending +=
                    (pending.empty() ? "" : " | ") + fmt::format("(|({} & m_IRQ_ENABLE_{}))", f.model(), f.field.name);
        w_.section("Interrupt");
        w_.line("reg irq_q;");
        clocked("irq_q", "1'b0", fmt::format("irq_q <= {};", pending));
        expect("irq_o == irq_q");
    }

    void reads() {
        w_.section("Reads");
        w_.line("reg [31:0] rdata_q;");
        w_.line("reg        unmapped_q;");
        w_.open("always @(posedge clk_i) if (read) begin");
        w_.line("unmapped_q <= 1'b0;");
        w_.open("case (raddr)");
        for (const auto& reg : design_.registers)
            w_.line(fmt::format("{}: rdata_q <= {};", offset(reg),
                                word(fields_of(reg), [](const auto& f) { return f.now(); })));
        w_.line("default: {unmapped_q, rdata_q} <= {1'b1, 32'd0};");
        w_.close("endcase");
        w_.close("end");
        w_.line("always @* if (r_q) assert (s_axil_rdata_o == rdata_q && s_axil_rresp_o == {unmapped_q, 1'b0});");
    }

    void covers() {
        w_.section("Reachable");
        w_.line("reg wrote_q;");
        w_.line("always @(posedge clk_i) wrote_q <= " + hits_ + ";");
        w_.line("always @* cover (rst_ni && wrote_q && b_q && !refused_q);");
        w_.line("always @* cover (rst_ni && b_q && refused_q && s_axil_bready_i);");
        w_.line("always @* cover (rst_ni && r_q && !unmapped_q && rdata_q != 0);");
        w_.line("always @* cover (rst_ni && r_q && unmapped_q);");
        w_.line("always @* cover (irq_o && b_q);");
    }

    const Design& design_;
    std::vector<ModelField> fields_;
    std::string hits_;
    VerilogWriter w_;
};

}  // namespace

File register_properties(const Design& design) { return {regs_module(design) + "_props.v", Properties(design).text()}; }

}  // namespace kvolt
