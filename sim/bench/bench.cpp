// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <optional>
#include <systemc>

#include "gen/design/register_view.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/integers.hpp"
#include "sim/bench/control_master.hpp"
#include "sim/bench/stream_driver.hpp"
#include "sim/bench/stream_monitor.hpp"
#include "sim/macros/cells_dpi.hpp"
#include "sim/model/pin_log.hpp"

namespace kvolt {
namespace {

/// Cycles between two activations of the SystemC scheduler.
constexpr int quantum_cycles = 4096;
constexpr int reset_cycles = 8;
/// From the release of the reset: kv_reset_sync takes two edges, kv_time_base ticks after the first one that it sees.
constexpr int cycles_to_first_tick = 3;

/// Source, sink and bookkeeping of one head.
struct Lane {
    Lane(const Design& design, Dut& dut, std::size_t head, const BenchOptions& options,
         std::vector<std::size_t> steps_that_query, std::size_t steps)
        : querying(std::move(steps_that_query)),
          arrivals(arrival_cycles(options.arrival, steps)),
          driver(dut.in[head], Pacer(options.stall, options.seed, 2 * head)),
          monitor(design, dut.out[head], Pacer(options.stall, options.seed, 2 * head + 1)) {}

    std::vector<std::size_t> querying;   // the step of each result
    std::vector<std::int64_t> arrivals;  // of each step, in cycles from the first
    StreamDriver driver;
    StreamMonitor monitor;
    std::size_t sent = 0, begun = 0, received = 0;
    std::vector<std::int64_t> accepted_at, begun_at;  // cycle per step
};

/// Of a waveform: whole picoseconds.
std::uint64_t period_ps(const Design& design) {
    return static_cast<std::uint64_t>(std::llround(design.config.timing.clock_ns * 1e3));
}

class Bench : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(Bench);

    Bench(const sc_core::sc_module_name& name, const Design& design, Dut& dut, const TokenSet& tokens,
          const BenchOptions& options)
        : sc_module(name),
          design_(design),
          dut_(dut),
          tokens_(tokens),
          options_(options),
          period_(design.config.timing.clock_ns, sc_core::SC_NS),
          scoreboard_(options.golden != nullptr ? *options.golden : design, tokens, options.engine),
          control_(design, dut.control, [this] { clock(); }) {
        lanes_.reserve(tokens.heads());
        for (std::size_t h = 0; h < tokens.heads(); ++h)
            lanes_.emplace_back(design, dut, h, options, tokens.querying(h), tokens.steps());
        SC_THREAD(run);
        // Large models compiled without optimization keep megabytes of temporaries in one function.
        set_stack_size(options.netlist ? 1024U << 20 : 64U << 20);  // a netlist of 60,000 cells is one function
    }

    BenchReport take() {
        if (failure_) std::rethrow_exception(failure_);
        return std::move(report_);
    }

private:
    void run() {
        try {
            if (!options_.trace.empty()) dut_.open_trace(options_.trace.c_str(), period_ps(design_));
            start();
            stream();
            if (!report_.interrupted && !stuck_) compare_counters();
            if (!report_.interrupted && !stuck_ && options_.tour)
                for (auto& wrong : control_.tour()) report_.failures.push_back(std::move(wrong));
            dut_.close_trace();
            report_.clocks = now_;
            finish();
        } catch (const EngineFault& fault) {
            dut_.close_trace();
            report_.clocks = now_;
            report_.failures.emplace_back(fault.what());
        } catch (...) {
            failure_ = std::current_exception();
        }
        if (const auto faults = pin_faults() - faults_before_; faults > 0)
            report_.failures.push_back(
                fmt::format("{} faults at the pins of macros; the first of each macro is said above", faults));
        sc_core::sc_stop();
    }

    /// One clock cycle; SystemC's time follows a quantum behind.
    void clock() {
        if (options_.netlist) dut_.settle();
        if (traced_) dut_.set_tracing(now_ >= options_.trace_from && now_ < options_.trace_to);
        dut_.cycle();
        ++now_;
        if (++unsynchronized_ == quantum_cycles) {
            wait(period_ * unsynchronized_);
            unsynchronized_ = 0;
        }
    }

    void start() {
        dut_.rst_n = options_.netlist;
        for (int i = 0; options_.netlist && i < reset_cycles; ++i) clock();
        dut_.rst_n = false;
        for (int i = 0; i < reset_cycles; ++i) clock();
        dut_.rst_n = true;
        first_tick_ = now_ + cycles_to_first_tick;
        for (int i = 0; i < reset_cycles; ++i) clock();
        const auto expect = [&](const char* name, std::uint32_t value) {
            const auto got = control_.read(name);
            if (got != value)
                throw EngineFault(
                    fmt::format("the model is not the engine it should be: register {} reads {:#x} instead of {:#x}",
                                name, got, value));
        };
        expect("ID", 0x4B564C54);
        expect("CONFIG_HASH", static_cast<std::uint32_t>(design_.hash));
        if (options_.engine.window > 0) control_.write("WINDOW", static_cast<std::uint32_t>(options_.engine.window));
        for (std::size_t h = 0; h < options_.engine.bad_slots.size(); ++h) {
            int entry = 0;
            for (const int slot : options_.engine.bad_slots[h])
                control_.write(fmt::format("H{}_REPAIR_{}", h, entry++), 1U << 31 | static_cast<std::uint32_t>(slot));
        }
        if (options_.engine.calibrate) calibrate();
    }

    /// The command, and then until no head is busy with it.
    void calibrate() {
        constexpr std::uint32_t enable = 1, command = 1 << 8, calibrating = 1 << 1;
        const auto began = now_;
        const auto patience =
            std::int64_t{design_.calibration.average} * (2 * design_.schedule.through_cycles + 4 * design_.rows + 1000);
        control_.write("CONTROL", enable | command);
        while ((control_.read("STATUS") & calibrating) != 0) {
            if (now_ - began > patience)
                throw EngineFault(fmt::format("a calibration does not end within {} cycles", patience));
        }
        report_.calibration_cycles = now_ - began;
    }

    void stream() {
        const auto began = std::chrono::steady_clock::now();
        const auto first_cycle = now_;
        first_cycle_ = report_.first_cycle = now_;
        if (design_.time.on()) follow_pins();
        for (const auto& lane : lanes_) total_ += lane.querying.size();
        to_send_ = tokens_.steps() * lanes_.size();
        std::int64_t last_progress = now_;
        std::size_t last_moved = 0;
        const auto patience = static_cast<std::int64_t>(
                                  (10.0 * (design_.schedule.through_cycles + design_.schedule.interval_cycles) + 1000) /
                                  (1 - options_.stall)) +
                              longest_pause();
        while (received_ < total_ || accepted_ < to_send_) {
            for (std::size_t h = 0; h < lanes_.size(); ++h) step_lane(h);
            clock();
            if (received_ + accepted_ != last_moved) {
                last_moved = received_ + accepted_;
                last_progress = now_;
            } else if (now_ - last_progress > patience) {
                report_stuck(now_ - last_progress);
                break;
            }
            if (now_ % quantum_cycles == 0 && !go_on()) break;
        }
        for (auto& pins : dut_.in) pins.tvalid = false;  // nothing is offered while counters are read
        report_.cycles = now_ - first_cycle;
        report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }

    /// What the macros see from now on is what the models go by.
    void follow_pins() {
        pin_log().start(lanes_.size());
        for (std::size_t h = 0; h < lanes_.size(); ++h) {
            const auto log = pin_log().head(h);
            log->first_tick = first_tick_;
            report_.times.push_back(log);
        }
        scoreboard_.follow(report_.times);
    }

    /// Cycles in which no packet is offered because none has come.
    [[nodiscard]] std::int64_t longest_pause() const {
        std::int64_t longest = 0;
        for (const auto& lane : lanes_)
            for (std::size_t i = 1; i < lane.arrivals.size(); ++i)
                longest = std::max(longest, lane.arrivals[i] - lane.arrivals[i - 1]);
        return longest;
    }

    void step_lane(std::size_t h) {
        auto& lane = lanes_[h];
        if (lane.driver.idle() && lane.sent < tokens_.steps() && now_ - first_cycle_ >= lane.arrivals[lane.sent]) {
            lane.driver.send(packet_of(tokens_.token(h, lane.sent), design_));
            ++lane.sent;
        }
        if (lane.driver.drive()) {
            lane.accepted_at.push_back(now_);
            ++accepted_;
        }
        const bool complete = lane.monitor.drive();
        if (lane.monitor.result_begins()) lane.begun_at.push_back(now_);
        if (!complete) return;
        if (lane.received == lane.querying.size())
            throw ToolError(fmt::format("head {} delivers more results than packets asked for", h));
        scoreboard_.compare(h, lane.querying[lane.received++], lane.monitor.words());
        ++received_;
    }

    /// Now and then: progress line, Ctrl-C.
    bool go_on() {
        if (options_.progress) options_.progress(received_, total_);
        report_.interrupted = options_.interrupted && options_.interrupted();
        return !report_.interrupted;
    }

    void report_stuck(std::int64_t cycles) {
        stuck_ = true;
        for (std::size_t h = 0; h < lanes_.size(); ++h) {
            const auto& lane = lanes_[h];
            if (lane.received == lane.querying.size() && lane.accepted_at.size() == tokens_.steps()) continue;
            report_.failures.push_back(
                fmt::format("head {} is stuck: {} of {} results, {} packets accepted, tready {}, tvalid {}, no result "
                            "for {} cycles",
                            h, lane.received, lane.querying.size(), lane.accepted_at.size(), dut_.in[h].tready,
                            dut_.out[h].tvalid, cycles));
        }
    }

    /// The engine's own counters must agree with what the bench saw.
    void compare_counters() {
        if (design_.refresh.on && !design_.time.base)
            for (int i = 0; i < design_.schedule.through_cycles; ++i) clock();  // the last packet may have made one due
        for (int i = 0; i < 4; ++i) clock();  // events reach the counters a cycle or two after the beat
        for (std::size_t h = 0; h < lanes_.size(); ++h) {
            CounterValues values;
            for (const auto& counter : design_.counters) {
                const auto name = counter_register(counter, h);
                const auto least = refreshes_seen(h);
                values.push_back(control_.read(name));
                if (counter.check == CounterCheck::refreshes && design_.time.base) {  // they go on while it is read
                    const auto got = static_cast<std::int64_t>(values.back());
                    if (got < least || got > refreshes_seen(h) + 1)
                        report_.failures.push_back(fmt::format("register {} reads {}, the arrays saw {} to {}", name,
                                                               got, least, refreshes_seen(h) + 1));
                    continue;
                }
                const auto known = counted(counter.check, h);
                const auto most = (std::uint64_t{1} << counter.width) - 1;
                if (known && values.back() != std::min(static_cast<std::uint64_t>(*known), most))
                    report_.failures.push_back(
                        fmt::format("register {} reads {}, the bench counted {}", name, values.back(), *known));
            }
            report_.counters.push_back(std::move(values));
        }
    }

    /// Writes that no packet asked for, at the pins of the arrays.
    [[nodiscard]] std::int64_t refreshes_seen(std::size_t head) const {
        if (!design_.time.base) return 0;
        std::int64_t writes = 0;
        for (std::size_t step = 0; step < tokens_.steps(); ++step) writes += tokens_.token(head, step).writes ? 1 : 0;
        return static_cast<std::int64_t>(report_.times[head]->k.size()) - writes;
    }

    /// What the bench saw itself.
    [[nodiscard]] std::optional<std::int64_t> counted(CounterCheck check, std::size_t head) const {
        switch (check) {
            case CounterCheck::results:
                return static_cast<std::int64_t>(lanes_[head].received);
            case CounterCheck::saturated_words:
                return scoreboard_.saturated(head);
            case CounterCheck::none:
                return 0;
            case CounterCheck::violations:
                return scoreboard_.violations(head);
            case CounterCheck::refreshes:
                return scoreboard_.refreshes(head);
            case CounterCheck::not_known:
                break;
        }
        return std::nullopt;
    }

    void finish() {
        for (std::size_t h = 0; h < lanes_.size(); ++h) {
            if (!lanes_[h].monitor.violation().empty())
                report_.failures.push_back(fmt::format("head {}: output stream: {}", h, lanes_[h].monitor.violation()));
        }
        const auto& lane = lanes_.front();
        if (!lane.begun_at.empty())
            report_.latency_cycles = static_cast<int>(lane.begun_at[0] - lane.accepted_at[lane.querying[0]]);
        if (lane.begun_at.size() >= 3) {
            // Nothing follows the last token: its frames may be shorter than those of a steady stream.
            const std::size_t last = lane.begun_at.size() - 2, middle = last / 2;
            const auto span = lane.begun_at[last] - lane.begun_at[middle];
            const auto count = static_cast<std::int64_t>(last - middle);
            report_.interval_cycles = static_cast<int>(ceil_div(span, count));
        }
        report_.tokens = static_cast<std::int64_t>(received_);
        report_.mismatches = scoreboard_.mismatches();
        report_.first = scoreboard_.first();
        report_.result = scoreboard_.take_result();
        report_.result.cycles.assign(tokens_.results(), 0);
        for (std::size_t h = 0; h < lanes_.size(); ++h) {
            for (std::size_t step = 0; step < lanes_[h].begun_at.size(); ++step)
                report_.result.cycles[tokens_.result_of(h, lanes_[h].querying[step]).value()] =
                    lanes_[h].begun_at[step] - lanes_[h].accepted_at[lanes_[h].querying[step]];
        }
    }

    const Design& design_;
    Dut& dut_;
    const TokenSet& tokens_;
    const BenchOptions& options_;
    const bool traced_ = !options_.trace.empty();
    const sc_core::sc_time period_;
    Scoreboard scoreboard_;
    ControlMaster control_;
    std::vector<Lane> lanes_;
    std::int64_t now_ = 0, first_tick_ = 0, first_cycle_ = 0;
    int unsynchronized_ = 0;
    std::size_t received_ = 0, total_ = 0, accepted_ = 0, to_send_ = 0;
    bool stuck_ = false;
    const std::uint64_t faults_before_ = pin_faults();
    BenchReport report_;
    std::exception_ptr failure_;
};

}  // namespace

BenchReport run_bench(const Design& design, Dut& dut, const TokenSet& tokens, const BenchOptions& options) {
    sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);  // "simulation stopped by user"
    count_pin_faults();
    Bench bench("bench", design, dut, tokens, options);
    sc_core::sc_start();
    return bench.take();
}

}  // namespace kvolt

/// libsystemc refers to it. Our own main() calls sc_start() instead.
extern "C" int sc_main(int, char**) { return 1; }
