// SPDX-License-Identifier: Apache-2.0
// What the configuration means: every width, schedule, address and pin, derived once. A Design cannot exist in an
// illegal state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/config/config.hpp"
#include "gen/config/normalizer_setting.hpp"
#include "gen/design/counter.hpp"

namespace kvolt {

/// Cycles of every phase and what follows from them; docs/machine.md section 3.
struct Schedule {
    int write_cycles = 0;
    int guard_cycles = 0;
    int level_setup_cycles = 0;
    int level_hold_cycles = 0;
    int lead_cycles = 0;     ///< start of a frame in which a token is written -> its word line
    int rest_cycles = 0;     ///< its word line -> pulses
    int gap_cycles = 0;      ///< lead + write + rest
    int phi_gap_cycles = 0;  ///< start of stage P -> pulses; 1 where nothing is written in it
    int unit_cycles = 0;     ///< per LSB of q
    int pulse_cycles = 0;    ///< longest q pulse = q_max * unit
    int phi_cycles = 0;      ///< longest pulse between the arrays
    int settle_cycles = 0;
    int readout_cycles = 0;  ///< count window = 2^(out-1)
    int score_frame = 0;     ///< length of stage Q
    int write_frame = 0;     ///< length of stage Q for a token that only writes
    int weigh_frame = 0;     ///< length of stage P
    int convert_frame = 0;   ///< length of stage X; 0 on the pulse path, which has none
    int read_frame = 0;      ///< length of stage R
    int sum_cycles = 0;      ///< from the read_start strobe to the first cycle in which the sums are complete
    int frame_cycles = 0;    ///< longest of the three: a fully occupied frame
    int sync_stages = 0;
    bool sign_hold =
        false;  ///< readout registers the signs, because the macro may change them before the synchronised window ends
    int integrators = 1;
    int result_depth = 1;      ///< entries of the result buffer
    int result_cycles = 3;     ///< beat leaves the buffer -> beat on the output stream
    int protected_scored = 0;  ///< protected tokens: admission -> first weigh step at the earliest; 0: none
    int protected_steps = 0;   ///< of the weigh pass
    int protected_done = 0;    ///< first weigh step -> first cycle in which the token may be read
    int protected_depth = 0;   ///< tokens weighed and not yet summed
    int latency_cycles = 0;    ///< last input beat accepted -> first output beat, empty pipeline
    int interval_cycles = 0;   ///< steady state distance of results
    int through_cycles =
        0;  ///< first input beat accepted -> last output beat accepted, empty pipeline, neither side stalls
};

/// One use of converters: of the scores at the K arrays, or of the outputs at the V arrays.
struct Conversion {
    ConverterKind kind = ConverterKind::pulse;
    int bits = 0;        ///< of a code
    int passes = 0;      ///< columns of a converter, one after another; 1 where the array says pulses
    int converters = 0;  ///< of an array
    int sync_stages = 0;
    int compare_cycles = 0;  ///< a comparator's answer
};

/// The ADC score path, where the configuration chooses it; docs/adc.md. Not on: everything zero.
struct AdcPlan {
    bool on = false;
    int array_rows = 0;  ///< rows of an array
    int groups = 0;      ///< arrays that share the rows of a tile
    Conversion scores;   ///< of one K array
    Conversion outputs;  ///< of one V array
    double lsb_ua = 0;   ///< of a score code
    int score_bits = 0;  ///< score code summed over the groups
    int phi_bits = 0;
    int phi_max = 0;
    int phi_unit_cycles = 0;
    NormalizerSetting normalizer;
    int normalizer_cycles = 0;       ///< score code to phi code
    int reciprocal_cycles = 0;       ///< score_start strobe to the divided gain; 0: nothing is divided
    bool shared_normalizer = false;  ///< one for all columns: a counter's steps are normalized, not the codes
};

/// Ages of stored tokens, where the configuration limits them; docs/machine.md section 5. Not on: everything zero.
struct RetentionPlan {
    bool on = false;
    bool masks = false;   ///< policy: expired slots are not live
    int group_slots = 0;  ///< a power of two that divides the slots of a tile
    int groups = 0;       ///< of a head
    int age_bits = 0;     ///< of a stamp
    int limit = 0;        ///< reset value of the register: packets, or ticks of the time base
    int limit_max = 0;    ///< of the register
};

/// Stored tokens written again from a digital copy. Not on: everything zero.
struct RefreshPlan {
    bool on = false;
    int period = 0;       ///< packets (ticks, where there is a time base) from one slot to the next
    int period_bits = 0;  ///< of the register
};

/// Time as the one basis of ages, where the configuration says so; docs/time.md. Neither on: everything zero.
struct TimePlan {
    bool base = false;       ///< the engine has a time base: limits and refresh count its ticks
    int tick_cycles = 0;     ///< of a tick, as built
    int tick_bits = 0;       ///< of the register
    int limit_ticks = 0;     ///< largest age in ticks of a token that is not too old
    double oldest_us = 0;    ///< age that a charge can have under refresh
    bool leaks = false;      ///< charge leaks by time
    double tau_cycles = 0;   ///< time constant
    double tau2_cycles = 0;  ///< of the part `fraction2`; 0 where that is 0
    double fraction2 = 0;
    /// Models must know when things happen.
    [[nodiscard]] bool on() const { return base || leaks; }
};

/// Offset and gain trim of every output lane, where the configuration has them; docs/calibration.md.
struct CalibrationPlan {
    bool on = false;
    int average = 0;         ///< zero reads of a calibration, a power of two
    int fraction_bits = 0;   ///< log2 of it: fraction bits of a lane's offset
    int offset_bits = 0;     ///< signed: exactly the sum of that many sums
    bool self_test = false;  ///< tokens from registers, sums back to them
    int trim_bits = 0;       ///< signed, all of them fraction: gain 1 + trim / 2^trim_bits
};

/// Multiplication by factor / 2^fraction, rounded half up.
struct ScaleFactor {
    std::uint64_t factor = 0;
    int bits = 0;  ///< of the factor
    int fraction = 0;
};

/// Tokens that are kept and computed digitally, where the configuration chooses any; docs/protected.md. Not on:
/// everything zero.
struct ProtectedPlan {
    bool on = false;
    int first = 0, newest = 0;  ///< tokens of each kind
    int entries = 0;            ///< of the store
    int lanes = 0;              ///< rows of a step
    int steps = 0;              ///< of a pass over the rows
    int normalizers = 0;        ///< scores normalized at a time
    int norm_steps = 0;
    int norm_cycles = 0;        ///< score to phi code
    int depth = 0;              ///< tokens whose contributions are kept until their readout is summed
    double unit_ua = 0;         ///< one unit of the currents
    double largest_ua = 0;      ///< current of the level with the largest
    int current_bits = 0;       ///< signed
    std::vector<int> currents;  ///< of each level, in units
    int score_bits = 0;         ///< signed
    int phi_bits = 0, phi_max = 0;
    ScaleFactor score_scale;  ///< score to phi code, or on the adc path to the score code
    ScaleFactor row_scale;    ///< sum over the tokens to LSB of the tile code
    int row_bits = 0;         ///< sum over the tokens, signed
    std::int64_t contribution_max = 0;
    int contribution_bits = 0;  ///< signed
    int total_bits = 0;         ///< tile codes and contributions, signed, whatever the macros do
    double error_lsb = 0;       ///< bound of a contribution against the real formula; pulse path
};

struct StreamLayout {
    int data_bits = 0;
    int q_bits = 0;      ///< bits of the q field = rows * bits.q
    int k_bits = 0;      ///< bits of the k field (v alike)
    int token_bits = 0;  ///< q + k + v
    int token_beats = 0;
    int query_beats = 0;  ///< a query-only packet
    int word_bits = 0;
    int words_per_beat = 0;
    int result_beats = 0;
    int user_bits = 3;
};

struct Widths {
    int slot_bits = 0;        ///< index of a slot within its tile (at least 1)
    int tile_bits = 0;        ///< index of a tile, T included for the frontier (at least 1)
    int window_bits = 0;      ///< a count 0..window
    int index_bits = 0;       ///< linear index of a slot, 0..window-1
    int lane_bits = 0;        ///< index of an output lane
    int lane_count_bits = 0;  ///< a count 0..rows
    int popcount_bits = 0;    ///< 0..T
    int sum_bits = 0;         ///< signed, any macro behaviour
    int scale_bits = 16;
    int scale_fraction = 12;
    int offset_bits = 16;
    int address_bits = 0;  ///< AXI4-Lite byte address
};

enum class Access { read_only, read_write, write_one_clear, write_pulse };

struct Field {
    std::string name;  ///< lower case; with the register name it is unique
    int lsb = 0;
    int width = 1;
    Access access = Access::read_only;
    std::uint32_t reset = 0;
    bool is_signed = false;
    std::int64_t min = 0;  ///< legal range of a written value (read_write fields); min > max never happens
    std::int64_t max = 0;
    std::string doc;
    bool remote =
        false;  ///< read_write: the value lives in the head, in the entry of a memory that another register selects
};

struct Register {
    std::string name;  ///< upper case, e.g. CONTROL, H3_SCALE, H3_REPAIR_0
    std::uint32_t offset = 0;
    int head = -1;  ///< -1: one for the engine
    std::vector<Field> fields;
    std::string doc;
    int entry = -1;   ///< its number where it is one of an array of registers: REPAIR_n
    int entries = 0;  ///< of that array
};

enum class PinDirection { in, out };
enum class PinKind { clock, reset, strobe, word_line, level, pulse, sign, mask };

/// One pin (bus) of the tile macro: the single record from which shells, black box, Liberty and LEF are printed.
struct MacroPin {
    std::string name;
    PinDirection direction = PinDirection::in;
    int width = 1;
    PinKind kind = PinKind::strobe;
    double capacitance_ff = 0;  ///< estimated
    std::string doc;
};

struct MacroRecord {
    std::string module;  ///< name of the macro module
    std::vector<MacroPin> pins;
    double area_um2 = 0;  ///< whole tile, estimated
    double cells_area_um2 = 0;
    double setup_ns = 0, hold_ns = 0, clock_to_output_ns = 0;  ///< estimated
};

struct Design {
    Config config;
    std::string name;
    std::string top;          ///< name of the top module
    std::string head_module;  ///< name of the head module
    std::string version;      ///< of KVolt, without build metadata
    /// Of the canonical configuration and the version.
    std::uint64_t config_hash = 0;
    /// Identity of what is emitted (gen/emit/identity.hpp); until that is known, `config_hash`.
    std::uint64_t hash = 0;

    int heads = 0, rows = 0, slots = 0, tiles = 0, window = 0;
    int least_window = 1;  ///< minimum of WINDOW: repair leaves a usable slot, and room for the newest protected tokens
    int q_max = 0, level_max = 0, code_max = 0;
    std::int64_t raw_max = 0;  ///< largest magnitude of a head's raw output = tiles * code_max
    std::int32_t scale_reset = 4096;
    std::int32_t offset_reset = 0;

    Schedule schedule;
    StreamLayout stream;
    Widths widths;
    std::vector<HeadCounter> counters;
    std::vector<HeadEvent> events;
    std::vector<HeadState> states;
    std::vector<Register> registers;
    AdcPlan adc;
    RetentionPlan retention;  ///< not on where stored tokens are refreshed: none gets beyond the limit
    RefreshPlan refresh;
    TimePlan time;
    int age_window = 0;  ///< writes that a live slot can have seen since its own, plus one
    CalibrationPlan calibration;
    ProtectedPlan protect;
    std::vector<MacroRecord> macros;  ///< the tile (pulse path), or the K array and the V array (adc path)
};

/// Version of KVolt, major.minor.patch.
const char* version_number();
/// The same with build metadata: "0.2.0+1a2b3c4d5e6f7081", where the digits are build_hash().
const char* version();

}  // namespace kvolt
