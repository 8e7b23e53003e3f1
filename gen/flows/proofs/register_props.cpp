// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/register_props.hpp"

#include <fmt/format.h>

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
    [[nodiscard]] std::string name() const { return reg.name + "_" + field.name; }
    [[nodiscard]] std::string model() const { return "m_" + name(); }
    [[nodiscard]] std::string hit() const { return "hit_" + reg.name; }
    [[nodiscard]] std::string data() const { return part("wdata_q", field.lsb, field.width); }
    [[nodiscard]] std::string mask() const { return part("wmask", field.lsb, field.width); }
    /// Its slice of a port, which carries all heads side by side.
    [[nodiscard]] std::string port(const std::string& name) const {
        return reg.head < 0 ? name : part(name, reg.head * field.width, field.width);
    }
};

class Properties {
public:
    explicit Properties(const Design& design) : design_(design) {
        for (const auto& reg : design.registers)
            for (const auto& field : reg.fields)
                fields_.push_back({reg, field, RegisterField(reg, field, design.heads)});
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
        const auto all = engine_parameters(design_);
        const std::vector<VerilogParameter> parameters(all.begin(), all.begin() + 3);
        begin_properties(
            w_, design_, regs_module(design_),
            "Properties of the register block: a model of every register and every answer beside it, printed from the "
            "register table.",
            parameters, register_ports(design_), {{"HEADS", std::to_string(design_.heads), ""}});
        w_.line("always @* if (!begun_q) assume (!rst_ni);");
    }

    /// What was accepted waits for its other half, and for the answer before it to be taken.
    void bus() {
        const auto address = bits(design_.widths.address_bits);
        w_.section("Bus: one write and one read at a time");
        w_.line("reg         aw_q, w_q, b_q, ar_q, r_q;");
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
        w_.line("if (!rst_ni) {aw_q, w_q, b_q, ar_q, r_q} <= 0;");
        w_.open("else begin");
        w_.line("aw_q <= (aw_q | s_axil_awvalid_i) & ~write;");
        w_.line("w_q  <= (w_q | s_axil_wvalid_i) & ~write;");
        w_.line("b_q  <= write | (b_q & ~s_axil_bready_i);");
        w_.line("ar_q <= (ar_q | s_axil_arvalid_i) & ~read;");
        w_.line("r_q  <= read | (r_q & ~s_axil_rready_i);");
        w_.close("end");
        w_.close("end");
        w_.open("always @(posedge clk_i) begin");
        w_.line("if (s_axil_awvalid_i & ~aw_q) waddr_q <= s_axil_awaddr_i;");
        w_.line("if (s_axil_wvalid_i & ~w_q) {wdata_q, wstrb_q} <= {s_axil_wdata_i, s_axil_wstrb_i};");
        w_.line("if (s_axil_arvalid_i & ~ar_q) raddr_q <= s_axil_araddr_i;");
        w_.close("end");
        inside("u_axil_slave.aw_addr_q", design_.widths.address_bits, "aw_q", "waddr_q");
        inside("u_axil_slave.w_data_q", 32, "w_q", "wdata_q");
        inside("u_axil_slave.w_strb_q", 4, "w_q", "wstrb_q");
        inside("u_axil_slave.ar_addr_q", design_.widths.address_bits, "ar_q", "raddr_q");
        expect("s_axil_awready_o == ~aw_q && s_axil_wready_o == ~w_q && s_axil_arready_o == ~ar_q");
        expect("s_axil_bvalid_o == b_q && s_axil_rvalid_o == r_q");
    }

    /// A net of the block, without which induction would begin in states that the block never reaches.
    void inside(const std::string& net, int width, const std::string& when, const std::string& model) {
        w_.line(fmt::format("(* hierconn *) wire {}\\u_dut.{} ;", bits(width), net));
        w_.line(fmt::format("always @* if ({}) assert (\\u_dut.{} == {});", when, net, model));
    }
    void expect(const std::string& what) { w_.line(fmt::format("always @* assert ({});", what)); }

    /// Whether the write that is carried out now belongs to this register and leaves every field in its range.
    void write(const Register& reg) {
        std::string legal;
        bool writable = false;
        for (const auto& f : fields_) {
            if (&f.reg != &reg || f.field.access == Access::read_only) continue;
            if (!writable) w_.section(reg.name);
            writable = true;
            if (!f.stored()) continue;
            w_.line(fmt::format("reg  {}{};", bits(f.field.width), f.model()));
            w_.line(fmt::format("wire {0}n_{1} = (m_{1} & ~{2}) | ({3} & {2});", bits(f.field.width), f.name(),
                                f.mask(), f.data()));
            w_.line(fmt::format("wire signed [33:0] v_{0} = {{{{{1}{{{2}}}}}, n_{0}}};", f.name(), 34 - f.field.width,
                                f.field.is_signed ? fmt::format("n_{}[{}]", f.name(), f.field.width - 1) : "1'b0"));
            legal +=
                fmt::format(" && v_{0} >= {1} && v_{0} <= {2}", f.name(), number(f.field.min), number(f.field.max));
        }
        if (!writable) return;
        w_.line(fmt::format("wire hit_{} = write && waddr == {}{};", reg.name, offset(reg), legal));
        hits_ += (hits_.empty() ? "" : " | ") + ("hit_" + reg.name);
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
            clocked(f.model(),
                    fmt::format("{}'h{:x}", f.field.width, f.field.reset & (field_mask(f.field) >> f.field.lsb)),
                    fmt::format("if ({}) {} <= n_{};", f.hit(), f.model(), f.name()));
            if (f.view.to_port())
                expect(fmt::format("{} == {}", f.port(f.view.net()), f.model()));
            else
                inside(f.view.net(), f.field.width, "1", f.model());
        } else if (f.event()) {
            w_.line(fmt::format("reg {}{};", bits(f.field.width), f.model()));
            clocked(f.model(), "0",
                    fmt::format("{0} <= ({0} & ~({1} & {2} & {{{3}{{{4}}}}})) | {5};", f.model(), f.data(), f.mask(),
                                f.field.width, f.hit(), f.view.port()));
            inside(f.view.net(), f.field.width, "1", f.model());
        } else if (f.pulse()) {
            w_.line(fmt::format("reg {}{};", bits(f.field.width), f.model()));
            clocked(
                f.model(), "0",
                fmt::format("{} <= {} & {} & {{{}{{{}}}}};", f.model(), f.data(), f.mask(), f.field.width, f.hit()));
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
        const auto value = f.port(f.view.net());
        w_.line(fmt::format("reg s_{};", f.name()));
        w_.line(fmt::format("reg {}{};", bits(f.field.width), f.model()));
        clocked("s_" + f.name(), "0", fmt::format("s_{} <= {};", f.name(), f.hit()));
        w_.line(fmt::format("always @(posedge clk_i) if ({0}) {1} <= ({2} & ~{3}) | ({4} & {3});", f.hit(), f.model(),
                            value, f.mask(), f.data()));
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

    /// Fields in place.
    [[nodiscard]] std::string value(const Register& reg) const {
        std::string text;
        for (const auto& f : fields_) {
            if (&f.reg != &reg || f.pulse()) continue;
            std::string now = f.model();
            if (is_constant(f.reg, f.field))
                now = fmt::format("{}'h{:x}", f.field.width, f.field.reset & (field_mask(f.field) >> f.field.lsb));
            else if (!f.stored() && !f.event())
                now = f.port(f.view.net());
            text += (text.empty() ? "" : " | ") + fmt::format("({{{}'d0, {}}} << {})", 32, now, f.field.lsb);
        }
        return text.empty() ? "0" : text;
    }

    void reads() {
        w_.section("Reads");
        w_.line("reg [31:0] rdata_q;");
        w_.line("reg        unmapped_q;");
        w_.open("always @(posedge clk_i) if (read) begin");
        w_.line("unmapped_q <= 1'b0;");
        w_.open("case (raddr)");
        for (const auto& reg : design_.registers) w_.line(fmt::format("{}: rdata_q <= {};", offset(reg), value(reg)));
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
