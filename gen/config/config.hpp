// SPDX-License-Identifier: Apache-2.0
// What the user said: the TOML file (or preset) plus overrides, checked key by key, nothing derived.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gen/config/imperfections.hpp"
#include "gen/config/normalizer_setting.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

enum class ScorePath { pulse, adc };
enum class RetentionPolicy { mask, flag };
enum class CellKind { cubic, linear, table };

/// Which packets a run is made of. full: every token writes, then queries. mixed: half full, the others query only or
/// write only, at random. gqa: each full token is followed by three that only query (grouped queries). vit: the first
/// half of a sequence only writes, the second half only queries (bidirectional attention).
enum class KindMix { full, mixed, gqa, vit };

/// One member per TOML key; the table in gen/config/keys.cpp gives each its default, unit, range and sentence of
/// documentation. "0 = derived" members are resolved by elaborate().
struct Config {
    std::string name = "tile64";  ///< prefix of every emitted module and file, [a-z][a-z0-9_]*

    struct Engine {
        int heads = 1;
    } engine;

    struct Head {
        int dimension = 64;  ///< R, rows of a tile
        int tiles = 1;       ///< T
    } head;

    struct Tile {
        int slots = 64;  ///< C, token slots (columns) of a tile
        int rows = 0;    ///< rows of an array of the adc path; 0 = head dimension
    } tile;

    struct Bits {
        int q = 4;
        int kv = 3;
        int phi = 4;  ///< normalized score code of the adc path
        int out = 5;  ///< sign + magnitude of the tile code
    } bits;

    struct Score {
        ScorePath path = ScorePath::pulse;
    } score;

    /// The digital normalizer of the adc path; docs/adc.md.
    struct NormalizerKeys {
        NormalizerKind kind = NormalizerKind::hardsigmoid;
        double scale_ua = 0;  ///< score that is y = 1; 0 = derived
        int shift = 0;        ///< relu: times 2^-shift
        double bias = 0;      ///< sigmoid: added to -ln(window)
        double beta = 8;      ///< consmax
        double gamma = 1;     ///< consmax
    } normalizer;

    struct Adc {
        ConverterKind kind = ConverterKind::ramp;
        int bits = 6;                   ///< score code
        int columns_per_converter = 1;  ///< converted one after another
        double full_scale_ua = 0;       ///< score of the highest code plus one; 0 = analog.score_saturation_ua
        int compare_cycles = 1;         ///< sar: a comparator's answer
        ConverterKind readout = ConverterKind::pulse;  ///< how the V arrays are read
    } adc;

    struct Timing {
        double clock_ns = 1.0;
        int write_cycles = 1;         ///< write word line pulse
        int guard_cycles = 1;         ///< rest between a write word line and read pulses of its array, either way
        int level_setup_cycles = 1;   ///< levels stand still before a word line rises
        int level_hold_cycles = 1;    ///< and after it has fallen
        int unit_cycles = 1;          ///< cycles per LSB of q
        int phi_unit_cycles = 1;      ///< cycles per LSB of phi (adc path)
        int phi_cycles = 0;           ///< longest pulse between the arrays; 0 = as long as the longest q pulse
        int settle_cycles = 0;        ///< dead cycles after the pulses of a frame
        int max_interval_cycles = 0;  ///< refuse a design whose results are further apart; 0 = any distance
    } timing;

    struct Readout {
        int sync_stages =
            2;  ///< flip-flops that synchronise each macro pulse, 0 = the macro re-times its pulses to the clock
    } readout;

    struct Analog : Imperfections {
        CellKind cell = CellKind::cubic;
        std::array<double, 4> coefficients_ua{0.5214, 13.6123, -2.6204, 46.0548};  ///< c0..c3 at pulse height
        double slope_ua = 19.3;                                                    ///< linear cell
        std::string table;              ///< file of the table cell, as given; a Design keeps it as cell_table.csv
        std::vector<CellPoint> points;  ///< what was in it, rising volt; filled where cell is `table`
        double v_max = 0.9;
        double v_zero = 0.45;
        double score_saturation_ua = 80.0;
        double output_saturation_ua = 40.0;
        double decay_per_token = 0.0;
        double retention_us = 0.0;        ///< time constant of the stored charge; 0 = no leakage by time
        double retention2_us = 0.0;       ///< of a part of it; 0 = all has the first one
        double retention_fraction = 0.0;  ///< that part
        int integrators = 1;              ///< per column: 1, or 2 for overlapping score and weighing
    } analog;

    struct Affine {
        double scale = 1.0;   ///< reset value of every head's SCALE, multiples of 2^-12
        double offset = 0.0;  ///< reset value of every head's OFFSET, in LSB of the output word
    } affine;

    struct Calibration {
        int average = 0;         ///< zero reads that a calibration adds up; 0 = no hardware for it
        bool self_test = false;  ///< tokens from registers, sums back to them
    } calibration;

    struct Stream {
        int data_bits = 64;
        int word_bits = 16;  ///< width of one output word
    } stream;

    /// What the engine is used for: says nothing about the hardware.
    struct Workload {
        KindMix kinds = KindMix::full;  ///< packets that a simulation sends unless it is told otherwise
    } workload;

    struct Macro {
        double cell_area_um2 = 1.0;  ///< one gain cell
        double overhead_um2 = 0.0;   ///< everything in a tile macro that is not a cell; 0 = derived from rows and slots
    } macro;

    /// What becomes of tokens that have been stored for too long.
    struct RetentionKeys {
        int limit = 0;        ///< packets; 0 = no hardware for it
        double limit_us = 0;  ///< the same as a time; 0 = no time base
        int tick_cycles = 0;  ///< of the time base; 0 = derived
        RetentionPolicy policy = RetentionPolicy::mask;
        int group_slots = 0;  ///< slots that share an age; 0 = the largest legal number up to 16
        bool refresh = false;
    } retention;

    struct Repair {
        int slots = 0;  ///< bad slots of a head that registers can name; 0 = no hardware for it
    } repair;

    /// Keys `protected.*`: tokens that are kept and computed digitally; docs/protected.md.
    struct Protect {
        int first = 0;     ///< of a sequence
        int newest = 0;    ///< of the window
        int phi_bits = 8;  ///< of their weights, pulse path
        int lanes = 0;     ///< rows computed at a time; 0 = derived
    } protect;

    /// Where each explicitly given key was given; keys at their default are absent.
    std::map<std::string, SourcePos> origin;
    /// File or preset name, for messages.
    std::string source;
};

/// Position of `key` for a diagnostic about it.
SourcePos origin_of(const Config& config, const std::string& key);

}  // namespace kvolt
