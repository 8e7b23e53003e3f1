// SPDX-License-Identifier: Apache-2.0
#include "gen/design/size_facts.hpp"

#include <fmt/format.h>

#include "gen/support/hash.hpp"

namespace kvolt {

std::vector<Fact> identity_facts(const Design& d) {
    return {{"version", d.version, "", "of KVolt"},
            {"name", d.name, "", "of the configuration"},
            {"hash", hash_text(d.hash), "", "of the configuration and of the Verilog emitted for it"},
            {"top", d.top, "", "name of the top module"},
            {"head_module", d.head_module, "", "name of the head module"},
            {"clock_ns", d.config.timing.clock_ns, "ns", "clock period"}};
}

std::vector<Fact> size_facts(const Design& d) {
    const int array_rows = d.adc.on ? d.adc.groups * d.adc.array_rows : d.rows;
    return {{"heads", d.heads, "", "independent heads"},
            {"rows", d.rows, "", "head dimension, rows of a tile"},
            {"slots", d.slots, "", "token slots of a tile"},
            {"tiles", d.tiles, "", "tiles of a head"},
            {"window", d.window, "tokens", "tokens a query sees at most"},
            {"age_window", d.age_window, "writes", "that a live slot can have seen since its own, plus one"},
            {"cells", std::int64_t{2} * d.heads * d.tiles * array_rows * d.slots, "", "gain cells of the engine"},
            {"q_max", d.q_max, "", "largest query code"},
            {"level_max", d.level_max, "", "largest stored level"},
            {"code_max", d.code_max, "", "largest magnitude of a tile code"},
            {"raw_max", d.raw_max, "", "largest magnitude of a head's raw output"},
            {"scale_reset", d.scale_reset, "", "reset value of SCALE, signed Q4.12"},
            {"offset_reset", d.offset_reset, "LSB", "reset value of OFFSET"}};
}

std::vector<Fact> stream_facts(const Design& d) {
    const auto& s = d.stream;
    std::vector<Fact> facts{
        {"data_bits", s.data_bits, "bits", "a beat"},
        {"q_bits", s.q_bits, "bits", "field q of a token"},
        {"k_bits", s.k_bits, "bits", "field k of a token"},
        {"v_bits", s.k_bits, "bits", "field v of a token"},
        {"token_bits", s.token_bits, "bits", fmt::format("q {} + k {} + v {}", s.q_bits, s.k_bits, s.k_bits)},
        {"token_beats", s.token_beats, "beats", "full token, and write only"},
        {"query_beats", s.query_beats, "beats", "query only"},
        {"word_bits", s.word_bits, "bits", "an output word"},
        {"words_per_beat", s.words_per_beat, "", "output words of a beat"},
        {"result_beats", s.result_beats, "beats",
         fmt::format("{} words of {} bits, {} a beat", d.rows, s.word_bits, s.words_per_beat)},
        {"user_bits", s.user_bits, "bits", "tuser of an input beat"},
        {"input_interface_bits", s.data_bits + s.user_bits + 3, "bits",
         "tdata, tuser, tvalid, tready, tlast of each head"},
        {"output_interface_bits", s.data_bits + 3, "bits", "tdata, tvalid, tready, tlast of each head"}};
    return facts;
}

std::vector<Fact> width_facts(const Design& d) {
    const auto& w = d.widths;
    return {{"data_bits", d.stream.data_bits, "bits", "a stream beat"},
            {"word_bits", d.stream.word_bits, "bits", "an output word"},
            {"slot_bits", w.slot_bits, "bits", "slot within a tile"},
            {"tile_bits", w.tile_bits, "bits", "tile, and the frontier"},
            {"window_bits", w.window_bits, "bits", "a count of tokens"},
            {"index_bits", w.index_bits, "bits", "linear index of a slot"},
            {"lane_bits", w.lane_bits, "bits", "an output lane"},
            {"lane_count_bits", w.lane_count_bits, "bits", "a count of output lanes"},
            {"popcount_bits", w.popcount_bits, "bits", "pulses of all tiles in one cycle"},
            {"sum_bits", w.sum_bits, "bits", "signed sum, whatever the macros do"},
            {"scale_bits", w.scale_bits, "bits", fmt::format("signed, {} fraction bits", w.scale_fraction)},
            {"scale_fraction", w.scale_fraction, "bits", "fraction bits of SCALE"},
            {"offset_bits", w.offset_bits, "bits", "signed"},
            {"address_bits", w.address_bits, "bits", "AXI4-Lite byte address"}};
}

}  // namespace kvolt
