// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_regs.v: the register table as an AXI4-Lite slave. Its text does not grow with the heads: a register
// is decoded by page (engine or head) and offset within the page, and the heads are a generate loop.
#include <fmt/format.h>

#include "gen/design/register_map.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/register_field.hpp"
#include "gen/emit/register_page.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

constexpr int page_address_bits = 8;
static_assert(register_page_bytes == 1U << page_address_bits);

class RegistersEmitter {
public:
    explicit RegistersEmitter(const Design& design) : design_(design), page_(w_, design) {}

    std::string text();

private:
    void header();
    void constants();
    void bus();
    void pages();
    void engine_page();
    void head_pages();

    const Design& design_;
    VerilogWriter w_;
    RegisterPage page_;
};

void RegistersEmitter::header() {
    w_.line(banner(design_, "//"));
    w_.doc("Registers of the engine behind AXI4-Lite, printed from the register table.");
    w_.doc("");
    w_.doc("A page of 256 bytes is the engine's, page h + 1 that of head h: see the data sheet of this configuration.");
    w_.doc(
        "Reads and writes are answered one cycle after their handshakes are complete. A write is judged as a whole, by "
        "the bits that its byte strobes select: where a number would leave its legal range or a bit without a meaning "
        "is 1 it answers SLVERR and changes nothing. So does any access to an address without a register, and a write "
        "to one that only reads. Signed numbers are read and written with their sign in all bits above them. The two "
        "lowest address bits are ignored.");
    w_.begin_module(regs_module(design_),
                    {{"HEADS", std::to_string(design_.heads), "heads, each with a page of registers"}},
                    register_ports(design_));
}

void RegistersEmitter::constants() {
    w_.localparams({{"PAGE_BITS", "$clog2(HEADS + 1)", "the engine's page and those of the heads"},
                    {"ADDR_BITS", fmt::format("PAGE_BITS + {}", page_address_bits), ""}});
    const auto offsets = [&](const char* title, const std::vector<const Register*>& registers) {
        w_.section(title);
        std::vector<VerilogParameter> list;
        const auto add = [&](const std::string& name, std::uint32_t offset) {
            list.push_back({name, fmt::format("8'h{:02x}", offset % register_page_bytes), "", "7:0"});
        };
        for (const auto* reg : registers) {
            add(offset_name(*reg), reg->offset);
            if (reg->entries > 1)
                add(offset_name(*reg) + "_LAST", reg->offset + 4 * static_cast<std::uint32_t>(reg->entries - 1));
        }
        w_.localparams(list);
    };
    offsets("Offsets in the page of the engine", engine_registers(design_));
    offsets("Offsets in the page of a head", head_registers(design_));
}

void RegistersEmitter::bus() {
    w_.section("Bus");
    w_.wires({{"", "wr_en"},
              {"ADDR_BITS-1:0", "wr_addr"},
              {"31:0", "wr_data"},
              {"3:0", "wr_strb"},
              {"", "wr_may", "", "the write that is on the bus may be carried out"},
              {"", "unused_rd_en", "", "no register minds being read"},
              {"ADDR_BITS-1:0", "rd_addr"},
              {"31:0", "rd_data"},
              {"", "rd_mapped", "", "there is a register at the address"}});
    w_.line();
    std::vector<VerilogConnection> pins{{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}};
    for (const auto& p : control_ports(design_))
        pins.push_back({"s_" + p.name.substr(std::string("s_axil_").size()), p.name});
    for (const auto* name : {"wr_en", "wr_addr", "wr_data", "wr_strb"})
        pins.push_back({fmt::format("{}_o", name), name});
    pins.push_back({"wr_error_i", "~wr_may"});
    pins.push_back({"rd_en_o", "unused_rd_en"});
    pins.push_back({"rd_addr_o", "rd_addr"});
    pins.push_back({"rd_data_i", "rd_data"});
    pins.push_back({"rd_error_i", "~rd_mapped"});
    w_.instance("kv_axil_slave", {{"ADDR_BITS", "ADDR_BITS"}}, "u_axil_slave", pins);
}

void RegistersEmitter::pages() {
    w_.section("Pages: 0 is the engine's, h + 1 that of head h");
    const auto offset = [](const char* address) {
        return fmt::format("{{{}[{}:2], 2'b00}}", address, page_address_bits - 1);
    };
    const auto page = fmt::format("[{} +: PAGE_BITS]", page_address_bits);
    w_.wires({{"PAGE_BITS-1:0", "wr_page", "wr_addr" + page},
              {"PAGE_BITS-1:0", "rd_page", "rd_addr" + page},
              {"7:0", "wr_at", offset("wr_addr")},
              {"7:0", "rd_at", offset("rd_addr")},
              {"", "unused_bits", "&{1'b0, wr_addr[1:0], rd_addr[1:0]}", "below a word"}});
    if (const auto* reg = array_of_heads(design_)) {
        w_.line();
        w_.comment(
            fmt::format("The registers {0}_0 .. {0}_{1} are decoded as one.", common_name(*reg), reg->entries - 1));
        const auto first = offset_name(*reg);
        const auto within = [&](const char* at) {
            return fmt::format("({0} >= {1}) & ({0} <= {1}_LAST) ? {1} : {0}", at, first);
        };
        w_.wires({{"7:0", "wr_head_at", within("wr_at")}, {"7:0", "rd_head_at", within("rd_at")}});
    }
    w_.line();
    w_.wires({{"31:0", "wr_mask", "{{8{wr_strb[3]}}, {8{wr_strb[2]}}, {8{wr_strb[1]}}, {8{wr_strb[0]}}}"},
              {"31:0", "wr_ones", "wr_data & wr_mask"},
              {"", "wr_ok", "wr_en & wr_may"},
              {"HEADS:0", "legal", "", "the write would be, in each page"},
              {"(HEADS+1)*33-1:0", "words", "",
               "what would be read in each page, and above it whether there is a register"}});
    w_.line();
    w_.instance("kv_choose", {{"CHOICES", "HEADS+1"}, {"WIDTH", "1"}}, "u_legal",
                {{"d_i", "legal"}, {"index_i", "wr_page"}, {"d_o", "wr_may"}});
    w_.line();
    w_.instance("kv_choose", {{"CHOICES", "HEADS+1"}, {"WIDTH", "33"}}, "u_word",
                {{"d_i", "words"}, {"index_i", "rd_page"}, {"d_o", "{rd_mapped, rd_data}"}});
}

void RegistersEmitter::engine_page() {
    w_.section("Page of the engine");
    page_.print_engine();
}

void RegistersEmitter::head_pages() {
    w_.section("Pages of the heads");
    w_.line(array_of_heads(design_) ? "genvar h, e;" : "genvar h;");
    w_.open("generate");
    w_.open("for (h = 0; h < HEADS; h = h + 1) begin : gen_heads");
    w_.line("localparam PAGE = h + 1;");
    page_.print_head();
    w_.close("end");
    w_.close("endgenerate");
}

std::string RegistersEmitter::text() {
    header();
    constants();
    bus();
    pages();
    engine_page();
    head_pages();
    w_.end_module();
    return w_.text();
}

}  // namespace

std::vector<VerilogPort> register_ports(const Design& design) {
    std::vector<VerilogPort> list{{in, "", "clk_i", ""},
                                  {in, "", "rst_ni", "asynchronous assert, synchronous release"}};
    for (auto& p : control_ports(design)) {
        if (p.range == fmt::format("{}:0", design.widths.address_bits - 1))
            p.range = fmt::format("$clog2(HEADS+1)+{}:0", page_address_bits - 1);
        list.push_back(std::move(p));
    }
    for (const auto& f : register_fields(design)) {
        if (!f.to_port()) continue;
        auto doc = field_meaning(*f.reg, *f.field);
        if (f.field->access == Access::write_one_clear) doc = "pulse: sets " + f.field->name + " in " + f.reg->name;
        if (f.field->access == Access::write_pulse) doc = "pulse: " + doc;
        list.push_back({f.is_input() ? in : out, f.range(), f.port(), doc});
        if (f.per_head())
            list.back().doc += fmt::format("; {}head h in bit{} {}", f.reg->entries > 1 ? "entry e of " : "",
                                           f.field->width > 1 ? "s" : "", f.lane(""));
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
