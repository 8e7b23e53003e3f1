// SPDX-License-Identifier: Apache-2.0
#include "gen/schedule.hpp"

#include <algorithm>
#include <deque>

namespace kvolt {
namespace {

// The registers that decide when a token moves, advanced one clock per step(). Source and sink never wait.
class Walk {
public:
    Walk(const Schedule& schedule, const StreamLayout& stream, int tokens)
        : schedule_(schedule), stream_(stream), times_(static_cast<std::size_t>(tokens)) {}

    std::vector<TokenTimes> run() {
        while (delivered_ < times_.size()) {
            const bool popping = now_ == pop_at_;
            const bool move = now_ >= frame_end_ && !(weighing_ != none && held_ > schedule_.result_depth);
            const bool admit = move && buffer_full_ && !popping && (schedule_.integrators == 2 || scoring_ == none);
            step_result();
            step_token_buffer(popping);
            if (move) start_frame(admit);
            ++now_;
        }
        return std::move(times_);
    }

private:
    static constexpr int none = -1;

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

    // kv_sequencer: f = 0 is the next cycle; the frame lasts as long as its longest occupied stage.
    void start_frame(bool admit) {
        reading_ = weighing_;
        weighing_ = scoring_;
        scoring_ = admit ? admitted_++ : none;
        if (admit) pop_at_ = now_ + schedule_.write_cycles;
        int length = 1;
        if (scoring_ != none) length = std::max(length, schedule_.score_frame);
        if (weighing_ != none) length = std::max(length, schedule_.weigh_frame);
        if (reading_ != none) length = std::max(length, schedule_.readout_cycles);
        frame_end_ = now_ + length;
        if (reading_ == none) return;
        const long read_start = now_ + 1;
        reserved_.push_back(read_start);
        sums_.push_back({read_start + schedule_.readout_cycles + schedule_.sync_stages + 2, reading_});
    }

    // kv_result: a sum waits in the readout while the buffer is full; a beat leaves the buffer three cycles before it is on the output.
    void step_result() {
        const bool take = !sums_.empty() && now_ >= sums_.front().valid_from && used_ < schedule_.result_depth;
        if (take) {
            buffer_.push_back(sums_.front().token);
            sums_.pop_front();
        }
        const bool load = !buffer_.empty();
        bool finish = false;
        if (load) {
            if (auto* times = times_of(buffer_.front())) {
                if (beats_out_ == 0) times->first_beat_out = now_ + 3;
                times->last_beat_out = now_ + 3;
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

    TokenTimes* times_of(int token) { return token < static_cast<int>(times_.size()) ? &times_[static_cast<std::size_t>(token)] : nullptr; }

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
    // kv_sequencer: the token in each stage
    int scoring_ = none, weighing_ = none, reading_ = none;
    int admitted_ = 0;
    long frame_end_ = 0, pop_at_ = none;
    // kv_readout, kv_result
    std::deque<long> reserved_;  // cycles of read_start strobes that kv_result has not counted yet
    std::deque<Sum> sums_;
    std::deque<int> buffer_;
    int used_ = 0, held_ = 0, beats_out_ = 0;
    std::size_t delivered_ = 0;
};

}  // namespace

Schedule phase_lengths(const Config& config) {
    const auto& timing = config.timing;
    Schedule s;
    s.write_cycles = timing.write_cycles;
    s.guard_cycles = timing.guard_cycles;
    s.gap_cycles = timing.write_cycles + timing.guard_cycles;
    s.unit_cycles = timing.unit_cycles;
    s.pulse_cycles = ((1 << config.bits.q) - 1) * timing.unit_cycles;
    s.phi_cycles = timing.phi_cycles > 0 ? timing.phi_cycles : s.pulse_cycles;
    s.settle_cycles = timing.settle_cycles;
    s.readout_cycles = 1 << (config.bits.out - 1);
    s.score_frame = s.gap_cycles + s.pulse_cycles + s.settle_cycles;
    s.write_frame = s.gap_cycles;
    s.weigh_frame = s.gap_cycles + s.phi_cycles + s.settle_cycles;
    s.frame_cycles = std::max({s.score_frame, s.weigh_frame, s.readout_cycles});
    s.sync_stages = config.readout.sync_stages;
    s.integrators = config.analog.integrators;
    // With two integrators readouts follow each other frame by frame, and the result of one waits for its turn while the next is counted.
    s.result_depth = s.integrators;
    // Signs may change one cycle after the next read_start, and the window of the synchronized pulses ends S cycles after the unsynchronized one.
    // Between two readouts lie at least: this token's R frame, in which the next token is weighed (two integrators) or scored (one, and then weighed).
    const int between_readouts =
        s.integrators == 2 ? std::max(s.weigh_frame, s.readout_cycles) : std::max(s.score_frame, s.readout_cycles) + s.weigh_frame;
    s.sign_hold = s.sync_stages > 0 && between_readouts < s.readout_cycles + s.sync_stages;
    return s;
}

std::vector<TokenTimes> walk_schedule(const Schedule& schedule, const StreamLayout& stream, int tokens) {
    return Walk(schedule, stream, tokens).run();
}

int steady_interval(const std::vector<TokenTimes>& times) {
    const std::size_t last = times.size() - 1, middle = last / 2;
    const long span = times[last].first_beat_out - times[middle].first_beat_out;
    const auto count = static_cast<long>(last - middle);
    return static_cast<int>((span + count - 1) / count);
}

void derive_timing(Schedule& schedule, const StreamLayout& stream) {
    const auto alone = walk_schedule(schedule, stream, 1).front();
    schedule.latency_cycles = static_cast<int>(alone.first_beat_out - alone.last_beat_in);
    schedule.through_cycles = static_cast<int>(alone.last_beat_out) + 1;
    schedule.interval_cycles = steady_interval(walk_schedule(schedule, stream, 65));
}

}  // namespace kvolt
