// SPDX-License-Identifier: Apache-2.0
#include "gen/design/schedule.hpp"

#include <algorithm>
#include <deque>

#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

// The registers that decide when a token moves, advanced one clock per step. Source and sink never wait. What is said
// here is common to both sequencers: the token buffer in front of them, the result buffer behind.
class Walk {
public:
    Walk(const Schedule& schedule, const StreamLayout& stream, int tokens)
        : schedule_(schedule), stream_(stream), times_(static_cast<std::size_t>(tokens)) {}
    virtual ~Walk() = default;

    std::vector<TokenTimes> run() {
        while (delivered_ < times_.size()) {
            const bool popping = now_ == pop_at_;
            step_protected();
            const auto decision = decide(buffer_full_ && !popping && protected_ready(),
                                         held_ <= schedule_.result_depth && protected_done());
            step_result();
            step_token_buffer(popping);
            if (decision.frame_begins) begin_frame(decision.admit);
            now_ = std::max(now_ + 1, next_event());
        }
        return std::move(times_);
    }

protected:
    static constexpr int none = -1;

    struct Decision {
        bool frame_begins = false;
        bool admit = false;
    };
    /// What the sequencer does at the end of this cycle.
    virtual Decision decide(bool token_waits, bool room_for_result) = 0;
    /// f = 0 is the next cycle. Sets frame_end_.
    virtual void begin_frame(bool admit) = 0;
    /// Last cycle of the frame: nothing is decided before it.
    long frame_end_ = 0;

    int take_token() {
        pop_at_ = now_ + schedule_.write_frame;
        scored_at_ = now_ + schedule_.protected_scored;
        return admitted_++;
    }
    /// A token is read in the frame that begins.
    void read(int token) {
        const long read_start = now_ + 1;
        reserved_.push_back(read_start);
        sums_.push_back({read_start + schedule_.sum_cycles, token});
        if (protects()) done_at_.pop_front();
    }
    [[nodiscard]] const Schedule& schedule() const { return schedule_; }
    [[nodiscard]] long now() const { return now_; }
    /// The stage of `token` (none: nobody's) begins with the next cycle.
    void enter(int token, long TokenTimes::*stage) {
        if (token == none) return;
        if (auto* times = times_of(token)) times->*stage = now_ + 1;
    }

private:
    // Conversions take thousands of cycles in which nothing happens here; the first cycle in which something can.
    [[nodiscard]] long next_event() const {
        if (!buffer_full_ || !buffer_.empty()) return now_ + 1;
        long next = frame_end_;
        if (pop_at_ > now_) next = std::min(next, pop_at_);
        if (!reserved_.empty()) next = std::min(next, reserved_.front());
        if (!sums_.empty()) next = std::min(next, sums_.front().valid_from);
        if (protects()) {
            if (scored_at_ != none) next = std::min(next, std::max(now_ + 1, scored_at_));
            if (ready_at_ > now_) next = std::min(next, ready_at_);
            if (!done_at_.empty() && done_at_.front() > now_) next = std::min(next, done_at_.front());
        }
        return next;
    }

    // kv_protected_control and kv_protected_sum: a token's scores are complete a fixed time after its admission; it is
    // weighed when there is room for the contributions. Until its last weigh step no token is admitted, until its
    // contributions are complete it is not read.
    [[nodiscard]] bool protects() const { return schedule_.protected_scored > 0; }
    void step_protected() {
        if (!protects() || scored_at_ == none || now_ < scored_at_ || weighed_ == schedule_.protected_depth) return;
        scored_at_ = none;
        ++weighed_;
        ready_at_ = now_ + schedule_.protected_steps - 1;
        done_at_.push_back(now_ + schedule_.protected_done);
    }
    [[nodiscard]] bool protected_ready() const { return !protects() || (scored_at_ == none && now_ >= ready_at_); }
    [[nodiscard]] bool protected_done() const { return !protects() || (!done_at_.empty() && done_at_.front() <= now_); }

    // kv_token_in: one beat a cycle until a token is complete, then none until it is popped.
    void step_token_buffer(bool popping) {
        if (buffer_full_) {
            buffer_full_ = !popping;
        } else if (++beats_in_ == stream_.token_beats) {
            beats_in_ = 0;
            buffer_full_ = true;
            if (auto* times = times_of(received_)) times->last_beat_in = now_;
            ++received_;
        }
    }

    // kv_result: a sum waits in the readout while the buffer is full; a beat leaves the buffer result_cycles
    // before it is on the output.
    void step_result() {
        const bool take = !sums_.empty() && now_ >= sums_.front().valid_from && used_ < schedule_.result_depth;
        if (take) {
            buffer_.push_back(sums_.front().token);
            sums_.pop_front();
            if (protects()) --weighed_;
        }
        const bool load = !buffer_.empty();
        bool finish = false;
        if (load) {
            if (auto* times = times_of(buffer_.front())) {
                if (beats_out_ == 0) times->first_beat_out = now_ + schedule_.result_cycles;
                times->last_beat_out = now_ + schedule_.result_cycles;
            }
            finish = ++beats_out_ == stream_.result_beats;
        }
        if (finish) {
            beats_out_ = 0;
            buffer_.pop_front();
            ++delivered_;
            --held_;
        }
        used_ = static_cast<int>(buffer_.size());
        if (!reserved_.empty() && reserved_.front() == now_) {
            reserved_.pop_front();
            ++held_;
        }
    }

    TokenTimes* times_of(int token) {
        return token < static_cast<int>(times_.size()) ? &times_[static_cast<std::size_t>(token)] : nullptr;
    }

    struct Sum {
        long valid_from = 0;
        int token = 0;
    };

    const Schedule& schedule_;
    const StreamLayout& stream_;
    std::vector<TokenTimes> times_;
    long now_ = 0;
    // kv_token_in
    bool buffer_full_ = false;
    int beats_in_ = 0, received_ = 0;
    // the sequencer's side of it
    int admitted_ = 0;
    long pop_at_ = none;
    // kv_protected_control and kv_protected_sum
    long scored_at_ = none;  // first cycle in which the token may be weighed; none: no token waits for it
    long ready_at_ = 0;
    int weighed_ = 0;
    std::deque<long> done_at_;  // first cycles in which the tokens weighed and not read may be read
    // kv_readout, kv_result
    std::deque<long> reserved_;  // cycles of read_start strobes that kv_result has not counted yet
    std::deque<Sum> sums_;
    std::deque<int> buffer_;
    int used_ = 0, held_ = 0, beats_out_ = 0;
    std::size_t delivered_ = 0;
};

// kv_sequencer: a frame lasts as long as its longest occupied stage.
class PulseWalk : public Walk {
public:
    using Walk::Walk;

private:
    Decision decide(bool token_waits, bool room_for_result) override {
        const bool move = now() >= frame_end_ && (weighing_ == none || room_for_result);
        return {move, move && token_waits && (schedule().integrators == 2 || scoring_ == none)};
    }

    void begin_frame(bool admit) override {
        const int reading = weighing_;
        weighing_ = scoring_;
        scoring_ = admit ? take_token() : none;
        int length = 1;
        if (scoring_ != none) length = std::max(length, schedule().score_frame);
        if (weighing_ != none) length = std::max(length, schedule().weigh_frame);
        if (reading != none) length = std::max(length, schedule().read_frame);
        frame_end_ = now() + length;
        enter(scoring_, &TokenTimes::score_at);
        enter(weighing_, &TokenTimes::weigh_at);
        enter(reading, &TokenTimes::read_at);
        if (reading != none) read(reading);
    }

    int scoring_ = none, weighing_ = none;  // the token in each stage
};

// kv_adc_sequencer: frames A (score, weigh) and B (convert, read) of the same two tokens alternate.
class AdcWalk : public Walk {
public:
    using Walk::Walk;

private:
    Decision decide(bool token_waits, bool room_for_result) override {
        if (now() < frame_end_) return {};
        const bool occupied = scoring_ != none || weighing_ != none;
        if (!converting_ && occupied) return {weighing_ == none || room_for_result, false};
        return {true, token_waits};
    }

    void begin_frame(bool admit) override {
        converting_ = !converting_ && (scoring_ != none || weighing_ != none);
        if (!converting_) {
            weighing_ = scoring_;
            scoring_ = admit ? take_token() : none;
        }
        int length = 1;
        if (scoring_ != none)
            length = std::max(length, converting_ ? schedule().convert_frame : schedule().score_frame);
        if (weighing_ != none) length = std::max(length, converting_ ? schedule().read_frame : schedule().weigh_frame);
        frame_end_ = now() + length;
        enter(scoring_, converting_ ? &TokenTimes::convert_at : &TokenTimes::score_at);
        enter(weighing_, converting_ ? &TokenTimes::read_at : &TokenTimes::weigh_at);
        if (converting_ && weighing_ != none) read(weighing_);
    }

    int scoring_ = none, weighing_ = none;
    bool converting_ = false;  // frame B
};

}  // namespace

Schedule phase_lengths(const Config& config) {
    const auto& timing = config.timing;
    Schedule s;
    s.write_cycles = timing.write_cycles;
    s.guard_cycles = timing.guard_cycles;
    s.level_setup_cycles = timing.level_setup_cycles;
    s.level_hold_cycles = timing.level_hold_cycles;
    s.integrators = config.analog.integrators;
    // The pulses of the frame before last to its settling at the latest.
    s.lead_cycles = std::max(s.level_setup_cycles, s.guard_cycles - timing.settle_cycles);
    s.rest_cycles = std::max(s.guard_cycles, s.level_hold_cycles);
    s.gap_cycles = s.lead_cycles + s.write_cycles + s.rest_cycles;
    s.phi_gap_cycles = s.integrators == 2 ? s.gap_cycles : 1;
    s.unit_cycles = timing.unit_cycles;
    s.pulse_cycles = ((1 << config.bits.q) - 1) * timing.unit_cycles;
    s.phi_cycles = timing.phi_cycles > 0 ? timing.phi_cycles : s.pulse_cycles;
    s.settle_cycles = timing.settle_cycles;
    s.readout_cycles = 1 << (config.bits.out - 1);
    s.score_frame = s.gap_cycles + s.pulse_cycles + s.settle_cycles;
    s.write_frame = s.lead_cycles + s.write_cycles + s.level_hold_cycles;
    s.weigh_frame = s.phi_gap_cycles + s.phi_cycles + s.settle_cycles;
    s.read_frame = s.readout_cycles;
    s.frame_cycles = std::max({s.score_frame, s.weigh_frame, s.read_frame});
    s.sync_stages = config.readout.sync_stages;
    s.sum_cycles = s.readout_cycles + s.sync_stages + 2;
    // With two integrators readouts follow each other frame by frame, and the result of one waits for its turn while
    // the next is counted.
    s.result_depth = s.integrators;
    s.result_cycles = config.calibration.average > 0 ? 4 : 3;  // the correction of the lanes is a stage of its own
    // Signs may change one cycle after the next read_start, and the window of the synchronized pulses ends S cycles
    // after the unsynchronized one. Between two readouts lie at least: this token's R frame, in which the next token is
    // weighed (two integrators) or scored (one, and then weighed).
    const int between_readouts = s.integrators == 2 ? std::max(s.weigh_frame, s.readout_cycles)
                                                    : std::max(s.score_frame, s.readout_cycles) + s.weigh_frame;
    s.sign_hold = s.sync_stages > 0 && between_readouts < s.readout_cycles + s.sync_stages;
    return s;
}

std::vector<TokenTimes> walk_schedule(const Schedule& schedule, const StreamLayout& stream, int tokens) {
    if (schedule.convert_frame > 0) return AdcWalk(schedule, stream, tokens).run();
    return PulseWalk(schedule, stream, tokens).run();
}

namespace {

/// Mean distance of the results from the middle to `last`, rounded up.
int mean_distance(const std::vector<TokenTimes>& times, std::size_t last) {
    const std::size_t middle = last / 2;
    const long span = times[last].first_beat_out - times[middle].first_beat_out;
    const auto count = static_cast<long>(last - middle);
    return static_cast<int>(ceil_div(span, count));
}

}  // namespace

int steady_interval(const std::vector<TokenTimes>& times) { return mean_distance(times, times.size() - 1); }

int interval_of_run(const Schedule& schedule, const StreamLayout& stream, long tokens) {
    if (tokens < 3) return 0;
    if (tokens > 4096) return schedule.interval_cycles;
    return mean_distance(walk_schedule(schedule, stream, static_cast<int>(tokens)),
                         static_cast<std::size_t>(tokens) - 2);
}

void derive_timing(Schedule& schedule, const StreamLayout& stream) {
    const auto alone = walk_schedule(schedule, stream, 1).front();
    schedule.latency_cycles = static_cast<int>(alone.first_beat_out - alone.last_beat_in);
    schedule.through_cycles = static_cast<int>(alone.last_beat_out) + 1;
    schedule.interval_cycles = steady_interval(walk_schedule(schedule, stream, 65));
}

std::vector<Fact> schedule_facts(const Design& d) {
    const auto& s = d.schedule;
    const double clock_ns = d.config.timing.clock_ns;
    return {
        {"write_cycles", s.write_cycles, "cycles", "write word line pulse"},
        {"guard_cycles", s.guard_cycles, "cycles", "rest between a write word line and read pulses of its array"},
        {"level_setup_cycles", s.level_setup_cycles, "cycles", "levels stand still before a write word line rises"},
        {"level_hold_cycles", s.level_hold_cycles, "cycles", "and after it has fallen"},
        {"lead_cycles", s.lead_cycles, "cycles", "start of a frame to the write in it"},
        {"rest_cycles", s.rest_cycles, "cycles", "end of a write to the pulses of its frame"},
        {"gap_cycles", s.gap_cycles, "cycles", "lead, write and rest at the start of a frame"},
        {"phi_gap_cycles", s.phi_gap_cycles, "cycles",
         s.phi_gap_cycles == s.gap_cycles ? "the same in stage P" : "before the pulses of stage P, without a write"},
        {"unit_cycles", s.unit_cycles, "cycles", "pulse of one LSB of q"},
        {"pulse_cycles", s.pulse_cycles, "cycles", "longest q pulse"},
        {"phi_cycles", s.phi_cycles, "cycles", "longest pulse between the arrays"},
        {"settle_cycles", s.settle_cycles, "cycles", "dead, after the pulses of a frame"},
        {"readout_cycles", s.readout_cycles, "cycles", "count window of the signed readout"},
        {"score_frame", s.score_frame, "cycles", "stage Q"},
        {"write_frame", s.write_frame, "cycles", "stage Q of a token that only writes"},
        {"convert_frame", s.convert_frame, "cycles", d.adc.on ? "stage X" : "stage X, which the pulse path has not"},
        {"weigh_frame", s.weigh_frame, "cycles", "stage P"},
        {"read_frame", s.read_frame, "cycles", "stage R"},
        {"frame_cycles", s.frame_cycles, "cycles", "a frame with all stages occupied"},
        {"sum_cycles", s.sum_cycles, "cycles", "start of a readout to complete sums"},
        {"sync_stages", s.sync_stages, "", "flip-flops that synchronize a macro pulse"},
        {"sign_hold", s.sign_hold, "",
         s.sign_hold ? "the readout registers the signs" : "signs last as long as their pulses are counted"},
        {"integrators", s.integrators, "", "per column; 2 overlap score and weighing"},
        {"result_depth", s.result_depth, "", "results held while the output stream waits"},
        {"result_cycles", s.result_cycles, "cycles", "result buffer to output stream"},
        {"latency_cycles", s.latency_cycles, "cycles", "last input beat accepted to first output beat, empty pipeline"},
        {"latency_ns", s.latency_cycles * clock_ns, "ns", "the same"},
        {"interval_cycles", s.interval_cycles, "cycles", "steady-state distance of results"},
        {"through_cycles", s.through_cycles, "cycles",
         "first input beat to last output beat, both accepted, empty pipeline"},
        {"tokens_per_second", 1e9 / (s.interval_cycles * clock_ns), "1/s", "per head"},
    };
}

}  // namespace kvolt
