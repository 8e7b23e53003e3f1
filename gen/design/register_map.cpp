// SPDX-License-Identifier: Apache-2.0
#include "gen/design/register_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "gen/design/register_view.hpp"
#include "gen/design/time_plan.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

constexpr std::uint32_t id_value = 0x4B564C54;  // "KVLT"

Field constant(std::string name, int lsb, int width, std::uint32_t value, std::string doc) {
    return {std::move(name), lsb, width, Access::read_only, value, false, 0, 0, std::move(doc)};
}

Field flag(std::string name, int lsb, Access access, std::uint32_t reset, std::string doc) {
    return {std::move(name), lsb, 1, access, reset, false, 0, 1, std::move(doc)};
}

Field signed_number(std::string name, int width, std::int32_t reset, std::string doc) {
    const std::int64_t half = std::int64_t{1} << (width - 1);
    const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << width) - 1);
    return {
        std::move(name), 0,        width,         Access::read_write, static_cast<std::uint32_t>(reset) & mask, true,
        -half,           half - 1, std::move(doc)};
}

std::uint32_t packed_version(const std::string& version) {
    unsigned major = 0, minor = 0, patch = 0;
    std::sscanf(version.c_str(), "%u.%u.%u", &major, &minor, &patch);
    return major << 16 | minor << 8 | patch;
}

std::vector<Field> interrupts(const Design& d, Access access, const char* what) {
    std::vector<Field> fields;
    for (const auto& event : d.events)
        fields.push_back(flag(event.name, event.bit, access, 0, fmt::format("{} {}", what, event.doc)));
    return fields;
}

/// The value lives in the head's lane memory.
Field remote(Field field) {
    field.remote = true;
    return field;
}

/// Largest good offset: whole codes.
Register lane_limit_register(const Design& d) {
    const int bits = d.widths.sum_bits - 1;
    const auto most = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
    return {"LANE_LIMIT",
            0x040,
            -1,
            {{"lane_limit", 0, bits, Access::read_write, most, false, 0, most,
              "largest magnitude of a good lane's offset, whole codes"}},
            "limit of the offsets"};
}

/// One token for every head.
std::vector<Register> self_test_registers(const Design& d) {
    const auto rw = Access::read_write;
    const auto number = [&](const char* name, int lsb, int width, std::int64_t max, const char* doc) {
        return Field{name, lsb, width, rw, 0, false, 0, max, doc};
    };
    const auto& bits = d.config.bits;
    return {{"SELF_TEST",
             0x044,
             -1,
             {flag("active", 0, rw, 0, "the streams wait, tokens come from here"),
              flag("go", 1, Access::write_pulse, 0, "write 1: run one token in every head"),
              flag("first", 2, rw, 0, "the token is the first of a sequence"),
              flag("write", 3, rw, 1, "it stores k and v; one that does not query does anyway"),
              flag("query", 4, rw, 1, "it asks: its sum is held until the next, or the end"),
              number("k_pattern", 8, 2, 3, "0 uniform, 1 checkerboard of rows and tokens, 2 its inverse, 3 walking"),
              number("v_pattern", 10, 2, 3, "the same for v")},
             "self test"},
            {"SELF_TEST_Q",
             0x048,
             -1,
             {number("code", 0, bits.q, d.q_max, "query code"),
              number("row", 16, d.widths.lane_bits, d.rows - 1, "row that has it, where only one has"),
              flag("one_row", 31, rw, 0, "the code in one row, 0 in all others")},
             "q of the self test"},
            {"SELF_TEST_KV",
             0x04C,
             -1,
             {number("k_level", 0, bits.kv, d.level_max, "level of k; its inverse where the pattern says so"),
              number("v_level", 8, bits.kv, d.level_max, "the same for v")},
             "levels of the self test"}};
}

std::vector<Register> lane_registers_of(const Design& d, int head, std::uint32_t base) {
    const auto name = [&](const char* common) { return fmt::format("H{}_{}", head, common); };
    const auto& plan = d.calibration;
    std::vector<Register> list{
        {name("LANE_SELECT"),
         base + 0x28,
         head,
         {{"lane_select", 0, d.widths.lane_bits, Access::read_write, 0, false, 0, d.rows - 1,
           "lane that the registers below speak of"}},
         "lane that the registers below speak of"},
        {name("LANE_OFFSET"),
         base + 0x2C,
         head,
         {remote(signed_number("lane_offset", plan.offset_bits, 0,
                               fmt::format("signed, 1/{} of a code; subtracted from the sum. Writes are lost while "
                                           "calibrating",
                                           plan.average)))},
         "offset of the selected lane"},
        {name("LANE_TRIM"),
         base + 0x30,
         head,
         {remote(signed_number(
             "lane_trim", plan.trim_bits, 0,
             fmt::format("signed, gain 1 + trim / {}. Writes are lost while calibrating", 1 << plan.trim_bits)))},
         "gain trim of the selected lane"},
        {name("LANES_OVER"),
         base + 0x34,
         head,
         {{"count", 0, d.widths.lane_count_bits, Access::read_only, 0, false, 0, d.rows,
           "lanes beyond LANE_LIMIT at the end of the last calibration"},
          flag("selected", 31, Access::read_only, 0, "the selected lane is beyond LANE_LIMIT")},
         "bad lanes"},
    };
    if (plan.self_test)
        list.push_back({name("LANE_SUM"),
                        base + 0x38,
                        head,
                        {{"lane_sum", 0, d.widths.sum_bits, Access::read_only, 0, true, 0, 0,
                          "signed, of the selected lane; valid while a self test holds it"}},
                        "raw sum of the selected lane"});
    return list;
}

std::vector<Field> control_fields(const Design& d) {
    std::vector<Field> list{
        flag("enable", 0, Access::read_write, 1, "tokens are admitted while set; those on their way always finish"),
        flag("soft_reset", 1, Access::write_pulse, 0,
             "write 1: reset all heads and their counters; cells and registers keep their values"),
        flag("start_of_sequence", 2, Access::write_pulse, 0,
             "write 1: the next admitted token of every head is the first of a sequence"),
        flag("clear_counters", 3, Access::write_pulse, 0, "write 1: every counter of every head becomes 0")};
    if (d.calibration.on)
        list.push_back(flag("calibrate", 8, Access::write_pulse, 0,
                            "write 1: every head, between two tokens, reads zero and keeps the offset of each lane"));
    return list;
}

std::vector<Field> status_fields(const Design& d) {
    std::vector<Field> list;
    for (const auto& state : d.states) list.push_back(flag(state.name, state.bit, Access::read_only, 0, state.doc));
    return list;
}

std::vector<Register> engine_registers_of(const Design& d) {
    const auto version = packed_version(d.version);
    std::vector<Register> map{
        {"ID", 0x000, -1, {constant("id", 0, 32, id_value, "\"KVLT\"")}, "identity"},
        {"VERSION",
         0x004,
         -1,
         {constant("major", 16, 16, version >> 16, "major"), constant("minor", 8, 8, version >> 8 & 0xFF, "minor"),
          constant("patch", 0, 8, version & 0xFF, "patch")},
         "version of the generator"},
        {"CONFIG_HASH",
         0x008,
         -1,
         {constant("hash", 0, 32, static_cast<std::uint32_t>(d.hash), "low 32 bits")},
         "hash of the configuration"},
        {"GEOMETRY",
         0x00C,
         -1,
         {constant("rows", 0, 9, static_cast<std::uint32_t>(d.rows), "head dimension"),
          constant("slots", 9, 9, static_cast<std::uint32_t>(d.slots), "token slots of a tile"),
          constant("tiles", 18, 7, static_cast<std::uint32_t>(d.tiles), "tiles of a head"),
          constant("heads", 25, 7, static_cast<std::uint32_t>(d.heads), "heads")},
         "sizes as built"},
        {"CONTROL", 0x010, -1, control_fields(d), "control"},
        {"STATUS", 0x014, -1, status_fields(d), "status"},
        {"WINDOW",
         0x018,
         -1,
         {{"window", 0, d.widths.window_bits, Access::read_write, static_cast<std::uint32_t>(d.window), false,
           d.least_window, d.window, "tokens that a query sees; sampled when a sequence starts"}},
         "runtime window"},
        {"IRQ_STATUS", 0x020, -1, interrupts(d, Access::write_one_clear, "pending:"),
         "events since they were last cleared"},
        {"IRQ_ENABLE", 0x024, -1, interrupts(d, Access::read_write, "interrupt when"),
         "events that raise the interrupt line"},
    };
    if (d.retention.on) {
        const auto behind = std::find_if(map.begin(), map.end(), [](const auto& reg) { return reg.name == "WINDOW"; });
        map.insert(behind + 1, {"RETENTION_LIMIT",
                                0x01C,
                                -1,
                                {{"retention_limit", 0, d.retention.age_bits, Access::read_write,
                                  static_cast<std::uint32_t>(d.retention.limit), false, 0, d.retention.limit_max,
                                  fmt::format("{}, 0 = any number; sampled when a sequence starts", age_unit(d))}},
                                fmt::format("{} after which stored tokens are too old", age_unit(d))});
    }
    if (d.refresh.on)
        map.push_back({"REFRESH_PERIOD",
                       0x028,
                       -1,
                       {{"refresh_period", 0, d.refresh.period_bits, Access::read_write,
                         static_cast<std::uint32_t>(d.refresh.period), false, 0, (1 << d.refresh.period_bits) - 1,
                         fmt::format("{}, 0 = never; sampled when a sequence starts", age_unit(d))}},
                       fmt::format("{} from one refreshed slot to the next", age_unit(d))});
    if (d.time.base)
        map.push_back({"TICK_CYCLES",
                       0x02C,
                       -1,
                       {{"tick_cycles", 0, d.time.tick_bits, Access::read_write,
                         static_cast<std::uint32_t>(d.time.tick_cycles), false, least_tick_cycles,
                         (std::int64_t{1} << d.time.tick_bits) - 1, "clock cycles; taken over with the next tick"}},
                       "cycles of a tick of the time base"});
    if (d.calibration.on) map.push_back(lane_limit_register(d));
    if (d.calibration.self_test) {
        for (auto& reg : self_test_registers(d)) map.push_back(std::move(reg));
    }
    return map;
}

/// The bad slots of a head; sampled, as the window is, when a sequence starts.
std::vector<Register> repair_registers_of(const Design& d, int head, std::uint32_t base) {
    std::vector<Register> list;
    for (int n = 0; n < d.config.repair.slots; ++n) {
        list.push_back({fmt::format("H{}_REPAIR_{}", head, n),
                        base + repair_registers_offset + 4 * static_cast<std::uint32_t>(n),
                        head,
                        {flag("valid", 31, Access::read_write, 0, "the slot is bad: never written, never live"),
                         {"slot", 0, d.widths.index_bits, Access::read_write, 0, false, 0, d.window - 1,
                          "linear index, tile x slots of a tile + slot"}},
                        "bad slots, sampled when a sequence starts",
                        n,
                        d.config.repair.slots});
    }
    return list;
}

std::vector<Register> head_registers_of(const Design& d, int head) {
    const auto base = register_page_bytes * static_cast<std::uint32_t>(head + 1);
    const auto name = [&](const char* common) { return fmt::format("H{}_{}", head, common); };
    std::vector<Register> map{
        {name("SCALE"),
         base + 0x00,
         head,
         {signed_number("scale", d.widths.scale_bits, d.scale_reset, "signed Q4.12, 4096 = 1.0")},
         "scale of the result"},
        {name("OFFSET"),
         base + 0x04,
         head,
         {signed_number("offset", d.widths.offset_bits, d.offset_reset, "signed, LSB of the output word")},
         "offset of the result"},
    };
    for (const auto& counter : d.counters) {
        const auto most = static_cast<std::int64_t>((std::uint64_t{1} << counter.width) - 1);
        map.push_back({counter_register(counter, static_cast<std::size_t>(head)),
                       base + static_cast<std::uint32_t>(counter.offset),
                       head,
                       {{counter.name, 0, counter.width, Access::read_only, 0, false, 0, most, ""}},
                       counter.doc});
    }
    if (d.calibration.on) {
        for (auto& reg : lane_registers_of(d, head, base)) map.push_back(std::move(reg));
    }
    for (auto& reg : repair_registers_of(d, head, base)) map.push_back(std::move(reg));
    return map;
}

}  // namespace

std::vector<Register> register_map(const Design& design) {
    auto map = engine_registers_of(design);
    for (int head = 0; head < design.heads; ++head) {
        for (auto& reg : head_registers_of(design, head)) map.push_back(std::move(reg));
    }
    return map;
}

int register_address_bits(int heads) {
    return bits_for(register_page_bytes * static_cast<std::uint32_t>(heads + 1) - 1);
}

std::vector<Fact> register_facts(const Design& d) {
    return {
        {"registers", static_cast<std::int64_t>(d.registers.size()), "", "of the engine and of every head"},
        {"register_span", std::int64_t{1} << d.widths.address_bits, "bytes", "address space of the AXI4-Lite port"}};
}

}  // namespace kvolt
