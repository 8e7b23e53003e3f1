// SPDX-License-Identifier: Apache-2.0
#include "gen/config/keys.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

namespace kvolt {
namespace {

// The name of a key is the path of its member: one word for one thing.
#define KEY(path)                                                                       \
#path, Member < std::remove_reference_t < decltype(std::declval <Config&>().path)>> \
               ([](Config & c) -> auto& { return c.path; })

// The same for a member whose name is not the key's: `protected` is a word of C++.
#define KEY_AS(name, path)                                                         \
    name, Member<std::remove_reference_t<decltype(std::declval<Config&>().path)>>( \
              [](Config & c) -> auto& { return c.path; })

constexpr double kAnyCurrent = 1e6;  // microampere; far beyond any cell, and sums of 256 stay finite
constexpr std::int64_t kMaxSeed = std::numeric_limits<std::int64_t>::max();  // TOML integers are signed

// clang-format off
std::vector<Key> written_keys() {
    return {
        {KEY(name), Identifier{40}, "", "names the design: every emitted module and file begins with kvolt_NAME or NAME"},
        {KEY(engine.heads), IntegerRange{1, 64}, "heads", "attention heads, each with its own streams and tiles"},
        {KEY(head.dimension), IntegerRange{2, 256}, "rows", "head dimension R: rows of a tile, elements of q, k and v"},
        {KEY(head.tiles), IntegerRange{1, 64}, "tiles", "tiles T of a head; the window holds T x tile.slots tokens"},
        {KEY(tile.slots), IntegerRange{2, 256}, "slots", "token slots C of a tile: its columns"},
        {KEY(tile.rows), IntegerRange{0, 256}, "rows", "adc path: rows of an array; a head dimension beyond it is spread over several; 0 = head.dimension"},
        {KEY(bits.q), IntegerRange{1, 8}, "bits", "unsigned query code; the pulse is code x timing.unit_cycles long"},
        {KEY(bits.kv), IntegerRange{1, 6}, "bits", "level code of the stored keys and values"},
        {KEY(bits.phi), IntegerRange{2, 8}, "bits", "adc path: normalized score code; the pulse into the V array is code x timing.phi_unit_cycles long"},
        {KEY(bits.out), IntegerRange{2, 10}, "bits", "tile code: sign and magnitude, the readout counts 2^(out - 1) cycles"},
        {KEY(score.path), Choices{{"pulse", "adc"}}, "", "how scores reach the V array: as pulses inside the analog domain, or converted, normalized and pulsed again"},
        {KEY(normalizer.kind), Choices{normalizer_names()}, "", "adc path: what makes a weight of a score; docs/adc.md has the formulas"},
        {KEY(normalizer.scale_ua), RealRange{0, 1e9}, "uA", "score that is y = 1; 0 = the kind's share of analog.score_saturation_ua, which docs/adc.md says"},
        {KEY(normalizer.shift), IntegerRange{-16, 16}, "octaves", "relu: the weight is y x 2^-shift over the number of live slots"},
        {KEY(normalizer.bias), RealRange{-64, 64}, "", "sigmoid: added to -ln(window)"},
        {KEY(normalizer.beta), RealRange{-64, 64}, "", "consmax: subtracted from y, learned in training"},
        {KEY(normalizer.gamma), RealRange{0, 1e6, true}, "", "consmax: divides the exponential, learned in training"},
        {KEY(adc.kind), Choices{code_converter_names(), first_code_converter()}, "", "converter of the scores; docs/adc.md describes each"},
        {KEY(adc.bits), IntegerRange{3, 10}, "bits", "signed score code of one array"},
        {KEY(adc.columns_per_converter), IntegerRange{1, 256}, "columns", "columns (rows, of V) that share a converter, one after another"},
        {KEY(adc.full_scale_ua), RealRange{0, 1e9}, "uA", "score that is 2^(bits - 1) codes; 0 = analog.score_saturation_ua"},
        {KEY(adc.compare_cycles), IntegerRange{1, 1024}, "cycles", "sar: from a comparator's strobe to its answer"},
        {KEY(adc.readout), Choices{converter_names()}, "", "how the V arrays are read: by converters, or by signed pulses as on the pulse path"},
        {KEY(timing.clock_ns), RealRange{0.01, 1e6}, "ns", "clock period"},
        {KEY(timing.write_cycles), IntegerRange{1, 1024}, "cycles", "width of the write word line pulse"},
        {KEY(timing.guard_cycles), IntegerRange{1, 1024, "a cell would be read on the edge that closes it"}, "cycles", "rest between a write word line and read pulses of its array, before and after the write"},
        {KEY(timing.level_setup_cycles), IntegerRange{1, 15, "an open cell would see levels move"}, "cycles", "levels stand still for so long before a write word line rises"},
        {KEY(timing.level_hold_cycles), IntegerRange{1, 15, "an open cell would see levels move"}, "cycles", "levels stand still for so long after a write word line has fallen"},
        {KEY(timing.unit_cycles), IntegerRange{1, 64}, "cycles", "pulse length of one LSB of q"},
        {KEY(timing.phi_unit_cycles), IntegerRange{1, 64}, "cycles", "adc path: pulse length of one LSB of phi"},
        {KEY(timing.phi_cycles), IntegerRange{0, 65536}, "cycles", "longest pulse between the arrays; 0 = as long as the longest q pulse"},
        {KEY(timing.settle_cycles), IntegerRange{0, 1024}, "cycles", "dead cycles after the pulses of a frame"},
        {KEY(timing.max_interval_cycles), IntegerRange{0, 16777216}, "cycles", "a design whose results are further apart is refused; 0 = any distance"},
        {KEY(readout.sync_stages), IntegerRange{0, 3}, "flip-flops", "synchronizer of each macro pulse; 0 = the macro times its pulses to the clock and meets setup"},
        {KEY(analog.cell), Choices{{"cubic", "linear", "table"}}, "", "current of a cell over its stored deviation (table: over its stored voltage)"},
        {KEY(analog.coefficients_ua), RealRange{-kAnyCurrent, kAnyCurrent}, "uA", "c0..c3 of the cubic cell at pulse height, per power of volt"},
        {KEY(analog.slope_ua), RealRange{0, kAnyCurrent, true}, "uA/V", "slope of the linear cell"},
        {KEY(analog.table), FilePath{1024}, "", "curve of the table cell: .csv or .npy of stored volt and microampere at pulse height, 2..512 rising rows, linear in between; relative to this file"},
        {KEY(analog.v_max), RealRange{0, 100, true}, "V", "stored voltage of the highest level"},
        {KEY(analog.v_zero), RealRange{0, 100}, "V", "stored voltage that stands for zero; below analog.v_max"},
        {KEY(analog.score_saturation_ua), RealRange{0, 1e9, true}, "uA", "score at which the pulse into the V array is longest"},
        {KEY(analog.output_saturation_ua), RealRange{0, 1e9, true}, "uA", "output at which the tile code is largest"},
        {KEY(analog.decay_per_token), RealRange{0, 100}, "1/token", "the deviation from v_zero decays by exp(-this) per stored token"},
        {KEY(analog.retention_us), RealRange{0, 1e12}, "us", "the deviation from v_zero decays by exp(-t / this) in the time t since the cell was written; 0 = not by time"},
        {KEY(analog.retention2_us), RealRange{0, 1e12}, "us", "time constant of a part of the deviation; 0 = all of it has analog.retention_us"},
        {KEY(analog.retention_fraction), RealRange{0, 1}, "", "the part that has analog.retention2_us"},
        {KEY(analog.integrators), IntegerRange{1, 2}, "per column", "2 lets a token's score overlap the weighing of the token before"},
        {KEY(analog.seed), IntegerRange{0, kMaxSeed}, "", "seed of every random draw in the macro models: all imperfections"},
        {KEY_AS("protected.first", protect.first), IntegerRange{0, 64}, "tokens", "first tokens of a sequence (attention sinks) that are kept and computed digitally instead of in the arrays"},
        {KEY_AS("protected.newest", protect.newest), IntegerRange{0, 64}, "tokens", "newest tokens of the window that are computed digitally; the arrays take over as they age"},
        {KEY_AS("protected.phi_bits", protect.phi_bits), IntegerRange{4, 12}, "bits", "pulse path: weight of a protected token; on the adc path it is bits.phi"},
        {KEY_AS("protected.lanes", protect.lanes), IntegerRange{0, 256}, "rows", "rows of a protected token computed at a time; 0 = the fewest that delay no result"},
        {KEY(affine.scale), RealRange{-8, 8}, "", "reset value of every head's SCALE register, a multiple of 2^-12"},
        {KEY(affine.offset), RealRange{-32768, 32767}, "LSB", "reset value of every head's OFFSET register, whole output LSB"},
        {KEY(calibration.average), IntegerList{{0, 1, 2, 4, 8, 16, 32, 64, 128, 256}}, "reads", "reads of zero that the calibration of the output lanes averages; 0 = no hardware: lanes are as they come"},
        {KEY(calibration.self_test), Boolean{}, "", "registers that run test tokens through the engine and read the sums of the lanes back; needs calibration.average above 0"},
        {KEY(stream.data_bits), IntegerList{{8, 16, 32, 64}}, "bits", "tdata of the token streams, a multiple of stream.word_bits"},
        {KEY(stream.word_bits), IntegerList{{8, 16, 32}}, "bits", "one output word; holds every sum of tile codes"},
        {KEY(workload.kinds), Choices{{"full", "mixed", "gqa", "vit"}}, "", "packets that kvolt simulate draws: every token writes and queries, a random mix, four queries per stored token, or all writes before all queries"},
        {KEY(retention.limit), IntegerRange{0, 16777216}, "packets", "reset value of RETENTION_LIMIT: packets after which stored tokens are too old; 0 = no hardware"},
        {KEY(retention.limit_us), RealRange{0, 1e9}, "us", "age at which a stored token is too old, counted by a time base instead of packets; 0 = by retention.limit"},
        {KEY(retention.tick_cycles), IntegerRange{0, 16777215}, "cycles", "reset value of TICK_CYCLES: cycles of one tick of the time base; 0 = as long as the limit allows"},
        {KEY(retention.policy), Choices{{"mask", "flag"}}, "", "tokens beyond the limit take no part in a query, or still do; both are counted and raise an interrupt"},
        {KEY(retention.group_slots), IntegerRange{0, 256}, "slots", "slots that share an age, a power of two that divides tile.slots; 0 = the largest up to 16"},
        {KEY(retention.refresh), Boolean{}, "", "write each stored token again, from a digital copy, before it is older than the limit; then none is too old"},
        {KEY(repair.slots), IntegerRange{0, 16}, "slots", "bad slots of a head that registers can name, so that the window walks round them; 0 = no hardware"},
        {KEY(macro.cell_area_um2), RealRange{0, 1e6}, "um2", "area of one gain cell"},
        {KEY(macro.overhead_um2), RealRange{0, 1e12}, "um2", "everything in a tile macro that is not a cell; 0 = estimated from rows and slots"},
    };
}
// clang-format on

#undef KEY
#undef KEY_AS

template <std::size_t row>
double& size_of(Config& config) {
    return config.analog.*imperfection_table[row].size;
}

template <std::size_t... row>
std::vector<Key> imperfection_keys(std::index_sequence<row...>) {
    return {Key{imperfection_table[row].key, Member<double>(size_of<row>), RealRange{0, imperfection_table[row].max},
                imperfection_table[row].unit, imperfection_table[row].doc}...};
}

/// The imperfections stand before their seed.
std::vector<Key> make_keys() {
    auto table = written_keys();
    const auto imperfections = imperfection_keys(std::make_index_sequence<imperfection_table.size()>());
    const auto seed =
        std::find_if(table.begin(), table.end(), [](const Key& key) { return key.name == "analog.seed"; });
    table.insert(seed, imperfections.begin(), imperfections.end());
    return table;
}

}  // namespace

const std::vector<Key>& keys() {
    static const std::vector<Key> table = make_keys();
    return table;
}

const Key* find_key(std::string_view name) {
    const auto& table = keys();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Key& key) { return key.name == name; });
    return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> key_names() {
    std::vector<std::string> names;
    for (const auto& key : keys()) names.emplace_back(key.name);
    return names;
}

std::vector<std::string> section_names() {
    std::vector<std::string> names;
    for (const auto& key : keys()) {
        const auto dot = key.name.find('.');
        if (dot == std::string_view::npos) continue;
        const auto section = key.name.substr(0, dot);
        if (names.empty() || names.back() != section) names.emplace_back(section);
    }
    return names;
}

std::vector<std::string> keys_of(std::string_view section) {
    std::vector<std::string> names;
    for (const auto& key : keys()) {
        if (key.name.substr(0, key.name.find('.')) == section && key.name != section) names.emplace_back(key.name);
    }
    return names;
}

bool is_section(std::string_view name) {
    const auto names = section_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace kvolt
