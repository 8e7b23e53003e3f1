// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/features/protected_module.hpp"

#include <fmt/format.h>

#include "gen/design/normalizer.hpp"
#include "gen/emit/emit_common.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

std::string number(std::int64_t value) { return fmt::format("{}", value); }

std::vector<VerilogParameter> parameters(const Design& d) {
    return {{"ROWS", number(d.rows), "head dimension"},
            {"SLOTS", number(d.slots), "token slots of a tile"},
            {"TILES", number(d.tiles), "tiles of a head"},
            {"Q_BITS", number(d.config.bits.q), "bits of a query code"},
            {"KV_BITS", number(d.config.bits.kv), "bits of a stored level"},
            {"SUM_BITS", number(d.widths.sum_bits), "bits of the readout's signed sum"}};
}

std::vector<VerilogPort> ports(const Design& d) {
    return {
        {in, "", "clk_i", ""},
        {in, "", "rst_ni", ""},
        {in, "", "admit_i", "pulse, only while `ready_o`: a token enters stage Q in the next cycle"},
        {in, "", "first_i", "with `admit_i`: what the token is"},
        {in, "", "write_i", ""},
        {in, "", "query_i", ""},
        {in, "$clog2(SLOTS*TILES+1)-1:0", "window_i", "slots in use"},
        {in, "$clog2(TILES+1)-1:0", "tile_i", "address of the youngest written slot, now and in the next cycle"},
        {in, "(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0", "slot_i", ""},
        {in, "$clog2(TILES+1)-1:0", "tile_d_i", ""},
        {in, "(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0", "slot_d_i", ""},
        {in, "ROWS*Q_BITS-1:0", "q_code_i", "the token, with `admit_i`"},
        {in, "ROWS*KV_BITS-1:0", "k_level_i", ""},
        {in, "ROWS*KV_BITS-1:0", "v_level_i", ""},
        {out, "", "array_write_o", "the token, if admitted, is written to the arrays"},
        {out, "", "ready_o", "a token may be admitted"},
        {out, "TILES*SLOTS-1:0", "newest_o", "slots that are not live because their token is computed here"},
        {out, "", "done_o", "a readout may start: what it will be added to is complete"},
        {in, "", "read_start_i", "pulse, only while `done_o`"},
        {in, "", "sum_valid_i", "of the tiles, and whether it is taken; bit b of all rows in bits [b*ROWS +: ROWS]"},
        {in, "", "sum_ready_i", ""},
        {in, "SUM_BITS*ROWS-1:0", "sum_i", ""},
        {out, fmt::format("{}*ROWS-1:0", d.protect.total_bits), "total_o", "the same with the protected tokens"},
    };
}

void emit_sizes(VerilogWriter& w, const Design& d) {
    const auto& p = d.protect;
    w.localparams({
        {"FIRST", number(p.first), "first tokens of a sequence"},
        {"NEWEST", number(p.newest), "newest tokens of the window"},
        {"ENTRIES", "FIRST + NEWEST", ""},
        {"LANES", number(p.lanes), "rows of a step"},
        {"STEPS", "(ROWS + LANES - 1) / LANES", ""},
        {"STEP_BITS", "STEPS > 1 ? $clog2(STEPS) : 1", ""},
        {"NORMALIZERS", number(p.normalizers), "scores normalized at a time"},
        {"NORM_STEPS", "(ENTRIES + NORMALIZERS - 1) / NORMALIZERS", ""},
        {"NORM_CYCLES", number(p.norm_cycles), "score to phi code"},
        {"CURRENT_BITS", number(p.current_bits), fmt::format("signed, in units of {:.6g} uA", p.unit_ua)},
        {"SCORE_BITS", number(p.score_bits), "signed"},
        {"PHI_BITS", number(p.phi_bits), ""},
        {"ROW_BITS", number(p.row_bits), "sum over the tokens, signed"},
        {"PART_BITS", number(p.contribution_bits), "the same in LSB of the tile code, signed"},
    });
}

void emit_tokens(VerilogWriter& w, const Design& d) {
    w.section("Tokens: which are kept, and where");
    w.wires({{"ENTRIES-1:0", "entry_write"}, {"ENTRIES-1:0", "used"}});
    w.line();
    w.instance("kv_protected_window",
               {{"FIRST", "FIRST"}, {"NEWEST", "NEWEST"}, {"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, "u_window",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"admit_i", "admit_i"},
                {"first_i", "first_i"},
                {"write_i", "write_i"},
                {"window_i", "window_i"},
                {"tile_i", "tile_i"},
                {"slot_i", "slot_i"},
                {"tile_d_i", "tile_d_i"},
                {"slot_d_i", "slot_d_i"},
                {"array_write_o", "array_write_o"},
                {"entry_write_o", "entry_write"},
                {"used_o", "used"},
                {"newest_o", "newest_o"}});
    w.line();
    const bool padded = d.protect.steps * d.protect.lanes > d.rows;
    w.wires({{"STEP_BITS-1:0", "step"},
             {"", "value", "", "v and phi instead of k and q"},
             {"ENTRIES*LANES*KV_BITS-1:0", "level", "", "row p of entry e at e*LANES + p"},
             {"ROWS*Q_BITS-1:0", "q_held"},
             {"STEPS*LANES*Q_BITS-1:0", "q_rows", padded ? "{{((STEPS*LANES-ROWS)*Q_BITS){1'b0}}, q_held}" : "q_held"},
             {"LANES*Q_BITS-1:0", "q"}});
    w.line();
    w.instance("kv_protected_store",
               {{"ROWS", "ROWS"}, {"KV_BITS", "KV_BITS"}, {"ENTRIES", "ENTRIES"}, {"LANES", "LANES"}}, "u_store",
               {{"clk_i", "clk_i"},
                {"write_i", "entry_write"},
                {"k_level_i", "k_level_i"},
                {"v_level_i", "v_level_i"},
                {"value_i", "value"},
                {"step_i", "step"},
                {"level_o", "level"}});
    w.line();
    w.instance("kv_hold", {{"WIDTH", "ROWS*Q_BITS"}}, "u_q",
               {{"clk_i", "clk_i"}, {"en_i", "admit_i & query_i"}, {"d_i", "q_code_i"}, {"q_o", "q_held"}});
    w.line();
    w.instance("kv_choose", {{"CHOICES", "STEPS"}, {"WIDTH", "LANES*Q_BITS"}}, "u_q_rows",
               {{"d_i", "q_rows"}, {"index_i", "step"}, {"d_o", "q"}});
}

void emit_passes(VerilogWriter& w, const Design& d) {
    const auto& p = d.protect;
    std::vector<std::uint64_t> table;
    for (const int current : p.currents)
        table.push_back(static_cast<std::uint64_t>(current) & ((std::uint64_t{1} << p.current_bits) - 1));
    w.section("Passes: scores row by row, normalization, weighing row by row");
    w.wires({{"", "room"},
             {"", "load"},
             {"", "first_step"},
             {"", "shift"},
             {"", "normalize"},
             {"", "phi_load"},
             {"", "open"},
             {"NORMALIZERS*SCORE_BITS-1:0", "score"},
             {"NORMALIZERS*PHI_BITS-1:0", "phi_new"},
             {"NORM_STEPS*NORMALIZERS*PHI_BITS-1:0", "phi"},
             {"LANES*ROW_BITS-1:0", "row"},
             {"", "row_valid"}});
    if (p.norm_steps * p.normalizers > p.entries)
        w.wires({{"", "unused_phi", "&{1'b0, phi[NORM_STEPS*NORMALIZERS*PHI_BITS-1:ENTRIES*PHI_BITS]}"}});
    w.line();
    w.instance("kv_protected_control",
               {{"STEPS", "STEPS"}, {"NORM_STEPS", "NORM_STEPS"}, {"NORM_CYCLES", "NORM_CYCLES"}}, "u_control",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "admit_i & query_i"},
                {"room_i", "room"},
                {"ready_o", "ready_o"},
                {"step_o", "step"},
                {"load_o", "load"},
                {"value_o", "value"},
                {"first_o", "first_step"},
                {"shift_o", "shift"},
                {"normalize_o", "normalize"},
                {"phi_load_o", "phi_load"},
                {"open_o", "open"}});
    w.line();
    w.instance("kv_protected_array",
               {{"ENTRIES", "ENTRIES"},
                {"LANES", "LANES"},
                {"NORMALIZERS", "NORMALIZERS"},
                {"KV_BITS", "KV_BITS"},
                {"Q_BITS", "Q_BITS"},
                {"PHI_BITS", "PHI_BITS"},
                {"CURRENT_BITS", "CURRENT_BITS"},
                {"TABLE", table_literal(table, p.current_bits)},
                {"SCORE_BITS", "SCORE_BITS"},
                {"ROW_BITS", "ROW_BITS"}},
               "u_array",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"load_i", "load"},
                {"value_i", "value"},
                {"first_i", "first_step"},
                {"used_i", "used"},
                {"level_i", "level"},
                {"q_i", "q"},
                {"phi_i", "phi[ENTRIES*PHI_BITS-1:0]"},
                {"shift_i", "shift"},
                {"score_o", "score"},
                {"row_o", "row"},
                {"row_valid_o", "row_valid"}});
}

std::vector<VerilogConnection> scale_parameters(const ScaleFactor& f) {
    return {{"FRACTION", number(f.fraction)}, {"FACTOR_BITS", number(f.bits)}, {"FACTOR", literal(f.bits, f.factor)}};
}

/// The score in codes of the ADC path, then its normalizer.
void emit_adc_normalizer(VerilogWriter& w, const Design& d) {
    const auto& setting = d.adc.normalizer;
    const auto& kind = normalizer(setting.kind);
    w.wires({{fmt::format("{}:0", d.adc.score_bits - 1), "code"}});
    w.line();
    std::vector<VerilogConnection> scale{{"IN_BITS", "SCORE_BITS"}, {"OUT_BITS", number(d.adc.score_bits)}};
    for (const auto& parameter : scale_parameters(d.protect.score_scale)) scale.push_back(parameter);
    w.instance(
        "kv_round_scale", scale, "u_code",
        {{"clk_i", "clk_i"}, {"en_i", "normalize"}, {"x_i", "score[n*SCORE_BITS +: SCORE_BITS]"}, {"y_o", "code"}});
    w.line();
    std::vector<VerilogConnection> own{
        {"IN_BITS", number(d.adc.score_bits)}, {"OUT_BITS", "PHI_BITS"}, {"RECIP_BITS", "1"}};
    for (const auto& parameter : kind.parameters(setting)) own.push_back({parameter.name, parameter.value});
    w.instance(std::string(kind.module), own, "u_normalizer",
               {{"clk_i", "clk_i"},
                {"en_i", "normalize"},
                {"x_i", "code"},
                {"recip_i", "1'b0"},
                {"p_o", "phi_new[n*PHI_BITS +: PHI_BITS]"}});
}

/// phi = clamp(S / saturation): the score's positive part times a constant.
void emit_pulse_normalizer(VerilogWriter& w, const Design& d) {
    const auto& f = d.protect.score_scale;
    w.instance("kv_norm_scale",
               {{"IN_BITS", "SCORE_BITS"},
                {"OUT_BITS", "PHI_BITS"},
                {"FRACTION", number(f.fraction)},
                {"FACTOR_BITS", number(f.bits)}},
               "u_normalizer",
               {{"clk_i", "clk_i"},
                {"en_i", "normalize"},
                {"x_i", "score[n*SCORE_BITS +: SCORE_BITS]"},
                {"factor_i", literal(f.bits, f.factor)},
                {"p_o", "phi_new[n*PHI_BITS +: PHI_BITS]"}});
}

void emit_weights(VerilogWriter& w, const Design& d) {
    w.section("Weights: phi codes of the entries, in order");
    w.line("genvar n, r;");
    w.open("generate");
    w.open("for (n = 0; n < NORMALIZERS; n = n + 1) begin : gen_normalizer");
    if (d.adc.on)
        emit_adc_normalizer(w, d);
    else
        emit_pulse_normalizer(w, d);
    w.close("end");
    w.close("endgenerate");
    w.line();
    w.instance("kv_shift_in", {{"WORDS", "NORM_STEPS"}, {"WIDTH", "NORMALIZERS*PHI_BITS"}}, "u_phi",
               {{"clk_i", "clk_i"}, {"load_i", "phi_load"}, {"d_i", "phi_new"}, {"q_o", "phi"}});
}

void emit_sum(VerilogWriter& w, const Design& d) {
    w.section("Contributions: in LSB of the tile code, kept until the tiles are summed");
    w.wires({{"LANES*PART_BITS-1:0", "part"}, {"", "scaling"}, {"", "part_valid"}});
    w.line();
    std::vector<VerilogConnection> scale{{"IN_BITS", "ROW_BITS"}, {"OUT_BITS", "PART_BITS"}};
    for (const auto& parameter : scale_parameters(d.protect.row_scale)) scale.push_back(parameter);
    w.open("generate");
    w.open("for (r = 0; r < LANES; r = r + 1) begin : gen_part");
    w.instance("kv_round_scale", scale, "u_part",
               {{"clk_i", "clk_i"},
                {"en_i", "row_valid | scaling"},
                {"x_i", "row[r*ROW_BITS +: ROW_BITS]"},
                {"y_o", "part[r*PART_BITS +: PART_BITS]"}});
    w.close("end");
    w.close("endgenerate");
    w.line();
    for (const auto& [name, from, to] :
         {std::tuple{"u_scaling", "row_valid", "scaling"}, std::tuple{"u_part_valid", "scaling", "part_valid"}}) {
        w.instance("kv_delay", {{"WIDTH", "1"}, {"CYCLES", "1"}}, name,
                   {{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"d_i", from}, {"q_o", to}});
        w.line();
    }
    w.instance("kv_protected_sum",
               {{"ROWS", "ROWS"},
                {"LANES", "LANES"},
                {"IN_BITS", "PART_BITS"},
                {"SUM_BITS", "SUM_BITS"},
                {"TOTAL_BITS", number(d.protect.total_bits)},
                {"DEPTH", number(d.protect.depth)}},
               "u_sum",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"room_o", "room"},
                {"open_i", "open"},
                {"load_i", "part_valid"},
                {"row_i", "part"},
                {"done_o", "done_o"},
                {"read_i", "read_start_i"},
                {"sum_valid_i", "sum_valid_i"},
                {"sum_ready_i", "sum_ready_i"},
                {"sum_i", "sum_i"},
                {"total_o", "total_o"}});
}

}  // namespace

std::string protected_module(const Design& design) { return design.top + "_protected"; }

void emit_protected_module(const Design& d, std::vector<File>& files) {
    VerilogWriter w;
    w.line(banner(d, "//"));
    w.doc(
        "Protected tokens of a head: the first ones of a sequence and the newest ones of the window, stored and "
        "computed digitally, and added to what the tiles say.");
    w.doc("");
    w.doc(
        fmt::format("From the admission of a query, {} cycles until its contributions are complete; from {} cycles "
                    "on the next token may be admitted. In reset nothing is kept. The parameters belong to the "
                    "constants inside: change them only together.",
                    d.schedule.protected_scored + d.schedule.protected_done,
                    d.schedule.protected_scored + d.schedule.protected_steps - 1));
    w.begin_module(protected_module(d), parameters(d), ports(d));
    emit_sizes(w, d);
    emit_tokens(w, d);
    emit_passes(w, d);
    emit_weights(w, d);
    emit_sum(w, d);
    w.end_module();
    files.push_back({fmt::format("rtl/{}.v", protected_module(d)), w.text()});
}

}  // namespace kvolt
