// SPDX-License-Identifier: Apache-2.0
#include "gen/design/time_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

constexpr std::int64_t most_tick_cycles = 16777215;
constexpr std::int64_t most_limit_ticks = 1 << 23;

/// Cycles by which a refresh is late at most while no sink stalls: the frames of a token that has just been admitted,
/// and those of the refresh before it.
std::int64_t late_cycles(const Schedule& s) {
    return 2 * (std::int64_t{s.interval_cycles} + s.write_frame) + s.frame_cycles;
}

/// Fewest cycles between two refreshes, so that a packet fits in between.
std::int64_t least_period_cycles(const Schedule& s) { return std::int64_t{s.interval_cycles} + s.write_frame + 8; }

[[noreturn]] void refuse(const Design& d, const char* key, std::string problem, std::string allowed) {
    throw InputError({{origin_of(d.config, key), key, std::move(problem), std::move(allowed)}});
}

double microseconds(const Design& d, double cycles) { return cycles * d.config.timing.clock_ns / 1e3; }

void set_base(Design& d) {
    auto& t = d.time;
    const auto& keys = d.config.retention;
    const bool refresh = keys.refresh;
    const std::int64_t limit = std::llround(std::floor(keys.limit_us * 1e3 / d.config.timing.clock_ns + 1e-6));
    // Fine enough for a limit to a hundredth, and for refresh periods to an eighth.
    const std::int64_t parts = refresh ? std::max<std::int64_t>(128, std::int64_t{8} * d.window) : 128;
    const std::int64_t tick = keys.tick_cycles > 0
                                  ? keys.tick_cycles
                                  : std::clamp<std::int64_t>(limit / parts, least_tick_cycles, most_tick_cycles);
    if (tick < least_tick_cycles)
        refuse(d, "retention.tick_cycles", fmt::format("a tick of {} cycles leaves no time to look at ages", tick),
               fmt::format("allowed 0 or at least {}, nearest legal value {}", least_tick_cycles, least_tick_cycles));
    const std::int64_t least = 2 * tick;
    if (limit < least)
        refuse(d, "retention.limit_us",
               fmt::format("{} us are {} cycles, fewer than two ticks of {}", keys.limit_us, limit, tick),
               fmt::format("nearest legal value {}", microseconds(d, static_cast<double>(least))));
    if (limit / tick > most_limit_ticks)
        refuse(d, "retention.tick_cycles",
               fmt::format("a tick of {} cycles counts {} us to {}, more than {}", tick, keys.limit_us, limit / tick,
                           most_limit_ticks),
               fmt::format("nearest legal value {}", ceil_div(limit, most_limit_ticks)));
    t.tick_cycles = static_cast<int>(tick);
    t.tick_bits = std::max(bits_for(least_tick_cycles), bits_for(tick));
    // A tick more may have begun since the write, and a tick more since the last one.
    t.limit_ticks = static_cast<int>(limit / tick - 1);
    if (!refresh) return;
    const std::int64_t spare = limit - late_cycles(d.schedule) - tick;
    const std::int64_t round = std::int64_t{d.window} * tick;
    const std::int64_t periods = ceil_div(least_period_cycles(d.schedule), tick);  // of refreshes that let packets pass
    const std::int64_t period = spare < 0 ? 0 : spare / round;
    if (period < periods)
        refuse(d, "retention.limit_us",
               fmt::format("{} us are {} cycles, too few to write {} slots again and let packets pass", keys.limit_us,
                           limit, d.window),
               fmt::format("with a tick of {} cycles allowed at least {} us", tick,
                           microseconds(d, static_cast<double>(periods * round + late_cycles(d.schedule) + tick))));
    d.refresh.period = static_cast<int>(period);
    d.refresh.period_bits = bits_for(period);
    t.oldest_us = microseconds(d, static_cast<double>(period * round + late_cycles(d.schedule) + tick));
}

}  // namespace

std::vector<Diagnostic> clock_problems(const Config& c) {
    std::vector<Diagnostic> found;
    const auto refuse = [&](const char* key, const char* problem, const char* allowed) {
        found.push_back({origin_of(c, key), key, problem, allowed});
    };
    const bool by_time = c.analog.retention_us > 0 || c.retention.limit_us > 0;
    if (by_time && c.analog.decay_per_token > 0)
        refuse("analog.decay_per_token", "charge that leaks with every packet, beside keys that go by time",
               "allowed 0 where analog.retention_us or retention.limit_us is above 0");
    if (by_time && c.retention.limit > 0)
        refuse("retention.limit", "a limit in packets, beside keys that go by time",
               "allowed 0 where analog.retention_us or retention.limit_us is above 0; retention.limit_us is a time");
    return found;
}

void set_time(Design& d) {
    auto& t = d.time;
    const auto& analog = d.config.analog;
    const double cycles_of_us = 1e3 / d.config.timing.clock_ns;
    t.leaks = analog.retention_us > 0;
    if (t.leaks) {
        t.tau_cycles = analog.retention_us * cycles_of_us;
        if (analog.retention2_us > 0 && analog.retention_fraction > 0) {
            t.tau2_cycles = analog.retention2_us * cycles_of_us;
            t.fraction2 = analog.retention_fraction;
        }
    }
    if (t.base) set_base(d);
}

std::string age_unit(const Design& design) { return design.time.base ? "ticks" : "packets"; }

double charge_left(const TimePlan& plan, double cycles) {
    if (!plan.leaks) return 1;
    const double first = std::exp(-cycles / plan.tau_cycles);
    return plan.fraction2 == 0 ? first
                               : (1 - plan.fraction2) * first + plan.fraction2 * std::exp(-cycles / plan.tau2_cycles);
}

std::vector<Fact> time_facts(const Design& d) {
    const auto& t = d.time;
    const auto& s = d.schedule;
    const double full = static_cast<double>(d.window) * s.interval_cycles;
    std::vector<Fact> facts{
        {"token_period_ns", s.interval_cycles * d.config.timing.clock_ns, "ns", "of a stream that never pauses"}};
    if (t.leaks) {
        facts.push_back({"retention_us", d.config.analog.retention_us, "us", "time constant of the stored charge"});
        if (t.fraction2 > 0)
            facts.push_back(
                {"retention2_us", d.config.analog.retention2_us, "us", fmt::format("of {} of it", t.fraction2)});
        facts.push_back({"left_after_token", charge_left(t, s.interval_cycles), "", "of a deviation, a token later"});
        facts.push_back({"left_at_window_end", charge_left(t, full), "",
                         "of a deviation when its slot is written again, in a stream that never pauses"});
    }
    if (!t.base) return facts;
    facts.push_back({"tick_cycles", t.tick_cycles, "cycles", "reset value of TICK_CYCLES, the time base"});
    facts.push_back({"limit_ticks", t.limit_ticks, "ticks", "age up to which a token is not too old"});
    const double limit_cycles = (t.limit_ticks + 1.0) * t.tick_cycles;
    facts.push_back({"limit_us", microseconds(d, limit_cycles), "us", "no token that takes part is older"});
    if (t.leaks) facts.push_back({"left_at_limit", charge_left(t, limit_cycles), "", "of a deviation at that age"});
    if (!d.refresh.on) return facts;
    facts.push_back({"refresh_us", microseconds(d, static_cast<double>(d.refresh.period) * t.tick_cycles), "us",
                     "from one refreshed slot to the next"});
    facts.push_back({"oldest_us", t.oldest_us, "us", "age that a charge can have while no sink stalls"});
    if (t.leaks)
        facts.push_back({"left_at_oldest", charge_left(t, t.oldest_us * 1e3 / d.config.timing.clock_ns), "",
                         "of a deviation at that age"});
    return facts;
}

}  // namespace kvolt
