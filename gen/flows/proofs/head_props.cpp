// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/head_props.hpp"

#include <fmt/format.h>

#include "gen/design/time_plan.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/head_ports.hpp"
#include "gen/flows/proofs/macro_watch.hpp"
#include "gen/flows/proofs/props_module.hpp"

namespace kvolt {
namespace {

constexpr int most_rows = 2, most_latency = 32;

class Properties {
public:
    explicit Properties(const Design& design) : design_(design) {}

    std::string text() {
        header();
        packets();
        owed();
        in_time();
        if (design_.calibration.on) asked_for("calibrating_o", "calibrate_i", "cal");
        if (design_.calibration.self_test) asked_for("self_testing_o", "self_test_active_i", "test");
        w_.end_module();
        std::string text = w_.text();
        text += "\n" + watched_macros(design_);
        return text;
    }

private:
    void header() {
        begin_properties(
            w_, design_, design_.head_module,
            "Properties of the head: no token is lost, each query is answered in time, and the arrays may assume "
            "what docs/machine.md section 2 says.",
            engine_parameters(design_), head_ports(design_));
        w_.line("always @* assume (rst_ni == begun_q);");
        w_.line(fmt::format("always @* assume (window_i >= {} && window_i <= SLOTS * TILES);", design_.least_window));
        if (design_.retention.on) w_.line("always @* assume (!(&retention_limit_i));");
        if (design_.time.base) ticks();
    }

    /// As seldom as TICK_CYCLES lets them be.
    void ticks() {
        w_.line("reg [4:0] since_tick_q;  // cycles, up to the shortest tick");
        w_.line("always @(posedge clk_i or negedge rst_ni) begin");
        w_.line("    if (!rst_ni) since_tick_q <= 0;");
        w_.line(fmt::format("    else since_tick_q <= tick_i ? 1 : since_tick_q == {0} ? {0} : since_tick_q + 1'b1;",
                            least_tick_cycles));
        w_.line("end");
        w_.line(fmt::format("always @* if (since_tick_q != {}) assume (!tick_i);", least_tick_cycles));
    }

    void packets() {
        w_.section("Packets as they should be: a query alone is shorter");
        w_.line("reg [15:0] beat_q;");
        w_.line("reg        query_only_q, write_only_q;");
        w_.line("wire       query_only = beat_q == 0 ? s_axis_tuser_i[1] : query_only_q;");
        w_.line("wire       write_only = beat_q == 0 ? s_axis_tuser_i[2] : write_only_q;");
        w_.line(fmt::format("wire       last = beat_q == (query_only ? {} : {});", design_.stream.query_beats - 1,
                            design_.stream.token_beats - 1));
        w_.line("wire       take = s_axis_tvalid_i & s_axis_tready_o;");
        w_.line("always @* assume (s_axis_tlast_i == last && !(query_only && write_only));");
        w_.open("always @(posedge clk_i or negedge rst_ni) begin");
        w_.line("if (!rst_ni) {beat_q, query_only_q, write_only_q} <= 0;");
        w_.line(
            "else if (take) {beat_q, query_only_q, write_only_q} <= {last ? 16'd0 : beat_q + 16'd1, query_only, "
            "write_only};");
        w_.close("end");
    }

    void owed() {
        w_.section("Results that are owed");
        w_.line("wire       asked = take & last & ~write_only;");
        w_.line("wire       gives = m_axis_tvalid_o & m_axis_tready_i;");
        w_.line("reg [15:0] owed_q, out_q;  // results; beats of the one that is being delivered");
        w_.open("always @(posedge clk_i or negedge rst_ni) begin");
        w_.line("if (!rst_ni) {owed_q, out_q} <= 0;");
        w_.open("else begin");
        w_.line("owed_q <= owed_q + asked - (gives & m_axis_tlast_o);");
        w_.line("if (gives) out_q <= m_axis_tlast_o ? 16'd0 : out_q + 16'd1;");
        w_.close("end");
        w_.close("end");
        w_.open("always @* if (rst_ni) begin");
        w_.line("assert (!m_axis_tvalid_o || owed_q != 0);");
        w_.line(fmt::format("assert (!m_axis_tvalid_o || m_axis_tlast_o == (out_q == {}));",
                            design_.stream.result_beats - 1));
        w_.close("end");
    }

    void in_time() {
        const auto& s = design_.schedule;
        const int latency = s.latency_cycles;
        w_.section("In time");
        w_.line("wire       held_up = m_axis_tvalid_o & ~m_axis_tready_i;");
        w_.line(
            fmt::format("wire       own     = {};  // the head makes tokens of its own, and the stream waits", own()));
        w_.line("wire       runs    = enable_i & ~own;");
        w_.line("wire       alone   = asked & ~busy_o & (owed_q == 0) & runs;");
        w_.line("reg [15:0] waits_q;  // since a result began to be owed, or the one before it ended");
        w_.line("reg [15:0] age_q;    // of a query that found nothing on its way");
        w_.line("reg        first_q;  // its first beat has not come");
        w_.open("always @(posedge clk_i or negedge rst_ni) begin");
        w_.line("if (!rst_ni) {waits_q, age_q, first_q} <= 0;");
        w_.open("else begin");
        w_.line("waits_q <= owed_q == 0 || (gives & m_axis_tlast_o) ? 16'd0 : waits_q + (runs & ~held_up);");
        w_.line("age_q   <= alone ? 16'd1 : age_q + 16'd1;");
        w_.line("first_q <= runs & (alone | (first_q & ~m_axis_tvalid_o));");
        w_.close("end");
        w_.close("end");
        w_.open("always @* if (rst_ni) begin");
        w_.line(fmt::format("assert (waits_q < {});",
                            latency + s.interval_cycles + design_.stream.result_beats + held_cycles()));
        if (!design_.refresh.on && !design_.time.base)
            w_.line(fmt::format("if (first_q) assert (m_axis_tvalid_o == (age_q == {}));", latency));
        w_.line(fmt::format("cover (first_q && m_axis_tvalid_o && age_q == {});", latency));
        w_.line("cover (owed_q == 2 && m_axis_tvalid_o);");
        w_.line("cover (held_up && owed_q == 2);");
        if (design_.refresh.on) w_.line("cover (owed_q != 0 && refreshes_o != 0);");
        w_.close("end");
    }

    /// The stream waits for the head's own tokens only where somebody has asked for them.
    void asked_for(const std::string& state, const std::string& request, const std::string& name) {
        w_.line(fmt::format("reg        {}_q;  // {} may be high", name, state));
        w_.open("always @(posedge clk_i or negedge rst_ni) begin");
        w_.line(fmt::format("if (!rst_ni) {}_q <= 1'b0;", name));
        w_.line(fmt::format("else {0}_q <= {1} | ({0}_q & {2});", name, request, state));
        w_.close("end");
        w_.line(fmt::format("always @* if (rst_ni) assert (!{} || {} || {}_q);", state, request, name));
    }

    /// Calibration and self test: asked for, or going on.
    [[nodiscard]] std::string own() const {
        std::string term;
        if (design_.calibration.on) term = "calibrate_i | calibrating_o";
        if (design_.calibration.self_test) term += " | self_test_active_i | self_testing_o";
        return term.empty() ? "1'b0" : term;
    }

    /// By ticks, after which ages are looked at, or a token is written again.
    [[nodiscard]] int held_cycles() const {
        if (!design_.time.base) return 0;
        return design_.refresh.on ? 2 * (design_.schedule.write_frame + 8) : design_.window + 2;
    }

    const Design& design_;
    VerilogWriter w_;
};

}  // namespace

std::optional<FormalProof> head_proof(const Design& design) {
    const auto& s = design.schedule;
    if (design.macros.size() != 1 || design.rows > most_rows || s.latency_cycles > most_latency) return std::nullopt;
    FormalProof proof;
    proof.block = design.head_module;
    proof.unbounded = false;
    proof.depth = 2 * s.latency_cycles;
    proof.cover = 2 * s.latency_cycles;
    return proof;
}

File head_properties(const Design& design) { return {design.head_module + "_props.v", Properties(design).text()}; }

}  // namespace kvolt
